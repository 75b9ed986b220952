"""Saying that the number of a measure is told, and counted, in another initiative of the same effort."""

import uuid

from sqlalchemy import or_, select

from tracker.access.actors import Actor
from tracker.access.visibility import sees
from tracker.errors import RefusedError
from tracker.extensions import db
from tracker.models import CountedElsewhere, Initiative, Measure


def tie(actor: Actor, initiative: Initiative, measure: Measure, other_id: uuid.UUID | None) -> None:
    """Let a measure count in another one alone, or by itself again, in the caller's transaction.

    Raises:
        RefusedError: `not_its_number`: it is no measure of the same kind that the actor sees and
            that counts by itself, or others count in this one.
    """
    query = select(CountedElsewhere).where(CountedElsewhere.measure_id == measure.id)
    standing = db.session.scalars(query).one_or_none()
    if other_id is None:
        if standing is not None:
            db.session.delete(standing)
            db.session.flush()
        return
    other = _other(actor, initiative, measure, other_id)
    standing = standing or CountedElsewhere(measure_id=measure.id, initiative_id=initiative.id)
    standing.told_in_id = other.id
    db.session.add(standing)
    db.session.flush()


def is_tied(measure: Measure) -> bool:
    """Whether the number of a measure is told in another initiative."""
    return told_in(measure) is not None


def told_in(measure: Measure) -> str | None:
    """The initiative that tells the number of a measure, None where it tells its own."""
    query = (
        select(Initiative.title)
        .join(Measure, Measure.initiative_id == Initiative.id)
        .join(CountedElsewhere, CountedElsewhere.told_in_id == Measure.id)
        .where(CountedElsewhere.measure_id == measure.id)
    )
    title: str | None = db.session.scalar(query)
    return title


def _other(actor: Actor, initiative: Initiative, measure: Measure, other_id: uuid.UUID) -> Measure:
    """The other measure; both are locked in one order, so that no two tie themselves to each other."""
    query = (
        select(Measure)
        .where(or_(Measure.public_id == other_id, Measure.id == measure.id))
        .order_by(Measure.id)
        .with_for_update()
    )
    found = {row.public_id: row for row in db.session.scalars(query)}
    other = found.get(other_id)
    is_same_kind = (
        other is not None
        and other.id != measure.id
        and other.ended_on is None
        and measure.shared_measure_id is not None
        and other.shared_measure_id == measure.shared_measure_id
        and other.initiative_id != initiative.id
        and sees(actor, db.session.get_one(Initiative, other.initiative_id))
    )
    if other is None or not is_same_kind or _is_in_a_chain(measure, other):
        raise RefusedError("not_its_number", "told_in")
    return other


def _is_in_a_chain(measure: Measure, other: Measure) -> bool:
    query = select(CountedElsewhere.id).where(
        or_(CountedElsewhere.measure_id == other.id, CountedElsewhere.told_in_id == measure.id)
    )
    return db.session.scalar(query.limit(1)) is not None
