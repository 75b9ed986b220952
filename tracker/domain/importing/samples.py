"""What the values of a column look like: which share reads as a date, a sum, a known place."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from tracker.domain.importing.ages import read_ages
from tracker.domain.importing.amounts import read_money
from tracker.domain.importing.cell_lists import tags_of
from tracker.domain.importing.dates import read_start
from tracker.domain.importing.fields import ImportField
from tracker.domain.importing.folding import fold
from tracker.domain.importing.grid import Cell, as_text
from tracker.domain.importing.outcomes import Reading, UnreadableValueError
from tracker.domain.importing.periods import read_period
from tracker.domain.importing.tables import TableRow
from tracker.domain.importing.ticks import is_ticked, named_by
from tracker.domain.importing.values import (
    holds_contact_details,
    read_links,
    read_phase,
    read_visibility,
)
from tracker.domain.importing.vocabulary import Likeness, Match, Vocabulary

_VALUES_AT_MOST = 150
_EXAMPLES = 3
_WITHIN_COUNTS = 0.4
_BODY = re.compile(
    r"\b(?:ab|hb|ekonomisk|ideell|if|ik|bk|sk|fk|fc|bif|ff|gif|kommun|stad|region|klubb)\b"
    r"|forening|forvaltning|namnd|bolag|stiftelse|forbund|kyrka|forsamling|skola|hogskola|"
    r"universitet|lansstyrelse|landsting|bostader|enhet|avdelning|bibliotek|natverk|rorelsen"
)
_PERSON = re.compile(
    r"[A-ZÅÄÖÉ][a-zåäöéü]+(?:-[A-ZÅÄÖ][a-zåäöé]+)?(?: [A-ZÅÄÖ]\.?)?(?: (?:von|af|de|van|al))?"
    r"(?: [A-ZÅÄÖÉ][a-zåäöéü]+(?:-[A-ZÅÄÖ][a-zåäöé]+)?){1,2}$"
)
_RECORD_NUMBER = re.compile(
    r"^(?:[A-ZÅÄÖ]{1,6}[ :-]?)?(?:19|20)\d{2}[-/: ]\d{1,6}(?:[-.]\d+)?"
    r"(?: ?[A-ZÅÄÖ]+)?$"
)
_UUID = re.compile(r"^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$", re.IGNORECASE)


@dataclass(frozen=True)
class Sample:
    """Distinct values of a column, the number of cells they come from, and our names."""

    values: tuple[Cell, ...]
    cells: int
    distinct: int
    vocabulary: Vocabulary

    @property
    def examples(self) -> tuple[str, ...]:
        """A few values to show, shortened."""
        return tuple(as_text(value)[:80] for value in self.values[:_EXAMPLES])

    @property
    def distinct_share(self) -> float:
        """How many of the cells hold something else than those before."""
        return self.distinct / self.cells if self.cells else 0.0

    @cached_property
    def is_ticked(self) -> bool:
        """Whether there are ticks in the column, and nothing else."""
        ticks = [is_ticked(value) for value in self.values]
        return None not in ticks and True in ticks

    def tags_named(self, header: str, fields: Iterable[ImportField]) -> ImportField | None:
        """The first of these fields of which the header names one value, as "Norrby" does."""
        indexes = self.vocabulary.indexes
        return next((field for field in fields if named_by(header, indexes[field])), None)

    @cached_property
    def mean_length(self) -> float:
        """The mean length of the texts in characters."""
        return sum(len(as_text(v)) for v in self.values) / (len(self.values) or 1)

    @cached_property
    def text_share(self) -> float:
        """How many values are words, not numbers or dates."""
        return self._share(lambda v: isinstance(v, str) and any(map(str.isalpha, v)))

    @cached_property
    def date_share(self) -> float:
        """How many values read as a date or as no date."""
        return self._readable(read_start)

    @cached_property
    def period_share(self) -> float:
        """How many values read as a period."""
        return self._readable(read_period)

    @cached_property
    def money_share(self) -> float:
        """How many values read as a sum of money."""
        return self._readable(read_money)

    @cached_property
    def ages_share(self) -> float:
        """How many values read as ages."""
        return self._readable(read_ages)

    @cached_property
    def phase_share(self) -> float:
        """How many values read as a phase."""
        return self._readable(read_phase)

    @cached_property
    def visibility_share(self) -> float:
        """How many values read as a visibility."""
        return self._readable(read_visibility)

    @cached_property
    def link_share(self) -> float:
        """How many values are web addresses and nothing else."""
        return self._share(lambda v: isinstance(v, str) and all(map(self._is_link, _parts(v))))

    @cached_property
    def contact_share(self) -> float:
        """How many values hold an e-mail address or phone number and no name."""
        return self._share(
            lambda v: holds_contact_details(as_text(v)) and " " not in as_text(v).strip()
        )

    @cached_property
    def person_share(self) -> float:
        """How many values look like a person's name."""
        return self._share(
            lambda v: (
                isinstance(v, str)
                and bool(_PERSON.match(re.split(r"[,;/(\n]", v)[0].strip()))
                and not self._is_body(v)
            )
        )

    @cached_property
    def body_share(self) -> float:
        """How many values look like an organisation's name, or are one we know."""
        return self._share(lambda v: isinstance(v, str) and self._is_body(v))

    @cached_property
    def record_number_share(self) -> float:
        """How many values look like a diarienummer (KS 2021-00123)."""
        return self._share(lambda v: bool(_RECORD_NUMBER.match(as_text(v))))

    @cached_property
    def uuid_share(self) -> float:
        """How many values are UUIDs."""
        return self._share(lambda v: bool(_UUID.match(as_text(v))))

    @cached_property
    def is_counting(self) -> bool:
        """Whether the values just count the rows: 1, 2, 3."""
        texts = [as_text(value).rstrip(".") for value in self.values]
        numbers = [int(text) for text in texts if text.isdecimal() and len(text) < 7]
        steps = [b - a for a, b in pairwise(numbers)]
        return len(numbers) == len(texts) > 1 and numbers[0] <= 1 and set(steps) == {1}

    def tag_share(self, field: ImportField) -> float:
        """How many of the values (parted, if lists) name something of ours in this field.

        A value that only holds a known name among other words counts for less than half.
        """
        index = self.vocabulary.indexes[field]
        found = total = 0.0
        for value in self.values:
            parts = tags_of(as_text(value)[:500], index.is_named)
            total += len(parts) or 1
            found += sum(_weight(index.find(part)) for part in parts if len(part) < 200)
        return found / total if total else 0.0

    def best_tags(self, fields: Iterable[ImportField]) -> tuple[ImportField | None, float]:
        """Give the field whose names the values are most often, and how often."""
        if self.text_share < 0.5 or self.mean_length > 120:
            return None, 0.0
        best, most = None, 0.0
        for field in fields:
            share = self.tag_share(field)
            if share > most:
                best, most = field, share
        return best, most

    def _is_body(self, text: str) -> bool:
        return bool(_BODY.search(fold(text))) or self.vocabulary.organisation_index.is_named(text)

    def _is_link(self, text: str) -> bool:
        try:
            return bool(read_links(text).value)
        except UnreadableValueError:
            return False

    def _readable(self, reader: Callable[[Cell], Reading[object]]) -> float:
        def is_readable(value: Cell) -> bool:
            try:
                reader(value)
            except UnreadableValueError:
                return False
            return True

        return self._share(is_readable)

    def _share(self, test: Callable[[Cell], bool]) -> float:
        return sum(map(test, self.values)) / len(self.values) if self.values else 0.0


def _parts(text: str) -> list[str]:
    return [part for part in re.split(r"[\s;,]+", text) if part]


def _weight(match: Match | None) -> float:
    if match is None:
        return 0.0
    return _WITHIN_COUNTS if match.likeness is Likeness.WITHIN else 1.0


def sample_of(at: int, rows: Sequence[TableRow], vocabulary: Vocabulary) -> Sample:
    """Take a sample of the distinct values at one place of the rows, spread over all of them."""
    step = max(1, len(rows) // 1000)
    cells = [row.cells[at] for row in rows[::step] if row.cells[at] is not None]
    distinct = list(dict.fromkeys((type(cell), cell) for cell in cells))
    spread = max(1, len(distinct) // _VALUES_AT_MOST)
    values = tuple(cell for _, cell in distinct[::spread])[:_VALUES_AT_MOST]
    return Sample(values, len(cells), len(distinct), vocabulary)
