"""The rows and columns of the coverage: which tags each stands for, and how an address names it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask_babel import gettext

from tracker.domain.coverage_view import Columns, CoverageView, Rows
from tracker.domain.register_facts import Facts, Marks, Tag
from tracker.domain.roles import ListCode, PlaceKind
from tracker.domain.selection import Selection
from tracker.queries.reference import PlaceRow, Reference, is_current


@dataclass(frozen=True, slots=True)
class Group:
    """A row or column: what it is called, the tags it counts and how a selection filters by it.

    `filter_name` is empty where no filter chooses the same initiatives. `part_of` is the code of
    the place it lies in, where it is shown as part of one.
    """

    code: str
    name: str
    tag: Tag
    ids: frozenset[int]
    filter_name: str
    is_focus: bool = False
    part_of: str = ""
    parts: int = 0

    def narrowed(self, selection: Selection) -> Selection | None:
        """A selection narrowed to this group; None where no filter does that."""
        if not self.filter_name:
            return None
        value: Any = (self.code,) if self.filter_name == "goal_area" else self.code
        return replace(selection, **{self.filter_name: value})


def marks_of(facts: Facts, groups: Sequence[Group]) -> Marks:
    """Which initiatives each group counts; all groups of a table are of one kind of tag."""
    return facts.marks(groups[0].tag, [group.ids for group in groups])


def rows_of(
    view: CoverageView, selection: Selection, reference: Reference, today: date
) -> list[Group]:
    """The rows of the table."""
    if view.rows is Rows.GOAL:
        return _goals(reference, selection, today)
    return list(_places(view, selection, reference, today))


def columns_of(
    view: CoverageView, selection: Selection, reference: Reference, today: date
) -> list[Group]:
    """The columns of the table."""
    match view.columns:
        case Columns.GOAL_AREA:
            return _areas(reference, selection, today)
        case Columns.GOAL:
            return _goals(reference, selection, today)
        case Columns.TARGET_GROUP:
            return entries_of(ListCode.TARGET_GROUP, reference, today, selection.target_group)
        case Columns.EFFORT_TYPE:
            return entries_of(ListCode.EFFORT_TYPE, reference, today, selection.effort_type)


def _areas(reference: Reference, selection: Selection, today: date) -> list[Group]:
    rows = [row for row in reference.goal_areas.values() if is_current(row, today)]
    chosen = [row for row in rows if row.code in selection.goal_area] or rows
    return [
        Group(row.code, row.name, Tag.GOAL_AREA, frozenset({row.id}), "goal_area") for row in chosen
    ]


def _goals(reference: Reference, selection: Selection, today: date) -> list[Group]:
    areas = {group.code for group in _areas(reference, selection, today)}
    rows = [
        row
        for row in reference.goals.values()
        if is_current(row, today) and reference.goal_areas[row.goal_area_id].code in areas
    ]
    chosen = [row for row in rows if row.code == selection.goal] or rows
    return [Group(row.code, row.name, Tag.GOAL, frozenset({row.id}), "goal") for row in chosen]


def entries_of(
    list_code: ListCode, reference: Reference, today: date, chosen_code: str = ""
) -> list[Group]:
    """The entries of a list, or the one that is chosen."""
    rows = [row for row in reference.of_list(list_code) if is_current(row, today)]
    chosen = [row for row in rows if row.code == chosen_code] or rows
    return [
        Group(row.code, row.name, Tag.ENTRY, frozenset({row.id}), list_code.value) for row in chosen
    ]


def _places(
    view: CoverageView, selection: Selection, reference: Reference, today: date
) -> Iterable[Group]:
    whole = next(
        (row for row in reference.places.values() if row.kind is PlaceKind.MUNICIPALITY), None
    )
    everywhere = frozenset({whole.id}) if whole else frozenset()
    added = everywhere if view.is_spread else frozenset()
    wanted = reference.place(selection.place) if selection.place else None
    if wanted is None and whole:
        yield Group(
            whole.code, gettext("The whole municipality"), Tag.PLACE, everywhere, filter_name=""
        )
    for row in reference.places.values():
        if not is_current(row, today) or row.kind is PlaceKind.MUNICIPALITY:
            continue
        if _is_shown(row, wanted):
            yield from _with_parts(row, view, reference, added, is_alone=wanted is not None)


def _is_shown(row: PlaceRow, wanted: PlaceRow | None) -> bool:
    if wanted is None or wanted.kind is PlaceKind.MUNICIPALITY:
        return row.kind is PlaceKind.DISTRICT
    return row.id == wanted.id


def _with_parts(
    row: PlaceRow,
    view: CoverageView,
    reference: Reference,
    added: frozenset[int],
    *,
    is_alone: bool,
) -> Iterable[Group]:
    parts = [reference.places[part] for part in row.inside_ids if part != row.id]
    filter_name = "" if added else "place"
    yield Group(
        row.code, row.name, Tag.PLACE, frozenset(row.inside_ids) | added, filter_name,
        is_focus=row.is_focus, parts=len(parts),
    )  # fmt: skip
    if row.code in view.opened or is_alone:
        for part in parts:
            yield Group(
                part.code, part.name, Tag.PLACE, frozenset({part.id}) | added, filter_name,
                part_of=row.code,
            )  # fmt: skip
