"""Stores what an initiative says, tags and all, and describes it for the audit trail."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, select

from tracker.domain.initiative_content import InitiativeContent
from tracker.domain.roles import ListCode
from tracker.domain.sorting import sort_key
from tracker.errors import RefusedError
from tracker.extensions import db
from tracker.models import (
    ContactListing,
    Goal,
    GoalArea,
    Initiative,
    InitiativeGoal,
    InitiativeGoalArea,
    InitiativeLink,
    InitiativePlace,
    InitiativeTag,
    InitiativeWorkingGroup,
    ListEntry,
    Place,
    WorkingGroup,
)
from tracker.queries.reference import Reference, get_reference
from tracker.services import search_index

PLAIN_FIELDS = (
    "title",
    "description",
    "purpose",
    "age_from",
    "age_to",
    "start_on",
    "end_on",
    "phase",
    "budget_sek",
    "contact_name",
    "contact_email",
    "contact_phone",
    "diarienummer",
)
TAG_TABLES = (
    ("goal_areas", InitiativeGoalArea, InitiativeGoalArea.goal_area_id, GoalArea),
    ("goals", InitiativeGoal, InitiativeGoal.goal_id, Goal),
    ("places", InitiativePlace, InitiativePlace.place_id, Place),
    (
        "working_groups",
        InitiativeWorkingGroup,
        InitiativeWorkingGroup.working_group_id,
        WorkingGroup,
    ),
)
TAG_LISTS = (
    ("target_groups", ListCode.TARGET_GROUP),
    ("effort_types", ListCode.EFFORT_TYPE),
    ("funding", ListCode.FUNDING),
)


def store(initiative: Initiative, content: InitiativeContent) -> None:
    """Write the content to the row and its tags, and make it findable.

    Raises:
        RefusedError: `unknown_choice`, naming the field.
    """
    reference = get_reference("sv")
    if initiative.contact_email and initiative.contact_email != content.contact_email:
        forget_listings([initiative.id])
    for name in PLAIN_FIELDS:
        setattr(initiative, name, getattr(content, name))
    initiative.title_key = sort_key(content.title)
    initiative.is_complete = True
    initiative.reach_id = (
        _entry_ids(reference, ListCode.REACH, (content.reach,), "reach")[0]
        if content.reach
        else None
    )
    db.session.flush()
    _store_tags(initiative, content, reference)
    _store_links(initiative, content.links)
    search_index.reindex(Initiative.id == initiative.id)


def forget_listings(initiative_ids: Iterable[int]) -> None:
    """Forget what contact persons answered, where another one is named now."""
    is_of_one = ContactListing.initiative_id.in_(list(initiative_ids))
    db.session.execute(delete(ContactListing).where(is_of_one))


def _store_tags(initiative: Initiative, content: InitiativeContent, reference: Reference) -> None:
    for name, table, column, _model in TAG_TABLES:
        known = {row.code: row.id for row in getattr(reference, name).values()}
        ids = _ids(known, getattr(content, name), name)
        _replace(initiative.id, table, column, ids)
    entry_ids = [
        entry_id
        for name, list_code in TAG_LISTS
        for entry_id in _entry_ids(reference, list_code, getattr(content, name), name)
    ]
    _replace(initiative.id, InitiativeTag, InitiativeTag.list_entry_id, entry_ids)


def _replace(initiative_id: int, table: Any, column: Any, ids: Iterable[int]) -> None:
    wanted = set(ids)
    standing = set(db.session.scalars(select(column).where(table.initiative_id == initiative_id)))
    if standing - wanted:
        db.session.execute(
            delete(table).where(table.initiative_id == initiative_id, column.in_(standing - wanted))
        )
    db.session.add_all(
        table(**{"initiative_id": initiative_id, column.key: row_id})
        for row_id in sorted(wanted - standing)
    )


def _entry_ids(
    reference: Reference, list_code: ListCode, codes: Iterable[str], field_name: str
) -> list[int]:
    return _ids({row.code: row.id for row in reference.of_list(list_code)}, codes, field_name)


def _ids(known: dict[str, int], codes: Iterable[str], field_name: str) -> list[int]:
    wanted = list(dict.fromkeys(codes))
    if any(code not in known for code in wanted):
        raise RefusedError("unknown_choice", field_name)
    return [known[code] for code in wanted]


def _store_links(initiative: Initiative, links: tuple[str, ...]) -> None:
    standing = list(
        db.session.scalars(
            select(InitiativeLink)
            .where(InitiativeLink.initiative_id == initiative.id)
            .order_by(InitiativeLink.position)
        )
    )
    if [row.url for row in standing] == list(links):
        return
    for row in standing:
        db.session.delete(row)
    db.session.add_all(
        InitiativeLink(initiative_id=initiative.id, position=position, url=url)
        for position, url in enumerate(links, 1)
    )


def describe(initiative: Initiative) -> dict[str, Any]:
    """Everything that an initiative says, as JSON values by field name; tags as sorted codes."""
    db.session.flush()
    described: dict[str, Any] = {name: _plain(getattr(initiative, name)) for name in PLAIN_FIELDS}
    described["visibility"] = initiative.visibility.value
    for name, table, column, model in TAG_TABLES:
        described[name] = _codes(
            select(model.code).join(table, column == model.id), table, initiative.id
        )
    described.update(_described_entries(initiative))
    described["links"] = list(
        db.session.scalars(
            select(InitiativeLink.url)
            .where(InitiativeLink.initiative_id == initiative.id)
            .order_by(InitiativeLink.position)
        )
    )
    return {name: value for name, value in described.items() if value not in (None, "", [])}


def _described_entries(initiative: Initiative) -> dict[str, Any]:
    rows = db.session.execute(
        select(ListEntry.list_code, ListEntry.code)
        .join(InitiativeTag, InitiativeTag.list_entry_id == ListEntry.id)
        .where(InitiativeTag.initiative_id == initiative.id)
    ).all()
    described: dict[str, Any] = {
        name: sorted(row.code for row in rows if row.list_code == list_code)
        for name, list_code in TAG_LISTS
    }
    if initiative.reach_id is not None:
        described["reach"] = db.session.get_one(ListEntry, initiative.reach_id).code
    return described


def _codes(query: Any, table: Any, initiative_id: int) -> list[str]:
    return sorted(db.session.scalars(query.where(table.initiative_id == initiative_id)))


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int | str) else value.isoformat()
