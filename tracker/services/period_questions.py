"""Saying what every report of a period is asked; a question that is put anew is a new version."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand_somewhere
from tracker.database import for_change, transaction
from tracker.domain.verbs import Verb
from tracker.errors import RefusedError
from tracker.models import PeriodQuestion, ReportingPeriod
from tracker.services import audit
from tracker.services.personal_data import refuse_personal_data

MOST_QUESTIONS = 5


def ask(actor: Actor, period_id: uuid.UUID, texts: Sequence[str], *, now: datetime) -> None:
    """Let the reports of a period be asked these questions, in this order, and no others.

    One that stands already stays the same question; the others are replaced, and kept with the
    answers that they have got.

    Raises:
        NotFoundError, NotAllowedError, PersonalDataError,
        RefusedError: `period_locked`, or `questions_too_many`.
    """
    demand_somewhere(actor, Permission.COORDINATE)
    if len(texts) > MOST_QUESTIONS:
        raise RefusedError("questions_too_many", "questions")
    refuse_personal_data({"questions": "\n".join(texts)})
    with transaction() as session:
        period = for_change(ReportingPeriod, period_id)
        if period.locked_at is not None:
            raise RefusedError("period_locked")
        query = select(PeriodQuestion).where(PeriodQuestion.period_id == period.id)
        every = session.scalars(query.order_by(PeriodQuestion.position, PeriodQuestion.id)).all()
        standing = {row.text: row for row in every if row.replaced_in is None}
        if list(standing) == list(texts):
            return
        version = 1 + max((max(row.version, row.replaced_in or 0) for row in every), default=0)
        for text, row in standing.items():
            if text not in texts:
                row.replaced_in = version
        for position, text in enumerate(dict.fromkeys(texts)):
            row = standing.get(text) or PeriodQuestion(
                period_id=period.id, text=text, version=version
            )
            row.position = position
            session.add(row)
        changes = {"questions": (list(standing), list(texts))}
        audit.record(actor, Verb.EDITED, period, at=now, changes=changes)
