"""Takes out what is said about what goes, and what made-up people have said of others."""

from collections.abc import Sequence

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from tracker.models import Comment, CommentMention


def remove_conversations(
    session: Session, gone: Sequence[int], organisations: Sequence[int], people: Sequence[int]
) -> None:
    """Delete comments with their answers; mentions of what goes stand for nobody afterwards."""
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
