"""Forgets, once a day, what has been kept for as long as the settings say, each in a transaction."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, func, or_, select

from tracker.access.actors import ANONYMOUS
from tracker.database import transaction
from tracker.domain.import_steps import ImportStanding
from tracker.domain.invitations import InvitationStanding
from tracker.domain.joining import UNANSWERED, JoinStanding
from tracker.domain.mails import MailTemplate
from tracker.domain.retention import Keeping
from tracker.domain.verbs import SubjectKind, Verb
from tracker.extensions import db
from tracker.models import (
    AuditEntry,
    ImportFile,
    ImportRow,
    Invitation,
    JoinRequest,
    Notification,
    OutboxEvent,
    Person,
    RegisterState,
)
from tracker.services import outbox, redaction
from tracker.services.audited_tables import SubjectKey
from tracker.services.erasure import erase_row
from tracker.services.forgetting import forget_applicant
from tracker.services.import_files import delete_import

SIGN_INS = (Verb.SIGNED_IN, Verb.SIGN_IN_FAILED, Verb.SIGNED_OUT)
_REGISTER = SubjectKey(SubjectKind.REGISTER, 1)
_ENDED = (*UNANSWERED, JoinStanding.DECLINED, JoinStanding.WITHDRAWN)
_NOT_TAKEN = tuple(set(InvitationStanding) - {InvitationStanding.ACCEPTED})


def forget_old(keeping: Keeping, *, now: datetime) -> None:
    """Forget what has been kept long enough; done again on the same day, it finds nothing more."""
    jobs: tuple[tuple[int, Callable[[datetime, datetime], None]], ...] = (
        (keeping.sign_ins_days, _forget_sign_ins),
        (keeping.mails_days, _forget_mails),
        (keeping.join_requests_days, _forget_applicants),
        (keeping.lists_days, _forget_lists),
        (keeping.closed_accounts_days, _erase_closed_accounts),
    )
    for days, forget in jobs:
        if days:
            with transaction():
                forget(now - timedelta(days=days), now)


def _forget_sign_ins(before: datetime, now: datetime) -> None:
    """Empty what the trail says of old sign-ins, such as the browser; that they happened stays."""
    is_old = and_(AuditEntry.verb.in_([verb.value for verb in SIGN_INS]), AuditEntry.at < before)
    redaction.empty_values(ANONYMOUS, _REGISTER, is_old, reason="kept long enough", at=now)


def _forget_mails(before: datetime, _now: datetime) -> None:
    """Take away mails that could not be sent, what is left of all that is done, and what was told."""
    is_over = or_(OutboxEvent.done_at.is_not(None), OutboxEvent.kind == outbox.MAIL)
    db.session.execute(delete(OutboxEvent).where(OutboxEvent.created_at < before, is_over))
    db.session.execute(delete(Notification).where(Notification.created_at < before))


def _forget_applicants(before: datetime, now: datetime) -> None:
    """Take away who asked to join or was invited, where it was declined or nobody answered."""
    for model, ended in ((JoinRequest, _ENDED), (Invitation, _NOT_TAKEN)):
        query = select(model).where(
            model.standing.in_(ended),
            func.coalesce(model.answered_at, model.expires_at) < before,
            model.email != "",
        )
        for row in db.session.scalars(query.order_by(model.id).with_for_update()).all():
            forget_applicant(ANONYMOUS, row, now=now, reason="kept long enough")


def _forget_lists(before: datetime, _now: datetime) -> None:
    """Throw away lists that nobody saved, and the rows of those that were."""
    old = db.session.scalars(select(ImportFile).where(ImportFile.created_at < before)).all()
    for file in old:
        if file.standing is ImportStanding.SAVED:
            db.session.execute(delete(ImportRow).where(ImportRow.import_file_id == file.id))
        else:
            delete_import(file)


def _erase_closed_accounts(before: datetime, now: datetime) -> None:
    """Erase people whose accounts were closed long ago and are closed still."""
    closed = (
        select(AuditEntry.subject_id)
        .where(
            AuditEntry.subject_kind == SubjectKind.PERSON.value,
            AuditEntry.verb == Verb.DISABLED.value,
        )
        .group_by(AuditEntry.subject_id)
        .having(func.max(AuditEntry.at) < before)
    )
    query = select(Person).where(
        Person.is_disabled.is_(True),
        Person.erased_at.is_(None),
        Person.is_demo.is_(False),
        Person.id.in_(closed),
    )
    for person in db.session.scalars(query.order_by(Person.id).with_for_update()).all():
        erase_row(ANONYMOUS, person, now=now)


def mail_audit_head(to: str, *, now: datetime) -> None:
    """Mail the head of the audit trail to where nobody of the product can change it."""
    with transaction() as session:
        entries = session.scalar(select(func.count(AuditEntry.id))) or 0
        outbox.add_mail(
            to=to,
            template=MailTemplate.AUDIT_HEAD,
            language="sv",
            values={
                "name": to,
                "head": session.get_one(RegisterState, 1).head_hash,
                "entries": str(entries),
                "day": f"{now:%Y-%m-%d}",
            },
            now=now,
        )
