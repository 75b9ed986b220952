"""Shows two people's texts side by side when both have edited one record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext

from tracker.forms import TrackerForm


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field where what stands now differs from what was typed."""

    label: str
    standing: str
    typed: str


def differing(form: TrackerForm, standing: Mapping[str, object]) -> list[Conflict]:
    """Compare a form with what stands now; fields that say the same are left out."""
    compared = [(form[name], value) for name, value in standing.items() if name in form]
    return [
        Conflict(str(field.label.text), _shown(field, value), _shown(field, field.data))
        for field, value in compared
        if _shown(field, value) != _shown(field, field.data)
    ]


def _shown(field: Any, value: Any) -> str:
    labels = {str(code): str(label) for code, label, *_ in getattr(field, "iter_choices", tuple)()}
    match value:
        case None:
            return ""
        case bool():
            return gettext("Yes") if value else gettext("No")
        case date():
            return value.isoformat()
        case list() | tuple():
            return ", ".join(sorted(labels.get(str(part), str(part)) for part in value))
        case _:
            return labels.get(str(value), str(value))
