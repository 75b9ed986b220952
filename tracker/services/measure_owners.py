"""Letting the numbers of measures follow the organisation that answers for them.

What was told before keeps the organisation that owned it then.
"""

from collections.abc import Sequence

from sqlalchemy import select, update

from tracker.extensions import db
from tracker.models import Initiative, Measure, Organisation


def hand_on(initiative: Initiative, before: Organisation, after: Organisation) -> None:
    """Let the one that takes over an initiative own the numbers that the other one owned in it.

    It is done in the caller's transaction, which says in the history that it was handed over.
    """
    db.session.execute(
        update(Measure)
        .where(Measure.initiative_id == initiative.id, Measure.organisation_id == before.id)
        .values(organisation_id=after.id)
    )


def hand_on_all(before: Organisation, after: Organisation) -> Sequence[Initiative]:
    """Let an organisation own all numbers of another one; returns the initiatives that have some.

    It is done in the caller's transaction, which tells their histories.
    """
    query = select(Measure).where(Measure.organisation_id == before.id)
    measures = list(db.session.scalars(query.with_for_update()))
    for measure in measures:
        measure.organisation_id = after.id
    ids = {measure.initiative_id for measure in measures}
    of_these = select(Initiative).where(Initiative.id.in_(sorted(ids))).order_by(Initiative.id)
    return list(db.session.scalars(of_these))
