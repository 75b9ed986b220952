"""Keeps the search index in step with the initiatives, in the same transaction."""

from collections.abc import Iterable

from sqlalchemy import text

from tracker.domain.swedish import index_terms
from tracker.extensions import db
from tracker.models import Initiative

FORGET = {
    "sqlite": "DELETE FROM initiative_search WHERE rowid = :id",
    "postgresql": "DELETE FROM initiative_search WHERE initiative_id = :id",
}
ADD = {
    "sqlite": "INSERT INTO initiative_search (rowid, title, body) VALUES (:id, :title, :body)",
    "postgresql": """INSERT INTO initiative_search (initiative_id, title, body)
        VALUES (:id, array_to_tsvector(:title_terms), array_to_tsvector(:body_terms))""",
}


def index(initiative: Initiative, *, organisation_name: str, place_names: Iterable[str]) -> None:
    """Make an initiative findable by its words, its organisation and its places.

    The registry number is left out: the same index answers everyone, signed in or not.
    """
    dialect = db.session.get_bind().dialect.name
    title = index_terms(initiative.title)
    body = index_terms(
        " ".join(
            (
                initiative.title,
                initiative.description,
                initiative.purpose,
                organisation_name,
                *place_names,
            )
        )
    )
    db.session.execute(text(FORGET[dialect]), {"id": initiative.id})
    db.session.execute(text(ADD[dialect]), parameters(dialect, initiative.id, title, body))


def parameters(dialect: str, row_id: int, title: str, body: str) -> dict[str, object]:
    """What `ADD` wants on one database, from the terms of title and body."""
    if dialect == "sqlite":
        return {"id": row_id, "title": title, "body": body}
    return {
        "id": row_id,
        "title_terms": sorted(set(title.split())),
        "body_terms": sorted(set(body.split())),
    }


def forget(initiative_id: int) -> None:
    """Take an initiative out of the search index."""
    dialect = db.session.get_bind().dialect.name
    db.session.execute(text(FORGET[dialect]), {"id": initiative_id})
