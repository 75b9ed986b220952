"""What of two initiatives matters to their touchpoint, so that a change of it can be told later."""

import hashlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from tracker.extensions import db
from tracker.models import (
    Initiative,
    InitiativeGoalArea,
    InitiativePlace,
    InitiativeTag,
)

_TAGS = (
    ("goal_areas", InitiativeGoalArea, "goal_area_id"),
    ("places", InitiativePlace, "place_id"),
    ("tags", InitiativeTag, "list_entry_id"),
)
Facts = Mapping[str, Any]


def facts_of(one: Initiative, other: Initiative) -> dict[str, Any]:
    """What both say, by side; texts as hashes, since a text may have to be erased."""
    return {"one": _facts(one), "other": _facts(other)}


def _facts(initiative: Initiative) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "title": _hash(initiative.title),
        "description": _hash(f"{initiative.description}\n{initiative.purpose}"),
        "lead_organisation": initiative.lead_organisation_id,
        "start_on": initiative.start_on.isoformat() if initiative.start_on else None,
        "end_on": initiative.end_on.isoformat() if initiative.end_on else None,
        "ages": [initiative.age_from, initiative.age_to],
        "phase": initiative.phase.value,
    }
    for name, table, column in _TAGS:
        query = select(getattr(table, column)).where(table.initiative_id == initiative.id)
        facts[name] = sorted(db.session.scalars(query))
    return facts


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def changed_since(settled: Facts, now: Facts) -> dict[str, list[str]]:
    """The names of what has changed, by side; a side where nothing has is left out."""
    changed = {
        side: [name for name, value in facts.items() if settled.get(side, {}).get(name) != value]
        for side, facts in now.items()
    }
    return {side: names for side, names in changed.items() if names}
