"""Submitting status reports: append-only; a mistake is corrected by a later report that says so."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.database import transaction
from tracker.domain.lifecycle import Condition, Phase, needs_reason
from tracker.domain.local_time import local_day
from tracker.domain.verbs import Verb
from tracker.errors import NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import Initiative, StatusReport
from tracker.queries.reporting_periods import find_next_period
from tracker.services import audit, report_links, report_questions
from tracker.services.initiatives import load, noticed
from tracker.services.measure_values import tell_with_report
from tracker.services.personal_data import refuse_personal_data

FREE_TEXT_FIELDS = ("happened", "obstacles", "needs")


def answer_field(question_id: str) -> str:
    """The name of the field in which a question is answered."""
    return f"answer_{question_id}"


@dataclass(frozen=True)
class Answer:
    """What is answered to a question of a period, with the question as it was put."""

    question_id: str
    question: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ReportContent:
    """The fields of the report form; `people_reached` None means "cannot count yet"."""

    condition: Condition
    phase: Phase
    happened: str = ""
    obstacles: str = ""
    needs: str = ""
    people_reached: int | None = None
    answers: list[Answer] = field(default_factory=list)
    is_nothing_new: bool = False
    language: str = "sv"
    reported_on: date


def submit(
    actor: Actor,
    initiative_id: uuid.UUID,
    content: ReportContent,
    *,
    submission_key: str,
    numbers: Mapping[uuid.UUID, int] | None = None,
    now: datetime,
) -> uuid.UUID:
    """Add a report; sent twice with the same key (a double click), it is kept once.

    Args:
        numbers: what is told of measures of the initiative, by their public ids.

    Raises:
        NotFoundError, NotAllowedError, PersonalDataError,
        RefusedError: `future_date`, `nothing_said`, or `reason_needed` when the phase goes back.
    """
    _check(content, now=now)
    with transaction():
        initiative = load(actor, initiative_id, Permission.REPORT_STATUS)
        earlier = _submitted_before(submission_key)
        if earlier is not None and _says(earlier, content):
            tell_with_report(actor, initiative, numbers or {}, earlier, now=now)
            return earlier.public_id
        key = None if earlier else submission_key
        report = _hand_in(actor, initiative, content, submission_key=key, now=now)
        _record(actor, Verb.REPORTED, initiative, content, now=now)
        tell_with_report(actor, initiative, numbers or {}, report, now=now)
        return report.public_id


def submit_by_link(
    token: str,
    content: ReportContent,
    *,
    submission_key: str,
    numbers: Mapping[uuid.UUID, int] | None = None,
    now: datetime,
) -> None:
    """Add the report of whoever got a link to the form by mail; the link ends with it.

    Raises:
        NotFoundError: the link has ended, or its person may not report here any longer.
        PersonalDataError, RefusedError: as for `submit`.
    """
    _check(content, now=now)
    with transaction():
        link, actor, initiative_id = report_links.use_link(token, now=now)
        initiative = load(actor, initiative_id, Permission.REPORT_STATUS)
        key = None if _submitted_before(submission_key) else submission_key
        report = _hand_in(actor, initiative, content, submission_key=key, now=now)
        link.report_id = report.id
        _record(actor, Verb.REPORTED_BY_LINK, initiative, content, now=now)
        tell_with_report(actor, initiative, numbers or {}, report, now=now)


def correct(
    actor: Actor,
    report_id: uuid.UUID,
    content: ReportContent,
    *,
    submission_key: str,
    now: datetime,
) -> uuid.UUID:
    """Correct a report by a later one; the first stays in the history, marked as corrected.

    Raises:
        As `submit`, and RefusedError: `corrected_already`.
    """
    _check(content, now=now)
    with transaction():
        initiative, wrong = _report_of(actor, report_id)
        earlier = _submitted_before(submission_key)
        if earlier is not None and _says(earlier, content):
            return earlier.public_id
        is_corrected = select(StatusReport.id).where(StatusReport.corrects_id == wrong.id)
        if db.session.scalar(is_corrected.limit(1)) is not None:
            raise RefusedError("corrected_already")
        key = None if earlier else submission_key
        report = _add(actor, initiative, content, submission_key=key, now=now, corrects=wrong)
        if content.phase is not wrong.phase and _latest(initiative) is report:
            _move(initiative, content.phase)
        _carry_over(initiative, now=now)
        report_questions.settle_by_report(actor, initiative, now=now, corrects=wrong)
        _record(actor, Verb.CORRECTED_REPORT, initiative, content, now=now)
        return report.public_id


def _check(content: ReportContent, *, now: datetime) -> None:
    if content.reported_on > local_day(now):
        raise RefusedError("future_date", "reported_on")
    if not content.happened and not content.is_nothing_new:
        raise RefusedError("nothing_said", "happened")
    answers = {answer_field(answer.question_id): answer.text for answer in content.answers}
    refuse_personal_data({name: getattr(content, name) for name in FREE_TEXT_FIELDS} | answers)


def _submitted_before(submission_key: str) -> StatusReport | None:
    query = select(StatusReport).where(StatusReport.submission_key == submission_key)
    found: StatusReport | None = db.session.scalars(query).one_or_none()
    return found


def _says(report: StatusReport, content: ReportContent) -> bool:
    """Whether a report is the same one sent twice, not a page gone back to and written anew."""
    return all(getattr(report, name) == value for name, value in asdict(content).items())


def _report_of(actor: Actor, report_id: uuid.UUID) -> tuple[Initiative, StatusReport]:
    query = select(StatusReport).where(StatusReport.public_id == report_id)
    report = db.session.scalars(query).one_or_none()
    if report is None:
        raise NotFoundError
    initiative_id = db.session.scalar(
        select(Initiative.public_id).where(Initiative.id == report.initiative_id)
    )
    return load(actor, initiative_id, Permission.REPORT_STATUS), report


def _hand_in(
    actor: Actor,
    initiative: Initiative,
    content: ReportContent,
    *,
    submission_key: str | None,
    now: datetime,
) -> StatusReport:
    if needs_reason(initiative.phase, content.phase) and not content.happened:
        raise RefusedError("reason_needed", "happened")
    report = _add(actor, initiative, content, submission_key=submission_key, now=now)
    if _latest(initiative) is report:
        _move(initiative, content.phase)
    _carry_over(initiative, now=now)
    report_links.end_links_of(initiative, now=now)
    report_questions.settle_by_report(actor, initiative, now=now)
    return report


def _add(
    actor: Actor,
    initiative: Initiative,
    content: ReportContent,
    *,
    submission_key: str | None,
    now: datetime,
    corrects: StatusReport | None = None,
) -> StatusReport:
    report = StatusReport(
        period_id=corrects.period_id
        if corrects
        else find_next_period(initiative, today=local_day(now)),
        corrects_id=corrects.id if corrects else None,
        initiative_id=initiative.id,
        organisation_id=initiative.lead_organisation_id,
        person_id=actor.person_id,
        submission_key=submission_key,
        created_at=now,
        **asdict(content),
    )
    db.session.add(report)
    db.session.flush()
    return report


def _latest(initiative: Initiative) -> StatusReport:
    """The report that tells how it stands: the latest one that no other corrects."""
    correction = aliased(StatusReport)
    query = (
        select(StatusReport)
        .where(
            StatusReport.initiative_id == initiative.id,
            ~exists().where(correction.corrects_id == StatusReport.id),
        )
        .order_by(StatusReport.reported_on.desc(), StatusReport.id.desc())
        .limit(1)
    )
    latest: StatusReport = db.session.scalars(query).one()
    return latest


def _move(initiative: Initiative, phase: Phase) -> None:
    if initiative.phase is not phase:
        initiative.phase = phase
        initiative.version += 1


def _carry_over(initiative: Initiative, *, now: datetime) -> None:
    latest = _latest(initiative)
    initiative.last_reported_on = latest.reported_on
    initiative.condition = latest.condition
    noticed(initiative, now=now)


def _record(
    actor: Actor, verb: Verb, initiative: Initiative, content: ReportContent, *, now: datetime
) -> None:
    values = {name: value for name, value in asdict(content).items() if value not in (None, "", [])}
    audit.record_on(actor, verb, initiative, at=now, changes=audit.differences({}, values))
