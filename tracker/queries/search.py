"""Finds initiatives by their words, on both databases: stems, and parts of compound words.

A statement names the words by parameter, so that one statement serves all words.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, cast, column, func, literal, literal_column, select, table
from sqlalchemy.dialects.postgresql import REGCONFIG

from tracker.domain.swedish import query_terms
from tracker.extensions import db

INDEX = table(
    "initiative_search", column("rowid"), column("initiative_id"), column("title"), column("body")
)


class Where(StrEnum):
    """Where all the words stand; the name is also that of the statement's parameter."""

    TITLE = "words_in_title"
    TEXT = "words_in_text"
    TEXT_ALONE = "words_in_text_alone"


def parameters(words: str) -> Mapping[str, str]:
    """The parameters of every statement that searches for these words; none if there is no word."""
    return _parameters(words, is_sqlite=_is_sqlite()) if words else {}


@lru_cache(maxsize=512)
def _parameters(words: str, *, is_sqlite: bool) -> Mapping[str, str]:
    terms = query_terms(words)
    if not terms:
        return {}
    if not is_sqlite:
        return dict.fromkeys(Where, " & ".join(f"'{term}':*" for term in terms))
    title, text = _fts5("title", terms), _fts5("body", terms)
    return {Where.TITLE: title, Where.TEXT: text, Where.TEXT_ALONE: f"{text} NOT {title}"}


def is_wordless(words: str) -> bool:
    """Whether something was asked for that names no word, so that nothing answers."""
    return bool(words) and not query_terms(words)


def _fts5(where: str, terms: Sequence[str]) -> str:
    wanted = " AND ".join(f'"{term}"*' for term in terms)
    return f"({where} : ({wanted}))"


def row_ids(words: str, *, in_title: bool) -> Any:
    """A subquery of the ids of initiatives that hold all the words; None if nothing to search for."""
    given = parameters(words)
    if not given:
        return None
    where = Where.TITLE if in_title else Where.TEXT
    return select(index_id().label("id")).where(holds(where)).params({where: given[where]})


def index_id() -> Any:
    """The column of the search index that is an initiative's id."""
    return INDEX.c.rowid if _is_sqlite() else INDEX.c.initiative_id


def holds(where: Where) -> Any:
    """The condition that a row of the index holds the words of `parameters`."""
    if _is_sqlite():
        return literal_column("initiative_search").op("MATCH")(bindparam(where.value))
    wanted = func.to_tsquery(cast(literal("simple"), REGCONFIG), bindparam(where.value))
    match where:
        case Where.TITLE:
            return INDEX.c.title.op("@@")(wanted)
        case Where.TEXT:
            return INDEX.c.body.op("@@")(wanted)
        case Where.TEXT_ALONE:
            return INDEX.c.body.op("@@")(wanted) & ~INDEX.c.title.op("@@")(wanted)


def _is_sqlite() -> bool:
    return bool(db.session.get_bind().dialect.name == "sqlite")
