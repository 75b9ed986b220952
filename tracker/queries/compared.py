"""Reads initiatives the way the touchpoint engine is told of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, select

from tracker.database import read
from tracker.domain.initiative_content import InitiativeContent
from tracker.domain.lifecycle import SEEN_BY_ALL, Visibility
from tracker.domain.roles import ListCode, PlaceKind
from tracker.domain.touchpoints.initiatives import (
    LONGEST_TEXT,
    WHOLE_MUNICIPALITY,
    ComparedInitiative,
)
from tracker.models import Initiative, ListEntry, Organisation
from tracker.queries.reference import PlaceRow, Reference
from tracker.queries.tags import TAGS, tags_of

_YOUNGEST, _OLDEST = 0, 120


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """An initiative with what decides whether it is compared, and with whom.

    It is listed unless it is a draft, and limited while only coordinators see it beside its own
    organisation.
    """

    id: int
    version: int
    organisation_id: int
    is_listed: bool
    is_limited: bool
    compared: ComparedInitiative


def list_compared(wanted: ColumnElement[bool], *, reference: Reference) -> list[ComparedRow]:
    """The wanted initiatives as the engine reads them; for the register itself, not for a person."""
    query = (
        select(
            Initiative.id,
            Initiative.version,
            Initiative.lead_organisation_id,
            Initiative.visibility,
            Initiative.title,
            Initiative.description,
            Initiative.purpose,
            Initiative.start_on,
            Initiative.end_on,
            Initiative.age_from,
            Initiative.age_to,
            Initiative.phase,
            Organisation.name.label("organisation"),
            ListEntry.code.label("organisation_kind"),
            *TAGS,
        )
        .join(Organisation, Organisation.id == Initiative.lead_organisation_id)
        .join(ListEntry, ListEntry.id == Organisation.kind_id)
        .where(wanted)
        .order_by(Initiative.id)
    )
    return [_compared_row(row, reference) for row in read(query)]


def _compared_row(row: Any, reference: Reference) -> ComparedRow:
    tags = tags_of(row, reference)
    codes: dict[ListCode, set[str]] = {code: set() for code in ListCode}
    for entry in tags.entries:
        codes[entry.list_code].add(entry.code)
    return ComparedRow(
        id=row.id,
        version=row.version,
        organisation_id=row.lead_organisation_id,
        is_listed=row.visibility is not Visibility.DRAFT,
        is_limited=row.visibility not in SEEN_BY_ALL,
        compared=ComparedInitiative(
            id=str(row.id),
            title=row.title,
            description=_text(row.description, row.purpose),
            organisation=row.organisation,
            organisation_kind=row.organisation_kind,
            goal_areas=frozenset(area.code for area in tags.goal_areas),
            places=_names(tags.places, reference),
            target_groups=frozenset(codes[ListCode.TARGET_GROUP]),
            effort_types=frozenset(codes[ListCode.EFFORT_TYPE]),
            start=row.start_on,
            end=row.end_on,
            phase=row.phase.value,
            ages=_ages(row.age_from, row.age_to),
        ),
    )


def compared_content(
    content: InitiativeContent, *, organisation: str, organisation_kind: str, reference: Reference
) -> ComparedInitiative:
    """What somebody has typed so far, as the engine reads it; what is unknown is left out."""
    places = tuple(row for row in reference.places.values() if row.code in content.places)
    return ComparedInitiative(
        id="",
        title=content.title[:LONGEST_TEXT],
        description=_text(content.description, content.purpose),
        organisation=organisation,
        organisation_kind=organisation_kind,
        goal_areas=frozenset(content.goal_areas),
        places=_names(places, reference),
        target_groups=frozenset(content.target_groups),
        effort_types=frozenset(content.effort_types),
        start=content.start_on,
        end=content.end_on,
        phase=content.phase.value,
        ages=_ages(content.age_from, content.age_to),
    )


def _text(description: str, purpose: str) -> str:
    return f"{description}\n{purpose}".strip()[:LONGEST_TEXT]


def _ages(youngest: int | None, oldest: int | None) -> tuple[int, int] | None:
    if youngest is None and oldest is None:
        return None
    return (youngest or _YOUNGEST, _OLDEST if oldest is None else oldest)


def _names(places: Sequence[PlaceRow], reference: Reference) -> frozenset[str]:
    """What the engine calls these places: an area lies in its districts, and is met there."""
    named = _districts(reference)
    return frozenset(name for place in places for name in named[place.id])


@lru_cache(maxsize=4)
def _districts(reference: Reference) -> Mapping[int, frozenset[str]]:
    districts = [row for row in reference.places.values() if row.kind is PlaceKind.DISTRICT]
    named: dict[int, set[str]] = {row.id: set() for row in reference.places.values()}
    for row in reference.places.values():
        whole = row.kind is PlaceKind.MUNICIPALITY
        named[row.id].add(WHOLE_MUNICIPALITY if whole else row.name)
    for district in districts:
        for inside in district.inside_ids:
            named[inside].add(district.name)
    return {row_id: frozenset(names) for row_id, names in named.items()}
