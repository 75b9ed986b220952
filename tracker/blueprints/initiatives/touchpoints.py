"""Where an initiative meets others: the panel on its page, for those whom that concerns."""

from dataclasses import dataclass

from tracker import http
from tracker.access.permissions import Permission
from tracker.access.policy import may
from tracker.domain.touchpoint_reasons import telling
from tracker.queries.initiatives import InitiativePage
from tracker.queries.touchpoint_panels import OtherRow, list_at
from tracker.touchpoint_sentences import sentences


@dataclass(frozen=True, slots=True)
class Met:
    """A touchpoint with its most telling reason in words, empty where none may be told."""

    row: OtherRow
    reason: str


def touchpoints_of(initiative: InitiativePage) -> list[Met] | None:
    """The strongest touchpoints of an initiative; None for those whom they do not concern."""
    if not may(http.actor(), Permission.SEE_TOUCHPOINT, initiative.subject):
        return None
    rows = list_at(http.actor(), initiative.id) if initiative.has_touchpoints else []
    return [Met(row, _reason(row)) for row in rows]


def _reason(row: OtherRow) -> str:
    return next(iter(sentences(telling(row.reasons, 1))), "")
