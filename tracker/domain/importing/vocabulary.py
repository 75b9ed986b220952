"""The register's own names – goals, places, lists, organisations – and how a text finds them.

A match is exact but for case, accents and punctuation, or by a synonym, or by a known name
inside a longer text. A likely slip of the pen is never taken as a match: it gives suggestions.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from tracker.domain.importing import synonyms
from tracker.domain.importing.fields import ImportField
from tracker.domain.importing.folding import bigrams, distance, fold, likeness

_MOST_SUGGESTIONS = 3
_LIKE_ENOUGH = 0.6
_FEW_TERMS = 3
_BRACKETS = re.compile(r"\s*\([^)]*\)\s*$")
_ENDINGS = ("orna", "arna", "erna", "en", "et", "er", "ar", "or", "na", "n", "s", "t")
_LEADING = ("stadsdelen ", "stadsdel ", "omradet ", "kommundelen ", "pa ", "i ", "for ")
_FREE_TEXT = frozenset({ImportField.PLACES, ImportField.TARGET_GROUPS, ImportField.EFFORT_TYPES})


class Likeness(StrEnum):
    """How a text came to match."""

    NAME = "name"
    SYNONYM = "synonym"
    WITHIN = "within"


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that can be named: its code, its names (the one to show first), its ages."""

    code: str
    names: tuple[str, ...]
    age_from: int | None = None
    age_to: int | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """The codes a text stands for (several when it names several) and how that was seen."""

    codes: tuple[str, ...]
    likeness: Likeness
    names: tuple[str, ...]


class TermIndex:
    """Finds terms by text; built once for a list of terms."""

    def __init__(
        self,
        terms: Iterable[Term],
        words: Mapping[str, tuple[str, ...]],
        *,
        is_free_text: bool,
        is_closed: bool = True,
    ) -> None:
        self.terms = {term.code: term for term in terms}
        self._is_free_text = is_free_text
        self._is_closed = is_closed  # else something new is likelier than any of a few
        self._by_name: dict[str, str] = {}
        self._by_synonym: dict[str, str] = {}
        self._spelling: dict[str, str] = {}
        for term in self.terms.values():
            for name in (term.code, *term.names):
                self._by_name.setdefault(fold(name), term.code)
            for name in term.names:
                self._spelling.setdefault(fold(name), name)
        for code, synonyms_of in words.items():
            if code in self.terms:
                for word in synonyms_of:
                    self._by_synonym.setdefault(fold(word), code)
                    self._spelling.setdefault(fold(word), self.terms[code].names[0])
        self._by_name.pop("", None)

    def find(self, text: str) -> Match | None:
        """Find what a text names, None when nothing does."""
        words = fold(text)
        for reading in self._readings(text, words):
            code = self._by_name.get(reading)
            if code:
                return self._match((code,), Likeness.NAME)
            code = self._by_synonym.get(reading)
            if code:
                return self._match((code,), Likeness.SYNONYM)
        return self._by_opening(words) or (self._within(words) if self._is_free_text else None)

    def is_named(self, text: str) -> bool:
        """Whether a text as a whole is a name or synonym, so that it must not be split."""
        words = fold(text)
        return words in self._by_name or words in self._by_synonym

    def suggestions(self, text: str) -> tuple[str, ...]:
        """Give the names nearest to a text that matches none, the nearest first."""
        words = fold(text)
        if not 2 <= len(words) <= 120:
            return ()
        near: dict[str, tuple[float, str]] = {}
        pairs = bigrams(words)
        for name, code, pairs_of_name in self._fuzzy:
            score = likeness(pairs, pairs_of_name)
            begins = len(name) > 3 and (words.startswith(name) or name.startswith(f"{words} "))
            if score < _LIKE_ENOUGH and not begins:
                slips = max(1, len(words) // 4)
                if score < 0.25 or distance(words, name, most=slips) > slips:
                    continue
                score = max(score, _LIKE_ENOUGH)
            if score > near.get(code, (0.0, ""))[0]:
                near[code] = (score, self._spelling[name])
        if not near and self._is_closed and len(self.terms) <= _FEW_TERMS:
            return tuple(term.names[0] for term in self.terms.values())
        best = sorted(near, key=lambda code: (-near[code][0], code))
        return tuple(dict.fromkeys(near[code][1] for code in best))[:_MOST_SUGGESTIONS]

    @cached_property
    def _fuzzy(self) -> list[tuple[str, str, frozenset[str]]]:
        return [(name, self._code_of(name), bigrams(name)) for name in self._spelling if name]

    def _code_of(self, name: str) -> str:
        return self._by_name.get(name) or self._by_synonym[name]

    @cached_property
    def _inside(self) -> tuple[re.Pattern[str], dict[str, str]] | None:
        known = {name: self._code_of(name) for name in self._spelling if len(name) > 3}
        if not known:
            return None
        longest_first = sorted(known, key=len, reverse=True)
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b"), known

    def _readings(self, text: str, words: str) -> Iterable[str]:
        yield words
        yield fold(_BRACKETS.sub("", text))
        for leading in _LEADING:
            if words.startswith(leading):
                yield words.removeprefix(leading)
        yield (
            words.split(" ", 1)[0]
            if words[:1].isalpha() and any(map(str.isdigit, words[:4]))
            else words
        )
        if self._is_free_text:
            for ending in _ENDINGS:
                if words.endswith(ending) and len(words) - len(ending) > 3:
                    yield words.removesuffix(ending)

    def _by_opening(self, words: str) -> Match | None:
        """Take a long text for the one name that begins with it (goals are often cut off)."""
        if len(words) < 20:
            return None
        codes = {code for name, code in self._by_name.items() if name.startswith(words)}
        return self._match(tuple(codes), Likeness.WITHIN) if len(codes) == 1 else None

    def _within(self, words: str) -> Match | None:
        if self._inside is None:
            return None
        pattern, known = self._inside
        codes = dict.fromkeys(known[match[0]] for match in pattern.finditer(words))
        return self._match(tuple(codes), Likeness.WITHIN) if codes else None

    def _match(self, codes: tuple[str, ...], how: Likeness) -> Match:
        return Match(codes, how, tuple(self.terms[code].names[0] for code in codes))


@dataclass(frozen=True)
class Vocabulary:
    """Everything a cell may name, as rows the caller read; codes of organisations are theirs.

    `organisation_numbers` gives codes of organisations by number, `goal_area_of` codes of goal
    areas by goal; `whole_place` is the code of the place that is the whole municipality.
    """

    goal_areas: tuple[Term, ...] = ()
    goals: tuple[Term, ...] = ()
    places: tuple[Term, ...] = ()
    target_groups: tuple[Term, ...] = ()
    effort_types: tuple[Term, ...] = ()
    working_groups: tuple[Term, ...] = ()
    funding: tuple[Term, ...] = ()
    organisation_kinds: tuple[Term, ...] = ()
    reaches: tuple[Term, ...] = ()
    partner_roles: tuple[Term, ...] = ()
    organisations: tuple[Term, ...] = ()
    organisation_numbers: Mapping[str, str] = field(default_factory=dict)
    goal_area_of: Mapping[str, str] = field(default_factory=dict)
    whole_place: str = ""

    @cached_property
    def indexes(self) -> dict[ImportField, TermIndex]:
        """An index for each field whose values are named things of ours."""
        whole = {self.whole_place: synonyms.WHOLE_PLACE} if self.whole_place else {}
        sources: dict[ImportField, tuple[tuple[Term, ...], Mapping[str, tuple[str, ...]]]] = {
            ImportField.GOAL_AREAS: (self.goal_areas, {}),
            ImportField.GOALS: (self.goals, {}),
            ImportField.PLACES: (self.places, whole),
            ImportField.TARGET_GROUPS: (self.target_groups, synonyms.TARGET_GROUPS),
            ImportField.EFFORT_TYPES: (self.effort_types, synonyms.EFFORT_TYPES),
            ImportField.WORKING_GROUPS: (self.working_groups, {}),
            ImportField.FUNDING: (self.funding, synonyms.FUNDING),
            ImportField.ORGANISATION_KIND: (self.organisation_kinds, synonyms.ORGANISATION_KINDS),
            ImportField.REACH: (self.reaches, {}),
        }
        return {
            name: TermIndex(terms, words, is_free_text=name in _FREE_TEXT)
            for name, (terms, words) in sources.items()
        }

    @cached_property
    def organisation_index(self) -> TermIndex:
        """An index of the organisations the register knows."""
        return TermIndex(self.organisations, {}, is_free_text=False, is_closed=False)

    @cached_property
    def role_index(self) -> TermIndex:
        """An index of the roles a partner can have."""
        return TermIndex(self.partner_roles, {}, is_free_text=False)
