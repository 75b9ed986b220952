"""The register form as a page: filled in, to be corrected, or beside what somebody else saved."""

from collections.abc import Mapping, Sequence
from dataclasses import fields

from flask import Response, request
from flask_babel import gettext

from tracker import http, identity
from tracker.blueprints.initiatives.forms import InitiativeForm, form_values
from tracker.blueprints.initiatives.similar import Similar
from tracker.conflicts import Conflict, differing
from tracker.domain.initiative_content import InitiativeContent, continued, copied
from tracker.domain.lifecycle import Visibility
from tracker.pages import page
from tracker.queries import organisation_choices
from tracker.queries.initiatives import InitiativePage, content_of

DRAFT_BUTTON = "draft"
COORDINATORS_BUTTON = "coordinators"
EVERYONE_BUTTON = "everyone"


def asked_visibility(initiative: InitiativePage | None) -> Visibility:
    """Who is to see what was written, by the button that was pressed.

    The first button registers what is new or a draft for everyone signed in, and leaves all else
    as it stands; so no forgotten choice lets more people see a record.
    """
    standing = Visibility.DRAFT if initiative is None else initiative.visibility
    if DRAFT_BUTTON in request.form:
        return Visibility.DRAFT
    if COORDINATORS_BUTTON in request.form:
        return Visibility.COORDINATED
    is_left = standing is Visibility.COORDINATED and EVERYONE_BUTTON not in request.form
    return Visibility.COORDINATED if is_left else Visibility.SHARED


def new_form(source: InitiativePage | None, *, follows: bool = False) -> InitiativeForm:
    """The form of a new initiative, empty, a copy, or what `follows` on another.

    What is retired is not offered again.
    """
    actor = http.actor()
    if source is None:
        values = _prefilled()
    elif follows:
        organisation = str(source.organisation_public_id)
        values = form_values(continued(content_of(source))) | {"organisation": organisation}
    else:
        is_own = source.organisation_id in actor.organisation_ids
        values = form_values(copied(content_of(source), is_own=is_own))
    form = InitiativeForm(data=values)
    _offer(form, chosen=None)
    del form.note
    return form


def edit_form(initiative: InitiativePage) -> InitiativeForm:
    """The form of an initiative as it stands; it keeps what it carries, retired or not."""
    content = content_of(initiative)
    form = InitiativeForm(data=form_values(content))
    _offer(form, chosen=content)
    del form.organisation
    if not _is_foreign(initiative):
        del form.note
    return form


def _offer(form: InitiativeForm, *, chosen: InitiativeContent | None) -> None:
    reference_hash = identity.register_state().reference_hash
    organisations = organisation_choices.list_to_register_for(
        http.actor(), reference_hash=reference_hash
    )
    form.offer(identity.reference(), list(organisations), chosen=chosen, today=http.today())


def _areas_of(goals: Sequence[str]) -> list[str]:
    """The goal areas that some goals belong to."""
    reference = identity.reference()
    rows = [row for row in reference.goals.values() if row.code in goals]
    return sorted({reference.goal_areas[row.goal_area_id].code for row in rows})


def _prefilled() -> dict[str, object]:
    own = http.actor().organisations
    return {
        "places": request.args.getlist("place"),
        "goal_areas": request.args.getlist("goal_area") or _areas_of(request.args.getlist("goal")),
        "goals": request.args.getlist("goal"),
        "target_groups": request.args.getlist("target_group"),
        "effort_types": request.args.getlist("effort_type"),
        "organisation": str(own[0].public_id) if own else None,
    }


def new_page(
    form: InitiativeForm,
    *,
    ended: InitiativePage | None = None,
    similar: Sequence[Similar] | None = None,
    asks: bool = False,
    status: int = 200,
) -> Response:
    """The page that registers; with `asks` it wants the reader to look at what is similar first.

    `ended` is the initiative that what is registered comes after, if any.
    """
    title = gettext("Register an initiative")
    if ended is not None:
        title = gettext("Register what comes after %(title)s", title=ended.title)
    return _form_page(
        form, None, [], title=title, status=status, similar=similar, asks=asks, ended=ended
    )


def edit_page(
    form: InitiativeForm,
    initiative: InitiativePage,
    *,
    similar: Sequence[Similar] | None = None,
    status: int = 200,
) -> Response:
    """The page that edits."""
    title = _edit_title(initiative)
    return _form_page(form, initiative, [], title=title, status=status, similar=similar)


def conflict_page(
    form: InitiativeForm, initiative: InitiativePage, standing: Mapping[str, object]
) -> Response:
    """The page that edits, above it what somebody else saved meanwhile; saving again is possible."""
    conflicts = differing(form, _comparable(standing))
    form.version.data = form.version.raw_data = str(initiative.version)
    return _form_page(form, initiative, conflicts, title=_edit_title(initiative), status=409)


def _comparable(standing: Mapping[str, object]) -> dict[str, object]:
    """What stands now for every field of the form, also where it is empty."""
    every = dict.fromkeys((field.name for field in fields(InitiativeContent)), None)
    links = standing.get("links")
    return {**every, **standing, "links": "\n".join(links) if isinstance(links, list) else None}


def _edit_title(initiative: InitiativePage) -> str:
    return gettext("Edit %(title)s", title=initiative.title)


def _form_page(
    form: InitiativeForm,
    initiative: InitiativePage | None,
    conflicts: list[Conflict],
    *,
    title: str,
    status: int,
    similar: Sequence[Similar] | None = None,
    asks: bool = False,
    ended: InitiativePage | None = None,
) -> Response:
    return page(
        "initiatives/form.html",
        status=status,
        form=form,
        title=title,
        initiative=initiative,
        conflicts=conflicts,
        is_stale=status == 409,
        similar=similar,
        asks=asks,
        ended=ended,
        reference=identity.reference(),
        visibility=Visibility.DRAFT if initiative is None else initiative.visibility,
        is_for_coordinators=COORDINATORS_BUTTON in request.form,
        is_foreign=initiative is not None and _is_foreign(initiative),
    )


def _is_foreign(initiative: InitiativePage) -> bool:
    return initiative.organisation_id not in http.actor().organisation_ids
