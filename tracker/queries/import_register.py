"""Answers what the register already knows of a list being imported: its words and its records."""

import uuid
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select, true

from tracker.access.actors import Actor
from tracker.access.visibility import is_visible, visible
from tracker.domain.importing.vocabulary import Term, Vocabulary
from tracker.domain.lifecycle import Visibility
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
from tracker.queries.reference import Reference, get_reference, is_current

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
    visibility: Visibility
    is_complete: bool
    content: Mapping[str, Any]


def load_vocabulary(*, today: date) -> Vocabulary:
    """Every word of ours that a cell may hold, in Swedish and English; organisations by their id.

    What is retired by `today` stands after what may be chosen, so that a name in use goes first.
    """
    swedish, english = get_reference("sv"), get_reference("en")
    lists = {code: _entries(swedish, english, code, today) for code in ListCode}
    organisations = db.session.execute(
        select(Organisation.id, Organisation.name, Organisation.organisation_number)
        .where(Organisation.closed_on.is_(None))
        .order_by(Organisation.id)
    ).all()
    areas = swedish.goal_areas
    return Vocabulary(
        **_named_things(swedish, english, today),
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


def _named_things(
    swedish: Reference, english: Reference, today: date
) -> dict[str, tuple[Term, ...]]:
    areas, goals = english.goal_areas, english.goals
    names: dict[str, Callable[[Any], tuple[str, ...]]] = {
        "goal_areas": lambda row: (row.name, row.official_name, areas[row.id].name),
        "goals": lambda row: (row.name, row.text_sv, goals[row.id].name, row.text_en),
        "places": lambda row: (row.name, english.places[row.id].name, *row.aliases),
        "working_groups": lambda row: (row.name, english.working_groups[row.id].name),
    }
    return {
        name: tuple(
            Term(row.code, names_of(row))
            for row in _current_first(getattr(swedish, name).values(), today)
        )
        for name, names_of in names.items()
    }


def _current_first(rows: Iterable[Any], today: date) -> list[Any]:
    return sorted(rows, key=lambda row: not is_current(row, today))


def _entries(
    swedish: Reference, english: Reference, list_code: ListCode, today: date
) -> tuple[Term, ...]:
    return tuple(
        Term(
            row.code,
            (row.name, english.entries[row.id].name),
            age_from=row.age_from,
            age_to=row.age_to,
        )
        for row in _current_first(swedish.of_list(list_code), today)
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
        Initiative.is_complete,
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


def list_hidden_keys(actor: Actor, *, lead_ids: Collection[int]) -> frozenset[tuple[int, str]]:
    """Organisation and key of earlier imported records that the actor may not see."""
    query = select(Initiative.lead_organisation_id, Initiative.import_key).where(
        Initiative.import_key.is_not(None), is_visible(actor).is_not(true())
    )
    return frozenset(
        (lead_id, key)
        for part in _chunks(sorted(lead_ids))
        for lead_id, key in db.session.execute(
            query.where(Initiative.lead_organisation_id.in_(part))
        )
        if key
    )


@dataclass(frozen=True, slots=True)
class KnownOrganisations:
    """Ids of organisations, closed ones too: by the sorting key of their names, and by standing."""

    ids_by_name: Mapping[str, int]
    names: Mapping[int, str]
    municipal_ids: frozenset[int]
    closed_ids: frozenset[int]


def load_organisations() -> KnownOrganisations:
    """Every organisation of the register; their names are known to all who may import."""
    rows = db.session.execute(
        select(
            Organisation.id,
            Organisation.name,
            Organisation.name_key,
            Organisation.is_municipal,
            Organisation.closed_on,
        )
    ).all()
    return KnownOrganisations(
        ids_by_name={row.name_key: row.id for row in rows},
        names={row.id: row.name for row in rows},
        municipal_ids=frozenset(row.id for row in rows if row.is_municipal),
        closed_ids=frozenset(row.id for row in rows if row.closed_on is not None),
    )


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
        visibility=row.visibility,
        is_complete=row.is_complete,
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
