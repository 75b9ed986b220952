"""Loads a touchpoint with its two initiatives in order to change it, and keeps what was done to it."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import Subject, demand, may
from tracker.database import check_version, for_change, wait_in_line
from tracker.domain.lifecycle import SEEN_BY_ALL, Visibility
from tracker.domain.touchpoint_decisions import Side, TouchpointState
from tracker.domain.verbs import SubjectKind, Verb
from tracker.errors import NotFoundError
from tracker.extensions import db
from tracker.models import Initiative, Touchpoint, TouchpointDecision
from tracker.services import audit, touchpoint_facts
from tracker.services.audited_tables import SubjectKey

LINE = "touchpoints"
"""The name under which those who match and those who decide wait for each other."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A touchpoint and its two initiatives, locked."""

    touchpoint: Touchpoint
    one: Initiative
    other: Initiative

    def of(self, side: Side) -> Initiative:
        """The initiative of a side."""
        return self.one if side is Side.ONE else self.other

    def sides_of(self, actor: Actor) -> list[Side]:
        """The sides that the actor's organisations answer for."""
        return [
            side for side in Side if self.of(side).lead_organisation_id in actor.organisation_ids
        ]

    @property
    def is_merged(self) -> bool:
        """Whether one of the two has gone up in the other."""
        return self.one.merged_into_id == self.other.id or self.other.merged_into_id == self.one.id

    @property
    def sides_see_each_other(self) -> bool:
        """Whether each side may see the other one."""
        is_one_house = self.one.lead_organisation_id == self.other.lead_organisation_id
        return (
            is_one_house
            or self.is_merged
            or {self.one.visibility, self.other.visibility} <= SEEN_BY_ALL
        )

    def is_seen_by(self, side: Side, viewed: Side) -> bool:
        """Whether a side may see one of the two."""
        return (
            self.of(side).lead_organisation_id == self.of(viewed).lead_organisation_id
            or self.of(viewed).visibility in SEEN_BY_ALL
            or self.is_merged
        )

    def is_known_to(self, side: Side) -> bool:
        """Whether a side may know that there is another one."""
        return self.touchpoint.released_at is not None or self.is_seen_by(side, side.opposite)

    def check_version(self, version: int) -> None:
        """Refuse a form that was opened before somebody else decided.

        Raises:
            StaleVersionError: with the state that stands now.
        """
        check_version(self.touchpoint, version, lambda: {"state": self.touchpoint.state})

    def turn(self, state: TouchpointState) -> None:
        """Let it stand elsewhere; what settles it remembers what both said at that time."""
        self.touchpoint.state = state
        self.touchpoint.version += 1
        self.touchpoint.changed_facts = None
        if state is TouchpointState.SETTLED:
            self.touchpoint.settled_facts = touchpoint_facts.facts_of(self.one, self.other)

    def record(self, actor: Actor, verb: Verb, *, at: datetime) -> None:
        """Say what was done to the touchpoint alone."""
        audit.record(actor, verb, self.subject, at=at)

    @property
    def subject(self) -> SubjectKey:
        """What the audit trail speaks of: the row itself is found by the engine, not written."""
        return SubjectKey(SubjectKind.TOUCHPOINT, self.touchpoint.id)


def load_pair(actor: Actor, public_id: uuid.UUID, permission: Permission) -> Pair:
    """Lock a touchpoint that the actor wants to change, if it may be seen and changed.

    Raises:
        NotFoundError: there is none that the actor may see.
        NotAllowedError: the actor sees it but may not do this.
    """
    lock_initiatives_of([public_id])
    touchpoint = for_change(Touchpoint, public_id)
    one, other = _initiatives(touchpoint)
    pair = Pair(touchpoint, one, other)
    if not _is_seen(actor, pair):
        raise NotFoundError
    subjects = [Subject(each.lead_organisation_id) for each in (one, other)]
    if not any(may(actor, permission, subject) for subject in subjects):
        demand(actor, permission, subjects[0])
    return pair


def lock_initiatives_of(public_ids: Iterable[uuid.UUID]) -> None:
    """Wait for one's turn and lock the initiatives of these touchpoints, in the order all keep.

    Whoever edits initiatives locks them by id too: so nobody waits for somebody who waits for them.
    """
    wait_in_line([LINE])
    meets = or_(Initiative.id == Touchpoint.one_id, Initiative.id == Touchpoint.other_id)
    query = select(Initiative.id).join(Touchpoint, meets)
    db.session.execute(
        query.where(Touchpoint.public_id.in_(list(public_ids)))
        .order_by(Initiative.id)
        .with_for_update(of=Initiative)
    ).all()


def _initiatives(touchpoint: Touchpoint) -> Iterator[Initiative]:
    query = (
        select(Initiative)
        .where(Initiative.id.in_((touchpoint.one_id, touchpoint.other_id)))
        .order_by(Initiative.id)
        .execution_options(populate_existing=True)
    )
    return iter(db.session.scalars(query).all())


def _is_seen(actor: Actor, pair: Pair) -> bool:
    drafts = [each for each in (pair.one, pair.other) if each.visibility is Visibility.DRAFT]
    if drafts and not (pair.is_merged and len(drafts) == 1):
        return False
    return actor.is_coordinator or any(pair.is_known_to(side) for side in pair.sides_of(actor))


def record_on_both(
    actor: Actor, verb: Verb, pair: Pair, decision: TouchpointDecision, *, at: datetime
) -> None:
    """Say what was decided on the touchpoint, and in the history of both its initiatives.

    A side that may not see the other one reads nothing of it in its own history.
    """
    changes: dict[str, tuple[object, object]] = {
        "decision": (None, decision.decision.value),
        "touchpoint": (None, str(pair.touchpoint.public_id)),
    }
    if decision.note:
        changes["note"] = (None, decision.note)
    audit.record(actor, verb, pair.subject, at=at, changes=changes)
    for side in Side:
        if pair.is_seen_by(side, side.opposite):
            audit.record_on(actor, verb, pair.of(side), at=at, changes=changes)
