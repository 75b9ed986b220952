"""The closed sets around a touchpoint: its kind, where it stands, and what is decided about it.

Codes and words are those of the field (docs/glossary.md). They stand apart from the engine, so that
nobody who only reads them loads it.
"""

from datetime import datetime, timedelta
from enum import StrEnum

UNDONE_WITHIN = timedelta(days=30)


class TouchpointKind(StrEnum):
    """What kind of touchpoint a pair is."""

    DUPLICATE = "duplicate"
    COORDINATE = "coordinate"
    COMPLEMENT = "complement"
    RELATED = "related"


class TouchpointState(StrEnum):
    """Where a touchpoint stands.

    A suggestion waits for a yes from both sides; a settled pair stays settled until one of the two
    changes in something that matters.
    """

    WAITING = "waiting"
    SUGGESTED = "suggested"
    SETTLED = "settled"


class Decision(StrEnum):
    """What is decided, or suggested, about a touchpoint."""

    COOPERATE = "cooperate"
    COORDINATE_TIME_PLACE = "coordinate_time_place"
    COMPLEMENT = "complement"
    MERGE = "merge"
    NOT_RELEVANT = "not_relevant"


class Answer(StrEnum):
    """What one side says of a touchpoint, before or beside a decision."""

    TALKING = "talking"
    NOT_THE_SAME = "not_the_same"


class Side(StrEnum):
    """One of the two initiatives of a touchpoint."""

    ONE = "one"
    OTHER = "other"

    @property
    def opposite(self) -> "Side":
        """The other one of the two."""
        return Side.OTHER if self is Side.ONE else Side.ONE


WANTS_BOTH = frozenset({Decision.COOPERATE, Decision.MERGE})
"""Decisions that stand only once both sides have said yes."""


def can_be_parted(merged_at: datetime | None, *, now: datetime) -> bool:
    """Whether what became one at that time can still be undone; what never did cannot."""
    return merged_at is not None and now <= merged_at + UNDONE_WITHIN
