"""Why two initiatives touch, as facts that a page can put into words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.touchpoints.codes import Facet
from tracker.domain.touchpoints.fingerprints import STEPS, UNKNOWN_START, Fingerprint
from tracker.domain.touchpoints.initiatives import FOREVER

_MOST_SUBJECTS = 3


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


def reasons_of(one: Fingerprint, other: Fingerprint) -> tuple[Reason, ...]:
    """What speaks for a touchpoint, the most telling first."""
    return tuple(_found(one, other))


def _found(one: Fingerprint, other: Fingerprint) -> Iterator[Reason]:
    shared = one.shared(other)
    yield from _of_work_and_people(one, other, shared[Facet.SUBJECT])
    if places := shared[Facet.PLACE]:
        yield Reason(ReasonKind.PLACES, tuple(sorted(places)))
    elif one.is_everywhere or other.is_everywhere:
        yield Reason(ReasonKind.ONE_EVERYWHERE)
    yield from _of_time(one, other)
    if venues := shared[Facet.VENUE]:
        yield Reason(ReasonKind.VENUES, tuple(sorted(venues)))
    if one.names_organisation_of(other) or other.names_organisation_of(one):
        yield Reason(ReasonKind.ORGANISATION_NAMED)


def _of_work_and_people(
    one: Fingerprint, other: Fingerprint, subjects: Mapping[str, int]
) -> Iterator[Reason]:
    if plain := [code for code, weight in subjects.items() if weight >= STEPS]:
        heaviest = sorted(plain, key=lambda code: (-subjects[code], code))
        yield Reason(ReasonKind.SUBJECTS, tuple(heaviest[:_MOST_SUBJECTS]))
    if groups := one.shared_tags(Facet.GROUP, other):
        yield Reason(ReasonKind.TARGET_GROUPS, tuple(sorted(groups)))
    if one.ages and other.ages:
        youngest, oldest = max(one.ages[0], other.ages[0]), min(one.ages[1], other.ages[1])
        if youngest <= oldest:
            yield Reason(ReasonKind.AGES, first=youngest, last=oldest)


def _of_time(one: Fingerprint, other: Fingerprint) -> Iterator[Reason]:
    first = max(int(one.head["start"]), int(other.head["start"]))
    last = min(int(one.head["end"]), int(other.head["end"]))
    if UNKNOWN_START not in (int(one.head["start"]), int(other.head["start"])):
        until = None if last == FOREVER.toordinal() else date.fromordinal(last)
        yield Reason(ReasonKind.PERIOD, first=date.fromordinal(first), last=until)
    both = int(one.head["weekdays"] & other.head["weekdays"])
    if days := tuple(str(day) for day in range(7) if both >> day & 1):
        yield Reason(ReasonKind.WEEKDAYS, days)
