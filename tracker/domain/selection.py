"""What part of the register somebody looks at: the same selection for every view and export.

The address is the state: a selection is read from its query string and written back to it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Protocol

MANY = frozenset({"goal_area", "phase"})
NUMBERS = frozenset({"silent_days"})
SWITCHES = frozenset({"mine"})
LONGEST_TEXT = 200
MOST_DAYS = 3650


class Arguments(Protocol):
    """A query string: one or many values by name."""

    def getlist(self, key: str, /) -> list[str]:
        """All values of one name."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The filters; empty ones choose everything. Tags, places and organisations by their codes."""

    q: str = ""
    goal_area: tuple[str, ...] = ()
    goal: str = ""
    place: str = ""
    working_group: str = ""
    organisation: str = ""
    kind: str = ""
    target_group: str = ""
    effort_type: str = ""
    phase: tuple[str, ...] = ()
    condition: str = ""
    silent_days: int | None = None
    mine: bool = False

    @classmethod
    def from_arguments(cls, arguments: Arguments) -> "Selection":
        """Read a selection; what cannot be read chooses everything, so that no link ever fails."""
        values: dict[str, object] = {}
        for name in cls.names():
            given = arguments.getlist(name)
            first = given[0] if given else ""
            if name in MANY:
                codes = (code for value in given for code in value.split(","))
                values[name] = tuple(sorted({_clean(code) for code in codes} - {""}))
            elif name in NUMBERS:
                values[name] = _days(first)
            elif name in SWITCHES:
                values[name] = bool(first)
            else:
                values[name] = _clean(first)
        return cls(**values)  # type: ignore[arg-type]

    def to_arguments(self) -> list[tuple[str, str]]:
        """Write the selection as the pairs of a query string, in a fixed order."""
        return [
            (name, text) for name in self.names() for text in _texts(getattr(self, name)) if text
        ]

    def without(self, name: str) -> "Selection":
        """The same selection with one filter taken away."""
        empty = next(field.default for field in fields(self) if field.name == name)
        return replace(self, **{name: empty})  # type: ignore[arg-type]

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The names of all filters, as in the address."""
        return tuple(field.name for field in fields(cls))

    @property
    def is_everything(self) -> bool:
        """Whether nothing is filtered."""
        return not self.to_arguments()


def _clean(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())[:LONGEST_TEXT]


def _days(text: str) -> int | None:
    return (
        min(int(text), MOST_DAYS) if text.isascii() and text.isdigit() and len(text) < 6 else None
    )


def _texts(value: object) -> Iterable[str]:
    if value is None or value is False:
        return ()
    if value is True:
        return ("1",)
    if isinstance(value, tuple):
        return value
    return (str(value),)


def as_mapping(selection: Selection) -> Mapping[str, object]:
    """The selection by name, for forms and saved views."""
    return {name: getattr(selection, name) for name in Selection.names()}
