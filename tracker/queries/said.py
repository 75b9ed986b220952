"""Answers what is said in conversations for those who take a copy: of a record, or of their own."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from tracker.domain.conversations import with_names
from tracker.domain.secrecy import Marked, Why, marked_person
from tracker.extensions import db
from tracker.models import Comment, CommentMention, Organisation, Person
from tracker.queries.initiatives import InitiativePage

Rows = Sequence[Mapping[str, Any]]


def list_said_of(initiative: InitiativePage) -> list[Mapping[str, Any]]:
    """Everything said about an initiative, each text marked to be looked at."""
    return [
        {
            "at": row.created_at,
            "person": marked_person(row.person_public_id, row.person_name),
            "organisation": row.organisation_name,
            "body": Marked(f"comment {row.public_id}", Why.MESSAGE, text) if text else "",
        }
        for row, text in _said(Comment.initiative_id == initiative.id)
    ]


def list_own_comments(person: Person) -> Rows:
    """What somebody has said, in their own words; people they mentioned stay unnamed."""
    return [
        {"kind": "said", "created_at": row.created_at, "body": text}
        for row, text in _said(Comment.person_id == person.id, names_people=False)
    ]


def _said(is_wanted: ColumnElement[bool], *, names_people: bool = True) -> list[tuple[Any, str]]:
    mentioned, named = aliased(Person), aliased(Organisation)
    query = (
        select(
            Comment.id,
            Comment.public_id,
            Comment.kind,
            Comment.text,
            Comment.created_at,
            Person.public_id.label("person_public_id"),
            Person.name.label("person_name"),
            Organisation.name.label("organisation_name"),
            CommentMention.number,
            mentioned.name.label("mentioned_name"),
            named.name.label("mentioned_organisation"),
        )
        .join(Person, Person.id == Comment.person_id)
        .outerjoin(Organisation, Organisation.id == Comment.organisation_id)
        .outerjoin(CommentMention, CommentMention.comment_id == Comment.id)
        .outerjoin(mentioned, mentioned.id == CommentMention.person_id)
        .outerjoin(named, named.id == CommentMention.organisation_id)
        .where(is_wanted)
        .order_by(Comment.id, CommentMention.number)
    )
    found = groupby(db.session.execute(query), key=lambda row: row.id)
    rows = [list(its) for _id, its in found]
    return [(its[0], _text(its, names_people=names_people)) for its in rows]


def _text(rows: Sequence[Any], *, names_people: bool) -> str:
    names = [
        (row.mentioned_name if names_people else None) or row.mentioned_organisation or "…"
        for row in rows
        if row.number is not None
    ]
    return with_names(rows[0].text, names)
