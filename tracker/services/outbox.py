"""Puts what should follow in the outbox, in the caller's transaction; the worker does it afterwards."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand_somewhere
from tracker.database import one_for_change, transaction, wait_in_line
from tracker.domain.languages import LANGUAGES, full
from tracker.domain.mails import WANTED_VALUES, MailTemplate, Value, one_line
from tracker.domain.outbox import MOST_ATTEMPTS, OVER_WHEN_LATE
from tracker.domain.partner_path import MAILS
from tracker.domain.verbs import SubjectKind, Verb
from tracker.errors import NotFoundError
from tracker.extensions import db
from tracker.models import DailyJob, OutboxEvent
from tracker.services import audit
from tracker.services.audited_tables import SubjectKey

MAIL = "mail"
IMPORT_PREVIEW = "import_preview"
IMPORT_SAVING = "import_saving"
DAILY = "daily"


def add_mail(
    *,
    to: str,
    template: MailTemplate,
    language: str,
    values: Mapping[str, Value],
    now: datetime,
) -> None:
    """Have a mail sent once this transaction is kept; if it is not, nothing is sent.

    Args:
        to: the recipient's address alone.
        language: the recipient's; a mail that is not written in it is in Swedish.
        values: what the template prints; `WANTED_VALUES` names them.

    Raises:
        ValueError: a value is missing or not wanted, a fault in the code.
    """
    wanted = WANTED_VALUES[MailTemplate(template)]
    if set(values) != wanted:
        message = f"{template} wants {sorted(wanted)}, not {sorted(values)}"
        raise ValueError(message)
    payload = {
        "to": one_line(to),
        "template": str(template),
        "language": _spoken(template, language),
        "values": dict(values),
    }
    _add(MAIL, payload, now=now)


def send_again(actor: Actor, message_id: uuid.UUID, *, now: datetime) -> None:
    """Try a mail once more that was given up.

    Raises:
        NotAllowedError, NotFoundError: it is no such mail, or is sent by now.
    """
    demand_somewhere(actor, Permission.COORDINATE)
    with transaction():
        mail = one_for_change(
            select(OutboxEvent).where(
                OutboxEvent.message_id == message_id.hex,
                OutboxEvent.kind == MAIL,
                OutboxEvent.done_at.is_(None),
                OutboxEvent.attempts >= MOST_ATTEMPTS,
            )
        )
        if mail.payload["template"] in OVER_WHEN_LATE:
            raise NotFoundError
        mail.attempts, mail.due_at, mail.last_error = 0, now, ""
        audit.record(actor, Verb.MAIL_SENT_AGAIN, SubjectKey(SubjectKind.REGISTER, 1), at=now)


def _spoken(template: MailTemplate, language: str) -> str:
    if template in MAILS and language in LANGUAGES:
        return language
    return full(language).code.value


def add_preview(*, import_id: int, version: int, now: datetime) -> None:
    """Have the rows of an imported list read once this transaction is kept."""
    _add_step(IMPORT_PREVIEW, import_id=import_id, version=version, now=now)


def add_saving(*, import_id: int, version: int, now: datetime) -> None:
    """Have a long list that was looked through saved once this transaction is kept."""
    _add_step(IMPORT_SAVING, import_id=import_id, version=version, now=now)


def begin_day(jobs: Sequence[str], *, day: date, now: datetime) -> None:
    """Have each job done once this day, however many workers there are."""
    wait_in_line([DAILY])
    begun = {row.name: row for row in db.session.scalars(select(DailyJob))}
    for name in jobs:
        row = begun.get(name)
        if row is not None and row.begun_on >= day:
            continue
        db.session.merge(DailyJob(name=name, begun_on=day))
        _add(DAILY, {"job": name}, now=now)


def _add_step(kind: str, *, import_id: int, version: int, now: datetime) -> None:
    _add(kind, {"import_id": import_id, "version": version}, now=now)


def _add(kind: str, payload: Mapping[str, Any], *, now: datetime) -> None:
    db.session.add(
        OutboxEvent(
            kind=kind,
            payload=dict(payload),
            message_id=uuid.uuid4().hex,
            created_at=now,
            due_at=now,
        )
    )
