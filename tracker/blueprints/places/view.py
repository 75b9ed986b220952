"""All that a place's page shows, for whoever asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from tracker.access.actors import Actor
from tracker.addresses import address_of_view
from tracker.blueprints.places.year import Year, year_of
from tracker.domain.coverage import ACTIVE
from tracker.domain.lifecycle import LANE_PHASES
from tracker.domain.place_page import PlaceFigures, Strand, figures_of
from tracker.domain.register_facts import Tag
from tracker.domain.roles import OrganisationFamily
from tracker.domain.selection import Selection
from tracker.queries import places as queries
from tracker.queries.places import NamedInitiative, PlaceReport, PresentOrganisation
from tracker.queries.reference import (
    GoalAreaRow,
    GoalRow,
    PlaceRow,
    Reference,
    WorkingGroupRow,
    is_current,
)
from tracker.queries.register import StateRow
from tracker.queries.register_facts import chosen_facts
from tracker.queries.touchpoint_figures import count_waiting_cells

ACTIVE_PHASES = tuple(sorted(phase.value for lane in ACTIVE for phase in LANE_PHASES[lane]))
REPORTS_SHOWN = 5
NEEDS_SHOWN = 6


class StrandView(NamedTuple):
    """A goal area's strand with the initiatives it shows."""

    area: GoalAreaRow
    strand: Strand
    initiatives: Sequence[NamedInitiative]
    url: str


@dataclass(frozen=True, slots=True)
class PlaceView:
    """What the page prints; `waiting` is None for those who review no touchpoints."""

    place: PlaceRow
    parts: Sequence[PlaceRow]
    selection: Selection
    active: int
    organisation_total: int
    strands: Sequence[StrandView]
    year: Year
    present: Sequence[tuple[OrganisationFamily | None, Sequence[tuple[PresentOrganisation, int]]]]
    groups: Sequence[tuple[WorkingGroupRow, int, str]]
    needs: Sequence[PlaceReport]
    reports: Sequence[PlaceReport]
    waiting: int | None
    goals_without: Sequence[GoalRow]
    came: Sequence[NamedInitiative]
    came_total: int
    ended: Sequence[NamedInitiative]
    ended_total: int

    @property
    def has_parts(self) -> bool:
        """Whether it has parts to tell of: one of its own name says nothing new."""
        return any(part.name != self.place.name for part in self.parts)


def make_view(
    actor: Actor, place: PlaceRow, *, reference: Reference, state: StateRow, today: date
) -> PlaceView:
    """Count and name what is done in a place, as far as the actor may see it."""
    selection = Selection(place=place.code)
    facts = chosen_facts(selection, actor, reference=reference, state=state, today=today)
    areas = [row for row in reference.goal_areas.values() if is_current(row, today)]
    goals = [row for row in reference.goals.values() if is_current(row, today)]
    found = figures_of(
        facts, areas=[row.id for row in areas], goals=[row.id for row in goals], today=today
    )
    ids = {each for strand in found.strands for each in strand.ids}
    named = queries.name_initiatives(actor, ids | {*dict(found.year), *found.came, *found.ended})
    reports = queries.list_reports(actor, place)
    rows = facts.marks(Tag.PLACE, [frozenset(place.inside_ids)])
    waiting = count_waiting_cells(actor, facts, rows, rows, state=state)
    return PlaceView(
        place=place,
        parts=[reference.places[part] for part in place.inside_ids if part != place.id],
        selection=selection,
        active=found.active,
        organisation_total=found.organisation_total,
        strands=[
            _strand(selection, area, strand, named)
            for area, strand in zip(areas, found.strands, strict=True)
        ],
        year=_year(found, areas, named, today),
        present=_present(found.organisations),
        groups=_groups(actor, place, reference, today),
        needs=_needs(reports),
        reports=[row for row in reports if row.happened][:REPORTS_SHOWN],
        waiting=None if waiting is None else int(waiting[0, 0]),
        goals_without=[goals[at] for at in found.goals_without],
        came=[named[each] for each in found.came if each in named],
        came_total=found.came_total,
        ended=[named[each] for each in found.ended if each in named],
        ended_total=found.ended_total,
    )


def _year(
    found: PlaceFigures,
    areas: Sequence[GoalAreaRow],
    named: Mapping[int, NamedInitiative],
    today: date,
) -> Year:
    rows = [
        (named[each], areas[area].code if area is not None else "")
        for each, area in found.year
        if each in named
    ]
    return year_of(rows, today)


def _strand(
    selection: Selection,
    area: GoalAreaRow,
    strand: Strand,
    named: Mapping[int, NamedInitiative],
) -> StrandView:
    active = replace(selection, goal_area=(area.code,), phase=ACTIVE_PHASES)
    rows = [named[each] for each in strand.ids if each in named]
    return StrandView(area, strand, rows, address_of_view("board.table", active))


def _present(
    counted: Sequence[tuple[int, int]],
) -> list[tuple[OrganisationFamily | None, list[tuple[PresentOrganisation, int]]]]:
    """Those at work in a place, by family in the order of the families."""
    named = queries.name_organisations([each for each, _count in counted])
    families: dict[OrganisationFamily | None, list[tuple[PresentOrganisation, int]]] = {}
    for each, count in counted:
        families.setdefault(named[each].family, []).append((named[each], count))
    order: list[OrganisationFamily | None] = [*OrganisationFamily, None]
    return sorted(families.items(), key=lambda pair: order.index(pair[0]))


def _groups(
    actor: Actor, place: PlaceRow, reference: Reference, today: date
) -> list[tuple[WorkingGroupRow, int, str]]:
    groups = [
        row
        for row in reference.working_groups.values()
        if row.place_id == place.id and is_current(row, today)
    ]
    if not groups:
        return []
    counts = queries.count_working_groups(actor, [row.id for row in groups])
    return [
        (
            row,
            counts.get(row.id, 0),
            address_of_view("board.table", Selection(working_group=row.code, phase=ACTIVE_PHASES)),
        )
        for row in groups
    ]


def _needs(reports: Sequence[PlaceReport]) -> list[PlaceReport]:
    """What the latest report of each initiative says is needed."""
    latest: dict[str, PlaceReport] = {}
    for row in reports:
        latest.setdefault(str(row.public_id), row)
    return [row for row in latest.values() if row.needs][:NEEDS_SHOWN]
