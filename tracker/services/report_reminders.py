"""Reminds people of the reports that are due: one mail for all of theirs, at most once a week.

Done again within the day, nobody is told twice: what was told is kept with the mail. Whom to tell is
decided anew each time: the contact person who can sign in, else the managers, else the members.
"""

import secrets
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, select

from tracker.access.actors import ANONYMOUS, Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand_somewhere
from tracker.database import for_change, transaction
from tracker.domain.local_time import local_day
from tracker.domain.mails import MailTemplate
from tracker.domain.reminding import StopReason, is_quiet, may_be_mailed, step_reached
from tracker.domain.reporting_periods import Period
from tracker.domain.roles import MembershipRole
from tracker.domain.verbs import Verb
from tracker.errors import NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import Initiative, Membership, Person, ReminderStop, ReportReminder
from tracker.queries.accounts import hash_token
from tracker.queries.reporting_periods import DueReport, list_due_reports, list_standings
from tracker.services import audit, notices
from tracker.services.report_links import make_link

_Told = Mapping[tuple[int, int, date], int]


@dataclass(frozen=True, slots=True)
class _Reached:
    """A report that somebody is to be reminded of, and the step that has been reached."""

    report: DueReport
    due_on: date
    step: int


def remind_of_due(*, now: datetime) -> int:
    """Mail everybody whose reports are due; returns how many were mailed. Quiet on holidays."""
    today = local_day(now)
    if is_quiet(today):
        return 0
    reached = list(_reached(list_due_reports(today=today), today))
    told = _told(reached)
    mailed = 0
    for person_id, theirs in _by_recipient(reached).items():
        if any(_is_new(told, person_id, each) for each in theirs):
            mailed += _mail(person_id, theirs, told, by=ANONYMOUS, now=now)
    return mailed


@dataclass(frozen=True, slots=True)
class Reminded:
    """What came of reminding: people mailed, people who had a mail within the week, those with nobody to mail.

    `unreached` counts initiatives.
    """

    mailed: int
    lately: int
    unreached: int


def remind_now(
    actor: Actor, period: Period, *, now: datetime, only: uuid.UUID | None = None
) -> Reminded:
    """Remind those whose report a period lacks, all or of one initiative; one mail a week and person.

    Raises:
        NotAllowedError, NotFoundError,
        RefusedError: `quiet_day`, at weekends and on holidays.
    """
    demand_somewhere(actor, Permission.COORDINATE)
    today = local_day(now)
    if is_quiet(today):
        raise RefusedError("quiet_day")
    known = [
        each
        for each in list_standings(actor, period, today=today)
        if only in (None, each.public_id)
    ]
    if only and not known:
        raise NotFoundError
    reached = [
        _Reached(each, each.due.due_on, (today - each.due.due_on).days)
        for each in known
        if each.due.is_waited_for and each.due.due_on
    ]
    by_recipient = _by_recipient(reached)
    mailed = sum(
        _mail(person_id, theirs, {}, by=actor, now=now)
        for person_id, theirs in by_recipient.items()
    )
    with_reader = {each.report.initiative_id for theirs in by_recipient.values() for each in theirs}
    return Reminded(mailed, len(by_recipient) - mailed, len(reached) - len(with_reader))


def _reached(reports: Iterable[DueReport], today: date) -> Iterable[_Reached]:
    for report in reports:
        due_on = report.due.due_on
        step = step_reached(due_on, report.due.schedule.steps, today) if due_on else None
        if due_on is not None and step is not None:
            yield _Reached(report, due_on, step)


def _told(reached: Sequence[_Reached]) -> _Told:
    if not reached:
        return {}
    query = (
        select(
            ReportReminder.person_id,
            ReportReminder.initiative_id,
            ReportReminder.due_on,
            func.max(ReportReminder.step),
        )
        .where(ReportReminder.due_on >= min(each.due_on for each in reached))
        .group_by(ReportReminder.person_id, ReportReminder.initiative_id, ReportReminder.due_on)
    )
    return {(row[0], row[1], row[2]): row[3] for row in db.session.execute(query)}


def _is_new(told: _Told, person_id: int, each: _Reached) -> bool:
    before = told.get((person_id, each.report.initiative_id, each.due_on))
    return before is None or before < each.step


def _by_recipient(reached: Sequence[_Reached]) -> Mapping[int, list[_Reached]]:
    people = _reachable({each.report.organisation_id for each in reached})
    contacts = _contacts(each.report.initiative_id for each in reached)
    found: dict[int, list[_Reached]] = defaultdict(list)
    for each in reached:
        contact = contacts.get(each.report.initiative_id, "")
        for person_id in _right_people(people[each.report.organisation_id], contact):
            found[person_id].append(each)
    return found


def _reachable(organisation_ids: Iterable[int]) -> Mapping[int, list[Any]]:
    is_stopped = select(ReminderStop.person_id)
    query = (
        select(Membership.organisation_id, Person.id, Person.email_key, Membership.role)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.organisation_id.in_(sorted(organisation_ids)),
            Person.is_disabled.is_(False),
            Person.is_demo.is_(False),
            Person.id.not_in(is_stopped),
        )
        .order_by(Person.id)
    )
    people: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(query):
        people[row.organisation_id].append(row)
    return people


def _contacts(initiative_ids: Iterable[int]) -> Mapping[int, str]:
    query = select(Initiative.id, Initiative.contact_email).where(
        Initiative.id.in_(sorted(initiative_ids)), Initiative.contact_email != ""
    )
    return {row.id: row.contact_email.strip().casefold() for row in db.session.execute(query)}


def _right_people(people: Sequence[Any], contact: str) -> list[int]:
    named = [person.id for person in people if person.email_key == contact]
    managers = [person.id for person in people if person.role is MembershipRole.MANAGER]
    return named or managers or [person.id for person in people]


def _mail(
    person_id: int, theirs: Sequence[_Reached], told: _Told, *, by: Actor, now: datetime
) -> bool:
    """Mail one person in a transaction of their own; False within a week of the last time."""
    today = local_day(now)
    with transaction() as session:
        public_id = session.scalars(select(Person.public_id).where(Person.id == person_id)).one()
        person = for_change(Person, public_id)
        last = select(func.max(ReportReminder.sent_on)).where(ReportReminder.person_id == person_id)
        if not may_be_mailed(session.scalar(last), today):
            return False
        stop = secrets.token_urlsafe(32)
        reports = [_told_of(each, person, today, by=by, now=now) for each in theirs]
        session.add_all(
            ReportReminder(
                person_id=person_id,
                initiative_id=each.report.initiative_id,
                due_on=each.due_on,
                step=each.step,
                sent_on=today,
                stop_hash=hash_token(stop),
            )
            for each in theirs
            if _is_new(told, person_id, each)
        )
        values: notices.Values = {"reports": reports, "count": len(reports), "stop": stop}
        notices.tell([person], MailTemplate.REPORTS_DUE, lambda _: values, now=now)
        return True


def _told_of(
    each: _Reached, person: Person, today: date, *, by: Actor, now: datetime
) -> Mapping[str, Any]:
    initiative = db.session.get_one(Initiative, each.report.initiative_id)
    audit.record_on(by, Verb.REMINDED, initiative, at=now, changes={})
    token = make_link(initiative, person, now=now)
    return {
        "initiative": initiative.title,
        "organisation": each.report.organisation_name,
        "day": each.due_on.isoformat(),
        "is_late": each.due_on < today,
        "path": f"/report/{token}",
    }


def stop_reminders(token: str, *, now: datetime) -> None:
    """Whoever got a reminder wants no more of them.

    Raises:
        NotFoundError: the token is not of a mail of ours.
    """
    with transaction() as session:
        person_id = _reader_of(token)
        session.merge(ReminderStop(person_id=person_id, reason=StopReason.UNWANTED, since=now))


def resume_reminders(token: str) -> None:
    """Whoever stopped the reminders wants them again.

    Raises:
        NotFoundError: the token is not of a mail of ours.
    """
    with transaction() as session:
        stop = ReminderStop.person_id == _reader_of(token)
        session.execute(delete(ReminderStop).where(stop))


def note_undeliverable(address: str, *, now: datetime) -> None:
    """A mail server refuses an address for good: its owner's reminders go to the next person."""
    person_id = _owner_of(address, is_undeliverable=False)
    if person_id is not None:
        with transaction() as session:
            reason = StopReason.UNDELIVERABLE
            session.add(ReminderStop(person_id=person_id, reason=reason, since=now))


def note_deliverable(address: str) -> None:
    """A mail server takes mails to an address again that it refused."""
    person_id = _owner_of(address, is_undeliverable=True)
    if person_id is not None:
        with transaction() as session:
            session.execute(delete(ReminderStop).where(ReminderStop.person_id == person_id))


def _owner_of(address: str, *, is_undeliverable: bool) -> int | None:
    reason = ReminderStop.reason
    wanted = reason == StopReason.UNDELIVERABLE if is_undeliverable else reason.is_(None)
    query = (
        select(Person.id)
        .outerjoin(ReminderStop, ReminderStop.person_id == Person.id)
        .where(Person.email_key == address.strip().casefold(), wanted)
    )
    person_id: int | None = db.session.scalar(query)
    return person_id


def _reader_of(token: str) -> int:
    query = select(ReportReminder.person_id).where(ReportReminder.stop_hash == hash_token(token))
    person_id = db.session.scalars(query.limit(1)).one_or_none()
    if person_id is None:
        raise NotFoundError
    return person_id
