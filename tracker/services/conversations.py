"""Saying something about an initiative or one of its reports, to everyone who may see it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import delete, exists, literal, or_, select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import Subject, demand, demand_somewhere, may_somewhere
from tracker.access.visibility import sees
from tracker.database import transaction
from tracker.domain.conversations import CommentKind, Mentioned, with_marks
from tracker.domain.roles import PartnerStanding
from tracker.domain.verbs import Verb
from tracker.errors import NotAllowedError, NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import Comment, CommentMention, Initiative, Partnership, StatusReport
from tracker.queries.mentions import list_nameable
from tracker.services import audit
from tracker.services.conversation_notices import tell_said
from tracker.services.initiatives import load, subject_of
from tracker.services.personal_data import refuse_personal_data

Row = TypeVar("Row", Comment, StatusReport)
DOUBLE_PRESS = timedelta(seconds=30)


@dataclass(frozen=True, kw_only=True)
class CommentContent:
    """What somebody says; `root_id` is the first comment of the thread that it answers in.

    Thanks may go without words; `report_id` is the report that it is about. `is_sent_back`: a
    coordinator asks the organisation to answer about it, by a correction, a report or a reply.
    """

    text: str
    kind: CommentKind = CommentKind.COMMENT
    language: str = "sv"
    root_id: uuid.UUID | None = None
    report_id: uuid.UUID | None = None
    is_sent_back: bool = False


def say(
    actor: Actor, initiative_id: uuid.UUID, content: CommentContent, *, now: datetime
) -> uuid.UUID:
    """Say something, or answer in a thread; a second press of the button says nothing more.

    An answer in a resolved thread opens it again; one by the organisation that was asked about a
    report settles that question.

    Raises:
        NotFoundError: the initiative, thread or report is none that the actor may see.
        NotAllowedError: a report is sent back, but not by a coordinator.
        PersonalDataError, RefusedError: `message_empty`, or `corrected_already`.
    """
    if content.is_sent_back:
        demand_somewhere(actor, Permission.COORDINATE)
    text = content.text.strip()
    refuse_personal_data({"text": text})
    if not text and content.kind is not CommentKind.THANKS:
        raise RefusedError("message_empty", "text")
    with transaction():
        initiative = load(actor, initiative_id, Permission.DISCUSS)
        subject = concerned(initiative)
        names = list_nameable(actor, subject, initiative.visibility) if "@" in text else ()
        marked, mentions = with_marks(text, ((row.name, row.mentioned) for row in names))
        root = _in(initiative, Comment, content.root_id)
        report = _in(initiative, StatusReport, content.report_id)
        if report and content.is_sent_back and _is_corrected(report):
            raise RefusedError("corrected_already")
        about = root or report
        comment = Comment(
            initiative_id=about.initiative_id if about else initiative.id,
            report_id=report.id if report else None,
            root_id=(root.root_id or root.id) if root else None,
            person_id=actor.person_id,
            organisation_id=_speaks_for(actor, subject),
            kind=content.kind,
            text=marked,
            language=content.language,
            is_sent_back=content.is_sent_back,
            created_at=now,
        )
        return _keep(actor, initiative, comment, mentions, now=now).public_id


def resolve(actor: Actor, comment_id: uuid.UUID, *, now: datetime) -> uuid.UUID:
    """Mark a thread as resolved; returns the initiative that it is about.

    Raises:
        NotFoundError, NotAllowedError: whoever began it, the lead organisation and the
            coordinators may.
    """
    return _settle(actor, comment_id, at=now, verb=Verb.COMMENT_RESOLVED, now=now)


def reopen(actor: Actor, comment_id: uuid.UUID, *, now: datetime) -> uuid.UUID:
    """Open a resolved thread again; returns the initiative that it is about.

    Raises:
        NotFoundError, NotAllowedError: as `resolve`.
    """
    return _settle(actor, comment_id, at=None, verb=Verb.COMMENT_REOPENED, now=now)


def withdraw(actor: Actor, comment_id: uuid.UUID, *, now: datetime) -> uuid.UUID:
    """Take back what one has said oneself: the words go, that something was said stays.

    Raises:
        NotFoundError, NotAllowedError: somebody else has said it.
    """
    with transaction():
        initiative, comment = _load_comment(actor, comment_id)
        if comment.person_id != actor.person_id:
            raise NotAllowedError(Permission.DISCUSS)
        comment.text, comment.withdrawn_at = "", now
        if comment.is_sent_back:
            comment.resolved_at = now
        db.session.execute(delete(CommentMention).where(CommentMention.comment_id == comment.id))
        audit.record_on(actor, Verb.COMMENT_WITHDRAWN, initiative, at=now, changes={})
        return initiative.public_id


def concerned(initiative: Initiative) -> Subject:
    """What the policy needs to know of an initiative, its partners among it."""
    lead = subject_of(initiative)
    query = select(Partnership.organisation_id).where(
        Partnership.initiative_id == initiative.id,
        Partnership.standing == PartnerStanding.ACCEPTED,
    )
    return Subject(lead.organisation_id, lead.is_municipal, frozenset(db.session.scalars(query)))


def may_settle(actor: Actor, *, person_id: int, lead_organisation_id: int) -> bool:
    """Whether the actor may mark a thread that this person began as resolved."""
    return (
        person_id == actor.person_id
        or lead_organisation_id in actor.organisation_ids
        or may_somewhere(actor, Permission.COORDINATE)
    )


def _settle(
    actor: Actor, comment_id: uuid.UUID, *, at: datetime | None, verb: Verb, now: datetime
) -> uuid.UUID:
    with transaction():
        initiative, comment = _load_comment(actor, comment_id)
        first = db.session.get_one(Comment, comment.root_id) if comment.root_id else comment
        lead_id = initiative.lead_organisation_id
        if not may_settle(actor, person_id=first.person_id, lead_organisation_id=lead_id):
            raise NotAllowedError(Permission.DISCUSS)
        first.resolved_at = at
        audit.record_on(actor, verb, initiative, at=now, changes={})
        return initiative.public_id


def _load_comment(actor: Actor, comment_id: uuid.UUID) -> tuple[Initiative, Comment]:
    """A comment that the actor may see, and what it was said about, gone up in another or not."""
    query = select(Comment).where(Comment.public_id == comment_id)
    comment = db.session.scalars(query).one_or_none()
    if comment is None:
        raise NotFoundError
    own = shown = db.session.get_one(Initiative, comment.initiative_id)
    while shown.merged_into_id is not None:
        shown = db.session.get_one(Initiative, shown.merged_into_id)
    if not sees(actor, shown):
        raise NotFoundError
    demand(actor, Permission.DISCUSS, subject_of(shown))
    return own, comment


def _in(initiative: Initiative, model: type[Row], public_id: uuid.UUID | None) -> Row | None:
    """A row of the initiative, or of one that has gone up in it; None where none is asked for."""
    if public_id is None:
        return None
    gone_up = select(Initiative.id).where(Initiative.merged_into_id == initiative.id)
    query = select(model).where(
        model.public_id == public_id,
        or_(model.initiative_id == initiative.id, model.initiative_id.in_(gone_up)),
    )
    row: Row | None = db.session.scalars(query).one_or_none()
    if row is None:
        raise NotFoundError
    return row


def _is_corrected(report: StatusReport) -> bool:
    query = select(exists().where(StatusReport.corrects_id == report.id))
    return bool(db.session.scalar(query))


def _speaks_for(actor: Actor, subject: Subject) -> int | None:
    """The organisation that the actor speaks for: the lead one, a partner, or else their first."""
    ids = [own.id for own in actor.organisations]
    for wanted in ({subject.organisation_id}, subject.partner_ids):
        if found := [each for each in ids if each in wanted]:
            return found[0]
    return ids[0] if ids else None


def _keep(
    actor: Actor,
    initiative: Initiative,
    comment: Comment,
    mentions: Sequence[Mentioned],
    *,
    now: datetime,
) -> Comment:
    if twin := _said_just_now(comment, now=now):
        return twin
    db.session.add(comment)
    db.session.flush()
    for number, mentioned in enumerate(mentions, 1):
        db.session.add(
            CommentMention(
                comment_id=comment.id,
                initiative_id=comment.initiative_id,
                number=number,
                person_id=mentioned.person_id,
                organisation_id=mentioned.organisation_id,
            )
        )
    if comment.root_id is not None:
        first = db.session.get_one(Comment, comment.root_id)
        answers = first.is_sent_back and initiative.lead_organisation_id in actor.organisation_ids
        first.resolved_at = now if answers else None
    about = db.session.get_one(Initiative, comment.initiative_id)
    verb = Verb.REPORT_QUESTIONED if comment.is_sent_back else Verb.COMMENTED
    audit.record_on(actor, verb, about, at=now, changes={})
    tell_said(actor, initiative, comment, mentions, now=now)
    return comment


def _said_just_now(comment: Comment, *, now: datetime) -> Comment | None:
    """What a first press of the button has said; thanks without words are said once."""
    is_bare = comment.kind is CommentKind.THANKS and not comment.text
    same = ("initiative_id", "report_id", "root_id", "person_id", "kind", "text", "is_sent_back")
    query = select(Comment).where(
        *(getattr(Comment, name).is_not_distinct_from(getattr(comment, name)) for name in same),
        or_(Comment.created_at > now - DOUBLE_PRESS, literal(is_bare)),
        Comment.withdrawn_at.is_(None),
    )
    found: Comment | None = db.session.scalars(query.limit(1)).one_or_none()
    return found
