"""Answers how the table of initiatives can be sorted, in SQL."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tracker.models import Initiative, Organisation


class Sort(StrEnum):
    """How the table can be sorted; a leading minus turns it round."""

    CHANGED = "changed"
    TITLE = "title"
    ORGANISATION = "organisation"
    START = "start"
    END = "end"
    REPORTED = "reported"


@dataclass(frozen=True, slots=True)
class Order:
    """By what the table is sorted, and which way."""

    sort: Sort
    is_descending: bool


_SORT_COLUMNS = {
    Sort.CHANGED: Initiative.changed_at,
    Sort.TITLE: Initiative.title_key,
    Sort.ORGANISATION: Organisation.name_key,
    Sort.START: Initiative.start_on,
    Sort.END: Initiative.end_on,
    Sort.REPORTED: Initiative.last_reported_on,
}


def order_by(order: Order) -> tuple[Any, ...]:
    """The columns to sort by; ties stand by id, so that every list is totally ordered."""
    column = _SORT_COLUMNS[order.sort]
    ordered = column.desc() if order.is_descending else column.asc()
    if column.nullable:
        ordered = ordered.nulls_last()
    return (ordered, Initiative.id.desc() if order.is_descending else Initiative.id.asc())
