"""Answers what the page of one touchpoint prints of its two initiatives, side by side.

A side that may not see the other one is shown nothing of it but that it is there.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import Subject, may
from tracker.access.touchpoint_sight import (
    ONE,
    OTHER,
    SideFacts,
    Sight,
    is_seen,
    shown_sides,
    sight_of,
)
from tracker.database import read
from tracker.domain.lifecycle import SEEN_BY_ALL, Phase, Visibility
from tracker.domain.roles import ListCode
from tracker.domain.touchpoint_decisions import (
    Side,
    TouchpointKind,
    TouchpointState,
)
from tracker.domain.touchpoint_reasons import reasons_between
from tracker.domain.touchpoint_strength import out_of_ten
from tracker.domain.touchpoints.ranking import Strength, strength_of
from tracker.domain.touchpoints.reasons import Reason
from tracker.errors import NotFoundError
from tracker.models import (
    InitiativeGoalArea,
    InitiativePlace,
    InitiativeTag,
    Touchpoint,
)
from tracker.queries.reference import EntryRow, GoalAreaRow, PlaceRow, Reference
from tracker.queries.tags import ids_of, rows_of
from tracker.queries.touchpoint_worklist import ONE_LEAD, OTHER_LEAD, PRINTS, joined


@dataclass(frozen=True, slots=True)
class PairSide:
    """One of the two initiatives; `contact_name` is empty where it may not be seen."""

    public_id: uuid.UUID
    title: str
    description: str
    organisation_id: int
    organisation_public_id: uuid.UUID
    organisation_name: str
    visibility: Visibility
    phase: Phase
    age_from: int | None
    age_to: int | None
    start_on: date | None
    end_on: date | None
    contact_name: str
    goal_areas: tuple[GoalAreaRow, ...]
    places: tuple[PlaceRow, ...]
    entries: tuple[EntryRow, ...]

    @property
    def target_groups(self) -> list[EntryRow]:
        """For whom it is."""
        return [row for row in self.entries if row.list_code == ListCode.TARGET_GROUP]

    @property
    def effort_types(self) -> list[EntryRow]:
        """What kind of work it is."""
        return [row for row in self.entries if row.list_code == ListCode.EFFORT_TYPE]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike the two are, and why."""

    kind: TouchpointKind
    strength: Strength
    out_of_ten: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class PairPage:
    """A touchpoint as the actor may see it.

    `sides` holds those that may be shown; `own` those that the actor answers for. `likeness` is
    None, and `changed` empty, for a side that may not see the other one. `is_told` says whether a
    side that may not see the other one has been told of it; None where both see each other.
    """

    id: int
    public_id: uuid.UUID
    version: int
    state: TouchpointState
    is_current: bool
    chance: float
    found_at: datetime
    reopened_at: datetime | None
    is_told: bool | None
    sides: Mapping[Side, PairSide]
    own: frozenset[Side]
    likeness: Likeness | None
    changed: Mapping[Side, Sequence[str]]

    @property
    def is_whole(self) -> bool:
        """Whether both initiatives are shown."""
        return len(self.sides) == len(Side)


_SIDE_COLUMNS = (
    "public_id",
    "title",
    "description",
    "visibility",
    "phase",
    "age_from",
    "age_to",
    "start_on",
    "end_on",
    "contact_name",
    "lead_organisation_id",
    "merged_into_id",
)
_LEADS = {Side.ONE: ONE_LEAD, Side.OTHER: OTHER_LEAD}
_INITIATIVES = {Side.ONE: ONE, Side.OTHER: OTHER}


def get_pair(actor: Actor, public_id: uuid.UUID, *, reference: Reference) -> PairPage:
    """Load one touchpoint with its two initiatives, in one statement.

    Raises:
        NotFoundError: there is none that the actor may see.
    """
    row = read(_pair_in(sight_of(actor)), {"public_id": public_id}).one_or_none()
    if row is None:
        raise NotFoundError
    return _page(actor, row, reference)


@lru_cache(maxsize=256)
def _pair_in(sight: Sight) -> Any:
    return (
        joined(
            Touchpoint.id,
            Touchpoint.public_id,
            Touchpoint.version,
            Touchpoint.state,
            Touchpoint.is_current,
            Touchpoint.chance,
            Touchpoint.kind,
            *PRINTS,
            Touchpoint.found_at,
            Touchpoint.reopened_at,
            Touchpoint.released_at,
            Touchpoint.changed_facts,
            *(column for side in Side for column in _columns(side)),
        )
        .join(ONE_LEAD, ONE_LEAD.id == ONE.lead_organisation_id)
        .join(OTHER_LEAD, OTHER_LEAD.id == OTHER.lead_organisation_id)
        .where(Touchpoint.public_id == bindparam("public_id"), is_seen(sight))
    )


def _columns(side: Side) -> list[Any]:
    initiative, lead = _INITIATIVES[side], _LEADS[side]
    tags = {
        "goal_areas": InitiativeGoalArea.goal_area_id,
        "places": InitiativePlace.place_id,
        "entries": InitiativeTag.list_entry_id,
    }
    return [
        *(getattr(initiative, name).label(f"{side}_{name}") for name in _SIDE_COLUMNS),
        lead.name.label(f"{side}_organisation_name"),
        lead.public_id.label(f"{side}_organisation_public_id"),
        lead.is_municipal.label(f"{side}_is_municipal"),
        *(ids_of(column, initiative.id).label(f"{side}_{name}") for name, column in tags.items()),
    ]


def _page(actor: Actor, row: Any, reference: Reference) -> PairPage:
    facts = {side: _facts(row, side) for side in Side}
    shown = shown_sides(actor, facts)
    is_whole = len(shown) == len(Side)
    return PairPage(
        id=row.id,
        public_id=row.public_id,
        version=row.version,
        state=row.state,
        is_current=row.is_current,
        chance=row.chance,
        found_at=row.found_at,
        reopened_at=row.reopened_at,
        is_told=None if _see_each_other(facts) else row.released_at is not None,
        sides={side: _side(actor, row, side, reference) for side in Side if side in shown},
        own=frozenset(s for s in Side if facts[s].organisation_id in actor.organisation_ids),
        likeness=_likeness(row) if is_whole else None,
        changed=_changed(row.changed_facts) if is_whole else {},
    )


def _facts(row: Any, side: Side) -> SideFacts:
    others_id = getattr(row, f"{side.opposite}_merged_into_id")
    own_id = getattr(row, f"{side}_merged_into_id")
    return SideFacts(
        organisation_id=getattr(row, f"{side}_lead_organisation_id"),
        visibility=getattr(row, f"{side}_visibility"),
        is_merged=own_id is not None or others_id is not None,
    )


def _see_each_other(facts: Mapping[Side, SideFacts]) -> bool:
    one, other = facts[Side.ONE], facts[Side.OTHER]
    if one.organisation_id == other.organisation_id or one.is_merged:
        return True
    return {one.visibility, other.visibility} <= SEEN_BY_ALL


def _likeness(row: Any) -> Likeness:
    return Likeness(
        kind=row.kind,
        strength=strength_of(row.chance),
        out_of_ten=out_of_ten(row.chance),
        reasons=reasons_between(row.one_print, row.other_print),
    )


def _changed(kept: Mapping[str, Sequence[str]] | None) -> dict[Side, Sequence[str]]:
    return {Side(side): tuple(names) for side, names in (kept or {}).items() if side in list(Side)}


def _side(actor: Actor, row: Any, side: Side, reference: Reference) -> PairSide:
    values = {name: getattr(row, f"{side}_{name}") for name in _SIDE_COLUMNS}
    lead_id = values.pop("lead_organisation_id")
    values.pop("merged_into_id")
    subject = Subject(lead_id, getattr(row, f"{side}_is_municipal"))
    if not may(actor, Permission.SEE_CONTACT, subject):
        values["contact_name"] = ""
    return PairSide(
        **values,
        organisation_id=lead_id,
        organisation_name=getattr(row, f"{side}_organisation_name"),
        organisation_public_id=getattr(row, f"{side}_organisation_public_id"),
        goal_areas=rows_of(reference, "goal_areas", getattr(row, f"{side}_goal_areas")),
        places=rows_of(reference, "places", getattr(row, f"{side}_places")),
        entries=rows_of(reference, "entries", getattr(row, f"{side}_entries")),
    )
