"""Tells the other sides of what somebody has just saved that it touches theirs, once for each pair."""

from collections.abc import Sequence
from datetime import datetime

from tracker.access.actors import Actor
from tracker.domain.touchpoint_decisions import Side
from tracker.domain.touchpoints.ranking import Strength, strength_of
from tracker.extensions import db
from tracker.models import Initiative, Touchpoint
from tracker.services import touchpoint_notices
from tracker.services.touchpoint_pairs import Pair

MOST_TOLD = 3
"""How many sides are told of one initiative, the strongest first."""


def tell_new(actor: Actor, added: Sequence[Touchpoint], *, now: datetime) -> None:
    """Tell of the strongest new touchpoints, where the other side may see what was saved."""
    strong = sorted(
        (row for row in added if strength_of(row.chance) is Strength.STRONG),
        key=_by_score,
        reverse=True,
    )
    for row in strong[:MOST_TOLD]:
        one, other = (db.session.get_one(Initiative, each) for each in (row.one_id, row.other_id))
        pair = Pair(row, one, other)
        own = pair.sides_of(actor)
        if pair.sides_see_each_other and one.lead_organisation_id != other.lead_organisation_id:
            row.told_at = now
            for side in Side:
                if side not in own:
                    touchpoint_notices.tell_found(actor, pair, side, now=now)


def _by_score(row: Touchpoint) -> float:
    return row.score
