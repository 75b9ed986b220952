"""Takes people out of what waits or has ended: mails, lists, requests to join and invitations.

Everything here happens in the caller's transaction.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Text, and_, cast, delete, or_, select

from tracker.access.actors import Actor
from tracker.domain.invitations import InvitationStanding
from tracker.domain.joining import UNANSWERED, JoinStanding
from tracker.domain.mails import MailTemplate
from tracker.domain.verbs import Verb
from tracker.extensions import db
from tracker.models import (
    AuditEntry,
    ImportFile,
    ImportRow,
    Invitation,
    JoinMessage,
    JoinRequest,
    Notification,
    OutboxEvent,
    Person,
)
from tracker.services import audit, redaction
from tracker.services.accounts import email_key
from tracker.services.audited_tables import subject_of
from tracker.services.import_files import delete_import


def forget_mails(email: str) -> None:
    """Take away mails to the person that wait, or that could never be sent."""
    waiting = select(OutboxEvent.id, OutboxEvent.payload).where(OutboxEvent.done_at.is_(None))
    theirs = [
        event_id
        for event_id, payload in db.session.execute(waiting)
        if str(payload.get("to", "")).casefold() == email.casefold()
    ]
    db.session.execute(delete(OutboxEvent).where(OutboxEvent.id.in_(theirs)))


def forget_told(name: str) -> None:
    """Take away what others were told of the person by name: that they came to an organisation."""
    query = select(Notification).where(
        Notification.template == MailTemplate.INVITATION_ANSWERED.value
    )
    for row in db.session.scalars(query).all():
        if row.values.get("invited") == name:
            db.session.delete(row)


def forget_lists(person: Person, name: str, email: str) -> None:
    """Take away lists that are being read in by the person, or that name them.

    The rows of a list that is saved already lose the name.
    """
    words = tuple(word.encode() for word in (name, email))
    for file in db.session.scalars(select(ImportFile).where(ImportFile.content.is_not(None))).all():
        if file.person_id == person.id or any(word in (file.content or b"") for word in words):
            delete_import(file)
    text = cast(ImportRow.proposed, Text)
    is_named = [text.contains(json.dumps(word)[1:-1], autoescape=True) for word in (name, email)]
    for row in db.session.scalars(select(ImportRow).where(or_(*is_named))).all():
        row.proposed = _without(row.proposed, (name, email))


def forget_asked_and_invited(actor: Actor, email: str, *, now: datetime) -> None:
    """Take a person out of requests to join and of invitations."""
    for model in (JoinRequest, Invitation):
        query = select(model).where(model.email_key == email_key(email)).order_by(model.id)
        for row in db.session.scalars(query.with_for_update()).all():
            forget_applicant(actor, row, now=now, reason="erased")


def forget_applicant(
    actor: Actor, row: JoinRequest | Invitation, *, now: datetime, reason: str
) -> None:
    """Take away who asked to join or was invited, and what was written about it; how it ended stays."""
    if isinstance(row, JoinRequest):
        if row.standing in UNANSWERED:
            row.standing = JoinStanding.WITHDRAWN
        row.about = ""
        query = select(JoinMessage).where(JoinMessage.request_id == row.id)
        for message in db.session.scalars(query).all():
            message.body = ""
    elif row.standing is InvitationStanding.SENT:
        row.standing = InvitationStanding.WITHDRAWN
    if isinstance(row, Invitation):
        row.message = ""
    row.name = row.email = ""
    row.email_key = f"erased {row.public_id}"
    audit.record(actor, Verb.ERASED, row, at=now)
    kind, row_id = subject_of(row)
    is_about = and_(AuditEntry.subject_kind == kind.value, AuditEntry.subject_id == row_id)
    redaction.empty_values(actor, row, is_about, reason=reason, at=now)


def _without(value: Any, words: tuple[str, ...]) -> Any:
    """The same JSON value without texts that hold one of the words."""
    if isinstance(value, str):
        return "" if any(word in value for word in words) else value
    if isinstance(value, Mapping):
        return {name: _without(part, words) for name, part in value.items()}
    return [_without(part, words) for part in value] if isinstance(value, list) else value
