"""Takes out what is said and told about what goes, and what made-up people have said of others."""

from collections.abc import Sequence

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from tracker.models import (
    Comment,
    CommentMention,
    CoordinatorNote,
    Initiative,
    Notification,
    Organisation,
    Touchpoint,
)


def remove_conversations(
    session: Session, gone: Sequence[int], organisations: Sequence[int], people: Sequence[int]
) -> None:
    """Delete comments with their answers; mentions of what goes stand for nobody afterwards."""
    session.execute(delete(CoordinatorNote).where(CoordinatorNote.person_id.in_(people)))
    _remove_told(session, gone, organisations)
    theirs = or_(Comment.initiative_id.in_(gone), Comment.person_id.in_(people))
    ids = select(Comment.id).where(
        or_(theirs, Comment.root_id.in_(select(Comment.id).where(theirs)))
    )
    found = list(session.scalars(ids))
    is_of_them = or_(
        CommentMention.comment_id.in_(found),
        CommentMention.person_id.in_(people),
        CommentMention.organisation_id.in_(organisations),
    )
    session.execute(delete(CommentMention).where(is_of_them))
    session.execute(delete(Comment).where(Comment.id.in_(found), Comment.root_id.is_not(None)))
    session.execute(delete(Comment).where(Comment.id.in_(found)))
    session.execute(
        update(Comment)
        .where(Comment.organisation_id.in_(organisations))
        .values(organisation_id=None)
    )


def _remove_told(session: Session, gone: Sequence[int], organisations: Sequence[int]) -> None:
    """Delete what anybody was told about what goes, or of an organisation by a name that goes."""
    touched = or_(Touchpoint.one_id.in_(gone), Touchpoint.other_id.in_(gone))
    queries = (
        select(Initiative.public_id).where(Initiative.id.in_(gone)),
        select(Organisation.public_id).where(Organisation.id.in_(organisations)),
        select(Touchpoint.public_id).where(touched),
        select(Organisation.name).where(Organisation.id.in_(organisations)),
    )
    words = {str(found) for query in queries for found in session.scalars(query)}
    for row in session.scalars(select(Notification)).all():
        if words & {str(value) for value in row.values.values()}:
            session.delete(row)
