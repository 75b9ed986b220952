"""Initiatives like the one that somebody is registering, shown while they type and before they send."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import request

from tracker import http, identity
from tracker.blueprints.initiatives.forms import InitiativeForm
from tracker.domain.initiative_content import InitiativeContent
from tracker.domain.lifecycle import Phase
from tracker.domain.touchpoints.ranking import Strength, strength_of
from tracker.queries import organisation_choices
from tracker.queries.compared import compared_content
from tracker.queries.initiatives import InitiativePage
from tracker.queries.reference import get_reference
from tracker.queries.similar import SimilarRow, list_similar, says_enough
from tracker.services.initiatives import DOUBLE_PRESS
from tracker.touchpoint_labels import KINDS
from tracker.touchpoint_sentences import sentences

SHOWN = 5
REASONS_SHOWN = 3
SEEN, NOT_SAME, ASKED = "similar_seen", "not_same", "similar_asked"


@dataclass(frozen=True, slots=True)
class Similar:
    """One hit of the panel. `is_set_aside`: the reader has said that it is not the same thing."""

    row: SimilarRow
    kind: str
    reasons: tuple[str, ...]
    is_own: bool
    is_set_aside: bool


def similar_to(
    form: InitiativeForm, initiative: InitiativePage | None = None
) -> list[Similar] | None:
    """What the half-typed form is like, strongest first; what was set aside comes last.

    None while too little is typed for anything to be said.

    Args:
        initiative: the one that is being edited.
    """
    reference = get_reference("sv")
    organisation, kind = _organisation(form, initiative)
    typed = compared_content(
        _typed(form), organisation=organisation, organisation_kind=kind, reference=reference
    )
    if not says_enough(typed):
        return None
    rows = list_similar(
        http.actor(),
        typed,
        folder=http.settings().index_path,
        reference=reference,
        leave_out=initiative.public_id if initiative else None,
        limit=SHOWN,
    )
    aside = set(request.form.getlist(NOT_SAME))
    hits = [_similar(row, is_set_aside=str(row.public_id) in aside) for row in rows]
    return sorted(hits, key=lambda hit: hit.is_set_aside)


def unseen(hits: Iterable[Similar] | None) -> list[Similar]:
    """What somebody should look at before they send, and has not been shown; asked once at most."""
    if ASKED in request.form:
        return []
    seen = set(request.form.getlist(SEEN))
    return [
        hit
        for hit in hits or ()
        if strength_of(hit.row.chance) is not Strength.POSSIBLE
        and not hit.is_set_aside
        and not _is_first_press(hit)
        and str(hit.row.public_id) not in seen
    ]


def _is_first_press(hit: Similar) -> bool:
    """Whether this is what a first press of the same button has just registered."""
    return hit.is_own and hit.row.created_at > http.now() - DOUBLE_PRESS


def set_aside() -> Sequence[uuid.UUID]:
    """The initiatives that the reader has said are not the same thing."""
    found = []
    for text in request.form.getlist(NOT_SAME):
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found[:SHOWN]


def _similar(row: SimilarRow, *, is_set_aside: bool) -> Similar:
    return Similar(
        row=row,
        kind=str(KINDS[row.kind]),
        reasons=tuple(sentences(row.reasons)[:REASONS_SHOWN]),
        is_own=row.organisation_id in http.actor().organisation_ids,
        is_set_aside=is_set_aside,
    )


def _organisation(form: InitiativeForm, initiative: InitiativePage | None) -> tuple[str, str]:
    """The name and the kind of the organisation that the form is for, where it is known."""
    wanted = str(initiative.organisation_public_id) if initiative else form.organisation.data
    every = organisation_choices.all_at(identity.register_state().reference_hash)
    for row in every:
        if str(row.public_id) == wanted:
            return row.name, row.kind
    return "", ""


def _typed(form: InitiativeForm) -> InitiativeContent:
    """What can be read of a half-typed form; what is not sound yet is left out."""
    phases = {phase.value: phase for phase in Phase}
    return InitiativeContent(
        title=form.title.data or "",
        description=form.description.data or "",
        purpose=form.purpose.data or "",
        goal_areas=tuple(form.goal_areas.data or ()),
        places=tuple(form.places.data or ()),
        target_groups=tuple(form.target_groups.data or ()),
        effort_types=tuple(form.effort_types.data or ()),
        age_from=form.age_from.data,
        age_to=form.age_to.data,
        start_on=form.start_on.data,
        end_on=form.end_on.data,
        phase=phases.get(form.phase.data or "", Phase.PLANNED),
    )
