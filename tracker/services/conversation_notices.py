"""Tells people that something was said: those named in it, those in the thread, and the lead.

Nobody is told of an initiative that they may not see; the text itself stays on the page.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import or_, select

from tracker.access.actors import Actor
from tracker.access.visibility import sees
from tracker.domain.conversations import COORDINATORS, CommentKind, Mentioned
from tracker.domain.mails import MailTemplate
from tracker.domain.roles import PlatformRole
from tracker.extensions import db
from tracker.models import Comment, Initiative, Membership, Organisation, Person, StatusReport
from tracker.queries.accounts import find_actor
from tracker.services.notices import Values, people_of, people_with, tell


def tell_said(
    actor: Actor,
    initiative: Initiative,
    comment: Comment,
    mentions: Sequence[Mentioned],
    *,
    now: datetime,
) -> None:
    """Tell each once: as mentioned, else as one of the thread or of the lead organisation."""
    named = _that_see(initiative, _mentioned(actor, mentions))
    named_ids = {person.id for person in named}
    others = [
        person
        for person in _that_see(initiative, _concerned(actor, initiative, comment))
        if person.id not in named_ids
    ]
    values = about(initiative, comment)
    tell(named, MailTemplate.COMMENT_MENTIONED, lambda _: values, now=now)
    if comment.is_sent_back:
        asked = {name: values[name] for name in ("initiative", "initiative_id")}
        tell(others, MailTemplate.REPORT_QUESTIONED, lambda _: asked, now=now)
    elif comment.report_id is not None and comment.kind is CommentKind.THANKS:
        tell(others, MailTemplate.REPORT_THANKED, lambda _: values, now=now)
    else:
        tell(others, MailTemplate.COMMENT_WRITTEN, lambda _: values, now=now)


def tell_answered(
    actor: Actor, initiative: Initiative, questions: Sequence[Comment], *, now: datetime
) -> None:
    """Tell those who asked back about a report that the organisation has reported since."""
    lead = db.session.get_one(Organisation, initiative.lead_organisation_id)
    values: Values = {
        "initiative": initiative.title,
        "initiative_id": str(initiative.public_id),
        "lead": lead.name,
    }
    ids = {question.person_id for question in questions} - {actor.person_id}
    people = (db.session.get_one(Person, person_id) for person_id in sorted(ids))
    tell(_that_see(initiative, people), MailTemplate.REPORT_ANSWERED, lambda _: values, now=now)


def about(initiative: Initiative, comment: Comment) -> Values:
    """What is said of a comment: for whom it was written, and about what."""
    organisation = (
        db.session.get_one(Organisation, comment.organisation_id)
        if comment.organisation_id
        else None
    )
    return {
        "initiative": initiative.title,
        "initiative_id": str(initiative.public_id),
        "writing": organisation.name if organisation else "",
    }


def _mentioned(actor: Actor, mentions: Iterable[Mentioned]) -> Iterable[Person]:
    for mentioned in mentions:
        if mentioned.person_id is not None and mentioned.person_id != actor.person_id:
            yield db.session.get_one(Person, mentioned.person_id)
        elif mentioned.organisation_id is not None:
            yield from people_of(mentioned.organisation_id, but=actor)
        elif mentioned == COORDINATORS:
            yield from people_with(PlatformRole.COORDINATOR, but=actor)


def _concerned(actor: Actor, initiative: Initiative, comment: Comment) -> Iterable[Person]:
    if initiative.lead_organisation_id not in actor.organisation_ids:
        yield from people_of(initiative.lead_organisation_id, but=actor)
    if comment.report_id is not None:
        yield from _writer_of(comment.report_id, actor)
    if comment.root_id is not None:
        of_thread = or_(Comment.id == comment.root_id, Comment.root_id == comment.root_id)
        writers = select(Comment.person_id).where(of_thread, Comment.withdrawn_at.is_(None))
        query = select(Person).where(Person.id.in_(writers), Person.id != actor.person_id)
        yield from db.session.scalars(query.order_by(Person.id))


def _writer_of(report_id: int, actor: Actor) -> Iterable[Person]:
    """Whoever wrote a report, as long as they belong to the organisation that it is of."""
    query = (
        select(Person)
        .join(StatusReport, StatusReport.person_id == Person.id)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            StatusReport.id == report_id,
            Membership.organisation_id == StatusReport.organisation_id,
            Person.id != actor.person_id,
        )
    )
    yield from db.session.scalars(query)


def _that_see(initiative: Initiative, people: Iterable[Person]) -> list[Person]:
    """Those who may see the initiative, each once."""
    met = {person.id: person for person in people}
    return [
        person
        for person in met.values()
        if (theirs := find_actor(person.id)) is not None and sees(theirs, initiative)
    ]
