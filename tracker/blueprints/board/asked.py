"""What an address asks of board and table: where to go on, by what to sort, which columns and page.

What cannot be read is left out, so that no link ever fails; a lane's place alone must be right.
"""

from datetime import UTC, datetime

from flask import abort, request

from tracker.blueprints.board.views import ALWAYS, COLUMNS, USUAL
from tracker.queries.board import ROWS_PER_PAGE, Cursor
from tracker.queries.orders import Order, Sort

LARGEST_ID = 2**31 - 1


def cursor() -> Cursor:
    """Where the lane was left; 404 where that is no place at all."""
    moment, _bar, row_id = request.args.get("after", "").partition("|")
    try:
        changed_at = datetime.fromisoformat(moment)
        if changed_at.tzinfo is None or int(row_id) not in range(LARGEST_ID):
            raise ValueError(moment)
        return Cursor(changed_at.astimezone(UTC), int(row_id))
    except (ValueError, OverflowError):
        abort(404)


def order() -> Order | None:
    """By what the table is sorted; a leading minus turns it round."""
    text = request.args.get("sort", "")
    name = text.removeprefix("-")
    return Order(Sort(name), is_descending=text.startswith("-")) if name in list(Sort) else None


def order_argument(chosen: Order | None) -> list[tuple[str, str]]:
    """How the order stands in the address."""
    if chosen is None:
        return []
    return [("sort", f"-{chosen.sort}" if chosen.is_descending else str(chosen.sort))]


def columns() -> tuple[str, ...]:
    """The columns of the table, in their own order; the usual ones where none is asked for."""
    wanted = request.args.getlist("column")
    chosen = [code for code in COLUMNS if code in wanted or code in ALWAYS]
    return tuple(chosen) if wanted else (*ALWAYS, *USUAL)


def page_number(total: int) -> int:
    """The page of the table, from 1; beyond the last one it is the last one."""
    last = max(1, -(-total // ROWS_PER_PAGE))
    return min(max(1, request.args.get("page", 1, type=int)), last)
