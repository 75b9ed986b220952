"""Makes rows of the table of initiatives from what a list says, for writing many at once."""

import uuid
from datetime import date, datetime
from typing import Any

from tracker.access.actors import Actor
from tracker.domain.importing.plans import CONTENT_FIELDS
from tracker.domain.initiative_content import WANTED_FOR_SHARING
from tracker.domain.lifecycle import Condition, Phase, Visibility
from tracker.domain.sorting import sort_key
from tracker.services.initiative_bulk import TAG_FIELDS, Codes

_COLUMNS = tuple(name for name in CONTENT_FIELDS if name not in TAG_FIELDS | {"reach"})


def new_row(actor: Actor, plan: dict[str, Any], codes: Codes, *, now: datetime) -> dict[str, Any]:
    """The row of a new initiative; a coordinator who reads it in for others sees it until they edit."""
    is_own = plan["lead_id"] in actor.organisation_ids
    return {
        **_columns(plan["content"], codes),
        "lead_organisation_id": plan["lead_id"],
        "import_key": plan["key"],
        "imported_by_id": None if is_own else actor.person_id,
        "visibility": Visibility(plan["visibility"]),
        "condition": Condition.NOT_ASSESSED,
        "is_demo": False,
        "version": 1,
        "public_id": uuid.uuid4(),
        "contact_email": "",
        "contact_phone": "",
        "created_at": now,
        "changed_at": now,
    }


def changed_row(
    actor: Actor, plan: dict[str, Any], codes: Codes, *, now: datetime
) -> dict[str, Any]:
    """The columns of a standing initiative after the change, with its id.

    What the organisation itself reads in is its own from now on, no longer the coordinator's.
    """
    row = _columns(plan["content"], codes) | {
        "id": plan["standing_id"],
        "changed_at": now,
        "version": plan["standing_version"] + 1,
    }
    if plan["visibility"]:
        row["visibility"] = Visibility(plan["visibility"])
    if plan["lead_id"] in actor.organisation_ids:
        row["imported_by_id"] = None
    return row


def _columns(content: dict[str, Any], codes: Codes) -> dict[str, Any]:
    columns = {name: content[name] for name in _COLUMNS}
    for name in ("start_on", "end_on"):
        columns[name] = date.fromisoformat(content[name]) if content[name] else None
    return columns | {
        "phase": Phase(content["phase"]),
        "reach_id": codes.reaches.get(content["reach"] or ""),
        "title_key": sort_key(content["title"]),
        "is_complete": all(content[name] for name in WANTED_FOR_SHARING),
    }
