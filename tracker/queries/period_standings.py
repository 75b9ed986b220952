"""Answers who has reported for a period, who lacks a report, and what has been done about it."""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, cast, func, select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand_somewhere
from tracker.access.visibility import visible
from tracker.database import read
from tracker.domain.local_time import local_day
from tracker.domain.reporting_periods import Period, ReportStanding
from tracker.domain.verbs import Verb
from tracker.domain.worklist import was_asked_lately
from tracker.models import Comment, Initiative, Organisation, StatusReport
from tracker.queries.reporting_periods import DueReport, list_standings
from tracker.queries.worklist import asked_about

ROWS_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class StandingRow:
    """How one initiative stands; `question_id` is what the coordinators wonder about its report.

    `reminded_on` is when its organisation was last reminded, `may_be_reminded` whether it is time.
    """

    report: DueReport
    reminded_on: date | None
    may_be_reminded: bool
    question_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Standings:
    """A page of how initiatives stand in a period; `count` is of all, `total` of what is asked for."""

    rows: tuple[StandingRow, ...]
    total: int
    count: Mapping[ReportStanding, int]
    asked_back: int

    @property
    def lacking(self) -> int:
        """How many reports are waited for."""
        return self.count.get(ReportStanding.DUE, 0) + self.count.get(ReportStanding.LATE, 0)


def get_standings(
    actor: Actor,
    period: Period,
    *,
    standing: ReportStanding | None,
    is_asked_back: bool,
    page: int,
    now: datetime,
) -> Standings:
    """How initiatives stand in a period: of one standing, or those with an open question, or all.

    Raises:
        NotAllowedError
    """
    demand_somewhere(actor, Permission.COORDINATE)
    found = list_standings(actor, period, today=local_day(now))
    questions = _open_questions(period)
    chosen = [
        each
        for each in found
        if standing in (None, each.due.standing)
        and not (is_asked_back and each.initiative_id not in questions)
    ]
    shown = chosen[(page - 1) * ROWS_PER_PAGE :][:ROWS_PER_PAGE]
    return Standings(
        rows=tuple(_rows(shown, questions, now=now)),
        total=len(chosen),
        count=Counter(each.due.standing for each in found),
        asked_back=sum(each.initiative_id in questions for each in found),
    )


def _rows(
    shown: Sequence[DueReport], questions: Mapping[int, uuid.UUID], *, now: datetime
) -> list[StandingRow]:
    lacking = [each.initiative_id for each in shown if each.due.is_waited_for]
    reminded = asked_about(lacking, Verb.REMINDED)
    return [
        StandingRow(
            report=each,
            reminded_on=local_day(at) if (at := reminded.get(each.initiative_id)) else None,
            may_be_reminded=each.due.is_waited_for and not was_asked_lately(at, now=now),
            question_id=questions.get(each.initiative_id),
        )
        for each in shown
    ]


def _open_questions(period: Period) -> Mapping[int, uuid.UUID]:
    """The first question that waits for an answer about a report of the period, by initiative."""
    query = (
        select(Comment.initiative_id, Comment.public_id)
        .join(StatusReport, StatusReport.id == Comment.report_id)
        .where(
            StatusReport.period_id == period.id,
            Comment.is_sent_back.is_(True),
            Comment.resolved_at.is_(None),
            Comment.withdrawn_at.is_(None),
        )
        .order_by(Comment.id.desc())
    )
    found: Any = read(query)
    return {row.initiative_id: row.public_id for row in found}


@dataclass(frozen=True, slots=True)
class AnsweredRow:
    """A report that answers questions of its period; `answers` are pairs of question and text."""

    public_id: uuid.UUID
    title: str
    organisation_name: str
    reported_on: date
    language: str
    answers: tuple[tuple[str, str], ...]


def list_answered(actor: Actor, period: Period, *, page: int) -> tuple[list[AnsweredRow], int]:
    """One page of the reports with answers, by organisation, and how many they are.

    Raises:
        NotAllowedError
    """
    demand_somewhere(actor, Permission.COORDINATE)
    query = (
        select(
            Initiative.public_id,
            Initiative.title,
            Organisation.name,
            StatusReport.reported_on,
            StatusReport.language,
            StatusReport.answers,
            func.count().over().label("total"),
        )
        .join(StatusReport, StatusReport.initiative_id == Initiative.id)
        .join(Organisation, Organisation.id == StatusReport.organisation_id)
        .where(StatusReport.period_id == period.id, cast(StatusReport.answers, String) != "[]")
        .order_by(Organisation.name_key, Initiative.title_key, StatusReport.id)
        .limit(ROWS_PER_PAGE)
        .offset((page - 1) * ROWS_PER_PAGE)
    )
    found: Sequence[Any] = read(visible(query, actor)).all()
    rows = [
        AnsweredRow(
            public_id=row.public_id,
            title=row.title,
            organisation_name=row.name,
            reported_on=row.reported_on,
            language=row.language,
            answers=tuple((each["question"], each["text"]) for each in row.answers),
        )
        for row in found
    ]
    return rows, found[0].total if found else 0
