"""A coordinator's questions about one initiative: where is the report, and what comes after its end?

Each is mailed to the contact person where that is somebody of the organisation with an account,
else to its managers, else to its members: to somebody who can answer here. It stands in the history.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.database import transaction
from tracker.domain.freshness import RUNNING_PHASES
from tracker.domain.lifecycle import Visibility
from tracker.domain.mails import MailTemplate
from tracker.domain.roles import MembershipRole
from tracker.domain.verbs import SubjectKind, Verb
from tracker.domain.worklist import was_asked_lately
from tracker.errors import RefusedError
from tracker.extensions import db
from tracker.models import AuditEntry, Initiative, Membership, Organisation, Person
from tracker.services import audit, notices
from tracker.services.initiatives import load
from tracker.services.report_links import make_link


def remind(actor: Actor, public_id: uuid.UUID, *, now: datetime) -> None:
    """Remind the organisation of the report that is waited for.

    Raises:
        NotFoundError, NotAllowedError,
        RefusedError: `not_running`; `asked_lately`, within a week of the last time; `nobody_reached`,
            where the organisation has nobody with an account.
    """
    _ask(actor, public_id, Verb.REMINDED, MailTemplate.REPORT_REMINDER, now=now)


def ask_what_follows(actor: Actor, public_id: uuid.UUID, *, now: datetime) -> None:
    """Ask the organisation what comes after the end that it has given.

    Raises:
        NotFoundError, NotAllowedError,
        RefusedError: as for `remind`, and `no_end`.
    """
    _ask(actor, public_id, Verb.ENDING_ASKED, MailTemplate.ENDING_ASKED, now=now)


def _ask(
    actor: Actor, public_id: uuid.UUID, verb: Verb, template: MailTemplate, *, now: datetime
) -> None:
    with transaction():
        initiative = load(actor, public_id, Permission.COORDINATE)
        if initiative.phase not in RUNNING_PHASES or initiative.visibility is Visibility.DRAFT:
            raise RefusedError("not_running")
        if verb is Verb.ENDING_ASKED and initiative.end_on is None:
            raise RefusedError("no_end")
        if was_asked_lately(_asked_at(initiative, verb), now=now):
            raise RefusedError("asked_lately")
        people = _who_can_answer(initiative)
        if not people:
            raise RefusedError("nobody_reached")
        audit.record_on(actor, verb, initiative, at=now, changes={})
        lead = db.session.get_one(Organisation, initiative.lead_organisation_id)
        values: dict[str, Any] = {
            "initiative": initiative.title,
            "initiative_id": str(initiative.public_id),
            "lead": lead.name,
        }
        notices.tell(
            people,
            template,
            lambda person: values | _link(template, initiative, person, now=now),
            now=now,
        )


def _link(
    template: MailTemplate, initiative: Initiative, person: Person, *, now: datetime
) -> dict[str, str]:
    if template is not MailTemplate.REPORT_REMINDER:
        return {}
    return {"token": make_link(initiative, person, now=now)}


def _asked_at(initiative: Initiative, verb: Verb) -> datetime | None:
    query = select(func.max(AuditEntry.at)).where(
        AuditEntry.subject_kind == SubjectKind.INITIATIVE.value,
        AuditEntry.subject_id == initiative.id,
        AuditEntry.verb == verb.value,
    )
    asked_at: datetime | None = db.session.scalar(query)
    return asked_at


def _who_can_answer(initiative: Initiative) -> Sequence[Person]:
    return list_reachable(initiative.lead_organisation_id, email=initiative.contact_email)


def list_reachable(organisation_id: int, *, email: str = "") -> Sequence[Person]:
    """Who is mailed at an organisation: who has the address, else its managers, else its members.

    Made-up people of the demo are among them, so that it can be tried; they get no mail.
    """
    query = (
        select(Person, Membership.role)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.organisation_id == organisation_id, Person.is_disabled.is_(False))
        .order_by(Person.id)
    )
    found = db.session.execute(query).all()
    named = [person for person, _role in found if person.email_key == email.strip().casefold()]
    managers = [person for person, role in found if role is MembershipRole.MANAGER]
    return named or managers or [person for person, _role in found]
