"""Records that somebody's way of signing in has changed, and tells its owner; in the caller's transaction."""

from datetime import datetime

from sqlalchemy import select

from tracker.access.actors import Actor
from tracker.database import one_for_change
from tracker.domain.mails import MailTemplate
from tracker.domain.verbs import Verb
from tracker.domain.ways_in import FactorChange
from tracker.models import Person
from tracker.services import audit
from tracker.services.arrivals import tell_owner


def record_change(actor: Actor, person: Person, change: FactorChange, *, now: datetime) -> None:
    """Say in the audit trail, and to the owner by mail, what has changed."""
    told = {"change": (None, change.value)}
    audit.record(actor, Verb.FACTORS_CHANGED, person, at=now, changes=told)
    tell_owner(person, MailTemplate.FACTORS_CHANGED, {"change": change.value}, now=now)


def own_row(actor: Actor) -> Person:
    """The actor's own account, locked."""
    return one_for_change(select(Person).where(Person.id == actor.person_id))
