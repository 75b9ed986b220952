"""Answers how the reference data stands, both languages and retired rows among it, row by row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select, true

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand_somewhere
from tracker.access.visibility import is_visible
from tracker.domain.reference_kinds import ReferenceKind
from tracker.domain.roles import OrganisationFamily, PlaceKind
from tracker.domain.sorting import sort_key
from tracker.errors import NotFoundError
from tracker.extensions import db
from tracker.models import (
    Goal,
    GoalArea,
    Initiative,
    InitiativeGoal,
    InitiativeGoalArea,
    InitiativePlace,
    InitiativeTag,
    InitiativeWorkingGroup,
    ListEntry,
    Organisation,
    Partnership,
    Place,
    PlaceAlias,
    PlaceTie,
    Programme,
    WorkingGroup,
)
from tracker.queries.reference import is_current

_MODELS: dict[ReferenceKind, Any] = {
    ReferenceKind.PROGRAMME: Programme,
    ReferenceKind.GOAL_AREA: GoalArea,
    ReferenceKind.GOAL: Goal,
    ReferenceKind.PLACE: Place,
    ReferenceKind.WORKING_GROUP: WorkingGroup,
}
_GROUPED_BY = {
    ReferenceKind.GOAL_AREA: "programme_id",
    ReferenceKind.GOAL: "goal_area_id",
    ReferenceKind.PLACE: "kind",
    ReferenceKind.WORKING_GROUP: "place_id",
}
_USED_BY: dict[ReferenceKind, Any] = {
    ReferenceKind.PROGRAMME: GoalArea.programme_id,
    ReferenceKind.GOAL_AREA: InitiativeGoalArea.goal_area_id,
    ReferenceKind.GOAL: InitiativeGoal.goal_id,
    ReferenceKind.PLACE: InitiativePlace.place_id,
    ReferenceKind.WORKING_GROUP: InitiativeWorkingGroup.working_group_id,
    ReferenceKind.REACH: Initiative.reach_id,
    ReferenceKind.PARTNER_ROLE: Partnership.role_id,
    ReferenceKind.ORGANISATION_KIND: Organisation.kind_id,
}
_PARENTS: dict[ReferenceKind, Any] = {
    ReferenceKind.GOAL_AREA: Programme,
    ReferenceKind.GOAL: GoalArea,
    ReferenceKind.WORKING_GROUP: Place,
}


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """One row as an administrator sees it; what its kind does not have is empty.

    `group` is what it is sorted within: a code of a goal area or place, or a kind of place. `uses`
    counts the records that carry it and that the administrator sees; `is_used` says whether any do.
    `is_fixed` rows are not retired: areas of the statistical division, and programmes, whose years
    are shown and decide nothing.
    """

    code: str
    name_sv: str
    name_en: str
    group: str
    valid_from: date | None
    valid_to: date | None
    is_current: bool
    is_fixed: bool
    uses: int
    is_used: bool
    version: int
    age_from: int | None
    age_to: int | None
    family: OrganisationFamily | None
    official_name_sv: str
    text_sv: str
    text_en: str
    is_focus: bool
    adopted_by: str
    adopted_on: date | None
    is_district: bool
    aliases: tuple[str, ...]
    ties: tuple[str, ...]


def rows_of(kind: ReferenceKind) -> tuple[Select[Any], Any]:
    """The query for all rows of a kind, and the model they are of."""
    if kind.list_code is not None:
        return select(ListEntry).where(ListEntry.list_code == kind.list_code), ListEntry
    model = _MODELS[kind]
    return select(model), model


def neighbours_of(kind: ReferenceKind, row: Any) -> Select[Any]:
    """The query for the rows that a row is sorted among, in their order."""
    query, model = rows_of(kind)
    if name := _GROUPED_BY.get(kind):
        query = query.where(getattr(model, name) == getattr(row, name))
    return query.order_by(model.position, model.id)


def list_rows(actor: Actor, kind: ReferenceKind, *, today: date) -> Sequence[ReferenceRow]:
    """All rows of a kind, group by group, in their order; places from A to Ö, the focus first.

    Raises:
        NotAllowedError: the actor does not look after the reference data.
    """
    demand_somewhere(actor, Permission.MANAGE_REFERENCE)
    query, model = rows_of(kind)
    rows = list(db.session.scalars(query.order_by(model.position, model.id)))
    if kind is ReferenceKind.PLACE:
        rows.sort(key=lambda row: (not row.is_focus, sort_key(row.name_sv)))
    groups = _groups(kind, rows)
    order = list(dict.fromkeys(_group_order(kind, groups.values())))
    rows.sort(key=lambda row: order.index(groups[row.id]))
    extras = _Extras(actor, kind, [row.id for row in rows])
    return [_row(row, groups[row.id], extras, today=today) for row in rows]


def get_row(actor: Actor, kind: ReferenceKind, code: str, *, today: date) -> ReferenceRow:
    """One row by its code.

    Raises:
        NotFoundError: there is none.
        NotAllowedError: the actor does not look after the reference data.
    """
    demand_somewhere(actor, Permission.MANAGE_REFERENCE)
    query, model = rows_of(kind)
    row = db.session.scalars(query.where(model.code == code)).one_or_none()
    if row is None:
        raise NotFoundError
    return _row(row, _groups(kind, [row])[row.id], _Extras(actor, kind, [row.id]), today=today)


def _groups(kind: ReferenceKind, rows: Sequence[Any]) -> Mapping[int, str]:
    if kind is ReferenceKind.PLACE:
        return {row.id: row.kind.value for row in rows}
    if kind not in _PARENTS:
        return {row.id: "" for row in rows}
    parent = _PARENTS[kind]
    codes = dict(db.session.execute(select(parent.id, parent.code)).all())
    return {row.id: codes[getattr(row, _GROUPED_BY[kind])] for row in rows}


def _group_order(kind: ReferenceKind, groups: Any) -> Sequence[str]:
    if kind is ReferenceKind.PLACE:
        return [place_kind.value for place_kind in PlaceKind]
    if kind in _PARENTS and kind is not ReferenceKind.WORKING_GROUP:
        parent = _PARENTS[kind]
        return list(db.session.scalars(select(parent.code).order_by(parent.position, parent.id)))
    return list(groups)


class _Extras:
    """What stands in other tables about some rows: how often they are used, aliases and ties."""

    def __init__(self, actor: Actor, kind: ReferenceKind, ids: Sequence[int]) -> None:
        column = _USED_BY.get(kind, InitiativeTag.list_entry_id)
        seen = func.count(case((_is_seen(actor, column.class_), 1)))
        uses = select(column, seen).where(column.in_(ids)).group_by(column)
        self.uses: dict[int, int] = dict(db.session.execute(uses).all())
        self.aliases: dict[int, list[str]] = {}
        self.ties: dict[int, list[str]] = {}
        if kind is ReferenceKind.PLACE:
            self._read_places(ids)

    def _read_places(self, ids: Sequence[int]) -> None:
        aliases = select(PlaceAlias).where(PlaceAlias.place_id.in_(ids)).order_by(PlaceAlias.id)
        for alias in db.session.scalars(aliases):
            self.aliases.setdefault(alias.place_id, []).append(alias.name)
        ties = (
            select(PlaceTie.district_id, Place.code)
            .join(Place, Place.id == PlaceTie.regso_id)
            .where(PlaceTie.district_id.in_(ids))
            .order_by(Place.position, Place.id)
        )
        for district_id, code in db.session.execute(ties):
            self.ties.setdefault(district_id, []).append(code)


def _is_seen(actor: Actor, table: Any) -> ColumnElement[bool]:
    """Whether a record that carries a row, or the initiative it belongs to, may be seen."""
    if table is Initiative:
        return is_visible(actor)
    if not hasattr(table, "initiative_id"):
        return true()
    return table.initiative_id.in_(select(Initiative.id).where(is_visible(actor)))


def _row(row: Any, group: str, extras: _Extras, *, today: date) -> ReferenceRow:
    is_programme, is_place = isinstance(row, Programme), isinstance(row, Place)
    is_district = is_place and row.kind is PlaceKind.DISTRICT
    return ReferenceRow(
        code=row.code,
        name_sv=row.name_sv,
        name_en=row.name_en,
        group=group,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        is_current=is_programme or is_current(row, today),
        is_fixed=is_programme or (is_place and not is_district),
        uses=extras.uses.get(row.id, 0),
        is_used=row.id in extras.uses,
        version=row.version,
        age_from=getattr(row, "age_from", None),
        age_to=getattr(row, "age_to", None),
        family=getattr(row, "family", None),
        official_name_sv=getattr(row, "official_name_sv", ""),
        text_sv=getattr(row, "text_sv", ""),
        text_en=getattr(row, "text_en", ""),
        is_focus=getattr(row, "is_focus", False),
        adopted_by=getattr(row, "adopted_by", ""),
        adopted_on=getattr(row, "adopted_on", None),
        is_district=is_district,
        aliases=tuple(extras.aliases.get(row.id, ())),
        ties=tuple(extras.ties.get(row.id, ())),
    )
