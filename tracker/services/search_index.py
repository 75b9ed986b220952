"""Keeps the search index in step with the initiatives, in the same transaction."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, select, text, union

from tracker.domain.swedish import index_terms
from tracker.extensions import db
from tracker.models import Initiative, InitiativePlace, Organisation, Place, PlaceAlias

Terms = tuple[str, str]
_FORGET = {
    "sqlite": "DELETE FROM initiative_search WHERE rowid = :id",
    "postgresql": "DELETE FROM initiative_search WHERE initiative_id = :id",
}
_ADD = {
    "sqlite": "INSERT INTO initiative_search (rowid, title, body) VALUES (:id, :title, :body)",
    "postgresql": """INSERT INTO initiative_search (initiative_id, title, body)
        SELECT id, array_to_tsvector(string_to_array(title, ' ')),
            array_to_tsvector(string_to_array(body, ' '))
        FROM unnest(CAST(:ids AS integer[]), CAST(:titles AS text[]), CAST(:bodies AS text[]))
            AS found (id, title, body)""",
}


def terms_of(
    *,
    title: str,
    description: str,
    purpose: str,
    organisation_name: str,
    place_names: Iterable[str],
) -> Terms:
    """What an initiative is found by: the terms of its title, and those of all it says.

    The registry number is left out: the same index answers everyone, signed in or not.
    """
    body = " ".join((title, description, purpose, organisation_name, *place_names))
    return index_terms(title), index_terms(body)


def reindex(wanted: ColumnElement[bool]) -> None:
    """Make the wanted initiatives findable by what they, their organisation and places say now."""
    db.session.flush()
    rows = db.session.execute(
        select(
            Initiative.id,
            Initiative.title,
            Initiative.description,
            Initiative.purpose,
            Organisation.name.label("organisation_name"),
        )
        .join(Organisation, Organisation.id == Initiative.lead_organisation_id)
        .where(wanted)
    ).all()
    names = _place_names(wanted)
    replace_terms(
        {row.id: terms_of(**_said(row._asdict()), place_names=names[row.id]) for row in rows}
    )


def _said(row: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in row.items() if name != "id"}


def _place_names(wanted: ColumnElement[bool]) -> Mapping[int, list[str]]:
    tagged = (
        select(InitiativePlace.initiative_id, InitiativePlace.place_id)
        .join(Initiative, Initiative.id == InitiativePlace.initiative_id)
        .where(wanted)
        .subquery()
    )
    called = union(
        select(Place.id, Place.name_sv.label("name")), select(PlaceAlias.place_id, PlaceAlias.name)
    ).subquery()
    names = defaultdict(list)
    pairs = select(tagged.c.initiative_id, called.c.name).join(
        called, called.c.id == tagged.c.place_id
    )
    for initiative_id, name in db.session.execute(pairs):
        names[initiative_id].append(name)
    return names


def add_terms(terms: Mapping[int, Terms]) -> None:
    """Make new initiatives findable, by their ids."""
    if terms:
        statement, parameters = adding(db.session.get_bind().dialect.name, terms)
        db.session.execute(text(statement), parameters)


def adding(dialect: str, terms: Mapping[int, Terms]) -> tuple[str, Any]:
    """The statement that makes new initiatives findable on a database, and its parameters."""
    if dialect == "sqlite":
        rows = [{"id": row_id, "title": t, "body": body} for row_id, (t, body) in terms.items()]
        return _ADD[dialect], rows
    return _ADD[dialect], {
        "ids": list(terms),
        "titles": [" ".join(title.split()) for title, _ in terms.values()],
        "bodies": [" ".join(body.split()) for _, body in terms.values()],
    }


def replace_terms(terms: Mapping[int, Terms]) -> None:
    """Replace what initiatives are found by, by their ids."""
    forget(terms)
    add_terms(terms)


def forget(ids: Iterable[int]) -> None:
    """Take initiatives out of the search index."""
    rows = [{"id": row_id} for row_id in ids]
    if rows:
        db.session.execute(text(_FORGET[db.session.get_bind().dialect.name]), rows)
