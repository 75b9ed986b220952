"""Gathers what the work list prints: each kind with its list, the figures, and what others did."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from tracker import http, identity
from tracker.addresses import address_of
from tracker.blueprints.worklist.chart import make_chart
from tracker.domain.freshness import RUNNING_PHASES
from tracker.domain.selection import Selection
from tracker.domain.worklist import ROWS_SHOWN, WorkKind
from tracker.queries import selection as selections
from tracker.queries import worklist as queries
from tracker.queries import worklist_facts, worklist_figures
from tracker.queries.start import list_latest_reports
from tracker.queries.touchpoint_worklist import count_waiting
from tracker.queries.worklist import ROWS_PER_PAGE, Waiting
from tracker.queries.worklist_facts import FoundInFacts, GapRow
from tracker.queries.worklist_kinds import LATE

LATEST_SHOWN = 5
RUNNING = Selection(phase=tuple(sorted(phase.value for phase in RUNNING_PHASES)))


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of what waits, and where all of it stands."""

    kind: WorkKind
    waiting: Waiting
    url: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, and the list that it counts."""

    number: int
    url: str


def overview() -> dict[str, Any]:
    """What the page shows."""
    actor, state, reference = http.actor(), identity.register_state(), identity.reference()
    today = http.today()
    facts = _facts()
    found = {
        **queries.list_waiting(actor, reference=reference, today=today, now=http.now()),
        WorkKind.ENDINGS: _endings(),
        WorkKind.GAPS: Waiting((), len(facts.gaps)),
    }
    touchpoints = count_waiting(actor, reference=reference, state=state)
    late = _counted(LATE).number
    found[WorkKind.REPORTS] = Waiting(found[WorkKind.REPORTS].rows, late)
    found[WorkKind.TOUCHPOINTS] = Waiting(found[WorkKind.TOUCHPOINTS].rows, touchpoints)
    return {
        "sections": [
            Section(kind, found[kind], list_url(kind) or address_of("worklist.show", kind=kind))
            for kind in WorkKind
            if kind in found and found[kind].total
        ],
        "waiting": sum(each.total for each in found.values()),
        "gaps": facts.gaps[:ROWS_SHOWN],
        "weave": facts.weave,
        "weeks": make_chart(worklist_figures.list_weeks(actor, today=today), reference),
        "figures": _figures(found),
        "latest": list_latest_reports(actor, limit=LATEST_SHOWN),
        "deeds": worklist_figures.list_deeds(actor, now=http.now()),
        "today": today,
    }


def _facts() -> FoundInFacts:
    return worklist_facts.find_in_facts(
        http.actor(),
        reference=identity.reference(),
        state=identity.register_state(),
        today=http.today(),
    )


def all_gaps() -> Sequence[GapRow]:
    """All new gaps, the longest empty first."""
    return _facts().gaps


def _endings(first: int = 0, most: int = ROWS_SHOWN) -> Waiting:
    actor, reference = http.actor(), identity.reference()
    return worklist_facts.list_endings(
        actor, _facts().ending_ids, first=first, most=most, reference=reference, now=http.now()
    )


def _figures(found: dict[WorkKind, Waiting]) -> dict[str, Figure]:
    silent = Selection(silent_days=http.today().day - 1)
    return {
        "running": _counted(RUNNING),
        "silent": _counted(silent),
        "endings": Figure(
            found[WorkKind.ENDINGS].total, address_of("worklist.show", kind=WorkKind.ENDINGS.value)
        ),
        "gaps": Figure(
            found[WorkKind.GAPS].total, address_of("worklist.show", kind=WorkKind.GAPS.value)
        ),
        "touchpoints": Figure(found[WorkKind.TOUCHPOINTS].total, address_of("touchpoints.index")),
    }


def _counted(selection: Selection) -> Figure:
    """How many fit a selection, and the table of the very same ones."""
    number = selections.total(
        selection,
        http.actor(),
        reference=identity.reference(),
        today=http.today(),
        content_hash=identity.register_state().content_hash,
    )
    return Figure(number, _table(selection))


def _table(selection: Selection, *more: tuple[str, str]) -> str:
    return f"{address_of('board.table')}?{urlencode([*selection.to_arguments(), *more])}"


def list_url(kind: WorkKind) -> str | None:
    """Where all of a kind stands, None where that is the work list itself."""
    match kind:
        case WorkKind.TOUCHPOINTS:
            return address_of("touchpoints.index")
        case WorkKind.REQUESTS:
            return f"{address_of('joining.index')}?standing=waiting"
        case WorkKind.REPORTS:
            return _table(LATE, ("sort", "reported"))
        case WorkKind.ANSWERS:
            return f"{address_of('organisations.index')}?standing=unanswered"
        case _:
            return None


def whole_list(kind: WorkKind, *, page: int) -> Waiting:
    """One page of all that waits of a kind."""
    if kind is WorkKind.GAPS:
        return Waiting((), len(all_gaps()))
    if kind is WorkKind.ENDINGS:
        return _endings((page - 1) * ROWS_PER_PAGE, ROWS_PER_PAGE)
    return queries.list_all_of(
        http.actor(),
        kind,
        page=page,
        reference=identity.reference(),
        today=http.today(),
        now=http.now(),
    )
