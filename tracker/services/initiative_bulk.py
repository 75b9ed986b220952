"""Writes many initiatives at once: rows, tags and links in a handful of statements."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, update

from tracker.database import insert_many, insert_rows
from tracker.domain.roles import ListCode
from tracker.extensions import db
from tracker.models import Initiative, InitiativeLink, InitiativeTag
from tracker.queries.import_register import ENTRY_FIELDS, TAGS
from tracker.queries.reference import Reference
from tracker.services.initiative_content import forget_listings

Tagging = Mapping[str, Sequence[int | str]]
_TABLES: dict[str, Any] = {
    **{name: table for name, table, _ in TAGS},
    **dict.fromkeys(ENTRY_FIELDS.values(), InitiativeTag),
    "links": InitiativeLink,
}
_COLUMNS = {
    **{name: column.key for name, _, column in TAGS},
    **dict.fromkeys(ENTRY_FIELDS.values(), "list_entry_id"),
}
TAG_FIELDS = frozenset(_TABLES)


class Codes:
    """Ids of everything that can be chosen, by code; made once for a long list."""

    def __init__(self, reference: Reference) -> None:
        self.tags: dict[str, dict[str, int]] = {
            name: {row.code: row.id for row in getattr(reference, name).values()}
            for name, _, _ in TAGS
        }
        for list_code, name in ENTRY_FIELDS.items():
            self.tags[name] = _ids(reference, list_code)
        self.reaches = _ids(reference, ListCode.REACH)
        self.partner_roles = _ids(reference, ListCode.PARTNER_ROLE)


def _ids(reference: Reference, list_code: ListCode) -> dict[str, int]:
    return {row.code: row.id for row in reference.of_list(list_code)}


def insert_initiatives(rows: Sequence[Mapping[str, Any]]) -> Sequence[int]:
    """Insert rows of the table, in order, and return their ids in that order."""
    return insert_rows(Initiative, rows)


def update_initiatives(rows: Sequence[Mapping[str, Any]]) -> None:
    """Update columns of the rows named by their `id`; the rows need not name the same columns."""
    db.session.execute(update(Initiative), rows)
    forget_listings(row["id"] for row in rows if "contact_email" in row)


def tagging_of(content: Mapping[str, Any], codes: Codes) -> Tagging:
    """What the tags and links of an initiative are, by field: ids of what is chosen, addresses."""
    tagging: dict[str, Sequence[int | str]] = {
        name: [known[code] for code in dict.fromkeys(content[name])]
        for name, known in codes.tags.items()
    }
    return tagging | {"links": content["links"]}


def replace_tags(taggings: Mapping[int, Tagging], fields: Iterable[str]) -> None:
    """Replace the tags and links of the given fields, by initiative id."""
    wanted = _whole_tables(fields)
    for name, table in _TABLES.items():
        if name in wanted:
            ids = list(taggings)
            statement = delete(table).where(table.initiative_id.in_(ids))
            db.session.execute(statement, execution_options={"synchronize_session": False})
    add_tags(taggings, wanted)


def _whole_tables(fields: Iterable[str]) -> frozenset[str]:
    """The fields, with those that stand in one table with them."""
    entries, wanted = frozenset(ENTRY_FIELDS.values()), frozenset(fields)
    return wanted | entries if wanted & entries else wanted


def add_tags(taggings: Mapping[int, Tagging], fields: Iterable[str]) -> None:
    """Add the tags and links of the given fields where none stand yet, by initiative id."""
    for name in sorted(fields):
        if name == "links":
            rows = [
                (row_id, position, url)
                for row_id, tagging in taggings.items()
                for position, url in enumerate(tagging["links"], 1)
            ]
            insert_many(InitiativeLink, ("initiative_id", "position", "url"), rows)
            continue
        pairs = [(row_id, tag) for row_id, tagging in taggings.items() for tag in tagging[name]]
        insert_many(_TABLES[name], ("initiative_id", _COLUMNS[name]), pairs)
