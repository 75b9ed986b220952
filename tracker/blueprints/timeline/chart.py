"""What the timeline shows of a selection: groups, lines and bars of one page, and what has no dates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeVar

import numpy as np
from flask import request
from flask_babel import gettext

from tracker import http, identity
from tracker.domain.register_facts import Facts, Ids, Tag
from tracker.domain.selection import Selection
from tracker.domain.timeline import (
    ROWS_PER_PAGE,
    Bar,
    Grouping,
    Window,
    Zoom,
    is_undated,
    is_within,
    make_bars,
    order_lines,
    pairs_by_tag,
)
from tracker.queries.organisation_choices import all_at
from tracker.queries.reference import GoalAreaRow, Reference, is_current
from tracker.queries.register_facts import chosen_facts
from tracker.queries.timeline import NamedInitiative, find_ending, name_initiatives

MOST_UNDATED = 10
_ZOOM, _GROUP = Zoom.MONTH, Grouping.GOAL_AREA


@dataclass(frozen=True, slots=True)
class Question:
    """What an address asks of the timeline."""

    selection: Selection
    grouping: Grouping
    window: Window
    page: int
    reference: Reference

    def arguments(self) -> list[tuple[str, str]]:
        """What stands in the address beside the selection and the page; the usual is left out."""
        usual = Window.around(self.window.zoom, http.today())
        asked = [
            ("group", self.grouping.value, self.grouping is not _GROUP),
            ("zoom", self.window.zoom.value, self.window.zoom is not _ZOOM),
            ("from", f"{self.window.first_day:%Y-%m}", self.window != usual),
        ]
        return [(name, value) for name, value, is_unusual in asked if is_unusual]

    def with_window(self, window: Window) -> "Question":
        """The same question about other months."""
        return replace(self, window=window, page=1)

    def with_grouping(self, grouping: Grouping) -> "Question":
        """The same question with other groups."""
        return replace(self, grouping=grouping, page=1)


def asked() -> Question:
    """What this request asks; what cannot be read is as usual, so that no link ever fails."""
    zoom, group = request.args.get("zoom", ""), request.args.get("group", "")
    known_zoom = Zoom(zoom) if zoom in list(Zoom) else _ZOOM
    return Question(
        Selection.from_arguments(request.args),
        Grouping(group) if group in list(Grouping) else _GROUP,
        Window.from_month(known_zoom, request.args.get("from", ""), http.today()),
        max(1, request.args.get("page", 1, type=int)),
        identity.reference(),
    )


class Group(NamedTuple):
    """What lines stand under; `goal_area` is the code of one, else empty."""

    name: str
    goal_area: str
    is_focus: bool


class ChartLine(NamedTuple):
    """A line: an initiative with its bar, and whether it ends soon with nothing after it."""

    named: NamedInitiative
    bar: Bar
    goal_areas: tuple[GoalAreaRow, ...]
    places: tuple[str, ...]
    is_ending: bool


class Stretch(NamedTuple):
    """A group with its lines on this page; `total` counts them on all pages."""

    group: Group
    total: int
    lines: Sequence[ChartLine]


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines of the timeline. `total` counts them on all pages, `initiatives` what is chosen in all."""

    question: Question
    stretches: Sequence[Stretch]
    page: int
    total: int
    initiatives: int
    before: int
    after: int
    undated: Sequence[NamedInitiative]
    undated_total: int

    @property
    def lines(self) -> int:
        """How many lines are here."""
        return sum(len(stretch.lines) for stretch in self.stretches)

    @property
    def goal_areas(self) -> list[GoalAreaRow]:
        """The goal areas that can be met here."""
        rows = self.question.reference.goal_areas.values()
        return [row for row in rows if is_current(row, http.today())]


def make_chart(question: Question, *, per_page: int = ROWS_PER_PAGE) -> Chart:
    """Read and lay out one page."""
    state, today = identity.register_state(), http.today()
    facts = chosen_facts(
        question.selection, http.actor(), reference=question.reference, state=state, today=today
    )
    groups, pairs = _groups(question, facts)
    within = is_within(facts, question.window)
    lines = order_lines(facts, pairs, within=within, groups=len(groups) - 1)
    page = min(question.page, max(1, -(-len(lines) // per_page)))
    shown = lines[(page - 1) * per_page : page * per_page]
    undated = is_undated(facts)
    unplaced = facts.ids[undated][:MOST_UNDATED]
    named = name_initiatives(
        http.actor(), [int(row_id) for row_id in (*facts.ids[shown[:, 0]], *unplaced)]
    )
    ends = window_sides(facts, question.window)
    return Chart(
        question,
        _stretches(question, facts, groups, lines, shown, named),
        page=page,
        total=len(lines),
        initiatives=len(facts),
        before=ends[0],
        after=ends[1],
        undated=[named[int(row_id)] for row_id in unplaced if int(row_id) in named],
        undated_total=int(undated.sum()),
    )


def window_sides(facts: Facts, window: Window) -> tuple[int, int]:
    """How many have ended before the window, and how many begin after it."""
    dated = ~is_undated(facts)
    ended = dated & (facts.last_days < window.first_day.toordinal())
    to_come = dated & (facts.first_days >= window.end.toordinal())
    return int(ended.sum()), int(to_come.sum())


def _groups(question: Question, facts: Facts) -> tuple[list[Group], Ids]:
    """The groups, the last of them for those in none, and who is in which."""
    reference, selection = question.reference, question.selection
    match question.grouping:
        case Grouping.GOAL_AREA:
            areas = [
                row
                for row in reference.goal_areas.values()
                if not selection.goal_area or row.code in selection.goal_area
            ]
            groups = [Group(row.name, row.code, is_focus=False) for row in areas]
            rest = Group(gettext("No goal area"), "", is_focus=False)
            places = {row.id: place for place, row in enumerate(areas)}
            return [*groups, rest], pairs_by_tag(facts, facts.tagged[Tag.GOAL_AREA], places)
        case Grouping.PLACE:
            chosen = reference.place(selection.place)
            spots = [
                row
                for row in reference.places.values()
                if chosen is None or row.id in chosen.inside_ids
            ]
            groups = [Group(row.name, "", row.is_focus) for row in spots]
            rest = Group(gettext("No place"), "", is_focus=False)
            places = {row.id: place for place, row in enumerate(spots)}
            return [*groups, rest], pairs_by_tag(facts, facts.tagged[Tag.PLACE], places)
        case Grouping.ORGANISATION:
            choices = all_at(identity.register_state().reference_hash)
            groups = [Group(row.name, "", is_focus=False) for row in choices]
            rest = Group(gettext("Organisations that have closed"), "", is_focus=False)
            places = {row.id: place for place, row in enumerate(choices)}
            owned = np.column_stack([facts.ids, facts.organisations])
            return [*groups, rest], pairs_by_tag(facts, owned, places)


def _stretches(
    question: Question,
    facts: Facts,
    groups: Sequence[Group],
    lines: Ids,
    shown: Ids,
    named: Mapping[int, NamedInitiative],
) -> list[Stretch]:
    rows = [int(row) for row in shown[:, 0]]
    ids = [int(row_id) for row_id in facts.ids[shown[:, 0]]]
    areas = _tags(facts, Tag.GOAL_AREA, ids, question.reference.goal_areas)
    places = _tags(facts, Tag.PLACE, ids, question.reference.places)
    ending = find_ending(
        http.actor(),
        reference=question.reference,
        state=identity.register_state(),
        today=http.today(),
    )
    by_group: dict[int, list[ChartLine]] = {}
    for row_id, group, bar in zip(
        ids, shown[:, 1], make_bars(facts, rows, question.window), strict=True
    ):
        if row_id in named:
            line = ChartLine(
                named[row_id],
                bar,
                tuple(areas.get(row_id, ())),
                tuple(place.name for place in places.get(row_id, ())),
                row_id in ending,
            )
            by_group.setdefault(int(group), []).append(line)
    totals = np.bincount(lines[:, 1], minlength=len(groups))
    return [Stretch(groups[at], int(totals[at]), found) for at, found in by_group.items()]


Row = TypeVar("Row")


def _tags(
    facts: Facts, tag: Tag, ids: Sequence[int], rows: Mapping[int, Row]
) -> Mapping[int, list[Row]]:
    """The tags of each initiative, in the order of the lists."""
    pairs = facts.tagged[tag]
    order = {tag_id: place for place, tag_id in enumerate(rows)}
    found: dict[int, list[int]] = {}
    for owner, tag_id in pairs[np.isin(pairs[:, 0], ids)]:
        if int(tag_id) in rows:
            found.setdefault(int(owner), []).append(int(tag_id))
    return {
        owner: [rows[tag_id] for tag_id in sorted(of_it, key=order.__getitem__)]
        for owner, of_it in found.items()
    }
