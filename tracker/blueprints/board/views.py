"""What board and table print beside the cards: lanes, columns, pages and links to other views."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from flask_babel import gettext
from markupsafe import Markup

from tracker import labels
from tracker.addresses import address_of_view
from tracker.blueprints.board.rows import Column, lane_cards
from tracker.cards import Card, CardMaker
from tracker.domain.lifecycle import LANE_PHASES, Lane, Phase
from tracker.domain.selection import Selection
from tracker.languages import language
from tracker.queries.board import CARDS_PER_LANE, ROWS_PER_PAGE
from tracker.queries.cards import CardRow
from tracker.queries.orders import Order, Sort


@dataclass(frozen=True, slots=True)
class LaneView:
    """A lane with its first cards, and these drawn; `more_url` fetches the next ones, None where there are none."""

    code: str
    label: str
    phases: tuple[str, ...]
    total: int
    cards: Sequence[Card]
    drawn: Markup
    more_url: str | None


@dataclass(frozen=True, slots=True)
class PageLinks:
    """Which page of the table this is, and where the others are."""

    number: int
    pages: int
    total: int
    first: int
    last: int
    previous_url: str | None
    next_url: str | None


_SORTS: Mapping[str, Sort] = {
    "title": Sort.TITLE,
    "organisation": Sort.ORGANISATION,
    "start": Sort.START,
    "end": Sort.END,
    "report": Sort.REPORTED,
    "changed": Sort.CHANGED,
}
ALWAYS = ("title",)
USUAL = ("organisation", "goal_areas", "places", "phase", "condition", "report")
COLUMNS = (
    *ALWAYS, "organisation", "goal_areas", "places", "target_groups", "effort_types", "phase",
    "condition", "start", "end", "budget", "report", "changed",
)  # fmt: skip


def column_labels() -> Mapping[str, str]:
    """The heading of every column."""
    return _column_labels(language())


@lru_cache
def _column_labels(_language: str) -> Mapping[str, str]:
    return {
        "title": str(labels.FIELDS["title"]),
        "organisation": gettext("Organisation"),
        "goal_areas": str(labels.FIELDS["goal_areas"]),
        "places": str(labels.FIELDS["places"]),
        "target_groups": str(labels.FIELDS["target_groups"]),
        "effort_types": str(labels.FIELDS["effort_types"]),
        "phase": str(labels.FIELDS["phase"]),
        "condition": gettext("Condition"),
        "start": str(labels.FIELDS["start_on"]),
        "end": str(labels.FIELDS["end_on"]),
        "budget": str(labels.FIELDS["budget_sek"]),
        "report": gettext("Latest report"),
        "changed": gettext("Latest change"),
    }


def lane_view(
    lane: Lane,
    rows: Sequence[CardRow],
    *,
    counts: Mapping[Phase, int],
    selection: Selection,
    maker: CardMaker,
    shown_before: int = 0,
) -> LaneView:
    """One lane, ready to print."""
    total = sum(counts[phase] for phase in LANE_PHASES[lane])
    cards = maker.make_all(rows)
    has_more = len(rows) == CARDS_PER_LANE and shown_before + len(rows) < total
    return LaneView(
        code=lane.value,
        label=labels.lanes()[lane],
        phases=tuple(phase.value for phase in LANE_PHASES[lane]),
        total=total,
        cards=cards,
        drawn=lane_cards(cards),
        more_url=_more_url(lane, rows[-1], selection, shown_before + len(rows))
        if has_more
        else None,
    )


def _more_url(lane: Lane, last: CardRow, selection: Selection, shown: int) -> str:
    after = f"{last.changed_at.isoformat()}|{last.id}"
    return address_of_view(
        "board.lane", selection, ("after", after), ("shown", str(shown)), lane=lane.value
    )


def table_columns(
    chosen: Sequence[str], selection: Selection, *, order: Order | None
) -> list[Column]:
    """The headings of the table, with links that sort."""
    headings = column_labels()
    return [
        Column(
            code=code,
            label=headings[code],
            url=_sort_url(code, chosen, selection, order),
            direction=_direction(code, order),
            is_figure=code == "budget",
        )
        for code in chosen
    ]


def _direction(code: str, order: Order | None) -> str | None:
    if order is None or _SORTS.get(code) is not order.sort:
        return None
    return "descending" if order.is_descending else "ascending"


def _sort_url(
    code: str, chosen: Sequence[str], selection: Selection, order: Order | None
) -> str | None:
    wanted = _SORTS.get(code)
    if wanted is None:
        return None
    turned = order is not None and wanted is order.sort and not order.is_descending
    text = f"-{wanted.value}" if turned else wanted.value
    return address_of_view("board.table", selection, *column_arguments(chosen), ("sort", text))


def column_arguments(chosen: Sequence[str]) -> list[tuple[str, str]]:
    """How the chosen columns stand in the address; the usual ones are left out."""
    return [] if tuple(chosen) == (*ALWAYS, *USUAL) else [("column", code) for code in chosen]


def page_links(number: int, total: int, selection: Selection, *more: tuple[str, str]) -> PageLinks:
    """Links to the pages before and after."""
    pages = max(1, -(-total // ROWS_PER_PAGE))

    def link(to: int) -> str | None:
        if not 1 <= to <= pages or to == number:
            return None
        return address_of_view("board.table", selection, *more, ("page", str(to)))

    return PageLinks(
        number=number,
        pages=pages,
        total=total,
        first=(number - 1) * ROWS_PER_PAGE + 1,
        last=min(total, number * ROWS_PER_PAGE),
        previous_url=link(number - 1),
        next_url=link(number + 1),
    )
