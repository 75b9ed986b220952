"""Why two initiatives touch, as facts that a page can put into words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.touchpoints.initiatives import FOREVER, WHOLE_MUNICIPALITY
from tracker.domain.touchpoints.profiles import Profile

_MOST_SUBJECTS = 3
_PLAINLY = 1.0
"""The least weight of a subject that a text plainly tells of."""


class ReasonKind(StrEnum):
    """What two initiatives share."""

    SUBJECTS = "subjects"
    TARGET_GROUPS = "target_groups"
    AGES = "ages"
    PLACES = "places"
    ONE_EVERYWHERE = "one_everywhere"
    PERIOD = "period"
    WEEKDAYS = "weekdays"
    VENUES = "venues"
    ORGANISATION_NAMED = "organisation_named"


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that is shared.

    `codes` name subjects, target groups, places, venues or weekdays ("0" is Monday); `first` and
    `last` are the days or years of age that both have, None where there is no end.
    """

    kind: ReasonKind
    codes: tuple[str, ...] = ()
    first: date | int | None = None
    last: date | int | None = None


def reasons_of(one: Profile, other: Profile) -> tuple[Reason, ...]:
    """What speaks for a touchpoint, the most telling first."""
    return tuple(_found(one, other))


def _found(one: Profile, other: Profile) -> Iterator[Reason]:
    shared = _told(one) & _told(other)
    if shared:
        heaviest = sorted(shared, key=lambda code: -min(one.subjects[code], other.subjects[code]))
        yield Reason(ReasonKind.SUBJECTS, tuple(heaviest[:_MOST_SUBJECTS]))
    if groups := one.initiative.target_groups & other.initiative.target_groups:
        yield Reason(ReasonKind.TARGET_GROUPS, tuple(sorted(groups)))
    if one.ages and other.ages:
        youngest, oldest = max(one.ages[0], other.ages[0]), min(one.ages[1], other.ages[1])
        if youngest <= oldest:
            yield Reason(ReasonKind.AGES, first=youngest, last=oldest)
    if places := (one.places & other.places) - {WHOLE_MUNICIPALITY}:
        yield Reason(ReasonKind.PLACES, tuple(sorted(places)))
    elif one.is_everywhere or other.is_everywhere:
        yield Reason(ReasonKind.ONE_EVERYWHERE)
    first = max(one.initiative.start, other.initiative.start)
    last = min(one.initiative.end, other.initiative.end)
    yield Reason(ReasonKind.PERIOD, first=first, last=None if last == FOREVER else last)
    if days := one.times.weekdays & other.times.weekdays:
        yield Reason(ReasonKind.WEEKDAYS, tuple(str(day) for day in sorted(days)))
    if venues := one.venues & other.venues:
        yield Reason(ReasonKind.VENUES, tuple(sorted(venues)))
    if _names(one, other) or _names(other, one):
        yield Reason(ReasonKind.ORGANISATION_NAMED)


def _told(profile: Profile) -> set[str]:
    return {code for code, weight in profile.subjects.items() if weight >= _PLAINLY}


def _names(one: Profile, other: Profile) -> bool:
    wanted = other.organisation_words
    return bool(wanted) and wanted <= one.plain_words
