"""The words that pages show for what stands between asking to join and being in."""

from flask import Flask
from flask_babel import lazy_gettext, lazy_pgettext

from tracker.domain.invitations import InvitationStanding
from tracker.domain.joining import JoinFamily, JoinStanding
from tracker.languages import page_language

JOIN_STANDINGS = {
    JoinStanding.UNCONFIRMED: lazy_gettext("The address is not confirmed"),
    JoinStanding.WAITING: lazy_gettext("Waits for an answer"),
    JoinStanding.QUESTIONED: lazy_gettext("We have asked a question"),
    JoinStanding.ACCEPTED: lazy_gettext("Accepted"),
    JoinStanding.DECLINED: lazy_gettext("Answered with a no"),
    JoinStanding.WITHDRAWN: lazy_gettext("Withdrawn"),
    JoinStanding.EXPIRED: lazy_gettext("Has expired"),
}
JOIN_TONES = {
    JoinStanding.WAITING: "attention",
    JoinStanding.ACCEPTED: "good",
}
JOIN_FAMILIES = {
    JoinFamily.CIVIL: lazy_gettext("Association or civil society"),
    JoinFamily.BUSINESS: lazy_gettext("Business"),
    JoinFamily.PUBLIC: lazy_gettext("Department or municipal company"),
}
JOIN_EXAMPLES = {
    JoinFamily.CIVIL: lazy_gettext(
        "Associations, faith communities, study associations, foundations, networks and groups."
    ),
    JoinFamily.BUSINESS: lazy_gettext("Companies large and small, and property owners."),
    JoinFamily.PUBLIC: lazy_gettext(
        "Borås Stad and its companies. Also the region, state authorities and the university."
    ),
}

KINDS = {
    "department": lazy_pgettext("kind of organisation", "Municipal department"),
    "committee": lazy_pgettext("kind of organisation", "Municipal committee"),
    "municipal_company": lazy_pgettext("kind of organisation", "Municipal company"),
    "state_authority": lazy_pgettext("kind of organisation", "State authority"),
    "region": lazy_pgettext("kind of organisation", "Region"),
    "association": lazy_pgettext("kind of organisation", "Association"),
    "civil_society": lazy_pgettext("kind of organisation", "Other civil society or network"),
    "faith_community": lazy_pgettext("kind of organisation", "Faith community"),
    "study_association": lazy_pgettext("kind of organisation", "Study association"),
    "foundation": lazy_pgettext("kind of organisation", "Foundation"),
    "business": lazy_pgettext("kind of organisation", "Business"),
    "housing_company": lazy_pgettext(
        "kind of organisation", "Private housing company or property owner"
    ),
    "university": lazy_pgettext("kind of organisation", "University"),
    "other_public": lazy_pgettext("kind of organisation", "Other public body"),
    "informal_group": lazy_pgettext("kind of organisation", "Group without organisation number"),
}
"""Kinds of organisation as they are first called, for languages that the lists do not speak."""

INVITATION_STANDINGS = {
    InvitationStanding.SENT: lazy_gettext("Sent, waits for an answer"),
    InvitationStanding.ACCEPTED: lazy_gettext("Accepted"),
    InvitationStanding.DECLINED: lazy_gettext("Declined"),
    InvitationStanding.WITHDRAWN: lazy_gettext("Withdrawn"),
    InvitationStanding.EXPIRED: lazy_gettext("Has expired"),
}


def kind_name(code: str, name: str) -> str:
    """What a kind is called in the language of the request; `name` is what the list says."""
    if page_language().is_full or code not in KINDS:
        return name
    return str(KINDS[code])


def init_app(app: Flask) -> None:
    """Make the labels known to templates as filters."""
    app.jinja_env.filters.update(
        join_standing_label=lambda standing: str(JOIN_STANDINGS[standing]),
        invitation_standing_label=lambda standing: str(INVITATION_STANDINGS[standing]),
        join_tone=lambda standing: JOIN_TONES.get(standing, "quiet"),
        join_family_label=lambda family: str(JOIN_FAMILIES[family]),
        join_family_examples=lambda family: str(JOIN_EXAMPLES[family]),
    )
