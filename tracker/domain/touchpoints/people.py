"""Whom does a Swedish text say that an initiative is for: which ages, and which groups?

Reads ages and words for people out of free text. What a tag means in years is here too; how much
two groups have in common is left to those who compare.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from tracker.domain.touchpoints.people_words import IMPLIED, NUMBERS, PHRASES, STAGES, STEMS

OLDEST = 100
"""Where an age without an upper bound ends."""

AGES_OF_GROUPS: dict[str, tuple[int, int]] = {
    "small_children": (0, 5),
    "children": (6, 12),
    "teenagers": (13, 19),
    "young_adults": (20, 29),
    "older": (65, OLDEST),
}


@dataclass(frozen=True)
class People:
    """Whom a text is about: ranges of ages in years, and codes of groups."""

    ages: tuple[tuple[int, int], ...]
    groups: frozenset[str]


_WRITTEN_NUMBER = re.compile(r"\b(?:" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + r")\b")
_DASH = r"\s?(?:[-–—]|till|t\.?o\.?m\.?|to)\s?"
_YEARS = (
    r"(?:[- ]?(?:år(?!lig|skurs|et\b|en\b)(?:s(?:åldern)?)?|åringar\w*|yrs?|years?(?: olds?)?)\b)"
)
_PERSON = (
    r"\b(?:barn\w*|elever\w*|ungdomar\w*|unga|tjejer\w*|killar\w*|flickor\w*|pojkar\w*|personer"
    r"|kvinnor\w*|män|vuxna|seniorer\w*|deltagare\w*|tonåringar\w*|åldrarna|åldern|åldrar|ålder"
    r"|aged?|ages|children|youth|girls|boys|för dig|alla|den som är|syskon)"
    r"(?: på| i åldern| i åldrarna| mellan| från| aged)?"
)
_BETWEEN = re.compile(rf"(?:mellan|between) (\d+) (?:och|and) (\d+)({_YEARS})?(?![\w.:])")
_RANGE = re.compile(rf"(\d{{1,2}}){_DASH}(\d{{1,3}})(?!\d|[.:,]\d)({_YEARS})?")
_NO_START = frozenset("0123456789.,:–-/")
_PERSON_BEFORE = re.compile(rf"(?:{_PERSON})[ ,:(]+$")
_MONTHS = re.compile(
    rf"(\d+)(?:{_DASH}(\d+))?[- ]?mån(?:ader)?s?(?=[- ]?(?:bes|gamm|bab|barn|ålder|kontr))"
)
_AND_UP = re.compile(
    r"(\d+)(?:\s?(?:\+|plus\b)| ?(?:år|years?) (?:och|eller|and|or) (?:äldre|uppåt|över|older|up))"
)
_FROM = re.compile(
    r"(?:över|fyllt|äldre än|over|från|from) (\d+)(?: ?(?:år|years)\b|(?= och (?:äldre|uppåt)))"
    r"|(?:personer|kvinnor|män|alla|dig|seniorer|boende|invånare|äldre)(?: som är)? (?:över|från) (\d+)(?!\w|[.,:]\d)"
)
_UPTO = re.compile(
    rf"(?:{_PERSON}) (under|upp till|till och med|t\.o\.m\.|up to|under the age of) (\d+)(?: ?(?:år|years)\b)?"
    r"|(under) (18|20|25|30) år\b|(upp till) (\d+) års? ålder"
)
_YEAR_OLD = re.compile(r"(\d+)[- ]?(?:åring\w*|årskontroll\w*|årsbesök\w*|years? olds?\b)")
_LIST = re.compile(r"(\d+)-(?: och|,| eller) \d+-åring")
_GRADES = re.compile(
    r"\b(?:åk\.?|årskurs(?:erna)?|klass|grades?|years?)\s?([1-9])\b(?:\s?(?:[-–—]|till|och|to|and)\s?([1-9])\b)?"
    r"(\s?till och med gymnasiet)?"
)
_ORDINALS = ("ettan", "tvåan", "trean", "fyran", "femman", "sexan", "sjuan", "åttan", "nian")
_NAMED_GRADE = re.compile(
    rf"(?<=[ ])({'|'.join(_ORDINALS)})(?:s|rna|or)?\b(?! på| i rad)( och uppåt)?"
)
_BEFORE_GRADE = re.compile(r"\b(?:i|från|till|slutar|för|och|går)\s$")
_DURATION = re.compile(r"\b(?:i|sedan|under|haft|funnits)\s$")
_AMOUNT = re.compile(
    r"\s?(?:%|kr|procent|min|tim|veck|mån|dag|person|st\b|delt|gång|plats|ton\b|meter|km|kvm|lägenh|hushåll|barn|elev|kvinn|män\b|ungdom|besök|gäst)"
)
_AT_HOURS = re.compile(r"(?:kl|dagar?|kväll\w*|natt\w*|öppet)[ .,:]*$")
_NEGATED = re.compile(r"\b(?:inga|inte för|utan|ej|oavsett|trots|till skillnad från)\s$")
_OWN_STAFF = re.compile(
    r"\b(?:endast|bara|enbart) för (?:våra )?(?:anställda|medarbetare|personal)"
    r"|\b(?:våra|för) (?:egna )?(?:anställda|medarbetare|kollegor)\b|\bpersonalförmån"
    r"|\balla (?:våra )?(?:anställda|medarbetare)|\ball(?: vår)? personal\b|\bjobbar hos oss"
    r"|\banställda (?:som|under)|\bbetald arbetstid\b|\bfriskvårds?timme|\bvår personal\b"
    r"|\bmedarbetare på vår|\b(?:our|own) (?:staff|employees|colleagues)\b|\bfor (?:staff|employees)\b"
)
_NUMBERED = re.compile(r"(?:_\d+)+$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def people_told(text: str) -> People:
    """Return the ages and the groups of people that a text names."""
    text = text.lower()
    figures = _WRITTEN_NUMBER.sub(lambda match: str(NUMBERS[match[0]]), text)
    ages = tuple(dict.fromkeys(_clean(_ages_in_figures(figures))))
    groups = set(_groups_in(text))
    stages = {STAGES[code] for code in groups if code in STAGES}
    every_age = ages + tuple(sorted(stages - set(ages)))
    told = groups - STAGES.keys()
    told |= {finer for code in groups for finer in IMPLIED.get(code, ())}
    told |= _groups_of_ages(every_age)
    if "child" in told:
        told.discard("child")
        told |= set() if told & {"small_children", "children", "teenagers"} else {"children"}
    return People(every_age, frozenset(told))


def speaks_of_own_staff(text: str) -> bool:
    """Say whether a text speaks of those who work for the organisation itself."""
    return bool(_OWN_STAFF.search(text.lower()))


def codes() -> frozenset[str]:
    """Return the codes of all groups that texts may tell of."""
    said = {_NUMBERED.sub("", name) for name in PHRASES.groupindex}
    found = {*said, *(code for code, _ in STEMS), *AGES_OF_GROUPS, "children"}
    return frozenset(found | {finer for implied in IMPLIED.values() for finer in implied})


def age_range_of(target_groups: Iterable[str]) -> tuple[int, int] | None:
    """Return the years that tags span together, or None when no tag tells an age."""
    spans = [AGES_OF_GROUPS[code] for code in target_groups if code in AGES_OF_GROUPS]
    if not spans:
        return None
    return min(low for low, _ in spans), max(high for _, high in spans)


def _groups_of_ages(ages: Iterable[tuple[int, int]]) -> set[str]:
    """Return the groups of age that share two years with a range, or hold it wholly."""
    return {
        code
        for low, high in ages
        for code, (first, last) in AGES_OF_GROUPS.items()
        if min(high, last) - max(low, first) >= min(1, high - low)
    }


def _clean(ages: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for low, high in ages:
        if 0 <= low <= high <= OLDEST:
            yield low, high


def _ages_in_figures(text: str) -> Iterator[tuple[int, int]]:
    if any(map(str.isdigit, text)):
        yield from _ranges(text)
        yield from _single_ages(text)
        yield from _bounds(text)
        yield from _grades(text)
    for match in _NAMED_GRADE.finditer(text):
        if _BEFORE_GRADE.search(text[max(0, match.start() - 8) : match.start()]):
            age = _ORDINALS.index(match[1]) + 7
            yield age, 19 if match[2] else age + 1


def _ranges(text: str) -> Iterator[tuple[int, int]]:
    for match in _BETWEEN.finditer(text):
        before = text[max(0, match.start() - 40) : match.start()]
        if match[3] or not (_AMOUNT.match(text, match.end()) or _AT_HOURS.search(before)):
            yield int(match[1]), int(match[2])
    for match in _RANGE.finditer(text):
        if text[match.start() - 1 : match.start()] in _NO_START:
            continue
        before = text[max(0, match.start() - 40) : match.start()]
        unlike_amount = _PERSON_BEFORE.search(before) and not _AMOUNT.match(text, match.end())
        low, high = int(match[1]), int(match[2])
        if (match[3] or unlike_amount) and high - low < 60 and not _DURATION.search(before):
            yield low, high


def _single_ages(text: str) -> Iterator[tuple[int, int]]:
    for match in _LIST.finditer(text):
        yield int(match[1]), int(match[1])
    for match in _MONTHS.finditer(text):
        yield 0, max(1, int(match[2] or match[1]) // 12)
    for match in _YEAR_OLD.finditer(text):
        if text[match.start() - 1 : match.start()] not in _NO_START:
            yield int(match[1]), int(match[1])


def _bounds(text: str) -> Iterator[tuple[int, int]]:
    for match in (*_AND_UP.finditer(text), *_FROM.finditer(text)):
        if not _DURATION.search(text[max(0, match.start() - 12) : match.start()]):
            low = int(next(filter(None, match.groups())))
            yield low, OLDEST if low >= 18 else 25 if low >= 13 else 19
    for match in _UPTO.finditer(text):
        word, age = filter(None, match.groups())
        yield 0, max(0, int(age) - word.startswith("under"))


def _grades(text: str) -> Iterator[tuple[int, int]]:
    for match in _GRADES.finditer(text):
        if match[0].startswith("year") and not match[2]:
            continue
        last = 12 if match[3] else int(match[2] or match[1])
        yield int(match[1]) + 6, last + 7


def _groups_in(text: str) -> Iterator[str]:
    for match in PHRASES.finditer(text):
        if match.lastgroup and not _NEGATED.search(
            text[max(0, match.start() - 24) : match.start()]
        ):
            yield _NUMBERED.sub("", match.lastgroup)
    for match in _WORD.finditer(text):
        groups = _groups_of_word(match[0])
        if groups and not _NEGATED.search(text[max(0, match.start() - 24) : match.start()]):
            yield from groups


@lru_cache(maxsize=16384)
def _groups_of_word(word: str) -> tuple[str, ...]:
    return tuple(code for code, pattern in STEMS if pattern.match(word))
