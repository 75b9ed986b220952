"""Answers what the register already knows of a list being imported: its words and its records."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from tracker.access.actors import Actor
from tracker.access.visibility import visible
from tracker.domain.importing.vocabulary import Term, Vocabulary
from tracker.domain.roles import ListCode, PlaceKind
from tracker.extensions import db
from tracker.models import (
    Initiative,
    InitiativeGoal,
    InitiativeGoalArea,
    InitiativeLink,
    InitiativePlace,
    InitiativeTag,
    InitiativeWorkingGroup,
    ListEntry,
    Organisation,
)
from tracker.queries.reference import Reference, get_reference

CHUNK = 500
PLAIN_FIELDS = (
    "title", "description", "purpose", "age_from", "age_to", "start_on", "end_on", "phase",
    "budget_sek", "contact_name", "diarienummer",
)  # fmt: skip
TAGS = (
    ("goal_areas", InitiativeGoalArea, InitiativeGoalArea.goal_area_id),
    ("goals", InitiativeGoal, InitiativeGoal.goal_id),
    ("places", InitiativePlace, InitiativePlace.place_id),
    ("working_groups", InitiativeWorkingGroup, InitiativeWorkingGroup.working_group_id),
)
ENTRY_FIELDS = {
    ListCode.TARGET_GROUP: "target_groups",
    ListCode.EFFORT_TYPE: "effort_types",
    ListCode.FUNDING: "funding",
}


@dataclass(frozen=True, slots=True)
class StandingRecord:
    """An initiative as it stands; `content` by field, tags as codes in the order of their lists."""

    id: int
    public_id: uuid.UUID
    version: int
    lead_organisation_id: int
    is_municipal: bool
    imported_by_id: int | None
    import_key: str | None
    title_key: str
    is_draft: bool
    content: Mapping[str, Any]


def load_vocabulary() -> Vocabulary:
    """Every word of ours that a cell may hold, in Swedish and English; organisations by their id."""
    swedish, english = get_reference("sv"), get_reference("en")
    lists = {code: _entries(swedish, english, code) for code in ListCode}
    organisations = db.session.execute(
        select(Organisation.id, Organisation.name, Organisation.organisation_number).where(
            Organisation.closed_on.is_(None)
        )
    ).all()
    areas = swedish.goal_areas
    return Vocabulary(
        goal_areas=tuple(
            Term(row.code, (row.name, areas[row.id].official_name, english.goal_areas[row.id].name))
            for row in areas.values()
        ),
        goals=tuple(
            Term(row.code, (row.name, row.text_sv, english.goals[row.id].name, row.text_en))
            for row in swedish.goals.values()
        ),
        places=tuple(
            Term(row.code, (row.name, english.places[row.id].name, *row.aliases))
            for row in swedish.places.values()
        ),
        working_groups=tuple(
            Term(row.code, (row.name, english.working_groups[row.id].name))
            for row in swedish.working_groups.values()
        ),
        target_groups=lists[ListCode.TARGET_GROUP],
        effort_types=lists[ListCode.EFFORT_TYPE],
        funding=lists[ListCode.FUNDING],
        organisation_kinds=lists[ListCode.ORGANISATION_KIND],
        reaches=lists[ListCode.REACH],
        partner_roles=lists[ListCode.PARTNER_ROLE],
        organisations=tuple(Term(str(row.id), (row.name,)) for row in organisations),
        organisation_numbers={
            row.organisation_number: str(row.id) for row in organisations if row.organisation_number
        },
        goal_area_of={row.code: areas[row.goal_area_id].code for row in swedish.goals.values()},
        whole_place=next(
            (r.code for r in swedish.places.values() if r.kind is PlaceKind.MUNICIPALITY), ""
        ),
    )


def _entries(swedish: Reference, english: Reference, list_code: ListCode) -> tuple[Term, ...]:
    return tuple(
        Term(
            row.code,
            (row.name, english.entries[row.id].name),
            age_from=row.age_from,
            age_to=row.age_to,
        )
        for row in swedish.of_list(list_code)
    )


def list_standing(
    actor: Actor, *, lead_ids: Collection[int], public_ids: Collection[uuid.UUID]
) -> list[StandingRecord]:
    """The records that rows of a list may mean: those named by id, and those of the organisations."""
    columns = (
        *(getattr(Initiative, name) for name in PLAIN_FIELDS),
        Initiative.id,
        Initiative.public_id,
        Initiative.version,
        Initiative.lead_organisation_id,
        Organisation.is_municipal,
        Initiative.imported_by_id,
        Initiative.import_key,
        Initiative.title_key,
        Initiative.visibility,
        ListEntry.code.label("reach"),
    )
    query = (
        select(*columns)
        .join(Organisation, Organisation.id == Initiative.lead_organisation_id)
        .outerjoin(ListEntry, ListEntry.id == Initiative.reach_id)
    )
    rows: dict[int, Any] = {}
    for column, keys in (
        (Initiative.lead_organisation_id, lead_ids),
        (Initiative.public_id, public_ids),
    ):
        for part in _chunks(sorted(keys)):
            found = db.session.execute(visible(query, actor).where(column.in_(part)))
            rows.update((row.id, row) for row in found)
    tags = _tags(sorted(rows))
    return [_standing(row, tags[row.id]) for row in rows.values()]


def _standing(row: Any, tags: Mapping[str, list[Any]]) -> StandingRecord:
    content = {name: getattr(row, name) for name in PLAIN_FIELDS}
    content["reach"] = row.reach
    return StandingRecord(
        id=row.id,
        public_id=row.public_id,
        version=row.version,
        lead_organisation_id=row.lead_organisation_id,
        is_municipal=row.is_municipal,
        imported_by_id=row.imported_by_id,
        import_key=row.import_key,
        title_key=row.title_key,
        is_draft=row.visibility.value == "draft",
        content={**content, **tags},
    )


def _tags(ids: Sequence[int]) -> dict[int, dict[str, list[Any]]]:
    reference = get_reference("sv")
    names = [*(name for name, _, _ in TAGS), *ENTRY_FIELDS.values(), "links"]
    tags: dict[int, dict[str, list[Any]]] = {row_id: {name: [] for name in names} for row_id in ids}
    for part in _chunks(ids):
        for name, table, column in TAGS:
            known = getattr(reference, name)
            query = select(table.initiative_id, column).where(table.initiative_id.in_(part))
            for owner, tag in db.session.execute(query.order_by(column)):
                tags[owner][name].append(known[tag].code)
        query = select(InitiativeTag.initiative_id, InitiativeTag.list_entry_id)
        of_part = query.where(InitiativeTag.initiative_id.in_(part))
        for owner, tag in db.session.execute(of_part.order_by(InitiativeTag.list_entry_id)):
            entry = reference.entries[tag]
            tags[owner][ENTRY_FIELDS[entry.list_code]].append(entry.code)
        links = select(InitiativeLink.initiative_id, InitiativeLink.url)
        links = links.where(InitiativeLink.initiative_id.in_(part))
        for owner, url in db.session.execute(links.order_by(InitiativeLink.position)):
            tags[owner]["links"].append(url)
    return tags


def _chunks(keys: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK))
