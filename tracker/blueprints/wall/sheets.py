"""What a sheet tells of a place or a goal area: figures, strands, gaps and what is needed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from flask_babel import gettext

from tracker import http, identity, labels
from tracker.domain.coverage import ACTIVE, Span, lanes_on
from tracker.domain.lifecycle import Lane
from tracker.domain.place_page import Strand, strands_of
from tracker.domain.register_facts import Facts, Marks, Tag
from tracker.domain.roles import PlaceKind
from tracker.domain.selection import Selection
from tracker.queries import places as queries
from tracker.queries.places import NamedInitiative, PlaceReport
from tracker.queries.reference import Reference, is_current
from tracker.queries.register_facts import chosen_facts

MOST_GAPS = 8
MOST_NEEDS = 3
MOST_TITLES = 4


class SheetKind(StrEnum):
    """What a sheet is about."""

    PLACE = "place"
    GOAL_AREA = "goal_area"


class Subject(NamedTuple):
    """What one sheet is about."""

    kind: SheetKind
    code: str
    name: str
    is_focus: bool


class SheetStrand(NamedTuple):
    """A thread through the sheet; `colour_code` is that of a goal area."""

    name: str
    colour_code: str
    active: int
    words: str
    initiatives: Sequence[NamedInitiative]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet, ready to print."""

    subject: Subject
    active: int
    organisations: int
    strands: Sequence[SheetStrand]
    gaps_title: str
    gaps: Sequence[str]
    more_gaps: int
    needs: Sequence[PlaceReport]
    report: PlaceReport | None


def subjects_of(reference: Reference, today: date) -> list[Subject]:
    """All sheets in the order they are shown: the focus, the goal areas, the districts."""
    places = [row for row in reference.places.values() if is_current(row, today)]
    focus = [row for row in places if row.is_focus]
    districts = [row for row in places if row.kind is PlaceKind.DISTRICT and not row.is_focus]
    areas = [row for row in reference.goal_areas.values() if is_current(row, today)]
    return [
        *(Subject(SheetKind.PLACE, row.code, row.name, is_focus=True) for row in focus),
        *(Subject(SheetKind.GOAL_AREA, row.code, row.name, is_focus=False) for row in areas),
        *(Subject(SheetKind.PLACE, row.code, row.name, is_focus=False) for row in districts),
    ]


def make_sheet(subject: Subject) -> Sheet:
    """Count and name what a sheet tells, as far as the one who asks may see it."""
    reference, today = identity.reference(), http.today()
    is_place = subject.kind is SheetKind.PLACE
    chosen = Selection(place=subject.code) if is_place else Selection(goal_area=(subject.code,))
    facts = chosen_facts(
        chosen, http.actor(), reference=reference, state=identity.register_state(), today=today
    )
    lanes = lanes_on(facts, Span(today, today), today=today)
    active = np.asarray(np.logical_or.reduce([lanes[lane] for lane in ACTIVE]))
    threads = _threads(subject, reference, today)
    marks = facts.marks(threads[0].tag, [frozenset({row.id}) for row in threads])
    strands = strands_of(facts, marks, lanes)
    named = queries.name_initiatives(http.actor(), {each for row in strands for each in row.ids})
    gaps = _gaps(subject, facts.where(active), reference, today)
    place = reference.place(subject.code) if is_place else None
    reports = queries.list_reports(http.actor(), place) if place else []
    return Sheet(
        subject=subject,
        active=int(active.sum()),
        organisations=len(np.unique(facts.organisations[active])),
        strands=[_strand(row, strand, named) for row, strand in zip(threads, strands, strict=True)],
        gaps_title=gettext("Goals that nothing here works towards")
        if is_place
        else gettext("Places where nothing is registered"),
        gaps=gaps[:MOST_GAPS],
        more_gaps=max(0, len(gaps) - MOST_GAPS),
        needs=[row for row in reports if row.needs][:MOST_NEEDS],
        report=next((row for row in reports if row.happened), None),
    )


class _Thread(NamedTuple):
    id: int
    name: str
    colour_code: str
    tag: Tag


def _threads(subject: Subject, reference: Reference, today: date) -> list[_Thread]:
    """The goal areas of a place, or the goals of a goal area."""
    areas = reference.goal_areas
    if subject.kind is SheetKind.PLACE:
        return [
            _Thread(row.id, row.name, row.code, Tag.GOAL_AREA)
            for row in areas.values()
            if is_current(row, today)
        ]
    return [
        _Thread(row.id, row.name, subject.code, Tag.GOAL)
        for row in reference.goals.values()
        if is_current(row, today) and areas[row.goal_area_id].code == subject.code
    ]


def _strand(thread: _Thread, strand: Strand, named: Mapping[int, NamedInitiative]) -> SheetStrand:
    rows = [named[each] for each in strand.ids if each in named][:MOST_TITLES]
    words = labels.lane_counts({lane: strand.by_lane[lane] for lane in Lane})
    return SheetStrand(thread.name, thread.colour_code, strand.active, words, rows)


def _gaps(subject: Subject, active: Facts, reference: Reference, today: date) -> list[str]:
    if subject.kind is SheetKind.PLACE:
        goals = [row for row in reference.goals.values() if is_current(row, today)]
        marks = active.marks(Tag.GOAL, [frozenset({row.id}) for row in goals])
        return _without([row.name for row in goals], marks)
    rows = [
        row
        for row in reference.places.values()
        if row.kind is PlaceKind.DISTRICT and is_current(row, today)
    ]
    marks = active.marks(Tag.PLACE, [frozenset(row.inside_ids) for row in rows])
    return _without([row.name for row in rows], marks)


def _without(names: Sequence[str], marks: Marks) -> list[str]:
    return [name for at, name in enumerate(names) if not marks[:, at].any()]
