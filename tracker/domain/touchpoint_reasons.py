"""Reads the reasons of a touchpoint as they are kept: plain JSON, written by the engine.

What this version does not know is left out: a reason is shown or it is not, and never a fault.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from tracker.domain.touchpoints.reasons import Reason, ReasonKind

MOST_TELLING = (
    ReasonKind.SUBJECTS,
    ReasonKind.AGES,
    ReasonKind.TARGET_GROUPS,
    ReasonKind.PLACES,
    ReasonKind.VENUES,
    ReasonKind.WEEKDAYS,
    ReasonKind.ORGANISATION_NAMED,
    ReasonKind.ONE_EVERYWHERE,
    ReasonKind.PERIOD,
)
"""The order in which reasons tell most, where there is room for few."""


def reasons_from(kept: Sequence[Any]) -> tuple[Reason, ...]:
    """The reasons of a touchpoint, in the order the engine gave them."""
    return tuple(reason for entry in kept if (reason := _reason(entry)) is not None)


def telling(reasons: Sequence[Reason], most: int) -> tuple[Reason, ...]:
    """The few reasons that tell most; ages stand for the groups that they mean."""
    kinds = {reason.kind for reason in reasons}
    wanted = [
        reason
        for reason in reasons
        if not (reason.kind is ReasonKind.TARGET_GROUPS and ReasonKind.AGES in kinds)
    ]
    return tuple(sorted(wanted, key=lambda reason: MOST_TELLING.index(reason.kind))[:most])


def _reason(entry: Any) -> Reason | None:
    try:
        return Reason(
            kind=ReasonKind(entry["kind"]),
            codes=tuple(str(code) for code in entry.get("codes", ())),
            first=_end(entry.get("first")),
            last=_end(entry.get("last")),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _end(value: Any) -> date | int | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
