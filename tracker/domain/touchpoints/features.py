"""What speaks for and against a touchpoint between two initiatives, as numbers.

Only pairs that share some days and some place are compared at all, however alike their words.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import exp
from typing import Any

import numpy as np

from tracker.domain.touchpoints import likeness
from tracker.domain.touchpoints.initiatives import WHOLE_MUNICIPALITY, days_together
from tracker.domain.touchpoints.places import place_relation
from tracker.domain.touchpoints.profiles import Profile, Range

_YEAR = 365
_MONTH = 30
_UNKNOWN_AGES = 0.3
_COMMON = 2.5
"""A word that more than one text in twelve holds is common."""

_NAME_LETTERS = 6
_IS_ONGOING = frozenset({"planned", "ongoing", "idea"})


@dataclass(frozen=True)
class Compared:
    """All pairs that may touch: their places in the list, and one row of numbers for each."""

    pairs: list[tuple[int, int]]
    rows: Any


class _Rarity:
    """How rare each code is among the compared, as the logarithm of one in so many."""

    def __init__(self, found: Iterable[Iterable[str]], total: int) -> None:
        self._total = total
        self._counts = Counter(code for codes in found for code in codes)

    def of(self, code: str) -> float:
        return likeness.rarity_of(self._counts[code], of=self._total)

    def shared(self, one: Mapping[str, float], other: Mapping[str, float]) -> tuple[float, float]:
        """What two weighted sets share: the sum by rarity, and the rarest of it."""
        common = [min(one[code], other[code]) * self.of(code) for code in one.keys() & other.keys()]
        return sum(common), max(common, default=0.0)

    def cosine(self, one: Mapping[str, float], other: Mapping[str, float]) -> float:
        """The cosine of two weighted sets, rare codes counting more."""
        top = sum(
            one[code] * other[code] * self.of(code) ** 2 for code in one.keys() & other.keys()
        )
        lengths = [sum((w * self.of(code)) ** 2 for code, w in s.items()) for s in (one, other)]
        return top / (lengths[0] * lengths[1]) ** 0.5 if all(lengths) else 0.0


def may_touch(one: Profile, other: Profile) -> bool:
    """Say whether two initiatives share some days and some place."""
    if days_together(one.initiative, other.initiative) <= 0:
        return False
    if one.is_everywhere or other.is_everywhere:
        return True
    return bool(one.places & other.places) or WHOLE_MUNICIPALITY in one.places | other.places


def compare(profiles: Sequence[Profile]) -> Compared:
    """Compare each two initiatives that may touch."""
    pairs = [
        (a, b)
        for a, b in combinations(range(len(profiles)), 2)
        if may_touch(profiles[a], profiles[b])
    ]
    texts = _Texts(profiles)
    rarities = _Rarities(profiles)
    rows = [[*texts.row(a, b), *_facts(profiles[a], profiles[b], rarities)] for a, b in pairs]
    return Compared(pairs, np.array(rows, dtype=float).reshape(len(pairs), len(NAMES)))


class _Texts:
    """Likenesses of texts, worked out for all at once."""

    NAMES = (
        "words", "letters", "titles", "title_in_text", "sentences",
        "words_above", "letters_above", "sentences_above",
    )  # fmt: skip

    def __init__(self, profiles: Sequence[Profile]) -> None:
        terms = [profile.terms for profile in profiles]
        titles = [profile.title_terms for profile in profiles]
        words = likeness.cosines(terms)
        letters = likeness.cosines([profile.runs for profile in profiles])
        sentences = likeness.best_sentences([profile.sentence_terms for profile in profiles])
        in_text = likeness.cosines(titles, terms)
        self._all = (
            words,
            letters,
            likeness.cosines(titles),
            np.maximum(in_text, in_text.T),
            sentences,
            likeness.standing_out(words),
            likeness.standing_out(letters),
            likeness.standing_out(sentences),
        )

    def row(self, a: int, b: int) -> list[float]:
        return [float(matrix[a, b]) for matrix in self._all]


class _Rarities:
    """How rare each tag and each thing told is among the compared."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        total = len(profiles)

        def rarity(codes: Callable[[Profile], Iterable[str]]) -> _Rarity:
            return _Rarity((codes(profile) for profile in profiles), total)

        self.places = rarity(lambda p: p.places)
        self.target_groups = rarity(lambda p: p.initiative.target_groups)
        self.groups = rarity(lambda p: p.groups)
        self.effort_types = rarity(lambda p: p.initiative.effort_types)
        self.subjects = rarity(lambda p: p.subjects)
        self.families = rarity(lambda p: p.families)
        self.venues = rarity(lambda p: p.venues)
        self.words = rarity(lambda p: p.stems)


def _facts(one: Profile, other: Profile, rare: _Rarities) -> list[float]:
    return [
        *_of_place(one, other, rare),
        *_of_time(one, other),
        *_of_people(one, other, rare),
        *_of_work(one, other, rare),
        *_of_organisations(one, other),
    ]


def _ones(codes: Iterable[str]) -> dict[str, float]:
    return dict.fromkeys(codes, 1.0)


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


_PLACE = (
    "place_tagged", "place_rarity", "one_everywhere", "both_everywhere", "place_share",
    "place_relation", "place_told_only", "venues", "venue_rarest",
)  # fmt: skip


def _of_place(one: Profile, other: Profile, rare: _Rarities) -> list[float]:
    tagged = (one.initiative.places & other.initiative.places) - {WHOLE_MUNICIPALITY}
    common = (one.places & other.places) - {WHOLE_MUNICIPALITY}
    everywhere = one.is_everywhere + other.is_everywhere
    venues = rare.venues.shared(_ones(one.venues), _ones(other.venues))
    return [
        float(bool(tagged)),
        max((rare.places.of(place) for place in common), default=0.0),
        float(everywhere == 1 and not common),
        float(everywhere == 2),
        _share(one.places, other.places),
        place_relation(one.places, other.places),
        float(bool(common) and not tagged),
        *venues,
    ]


_TIME = (
    "days", "days_share", "starts_near", "ends_near", "weekdays", "weekdays_differ", "hours",
    "seasons", "one_finished",
)  # fmt: skip


def _of_time(one: Profile, other: Profile) -> list[float]:
    together = days_together(one.initiative, other.initiative)
    shortest = min((each.initiative.end - each.initiative.start).days + 1 for each in (one, other))
    days, others = one.times.weekdays, other.times.weekdays
    return [
        min(together, _YEAR) / _YEAR,
        min(1.0, together / max(1, shortest)),
        _nearness((one.initiative.start - other.initiative.start).days),
        _nearness((one.initiative.end - other.initiative.end).days),
        len(days & others) / min(len(days), len(others)) if days and others else 0.0,
        float(bool(days and others) and not days & others),
        float(any(a < d and c < b for a, b in one.times.hours for c, d in other.times.hours)),
        float(bool(one.times.seasons & other.times.seasons)),
        float(one.times.is_finished or other.times.is_finished),
    ]


def _nearness(days: int) -> float:
    return exp(-abs(days) / _MONTH)


_PEOPLE = (
    "target_groups", "target_group_rarity", "groups", "group_rarity", "group_rarest", "ages",
    "ages_apart",
)  # fmt: skip


def _of_people(one: Profile, other: Profile, rare: _Rarities) -> list[float]:
    tags, others = one.initiative.target_groups, other.initiative.target_groups
    told = rare.groups.shared(_ones(one.groups), _ones(other.groups))
    return [
        _share(tags, others),
        rare.target_groups.shared(_ones(tags), _ones(others))[0],
        _share(one.groups, other.groups),
        *told,
        *_of_ages(one.ages, other.ages),
    ]


def _of_ages(one: Range | None, other: Range | None) -> tuple[float, float]:
    if one is None or other is None:
        return _UNKNOWN_AGES, 0.0
    common = min(one[1], other[1]) - max(one[0], other[0]) + 1
    if common <= 0:
        return 0.0, 1.0
    return common / (max(one[1], other[1]) - min(one[0], other[0]) + 1), 0.0


_WORK = (
    "effort_types", "effort_type_rarity", "goal_areas", "subjects", "subject_rarest",
    "subject_cosine", "families", "family_rarest", "family_cosine", "no_subject_shared", "rare_words", "numbers",
)  # fmt: skip


def _of_work(one: Profile, other: Profile, rare: _Rarities) -> list[float]:
    types, others = one.initiative.effort_types, other.initiative.effort_types
    subjects = rare.subjects.shared(one.subjects, other.subjects)
    return [
        _share(types, others),
        rare.effort_types.shared(_ones(types), _ones(others))[0],
        _share(one.initiative.goal_areas, other.initiative.goal_areas),
        *subjects,
        rare.subjects.cosine(one.subjects, other.subjects),
        *rare.families.shared(one.families, other.families),
        rare.families.cosine(one.families, other.families),
        float(bool(one.subjects and other.subjects) and not subjects[0]),
        sum(max(0.0, rare.words.of(word) - _COMMON) for word in one.stems & other.stems),
        float(len(one.numbers & other.numbers)),
    ]


_ORGANISATIONS = ("same_organisation", "same_kind", "named_by_the_other", "one_not_ongoing")


def _of_organisations(one: Profile, other: Profile) -> list[float]:
    a, b = one.initiative, other.initiative
    named = max(_named(one, other), _named(other, one))
    return [
        float(a.organisation == b.organisation),
        float(a.organisation_kind == b.organisation_kind),
        named,
        float(not {a.phase, b.phase} <= _IS_ONGOING),
    ]


def _named(organisation_of: Profile, by: Profile) -> float:
    wanted = organisation_of.organisation_words
    if not wanted:
        return 0.0
    said = {word[:_NAME_LETTERS] for word in by.plain_words}
    return sum(word[:_NAME_LETTERS] in said for word in wanted) / len(wanted)


NAMES = (*_Texts.NAMES, *_PLACE, *_TIME, *_PEOPLE, *_WORK, *_ORGANISATIONS)
"""The numbers of a pair, in their order."""
