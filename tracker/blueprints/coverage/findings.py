"""What the coverage says at a glance: where it is thinnest and where it is crowded."""

from collections.abc import Sequence
from typing import NamedTuple

from tracker.blueprints.coverage.table import Row, Table

MOST_SHOWN = 5


class Spot(NamedTuple):
    """A cell worth a look; `crowd` and `crowd_name` tell who it is crowded for."""

    row_name: str
    column_name: str
    url: str
    active: int
    organisations: int
    crowd: int
    crowd_name: str


class Findings(NamedTuple):
    """The rows with most gaps, the gaps of focus places, and the most crowded cells."""

    thinnest: Sequence[Row]
    gaps: int
    crowded: Sequence[Spot]


def findings_of(table: Table) -> Findings:
    """Pick out what a coordinator would look for first."""
    rows = [row for row in table.rows if not row.group.part_of and row.group.filter_name]
    thin = sorted(
        (row for row in rows if row.gaps and not row.is_bare),
        key=lambda row: (not row.group.is_focus, -row.gaps),
    )
    crowded = sorted(
        (
            Spot(
                row.group.name, column.name, cell.url, cell.active, cell.organisations,
                cell.crowd, cell.crowd_name,
            )
            for row in rows
            for column, cell in zip(table.columns, row.cells, strict=True)
            if cell.crowd
        ),
        key=lambda spot: -spot.crowd,
    )  # fmt: skip
    return Findings(thin[:MOST_SHOWN], sum(row.gaps for row in rows), crowded[:MOST_SHOWN])
