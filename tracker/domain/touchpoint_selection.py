"""Which touchpoints a coordinator looks at: read from the address, and written back to it."""

from dataclasses import dataclass, fields, replace
from enum import StrEnum

from tracker.domain.selection import LONGEST_TEXT, Arguments
from tracker.domain.touchpoint_decisions import TouchpointState


class WorklistOrder(StrEnum):
    """What stands first in the list."""

    STRONGEST = "strongest"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class TouchpointSelection:
    """The filters; empty ones choose everything. A touchpoint fits where one of its two does."""

    state: TouchpointState = TouchpointState.WAITING
    order: WorklistOrder = WorklistOrder.STRONGEST
    goal_area: str = ""
    goal: str = ""
    place: str = ""
    organisation: str = ""
    kind: str = ""

    @classmethod
    def from_arguments(cls, arguments: Arguments) -> "TouchpointSelection":
        """Read a selection; what cannot be read chooses everything, so that no link ever fails."""
        given = {field.name: arguments.getlist(field.name) for field in fields(cls)}
        texts = {name: _clean(values[0]) for name, values in given.items() if values}
        state, order = texts.pop("state", ""), texts.pop("order", "")
        return cls(
            state=TouchpointState(state) if state in list(TouchpointState) else cls().state,
            order=WorklistOrder(order) if order in list(WorklistOrder) else cls().order,
            **texts,
        )

    def to_arguments(self) -> list[tuple[str, str]]:
        """Write the selection as the pairs of a query string; what is usual is left out."""
        usual = TouchpointSelection()
        return [
            (field.name, str(getattr(self, field.name)))
            for field in fields(self)
            if getattr(self, field.name) != getattr(usual, field.name)
        ]

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the state and the order is chosen."""
        return replace(
            self, state=TouchpointSelection().state, order=TouchpointSelection().order
        ) != (TouchpointSelection())


def _clean(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())[:LONGEST_TEXT]
