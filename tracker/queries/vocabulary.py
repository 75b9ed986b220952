"""Answers which words the register is written in, so that a slip of the keyboard can be put right.

The words are kept in the process, and grow by what has been changed since. They are only ever tried:
what is shown to anybody is a word that stands in something they may see.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from threading import Lock

from sqlalchemy import select
from sqlalchemy.engine import Engine

from tracker.database import read
from tracker.domain.near_words import SHORTEST, NearWords
from tracker.extensions import db
from tracker.models import Initiative
from tracker.queries.organisation_choices import all_at
from tracker.queries.reference import Reference
from tracker.queries.register import StateRow

_WORDS = re.compile(rf"[^\W\d_]{{{SHORTEST},}}")
_OVERLAP = timedelta(minutes=10)
"""What was saved at a moment may be kept a little later."""


@dataclass
class _Held:
    """What this process has read of one database."""

    counts: Counter[str] = field(default_factory=Counter)
    until: datetime | None = None
    content_hash: str = ""
    near: NearWords = field(default_factory=lambda: NearWords({}))
    lock: Lock = field(default_factory=Lock)


@lru_cache(maxsize=4)
def _held_of(_engine: Engine) -> _Held:
    return _Held()


def near_words(*, reference: Reference, state: StateRow) -> NearWords:
    """The words of the register as it stands now."""
    held = _held_of(db.engine)
    with held.lock:
        if held.content_hash != state.content_hash:
            _read_on(held)
            held.near = NearWords(held.counts + _names(reference, state.reference_hash))
            held.content_hash = state.content_hash
        return held.near


def forget() -> None:
    """Begin anew, for a database that is another one under the same address."""
    _held_of.cache_clear()


def _read_on(held: _Held) -> None:
    query = select(Initiative.title, Initiative.description, Initiative.changed_at)
    if held.until is not None:
        query = query.where(Initiative.changed_at >= held.until - _OVERLAP)
    for row in read(query):
        held.counts.update(words_of((row.title, row.description)))
        held.until = row.changed_at if held.until is None else max(held.until, row.changed_at)


def _names(reference: Reference, reference_hash: str) -> Counter[str]:
    named = (
        reference.goal_areas, reference.goals, reference.places, reference.entries,
        reference.working_groups,
    )  # fmt: skip
    names = [row.name for rows in named for row in rows.values()]
    aliases = [alias for row in reference.places.values() for alias in row.aliases]
    return Counter(words_of((*names, *aliases, *(row.name for row in all_at(reference_hash)))))


def words_of(texts: Iterable[str]) -> set[str]:
    """The words of texts, in small letters, each once."""
    return {word for text in texts for word in _WORDS.findall(text.casefold())}
