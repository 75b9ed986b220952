"""The hand-graded sets: initiatives, and how strongly each pair of them touches."""

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tracker.domain.touchpoints.features import Compared, compare
from tracker.domain.touchpoints.initiatives import ComparedInitiative, initiative_of
from tracker.domain.touchpoints.profiles import profile_of

TOUCHES = 2
"""The least grade of a pair whose organisations should talk."""

SAME = 3


@dataclass(frozen=True)
class GradedSet:
    """One set with its pairs compared; `grades` stand beside the rows, 0 where none was given."""

    name: str
    initiatives: Sequence[ComparedInitiative]
    grades_by_pair: dict[tuple[str, str], int]
    compared: Compared
    grades: np.ndarray

    def ids(self, number: int) -> tuple[str, str]:
        """The ids of a compared pair, in order."""
        a, b = self.compared.pairs[number]
        first, last = sorted((self.initiatives[a].id, self.initiatives[b].id))
        return first, last


def read_set(folder: Path) -> GradedSet:
    """Read and compare one set."""
    lines = (folder / "initiatives.jsonl").read_text(encoding="utf-8").splitlines()
    initiatives = [initiative_of(json.loads(line)) for line in lines if line.strip()]
    with (folder / "pairs.csv").open(encoding="utf-8", newline="") as rows:
        by_pair = {
            (min(row["a"], row["b"]), max(row["a"], row["b"])): int(row["grade"])
            for row in csv.DictReader(rows)
        }
    compared = compare([profile_of(initiative) for initiative in initiatives])
    found = [tuple(sorted((initiatives[a].id, initiatives[b].id))) for a, b in compared.pairs]
    grades = np.array([by_pair.get((pair[0], pair[1]), 0) for pair in found])
    return GradedSet(folder.name, initiatives, by_pair, compared, grades)
