"""Writes many initiatives at once: rows, tags, links and search terms in a handful of statements."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, text

from tracker.domain.roles import ListCode
from tracker.extensions import db
from tracker.models import Initiative, InitiativeLink, InitiativeTag
from tracker.queries.import_register import ENTRY_FIELDS, TAGS
from tracker.queries.reference import Reference
from tracker.services.search_index import ADD, FORGET, parameters

CHUNK = 500


def insert_initiatives(rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert rows of the table, in order, and return their ids in that order."""
    statement = insert(Initiative).returning(Initiative.id, sort_by_parameter_order=True)
    return list(db.session.scalars(statement, rows))


def write_tags(
    contents: Mapping[int, Mapping[str, Any]], fields: Iterable[str], reference: Reference
) -> None:
    """Replace the tags and links of the given fields; `contents` gives codes by initiative id."""
    wanted = set(fields)
    for name, table, column in TAGS:
        if name in wanted:
            codes = {row.code: row.id for row in getattr(reference, name).values()}
            _replace(
                table,
                contents,
                lambda content, n=name, c=codes: [c[k] for k in content[n]],
                column.key,
            )
    if wanted & set(ENTRY_FIELDS.values()):
        _replace(
            InitiativeTag, contents, lambda content: _entry_ids(content, reference), "list_entry_id"
        )
    if "links" in wanted:
        _delete(InitiativeLink, contents)
        _insert(
            InitiativeLink,
            [
                {"initiative_id": row_id, "position": position, "url": url}
                for row_id, content in contents.items()
                for position, url in enumerate(content["links"], 1)
            ],
        )


def _entry_ids(content: Mapping[str, Any], reference: Reference) -> list[int]:
    return [
        entry.id
        for list_code, name in ENTRY_FIELDS.items()
        for code in content[name]
        if (entry := reference.entry(ListCode(list_code), code))
    ]


def _replace(
    table: Any, contents: Mapping[int, Mapping[str, Any]], ids_of: Any, column_name: str
) -> None:
    _delete(table, contents)
    _insert(
        table,
        [
            {"initiative_id": row_id, column_name: tag_id}
            for row_id, content in contents.items()
            for tag_id in dict.fromkeys(ids_of(content))
        ],
    )


def _delete(table: Any, ids: Iterable[int]) -> None:
    every = list(ids)
    for start in range(0, len(every), CHUNK):
        part = every[start : start + CHUNK]
        db.session.execute(
            delete(table).where(table.initiative_id.in_(part)),
            execution_options={"synchronize_session": False},
        )


def _insert(table: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        db.session.execute(insert(table), rows)


def write_terms(terms: Mapping[int, tuple[str, str]]) -> None:
    """Replace the search terms of title and body, by initiative id."""
    if not terms:
        return
    dialect = db.session.get_bind().dialect.name
    db.session.execute(text(FORGET[dialect]), [{"id": row_id} for row_id in terms])
    db.session.execute(
        text(ADD[dialect]),
        [parameters(dialect, row_id, title, body) for row_id, (title, body) in terms.items()],
    )
