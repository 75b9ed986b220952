"""How reading one cell ends: with a value and perhaps a note, or with an error that says why."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from tracker.domain.importing.findings import FaultCause, RemarkCause

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Note:
    """Something to remark on a value that was read; rows and columns are added later."""

    cause: RemarkCause
    value: str = ""
    read_as: str = ""
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading(Generic[T_co]):
    """A value as read from a cell, with its notes."""

    value: T_co
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a value, or a part of it, could not be read; `suggestions` are what would be right."""

    cause: FaultCause
    value: str
    suggestions: tuple[str, ...] = ()
    limit: int | None = None


class UnreadableValueError(Exception):
    """A cell's value cannot be read; `refusal` says why and what would be right."""

    def __init__(
        self,
        cause: FaultCause,
        value: str,
        *,
        suggestions: tuple[str, ...] = (),
        limit: int | None = None,
    ) -> None:
        super().__init__(cause, value)
        self.refusal = Refusal(cause, value[:200], suggestions, limit)

    @property
    def cause(self) -> FaultCause:
        """The cause, as in the refusal."""
        return self.refusal.cause
