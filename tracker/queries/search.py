"""Finds initiatives by their words, on both databases: stems, and parts of compound words."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    bindparam,
    cast,
    column,
    func,
    literal,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import REGCONFIG

from tracker.domain.swedish import query_terms
from tracker.extensions import db

INDEX = table(
    "initiative_search", column("rowid"), column("initiative_id"), column("title"), column("body")
)


def row_ids(words: str, *, in_title: bool) -> Any:
    """A subquery of the ids of initiatives that hold all the words; None if nothing to search for."""
    terms = query_terms(words)
    if not terms:
        return None
    if db.session.get_bind().dialect.name == "sqlite":
        return select(INDEX.c.rowid.label("id")).where(
            text("initiative_search MATCH :terms").bindparams(_own(_fts5(terms, in_title=in_title)))
        )
    return select(INDEX.c.initiative_id.label("id")).where(_tsquery(terms, in_title=in_title))


def _own(wanted: str) -> BindParameter[str]:
    """A parameter of its own, so that one statement can search both titles and texts."""
    return bindparam("terms", wanted, unique=True)


def _fts5(terms: Sequence[str], *, in_title: bool) -> str:
    wanted = " AND ".join(f'"{term}"*' for term in terms)
    return f"title : ({wanted})" if in_title else f"body : ({wanted})"


def _tsquery(terms: Sequence[str], *, in_title: bool) -> ColumnElement[bool]:
    wanted = " & ".join(f"'{term}':*" for term in terms)
    vector = INDEX.c.title if in_title else INDEX.c.body
    return vector.op("@@")(func.to_tsquery(cast(literal("simple"), REGCONFIG), literal(wanted)))
