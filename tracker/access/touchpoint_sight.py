"""Who sees a touchpoint, in SQL, and which of its two initiatives they are shown.

A coordinator sees every pair of which neither is a draft. A side sees its own pairs where it may
see the other one, or where the coordinators have told it that there is another one.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, or_
from sqlalchemy.orm import aliased

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import may_somewhere
from tracker.domain.lifecycle import SEEN_BY_ALL, Visibility
from tracker.domain.touchpoint_decisions import Side
from tracker.models import Initiative, Touchpoint

ONE = aliased(Initiative, name="one")
OTHER = aliased(Initiative, name="other")
"""The two initiatives, in every statement about touchpoints."""


@dataclass(frozen=True, slots=True)
class Sight:
    """All that decides which touchpoints somebody sees; statements are kept by it."""

    reviews: bool
    organisation_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class SideFacts:
    """What sight depends on, of one of the two initiatives."""

    organisation_id: int
    visibility: Visibility
    is_merged: bool


def sight_of(actor: Actor) -> Sight:
    """What decides which touchpoints an actor sees."""
    reviews = may_somewhere(actor, Permission.REVIEW_TOUCHPOINTS)
    return Sight(reviews, frozenset() if reviews else actor.organisation_ids)


def are_listed() -> ColumnElement[bool]:
    """Neither of the two is a draft."""
    return and_(ONE.visibility != Visibility.DRAFT, OTHER.visibility != Visibility.DRAFT)


def is_seen(sight: Sight) -> ColumnElement[bool]:
    """The condition under which a touchpoint is seen; `ONE` and `OTHER` are joined to it."""
    alive = and_(_is_alive(ONE, OTHER), _is_alive(OTHER, ONE))
    if sight.reviews:
        return alive
    if not sight.organisation_ids:
        return false()
    return and_(alive, or_(is_told(sight, Side.ONE), is_told(sight, Side.OTHER)))


def is_told(sight: Sight, side: Side) -> ColumnElement[bool]:
    """One's own organisation answers for this side, and knows that there is another one."""
    mine, theirs = (ONE, OTHER) if side is Side.ONE else (OTHER, ONE)
    own = sorted(sight.organisation_ids)
    return and_(
        mine.lead_organisation_id.in_(own),
        or_(
            theirs.visibility.in_(sorted(SEEN_BY_ALL)),
            theirs.lead_organisation_id.in_(own),
            theirs.merged_into_id == mine.id,
            Touchpoint.released_at.is_not(None),
        ),
    )


def _is_alive(mine: type[Initiative], theirs: type[Initiative]) -> ColumnElement[bool]:
    """It is no draft; one that has gone up in the other counts as it."""
    return or_(mine.visibility != Visibility.DRAFT, mine.merged_into_id == theirs.id)


def shown_sides(actor: Actor, sides: dict[Side, SideFacts]) -> frozenset[Side]:
    """Which of the two an actor who sees the touchpoint may be shown anything of."""
    if may_somewhere(actor, Permission.REVIEW_TOUCHPOINTS):
        return frozenset(Side)
    return frozenset(
        side
        for side, facts in sides.items()
        if facts.organisation_id in actor.organisation_ids
        or facts.visibility in SEEN_BY_ALL
        or facts.is_merged
    )


def is_counted(actor: Actor) -> ColumnElement[bool]:
    """The condition under which a touchpoint is in the figures that an actor reads.

    Those who do not coordinate read figures of what everybody who is signed in may see.
    """
    if may_somewhere(actor, Permission.REVIEW_TOUCHPOINTS):
        return is_seen(sight_of(actor))
    if not may_somewhere(actor, Permission.SEE_TOUCHPOINT_FIGURES):
        return false()
    return and_(_is_open_to_all(ONE, OTHER), _is_open_to_all(OTHER, ONE))


def _is_open_to_all(mine: type[Initiative], theirs: type[Initiative]) -> ColumnElement[bool]:
    return or_(mine.visibility.in_(sorted(SEEN_BY_ALL)), mine.merged_into_id == theirs.id)
