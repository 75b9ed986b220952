"""The weave as a drawing that stands alone: its own colours, words and source."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import render_template

from tracker import http
from tracker.blueprints.coverage.table import Cell, Table, column_labels

ROW_HEIGHT, NAMES_WIDTH, MARGIN = 40, 230, 24
WIDE_COLUMN, NARROW_COLUMN = 250, 64
HEAD_HEIGHT, WIDE_HEAD = 96, 220
BAR_WIDTH, BAR_STEP = 14, 17


class DrawnCell(NamedTuple):
    """Where a cell stands, and its bars as (x, kind)."""

    x: int
    cell: Cell
    bars: Sequence[tuple[int, str]]


class DrawnRow(NamedTuple):
    """A row with its place from above."""

    y: int
    name: str
    is_focus: bool
    is_part: bool
    cells: Sequence[DrawnCell]
    active: int


def draw_table(table: Table) -> str:
    """The table as SVG."""
    head = WIDE_HEAD if table.is_wide else HEAD_HEIGHT
    width = NARROW_COLUMN if table.is_wide else WIDE_COLUMN
    lefts = [MARGIN + NAMES_WIDTH + at * width for at in range(len(table.columns))]
    rows = [
        DrawnRow(
            y=head + at * ROW_HEIGHT,
            name=row.group.name,
            is_focus=row.group.is_focus,
            is_part=bool(row.group.part_of),
            cells=[_drawn(cell, x) for cell, x in zip(row.cells, lefts, strict=True)],
            active=row.active,
        )
        for at, row in enumerate(table.rows)
    ]
    return render_template(
        "coverage/drawing.svg",
        table=table,
        heads=list(zip(lefts, table.columns, strict=True)),
        rows=rows,
        column_width=width,
        row_height=ROW_HEIGHT,
        head_height=head,
        margin=MARGIN,
        width=lefts[-1] + width + 80,
        height=head + len(rows) * ROW_HEIGHT + 56,
        labels=column_labels(),
        today=http.today(),
    )


def _drawn(cell: Cell, x: int) -> DrawnCell:
    bars = [(x + 10 + at * BAR_STEP, kind) for at, kind in enumerate(cell.threads)]
    return DrawnCell(x, cell, bars)
