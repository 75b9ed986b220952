"""Makes the rows of a previewed list ready to write, before anybody has to wait for the saving."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from tracker.access.actors import Actor
from tracker.domain.import_steps import RowOutcome
from tracker.extensions import db
from tracker.models import ImportRow
from tracker.queries.reference import get_reference
from tracker.services import audit
from tracker.services.initiative_bulk import Codes, Tagging, tagging_of
from tracker.services.initiative_rows import changed_row, new_row

AT_ONCE = 1000


@dataclass(slots=True)
class Ready:
    """One row of a list, ready to write.

    `row` are the columns of the initiative, `standing_id` and `standing_version` the record that
    changes. `lead_name`, `lead_kind` and `lead_number` are of an organisation to be created.
    """

    row: dict[str, Any]
    tagging: Tagging
    changed: frozenset[str]
    terms: tuple[str, str]
    changes: audit.Prepared
    partners: Mapping[int, str]
    lead_id: int | None
    lead_name: str
    lead_kind: str
    lead_number: str
    standing_id: int | None
    standing_version: int | None


def make_ready(
    actor: Actor, import_id: int, *, now: datetime, report: Callable[[int], None]
) -> list[Ready]:
    """Every new and changed row of an import, in the order of the list.

    `report` is told how many are ready, now and then; it may end the transaction.
    """
    codes = Codes(get_reference("sv"))
    ready: list[Ready] = []
    last = -1
    while part := _next_plans(import_id, after=last):
        ready += [_ready(actor, plan, codes, now) for _number, plan in part]
        last = part[-1][0]
        report(len(ready))
    return ready


def _next_plans(import_id: int, *, after: int) -> Sequence[tuple[int, dict[str, Any]]]:
    query = (
        select(ImportRow.row_number, ImportRow.proposed)
        .where(
            ImportRow.import_file_id == import_id,
            ImportRow.outcome.in_((RowOutcome.NEW, RowOutcome.CHANGED)),
            ImportRow.row_number > after,
        )
        .order_by(ImportRow.row_number)
        .limit(AT_ONCE)
    )
    return [(number, plan) for number, plan in db.session.execute(query)]


def _ready(actor: Actor, plan: dict[str, Any], codes: Codes, now: datetime) -> Ready:
    is_new = plan["standing_id"] is None
    make_row = new_row if is_new else changed_row
    return Ready(
        row=make_row(actor, plan, codes, now=now),
        tagging=tagging_of(plan["content"], codes),
        changed=frozenset(plan["changed"]),
        terms=(plan["terms"][0], plan["terms"][1]),
        changes=audit.prepared(_said(plan) if is_new else _changes(plan)),
        partners={partner["id"]: partner["role"] for partner in plan["partners"]},
        lead_id=plan["lead_id"],
        lead_name=plan["lead_name"],
        lead_kind=plan["lead_kind"],
        lead_number=plan["lead_number"],
        standing_id=plan["standing_id"],
        standing_version=plan["standing_version"],
    )


def _said(plan: dict[str, Any]) -> audit.Changes:
    said = {name: value for name, value in plan["content"].items() if value not in (None, "", [])}
    return audit.differences({}, {**said, "visibility": plan["visibility"]})


def _changes(plan: dict[str, Any]) -> audit.Changes:
    changes: dict[str, tuple[Any, Any]] = {
        name: (plan["before"].get(name), plan["content"][name]) for name in plan["changed"]
    }
    if plan["visibility"]:
        changes["visibility"] = ("draft", plan["visibility"])
    return changes
