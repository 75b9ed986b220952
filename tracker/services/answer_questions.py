"""Asks the managers of an organisation, once a year, who answers for it now."""

from datetime import datetime

from sqlalchemy import and_, exists, or_, select

from tracker.access.actors import ANONYMOUS
from tracker.database import transaction
from tracker.domain.answering import ASKED_EVERY
from tracker.domain.local_time import local_day
from tracker.domain.mails import MailTemplate
from tracker.domain.roles import MembershipRole
from tracker.domain.verbs import Verb
from tracker.models import Membership, Organisation, Person
from tracker.services import audit, notices

MOST_A_DAY = 200


def ask_for_answers(*, now: datetime) -> int:
    """Mail the managers of organisations that nobody has answered for in a year.

    Returns how many organisations were asked; done again the same day it asks the rest, if any.
    """
    today = local_day(now)
    limit = today - ASKED_EVERY
    has_manager = exists().where(
        Membership.organisation_id == Organisation.id,
        Membership.role == MembershipRole.MANAGER,
        Membership.person_id == Person.id,
        Person.is_disabled.is_(False),
        Person.is_demo.is_(False),
    )
    due = (
        select(Organisation)
        .where(
            Organisation.closed_on.is_(None),
            Organisation.is_demo.is_(False),
            or_(
                Organisation.answers_confirmed_on <= limit,
                and_(
                    Organisation.answers_confirmed_on.is_(None),
                    Organisation.created_at <= now - ASKED_EVERY,
                ),
            ),
            or_(Organisation.answers_asked_on.is_(None), Organisation.answers_asked_on <= limit),
            has_manager,
        )
        .order_by(Organisation.id)
        .limit(MOST_A_DAY)
        .with_for_update(of=Organisation)
    )
    with transaction() as session:
        asked = list(session.scalars(due))
        for organisation in asked:
            _ask(organisation, now=now)
        return len(asked)


def _ask(organisation: Organisation, *, now: datetime) -> None:
    today = local_day(now)
    changes = {"answers_asked_on": (organisation.answers_asked_on, today)}
    organisation.answers_asked_on = today
    audit.record(
        ANONYMOUS,
        Verb.ANSWERS_ASKED,
        organisation,
        at=now,
        organisation_id=organisation.id,
        changes=changes,
    )
    values: notices.Values = {
        "organisation": organisation.name,
        "organisation_id": str(organisation.public_id),
    }
    people = notices.people_of(organisation.id, but=ANONYMOUS)
    notices.tell(people, MailTemplate.ANSWERS_ASKED, lambda _: values, now=now)
