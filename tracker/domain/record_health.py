"""Answers how fresh and complete the record of an initiative is, and which one step helps most."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.lifecycle import Phase

ENDED_PHASES = frozenset({Phase.COMPLETED, Phase.CANCELLED})
AUTUMN_BEGINS = (8, 1)


class Freshness(StrEnum):
    """Whether the record has shown a sign of life this term, last term, or longer ago."""

    FRESH = "fresh"
    TO_CONFIRM = "to_confirm"
    STALE = "stale"
    SETTLED = "settled"


class Step(StrEnum):
    """What helps a record most, the most helpful first; those after REPORT name a missing fact."""

    REPORT = "report"
    DESCRIPTION = "description"
    GOAL_AREAS = "goal_areas"
    PLACES = "places"
    START_ON = "start_on"
    CONFIRM = "confirm"
    TARGET_GROUPS = "target_groups"
    PURPOSE = "purpose"
    CONTACT = "contact"


UNCONFIRMED = frozenset({Freshness.TO_CONFIRM, Freshness.STALE})
"""Somebody should say whether what is written is still right."""

FACTS: tuple[Step, ...] = tuple(step for step in Step if step not in {Step.REPORT, Step.CONFIRM})
"""The facts that make a record complete."""


@dataclass(frozen=True, slots=True)
class RecordHealth:
    """How a record stands: `present` of `wanted` facts, and the next step, None if none is needed."""

    freshness: Freshness
    alive_on: date
    present: int
    wanted: int
    next_step: Step | None


def term_start(today: date) -> date:
    """The first day of the term that a day falls in: spring from January, autumn from August."""
    autumn = date(today.year, *AUTUMN_BEGINS)
    return autumn if today >= autumn else date(today.year, 1, 1)


def last_term_start(today: date) -> date:
    """The first day of the term before the one that a day falls in."""
    begins = term_start(today)
    if begins.month == 1:
        return date(begins.year - 1, *AUTUMN_BEGINS)
    return date(begins.year, 1, 1)


def freshness_of(phase: Phase, *, alive_on: date, today: date) -> Freshness:
    """Judge a record by its last sign of life: a change, a report or a word that it is right."""
    if phase in ENDED_PHASES:
        return Freshness.SETTLED
    if alive_on >= term_start(today):
        return Freshness.FRESH
    return Freshness.TO_CONFIRM if alive_on >= last_term_start(today) else Freshness.STALE


def health_of(
    phase: Phase, *, known: frozenset[Step], is_late: bool, alive_on: date, today: date
) -> RecordHealth:
    """Weigh a record; `known` are the facts that are filled in. Ended work is asked for nothing."""
    freshness = freshness_of(phase, alive_on=alive_on, today=today)
    missing = set(FACTS) - known
    helpful: set[Step] = set(missing)
    if is_late:
        helpful.add(Step.REPORT)
    if freshness in UNCONFIRMED:
        helpful.add(Step.CONFIRM)
    return RecordHealth(
        freshness=freshness,
        alive_on=alive_on,
        present=len(FACTS) - len(missing),
        wanted=len(FACTS),
        next_step=None
        if freshness is Freshness.SETTLED
        else next((step for step in Step if step in helpful), None),
    )
