"""Asks an organisation with experience nearby whether it wants to do something where nothing is done."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand_somewhere
from tracker.database import for_change, transaction
from tracker.domain.local_time import local_day
from tracker.domain.mails import MailTemplate, Value
from tracker.domain.verbs import Verb
from tracker.domain.worklist import GAP_ASKED_AGAIN_AFTER
from tracker.errors import NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import GoalArea, Organisation, Person, Place
from tracker.queries.coverage import when_asked
from tracker.queries.reference import is_current
from tracker.services import audit, notices
from tracker.services.reminders import list_reachable


def ask(actor: Actor, organisation_id: uuid.UUID, place: str, area: str, *, now: datetime) -> None:
    """Mail its managers a form with the place and the goal area, by their codes, filled in.

    Raises:
        NotAllowedError, NotFoundError,
        RefusedError: `organisation_closed`; `gap_asked_lately`, within 30 days of the last time;
            `nobody_reached`, where it has nobody with an account.
    """
    demand_somewhere(actor, Permission.COORDINATE)
    with transaction():
        organisation = for_change(Organisation, organisation_id)
        where, what = _load(Place, place, now), _load(GoalArea, area, now)
        if organisation.closed_on is not None:
            raise RefusedError("organisation_closed")
        gap = f"{place}/{area}"
        if when_asked([organisation.id], gap, since=now - GAP_ASKED_AGAIN_AFTER):
            raise RefusedError("gap_asked_lately")
        people = list_reachable(organisation.id)
        if not people:
            raise RefusedError("nobody_reached")
        audit.record(
            actor,
            Verb.GAP_ASKED,
            organisation,
            at=now,
            organisation_id=organisation.id,
            changes={"gap": (None, gap)},
        )

        def told(person: Person) -> dict[str, Value]:
            return {
                "organisation": organisation.name,
                "place": _name(where, person),
                "area": _name(what, person),
                "place_code": place,
                "area_code": area,
            }

        notices.tell(people, MailTemplate.GAP_ASKED, told, now=now)


def _load(model: Any, code: str, now: datetime) -> Any:
    row = db.session.scalars(select(model).where(model.code == code)).one_or_none()
    if row is None or not is_current(row, local_day(now)):
        raise NotFoundError
    return row


def _name(row: Any, person: Person) -> str:
    return str(row.name_en if person.language == "en" else row.name_sv)
