"""Questions that coordinators send a report back with: settled by what the organisation reports."""

from datetime import datetime

from sqlalchemy import select

from tracker.access.actors import Actor
from tracker.extensions import db
from tracker.models import Comment, Initiative, StatusReport
from tracker.services.conversation_notices import tell_answered


def settle_by_report(
    actor: Actor, initiative: Initiative, *, now: datetime, corrects: StatusReport | None = None
) -> None:
    """Settle open questions, in the caller's transaction: a new report answers all of them.

    Args:
        corrects: the report that is corrected; that answers what was asked about it alone.
    """
    query = select(Comment).where(
        Comment.initiative_id == initiative.id,
        Comment.is_sent_back.is_(True),
        Comment.resolved_at.is_(None),
    )
    if corrects is not None:
        query = query.where(Comment.report_id == corrects.id)
    questions = db.session.scalars(query.order_by(Comment.id)).all()
    if not questions:
        return
    for question in questions:
        question.resolved_at = now
    tell_answered(actor, initiative, questions, now=now)
