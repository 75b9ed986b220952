"""What a check answers with: faults, each with its place, and how much it looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong, and where."""

    path: str
    line: int
    told: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.told}"


@dataclass
class Outcome:
    """The faults of one check, and how many things it looked at."""

    looked_at: int = 0
    faults: list[Fault] = field(default_factory=list)

    def add(self, path: Path, line: int, told: str, *, root: Path = ROOT) -> None:
        """Note a fault in `path`."""
        shown = path.relative_to(root) if path.is_relative_to(root) else path
        self.faults.append(Fault(str(shown), line, told))
