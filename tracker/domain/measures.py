"""Answers how the numbers of a measure are told, counted and meant to move.

A measure is an initiative's own number. What the population looks like is an indicator, which
nobody owns alone and which is not kept here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from tracker.domain.data_files import read_json

MOST = 1_000_000_000
NAME_LENGTH = 120
UNIT_LENGTH = 60


class Direction(StrEnum):
    """Which way the number should go."""

    MORE = "more"
    LESS = "less"
    KEEP = "keep"


class Counting(StrEnum):
    """What one number says: of its own time, of the year so far, or of how it stands."""

    EACH_TIME = "each_time"
    SINCE_JANUARY = "since_january"
    AS_IT_STANDS = "as_it_stands"


class Split(StrEnum):
    """Into which parts a number is asked for, where it is."""

    NONE = "none"
    GENDER = "gender"
    AGE = "age"


class Part(StrEnum):
    """A part that a number may be divided into."""

    GIRLS_WOMEN = "girls_women"
    BOYS_MEN = "boys_men"
    OTHER_GENDER = "other_gender"
    AGE_0_12 = "age_0_12"
    AGE_13_19 = "age_13_19"
    AGE_20_64 = "age_20_64"
    AGE_65_UP = "age_65_up"
    AGE_UNKNOWN = "age_unknown"


PARTS: Mapping[Split, tuple[Part, ...]] = {
    Split.NONE: (),
    Split.GENDER: (Part.GIRLS_WOMEN, Part.BOYS_MEN, Part.OTHER_GENDER),
    Split.AGE: (
        Part.AGE_0_12, Part.AGE_13_19, Part.AGE_20_64, Part.AGE_65_UP, Part.AGE_UNKNOWN,
    ),
}  # fmt: skip
"""The parts of each split; each has one for those of whom nobody knows, so that all add up."""


@dataclass(frozen=True, kw_only=True)
class MeasureKind:
    """What is counted, and how; `is_summed` says whether numbers of several initiatives add up."""

    name_sv: str
    name_en: str
    unit_sv: str
    unit_en: str
    direction: Direction = Direction.MORE
    counting: Counting = Counting.EACH_TIME
    split: Split = Split.NONE
    is_summed: bool = True


def load_measure_kinds() -> dict[str, MeasureKind]:
    """The shared measures that a new register begins with, by code."""
    return {row["code"]: _kind(row) for row in read_json("shared_measures.json")}


def _kind(row: dict[str, Any]) -> MeasureKind:
    return MeasureKind(
        name_sv=row["name_sv"],
        name_en=row["name_en"],
        unit_sv=row["unit_sv"],
        unit_en=row["unit_en"],
        direction=Direction(row.get("direction", Direction.MORE)),
        counting=Counting(row.get("counting", Counting.EACH_TIME)),
        split=Split(row.get("split", Split.NONE)),
        is_summed=row.get("is_summed", True),
    )


def of_year(counting: Counting, told: Mapping[date, int], year: int) -> int | None:
    """What a measure came to in a year; None where nothing was told of it.

    Numbers of their own time are added up; of the others the latest holds.
    """
    within = {day: number for day, number in told.items() if day.year == year}
    if not within:
        return None
    match counting:
        case Counting.EACH_TIME:
            return sum(within.values())
        case Counting.SINCE_JANUARY | Counting.AS_IT_STANDS:
            return within[max(within)]


def parts_of_year(
    counting: Counting,
    split: Split,
    told: Mapping[date, int],
    parts: Mapping[date, Mapping[Part, int]],
) -> dict[Part, int]:
    """Into which parts a year's figure falls; empty where nothing was divided.

    Those of whom nobody said to which part they belong are counted to the last one, not known, so
    that all parts add up to the figure.

    Args:
        told: what was told within the year, by day.
        parts: what each was divided into, where it was.
    """
    days = sorted(told) if counting is Counting.EACH_TIME else sorted(told)[-1:]
    if split is Split.NONE or not any(parts.get(day) for day in days):
        return {}
    *_known, unknown = PARTS[split]
    found = dict.fromkeys(PARTS[split], 0)
    for day in days:
        divided = parts.get(day) or {unknown: told[day]}
        for part, number in divided.items():
            found[part] += number
    return found
