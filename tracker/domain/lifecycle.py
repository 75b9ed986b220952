"""Answers which phase an initiative is in, where that lies on the board, and what may follow.

The codes are those of the field's list of phases; names for people are made where they are shown.
"""

from enum import StrEnum


class Phase(StrEnum):
    """How far an initiative has come."""

    IDEA = "idea"
    PLANNED = "planned"
    ONGOING = "ongoing"
    CLOSING = "closing"
    PAUSED = "paused"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class Lane(StrEnum):
    """A column of the board."""

    IDEA = "idea"
    PLANNED = "planned"
    ONGOING = "ongoing"
    PAUSED = "paused"
    COMPLETED = "completed"


class Condition(StrEnum):
    """How an initiative is doing, as its own organisation judges it."""

    ON_PLAN = "on_plan"
    NEEDS_ATTENTION = "needs_attention"
    NEEDS_SUPPORT = "needs_support"
    NOT_ASSESSED = "not_assessed"


class Visibility(StrEnum):
    """Who may see an initiative, from few to many.

    Its own organisation; that and the coordinators; all signed in; or everyone.
    """

    DRAFT = "draft"
    COORDINATED = "coordinated"
    SHARED = "shared"
    OPEN = "open"


REGISTRABLE = (Visibility.DRAFT, Visibility.COORDINATED, Visibility.SHARED)
"""What an organisation chooses as it writes; opening to everyone is a deed of its own."""

SEEN_BY_ALL = frozenset({Visibility.SHARED, Visibility.OPEN})
"""What everyone who is signed in may see."""

LANE_PHASES: dict[Lane, tuple[Phase, ...]] = {
    Lane.IDEA: (Phase.IDEA,),
    Lane.PLANNED: (Phase.PLANNED,),
    Lane.ONGOING: (Phase.ONGOING, Phase.CLOSING),
    Lane.PAUSED: (Phase.PAUSED,),
    Lane.COMPLETED: (Phase.COMPLETED, Phase.CANCELLED),
}

LANE_OF: dict[Phase, Lane] = {
    phase: lane for lane, phases in LANE_PHASES.items() for phase in phases
}

_ORDER = {
    Phase.IDEA: 0,
    Phase.PLANNED: 1,
    Phase.PAUSED: 2,
    Phase.ONGOING: 2,
    Phase.CLOSING: 3,
    Phase.COMPLETED: 4,
    Phase.CANCELLED: 4,
}


def wider(one: Visibility, other: Visibility) -> Visibility:
    """Whichever of two is seen by more."""
    order = list(Visibility)
    return max(one, other, key=order.index)


def is_shared(visibility: Visibility) -> bool:
    """Say whether everyone signed in may see what has this visibility."""
    return visibility in (Visibility.SHARED, Visibility.OPEN)


def needs_reason(before: Phase, after: Phase) -> bool:
    """Say whether going from one phase to another is a step backwards, which wants a reason."""
    return _ORDER[after] < _ORDER[before]
