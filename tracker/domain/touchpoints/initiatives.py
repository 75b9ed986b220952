"""What the engine is told of an initiative: its words, tags, places and days, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

WHOLE_MUNICIPALITY = "Hela kommunen"
LONGEST_TEXT = 20_000
"""How many letters of a text are read; what comes after is left out."""

FOREVER = date(2100, 1, 1)
"""The last day of what goes on until further notice."""


@dataclass(frozen=True, slots=True)
class ComparedInitiative:
    """One initiative. `places` are Swedish names; `effort_types` and `target_groups` are codes.

    A `start` that nobody knows meets every period; without an `end` it goes on until further
    notice. `ages` are those that the form says outright, where it does.
    """

    id: str
    title: str
    description: str
    organisation: str
    organisation_kind: str
    goal_areas: frozenset[str]
    places: frozenset[str]
    target_groups: frozenset[str]
    effort_types: frozenset[str]
    start: date | None
    end: date | None
    phase: str
    ages: tuple[int, int] | None = None

    @property
    def text(self) -> str:
        """Title and description as one text."""
        return f"{self.title.rstrip('.')}. {self.description}"


def initiative_of(row: Mapping[str, Any]) -> ComparedInitiative:
    """An initiative out of one line of a labelled set.

    Raises:
        KeyError: a field is missing.
        TypeError: a field is not what it should be.
        ValueError: a day is none.
    """
    return ComparedInitiative(
        id=row["id"],
        title=row["title"][:LONGEST_TEXT],
        description=row["description"][:LONGEST_TEXT],
        organisation=row["organisation"],
        organisation_kind=row["organisation_kind"],
        goal_areas=frozenset(row["goal_areas"]),
        places=frozenset(row["places"]),
        target_groups=frozenset(row["target_groups"]),
        effort_types=frozenset(row["methods"]),
        start=date.fromisoformat(row["start"]),
        end=date.fromisoformat(row["end"]) if row["end"] else FOREVER,
        phase=row["status"],
    )
