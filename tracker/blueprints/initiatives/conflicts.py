"""Shows two people's texts side by side when both have edited one initiative."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker import labels
from tracker.domain.initiative_content import InitiativeContent


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field where what stands now differs from what was typed."""

    field: str
    label: str
    standing: str
    typed: str


def find_conflicts(standing: Mapping[str, object], typed: InitiativeContent) -> list[Conflict]:
    """Compare field by field; fields that say the same are left out."""
    compared = [(name, standing.get(name), getattr(typed, name, None)) for name in labels.FIELDS]
    return [
        Conflict(name, str(labels.FIELDS[name]), _text(now), _text(mine))
        for name, now, mine in compared
        if name in typed.__dataclass_fields__ and _text(now) != _text(mine)
    ]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(sorted(str(part) for part in value))
    return value.isoformat() if isinstance(value, date) else str(value)
