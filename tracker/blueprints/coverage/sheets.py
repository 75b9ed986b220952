"""The coverage as a plain table for spreadsheets: one line for each cell."""

from collections.abc import Sequence

from flask_babel import gettext

from tracker import labels
from tracker.blueprints.coverage.table import Table, column_labels
from tracker.csv_file import Cell
from tracker.domain.coverage import LANES


def headers_of(table: Table) -> Sequence[str]:
    """The headings of the sheet."""
    named = column_labels()
    compared = [gettext("Came there"), gettext("Ended")] if table.view.then else []
    return [
        named[table.view.rows],
        named[table.view.columns],
        gettext("From"),
        gettext("To"),
        *(str(labels.LANES[lane]) for lane in LANES),
        gettext("Active"),
        gettext("Organisations"),
        gettext("Most for the same people"),
        *compared,
    ]


def cells_of_table(table: Table) -> list[list[Cell]]:
    """A line for each cell, in the order of the table."""
    by_lane, crowd = table.counted.by_lane.tolist(), table.counted.crowd.tolist()
    return [
        [
            row.group.name,
            column.name,
            table.span.first,
            table.span.last,
            *(by_lane[place][at][to] for place in range(len(LANES))),
            cell.active,
            cell.organisations,
            crowd[at][to],
            *([cell.came, cell.ended] if table.view.then else []),
        ]
        for at, row in enumerate(table.rows)
        for to, (column, cell) in enumerate(zip(table.columns, row.cells, strict=True))
    ]
