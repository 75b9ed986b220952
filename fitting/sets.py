"""The hand-graded sets: initiatives, and how strongly each pair of them touches."""

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tracker.domain.touchpoints.features import compare_all
from tracker.domain.touchpoints.fingerprint_taking import fingerprint_of
from tracker.domain.touchpoints.initiatives import ComparedInitiative, initiative_of
from tracker.domain.touchpoints.shared import Compared
from tracker.domain.touchpoints.tables import Table

TOUCHES = 2
"""The least grade of a pair whose organisations should talk."""

SAME = 3


@dataclass(frozen=True)
class GradedSet:
    """One set with its pairs compared; `grades` stand beside the rows, 0 where none was given."""

    name: str
    initiatives: Sequence[ComparedInitiative]
    grades_by_pair: dict[tuple[str, str], int]
    pairs: Any
    rows: Any
    grades: np.ndarray

    def ids(self, number: int) -> tuple[str, str]:
        """The ids of a compared pair, in order."""
        a, b = self.pairs[number]
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
    packed = [fingerprint_of(initiative).packed() for initiative in initiatives]
    pairs, rows = compare_all(Compared.alone(Table.of(packed)))
    found = [tuple(sorted((initiatives[a].id, initiatives[b].id))) for a, b in pairs]
    grades = np.array([by_pair.get((pair[0], pair[1]), 0) for pair in found])
    return GradedSet(folder.name, initiatives, by_pair, pairs, rows, grades)
