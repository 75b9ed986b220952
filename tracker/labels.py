"""The words that pages show for closed sets, in the reader's language."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from flask import Flask
from flask_babel import gettext, lazy_gettext, lazy_pgettext, ngettext

from tracker.domain.lifecycle import Condition, Lane, Phase, Visibility
from tracker.domain.reference_kinds import ReferenceKind
from tracker.domain.roles import (
    MembershipRole,
    OrganisationFamily,
    PartnerStanding,
    PlaceKind,
    PlatformRole,
)
from tracker.domain.ways_in import WayIn
from tracker.languages import language

PHASES = {
    Phase.IDEA: lazy_gettext("Idea"),
    Phase.PLANNED: lazy_gettext("Planned"),
    Phase.ONGOING: lazy_gettext("Ongoing"),
    Phase.CLOSING: lazy_gettext("Closing, being followed up"),
    Phase.PAUSED: lazy_gettext("Paused"),
    Phase.COMPLETED: lazy_gettext("Completed"),
    Phase.CANCELLED: lazy_gettext("Cancelled"),
}
LANES = {
    Lane.IDEA: PHASES[Phase.IDEA],
    Lane.PLANNED: PHASES[Phase.PLANNED],
    Lane.ONGOING: PHASES[Phase.ONGOING],
    Lane.PAUSED: PHASES[Phase.PAUSED],
    Lane.COMPLETED: PHASES[Phase.COMPLETED],
}
CONDITIONS = {
    Condition.ON_PLAN: lazy_gettext("According to plan"),
    Condition.NEEDS_ATTENTION: lazy_gettext("Needs attention"),
    Condition.NEEDS_SUPPORT: lazy_gettext("Needs support"),
    Condition.NOT_ASSESSED: lazy_gettext("Not assessed"),
}
VISIBILITIES = {
    Visibility.DRAFT: lazy_gettext("Draft: only your organisation sees it"),
    Visibility.COORDINATED: lazy_gettext(
        "Coordinators only: seen by the organisation and the coordinators"
    ),
    Visibility.SHARED: lazy_gettext("Shared: everyone signed in sees it"),
    Visibility.OPEN: lazy_gettext("Open: everyone sees it"),
}
SHORT_VISIBILITIES = {
    Visibility.DRAFT: lazy_pgettext("visibility", "Draft"),
    Visibility.COORDINATED: lazy_pgettext("visibility", "Coordinators only"),
    Visibility.SHARED: lazy_pgettext("visibility", "Shared"),
    Visibility.OPEN: lazy_pgettext("visibility", "Open"),
}
STANDINGS = {
    PartnerStanding.ASKED: lazy_gettext("Asked"),
    PartnerStanding.OFFERED: lazy_gettext("Has offered"),
    PartnerStanding.ACCEPTED: lazy_gettext("Takes part"),
    PartnerStanding.DECLINED: lazy_gettext("Has declined"),
    PartnerStanding.ENDED: lazy_gettext("No longer takes part"),
}
MEMBERSHIP_ROLES = {
    MembershipRole.MEMBER: lazy_gettext("Member"),
    MembershipRole.MANAGER: lazy_gettext("Manager"),
}
PLATFORM_ROLES = {
    PlatformRole.COORDINATOR: lazy_gettext("Coordinator"),
    PlatformRole.READER: lazy_gettext("Reader"),
    PlatformRole.ADMINISTRATOR: lazy_gettext("Administrator"),
}
FIELDS = {
    "title": lazy_gettext("Name"),
    "description": lazy_gettext("What you do, and for whom"),
    "purpose": lazy_gettext("What should change"),
    "goal_areas": lazy_gettext("Goal areas"),
    "goals": lazy_gettext("Goals"),
    "places": lazy_gettext("Places"),
    "working_groups": lazy_gettext("Working groups"),
    "target_groups": lazy_gettext("Target groups"),
    "effort_types": lazy_gettext("Types of effort"),
    "funding": lazy_gettext("Funding"),
    "reach": lazy_gettext("Reach"),
    "age_from": lazy_gettext("Youngest age"),
    "age_to": lazy_gettext("Oldest age"),
    "start_on": lazy_gettext("Start date"),
    "end_on": lazy_gettext("End date"),
    "phase": lazy_gettext("Phase"),
    "visibility": lazy_gettext("Visibility"),
    "budget_sek": lazy_gettext("Budget"),
    "contact_name": lazy_gettext("Contact person"),
    "contact_email": lazy_gettext("The contact's e-mail"),
    "contact_phone": lazy_gettext("The contact's phone"),
    "diarienummer": lazy_gettext("Registry number"),
    "links": lazy_gettext("Links"),
    "lead_organisation": lazy_gettext("Lead organisation"),
}
REFERENCE_KINDS = {
    ReferenceKind.PROGRAMME: lazy_gettext("Programmes"),
    ReferenceKind.GOAL_AREA: lazy_gettext("Goal areas"),
    ReferenceKind.GOAL: lazy_gettext("Goals"),
    ReferenceKind.PLACE: lazy_gettext("Places"),
    ReferenceKind.WORKING_GROUP: lazy_gettext("Working groups"),
    ReferenceKind.TARGET_GROUP: lazy_gettext("Target groups"),
    ReferenceKind.EFFORT_TYPE: lazy_gettext("Types of effort"),
    ReferenceKind.FUNDING: lazy_gettext("Funding"),
    ReferenceKind.REACH: lazy_gettext("Reach"),
    ReferenceKind.PARTNER_ROLE: lazy_gettext("Roles of partners"),
    ReferenceKind.ORGANISATION_KIND: lazy_gettext("Kinds of organisation"),
}
REFERENCE_HINTS = {
    ReferenceKind.PROGRAMME: lazy_gettext("What the goal areas and goals were decided in."),
    ReferenceKind.GOAL_AREA: lazy_gettext("The three areas that were decided."),
    ReferenceKind.GOAL: lazy_gettext("The goals as adopted, word for word, with our short names."),
    ReferenceKind.PLACE: lazy_gettext(
        "Districts with their other names, and the areas they lie in."
    ),
    ReferenceKind.WORKING_GROUP: lazy_gettext("The groups of residents in a focus district."),
    ReferenceKind.TARGET_GROUP: lazy_gettext("For whom something is done, with ages."),
    ReferenceKind.EFFORT_TYPE: lazy_gettext("What kind of work it is."),
    ReferenceKind.FUNDING: lazy_gettext("Where the money comes from."),
    ReferenceKind.REACH: lazy_gettext("Whether it is for everyone, for a group or for a place."),
    ReferenceKind.PARTNER_ROLE: lazy_gettext("What a partner does in an initiative."),
    ReferenceKind.ORGANISATION_KIND: lazy_gettext("What an organisation can be."),
}
FAMILIES = {
    OrganisationFamily.MUNICIPAL: lazy_gettext("Part of the city"),
    OrganisationFamily.PUBLIC: lazy_gettext("Other public body"),
    OrganisationFamily.BUSINESS: lazy_gettext("Business"),
    OrganisationFamily.CIVIL: lazy_gettext("Associations and civil society"),
}
WAYS = {
    WayIn.EMAIL_CODE: lazy_gettext("Code in the mail"),
    WayIn.EMAIL_LINK: lazy_gettext("Link in the mail"),
    WayIn.INVITATION: lazy_gettext("Invitation"),
    WayIn.PASSWORD: lazy_gettext("Password"),
    WayIn.PASSKEY: lazy_gettext("Passkey"),
    WayIn.OIDC: lazy_gettext("Account at work"),
}
PLACE_KINDS = {
    PlaceKind.MUNICIPALITY: lazy_gettext("The whole municipality"),
    PlaceKind.DISTRICT: lazy_gettext("Districts"),
    PlaceKind.REGSO: lazy_gettext("Statistical areas (RegSO)"),
}


def phases() -> Mapping[Phase, str]:
    """What phases are called, in the language of the request."""
    return _written(language()).phases


def conditions() -> Mapping[Condition, str]:
    """What conditions are called, in the language of the request."""
    return _written(language()).conditions


def lanes() -> Mapping[Lane, str]:
    """What lanes are called, in the language of the request."""
    return _written(language()).lanes


class _Written(NamedTuple):
    """Labels that pages print by the hundred, worked out once for a language."""

    phases: Mapping[Phase, str]
    conditions: Mapping[Condition, str]
    lanes: Mapping[Lane, str]


@lru_cache
def _written(_language: str) -> _Written:
    return _Written(
        {code: str(label) for code, label in PHASES.items()},
        {code: str(label) for code, label in CONDITIONS.items()},
        {code: str(label) for code, label in LANES.items()},
    )


_SHOWN_FIRST = (Lane.ONGOING, Lane.PLANNED, Lane.IDEA, Lane.PAUSED, Lane.COMPLETED)


def lane_counts(by_lane: Mapping[Lane, int]) -> str:
    """How many are in each lane, in words, as "5 ongoing, 1 completed"; empty where there is none."""
    return _lane_words(language(), tuple(by_lane.get(lane, 0) for lane in _SHOWN_FIRST))


@lru_cache(maxsize=4096)
def _lane_words(_language: str, numbers: tuple[int, ...]) -> str:
    counted = zip(_SHOWN_FIRST, numbers, strict=True)
    return ", ".join(_lane_count(lane, number) for lane, number in counted if number)


def _lane_count(lane: Lane, number: int) -> str:
    match lane:
        case Lane.IDEA:
            return ngettext("%(num)d idea", "%(num)d ideas", number)
        case Lane.PLANNED:
            return ngettext("%(num)d planned", "%(num)d planned ones", number)
        case Lane.ONGOING:
            return gettext("%(num)d ongoing", num=number)
        case Lane.PAUSED:
            return ngettext("%(num)d paused", "%(num)d paused ones", number)
        case Lane.COMPLETED:
            return ngettext("%(num)d completed", "%(num)d completed ones", number)


def init_app(app: Flask) -> None:
    """Make the labels known to templates as filters."""
    app.jinja_env.filters.update(
        phase_label=lambda phase: phases()[phase],
        condition_label=lambda condition: conditions()[condition],
        visibility_label=lambda visibility: str(VISIBILITIES[visibility]),
        short_visibility_label=lambda visibility: str(SHORT_VISIBILITIES[visibility]),
        standing_label=lambda standing: str(STANDINGS[standing]),
        membership_label=lambda role: str(MEMBERSHIP_ROLES[role]),
        reference_label=lambda kind: str(REFERENCE_KINDS[kind]),
        reference_hint=lambda kind: str(REFERENCE_HINTS[kind]),
        way_label=lambda way: str(WAYS[way]),
        family_label=lambda family: str(FAMILIES[family]),
        place_kind_label=lambda kind: str(PLACE_KINDS[kind]),
        lane_words=lane_counts,
        platform_role_label=lambda role: str(PLATFORM_ROLES[role]),
    )
