"""Answers which reports the coordinators wonder about, until the organisation has answered."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from tracker.access.actors import Actor
from tracker.access.visibility import visible
from tracker.database import read
from tracker.domain.conversations import without_names
from tracker.models import Comment, Initiative, StatusReport

MOST_QUESTIONS = 20


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A report that was sent back with a question, and the thread to answer it in."""

    public_id: uuid.UUID
    initiative_id: uuid.UUID
    title: str
    report_id: uuid.UUID
    reported_on: date
    text: str
    language: str


def list_asked_back(actor: Actor) -> Sequence[QuestionRow]:
    """What the actor's organisations are asked about their reports, the oldest first."""
    if not actor.organisation_ids:
        return []
    own = Initiative.lead_organisation_id.in_(sorted(actor.organisation_ids))
    return _rows(visible(_QUESTIONS.where(own), actor))


def find_question(actor: Actor, report_id: uuid.UUID) -> QuestionRow | None:
    """What is asked about a report, None where nothing waits for an answer."""
    asked = _QUESTIONS.where(StatusReport.public_id == report_id)
    return next(iter(_rows(visible(asked, actor))), None)


_QUESTIONS: Any = (
    select(
        Comment.public_id,
        Initiative.public_id.label("initiative_id"),
        Initiative.title,
        StatusReport.public_id.label("report_id"),
        StatusReport.reported_on,
        Comment.text,
        Comment.language,
    )
    .join(Initiative, Initiative.id == Comment.initiative_id)
    .join(StatusReport, StatusReport.id == Comment.report_id)
    .where(
        Comment.is_sent_back.is_(True),
        Comment.resolved_at.is_(None),
        Comment.withdrawn_at.is_(None),
    )
    .order_by(Comment.id)
    .limit(MOST_QUESTIONS)
)


def _rows(query: Any) -> list[QuestionRow]:
    return [
        QuestionRow(
            public_id=row.public_id,
            initiative_id=row.initiative_id,
            title=row.title,
            report_id=row.report_id,
            reported_on=row.reported_on,
            text=without_names(row.text),
            language=row.language,
        )
        for row in read(query).all()
    ]
