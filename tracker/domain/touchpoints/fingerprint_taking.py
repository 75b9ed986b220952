"""Reads an initiative and takes its fingerprint: everything that is told, as numbers."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from math import log
from zlib import crc32

import numpy as np

from tracker.domain.touchpoints.codes import Facet, encoded, listed_codes, number_of
from tracker.domain.touchpoints.fingerprints import (
    HEAD,
    IS_EVERYWHERE,
    IS_FINISHED,
    IS_FOR_STAFF,
    IS_NOT_ONGOING,
    NO_AGE,
    ORGANISATION_WORD,
    STEPS,
    UNKNOWN_START,
    Fingerprint,
    current_mark,
)
from tracker.domain.touchpoints.initiatives import (
    FOREVER,
    LONGEST_TEXT,
    WHOLE_MUNICIPALITY,
    ComparedInitiative,
)
from tracker.domain.touchpoints.profiles import Profile, profile_of
from tracker.domain.touchpoints.times import season_bits

_TITLE = ORGANISATION_WORD - 1
_TAGGED = STEPS
_MOST_WORDS = 500
_MOST_CODES = 100
_MOST_WEIGHT = 255
_LONGEST_NAME = 60
_HALF_HOUR = 30
_HALF_HOURS = 48
_IS_ONGOING = frozenset({"planned", "ongoing", "idea"})


def fingerprint_of(initiative: ComparedInitiative) -> Fingerprint:
    """Read an initiative, or as much of it as there is, and take its fingerprint."""
    profile = profile_of(
        replace(
            initiative,
            title=initiative.title[:LONGEST_TEXT],
            description=initiative.description[:LONGEST_TEXT],
        )
    )
    found = sorted({**_words(profile), **dict(_codes(profile))}.items())
    names = _unlisted(profile)
    head = np.zeros((), HEAD)
    head["mark"] = current_mark()
    head["numbers"], head["names"] = len(found), len("\n".join(names).encode())
    for field, value in _head(profile):
        head[field] = value
    numbers = np.array([number for number, _ in found], "<u4")
    rest = np.array([each for _, each in found], "u1").reshape(-1, 2)
    return Fingerprint(head[()], numbers, rest[:, 0].copy(), rest[:, 1].copy(), names)


def _head(profile: Profile) -> Iterator[tuple[str, int]]:
    initiative = profile.initiative
    yield "organisation", crc32(encoded(initiative.organisation.casefold()))
    yield "organisation_kind", crc32(encoded(initiative.organisation_kind))
    yield "start", _day(initiative.start) if initiative.start else UNKNOWN_START
    yield "end", _day(initiative.end or FOREVER)
    yield "seasons", season_bits(profile.times.seasons)
    yield "half_hours", _half_hours(profile.times.hours)
    yield "weekdays", sum(1 << day for day in profile.times.weekdays)
    youngest, oldest = profile.ages or (NO_AGE, NO_AGE)
    yield "youngest", min(max(youngest, 0), NO_AGE)
    yield "oldest", min(max(oldest, 0), NO_AGE)
    flags = {
        IS_FINISHED: profile.times.is_finished,
        IS_NOT_ONGOING: initiative.phase not in _IS_ONGOING,
        IS_EVERYWHERE: profile.is_everywhere,
        IS_FOR_STAFF: profile.is_for_own_staff,
    }
    yield "flags", sum(flag for flag, is_set in flags.items() if is_set)


def _day(day: date) -> int:
    return day.toordinal()


def _half_hours(hours: tuple[tuple[int, int], ...]) -> int:
    bits = 0
    for start, end in hours:
        for slot in range(start // _HALF_HOUR, -(-end // _HALF_HOUR)):
            bits |= 1 << slot % _HALF_HOURS
    return bits


def _words(profile: Profile) -> dict[int, tuple[int, int]]:
    """The words of the text, those of the title marked, and those of the organisation's name."""
    in_title = Counter(profile.title_terms)
    counted = Counter(profile.terms)
    own = set(sorted(profile.organisation_terms)[:_MOST_CODES])
    kept = {*list(counted)[:_MOST_WORDS], *own}
    return {
        number_of(Facet.WORD, term): (
            _weight(counted[term]),
            min(_TITLE, _weight(in_title[term])) | (term in own) * ORGANISATION_WORD,
        )
        for term in kept
    }


def _weight(count: int) -> int:
    return min(_MOST_WEIGHT, round(STEPS * (1 + log(count)))) if count else 0


def _codes(profile: Profile) -> Iterator[tuple[int, tuple[int, int]]]:
    initiative = profile.initiative
    for facet, weighted in ((Facet.SUBJECT, profile.subjects), (Facet.FAMILY, profile.families)):
        for code, weight in weighted.items():
            yield number_of(facet, code), (round(STEPS * weight), 0)
    for facet, codes, tagged in (
        (Facet.GROUP, profile.groups, initiative.target_groups),
        (Facet.PLACE, profile.places - {WHOLE_MUNICIPALITY}, initiative.places),
        (Facet.EFFORT_TYPE, initiative.effort_types, ()),
        (Facet.GOAL_AREA, initiative.goal_areas, ()),
        (Facet.VENUE, profile.venues, ()),
        (Facet.FIGURE, profile.numbers, ()),
    ):
        for code in sorted(codes)[:_MOST_CODES]:
            yield number_of(facet, code), (STEPS, _TAGGED * (code in tagged))


def _unlisted(profile: Profile) -> tuple[str, ...]:
    """The names that reasons may tell, and that no list knows; endless ones are left out."""
    listed = listed_codes()
    named = (
        (Facet.GROUP, profile.groups),
        (Facet.PLACE, profile.places - {WHOLE_MUNICIPALITY}),
        (Facet.VENUE, profile.venues),
    )
    unlisted = (
        name
        for facet, names in named
        for name in sorted(names)
        if number_of(facet, name) not in listed
    )
    told = [name for name in unlisted if len(name) <= _LONGEST_NAME and name.isprintable()]
    return tuple(told[:_MOST_CODES])
