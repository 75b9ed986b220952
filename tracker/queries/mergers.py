"""Answers what has become of initiatives that have gone up in others, and what has come with them."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import Subject, may, may_somewhere
from tracker.access.visibility import visible
from tracker.database import read
from tracker.domain.touchpoint_decisions import can_be_parted
from tracker.models import Initiative, InitiativeMerger, Organisation

_LONGEST_CHAIN = 20


@dataclass(frozen=True, slots=True)
class AbsorbedRow:
    """An initiative that has gone up in another; its budget is its own organisation's.

    `merger_id` is None for one that came along with another. `may_part` is whether the actor's
    side or role may part them, while there is time.
    """

    id: int
    title: str
    organisation_name: str
    budget_sek: int | None
    merger_id: uuid.UUID | None
    merged_at: datetime | None
    may_part: bool

    def can_part(self, now: datetime) -> bool:
        """Whether the actor can part them at this moment."""
        return self.may_part and can_be_parted(self.merged_at, now=now)


def find_successor(actor: Actor, public_id: uuid.UUID) -> uuid.UUID | None:
    """The initiative that another one has gone up in, however many steps away, if it may be seen."""
    start = select(Initiative.merged_into_id.label("id"), Initiative.id.label("step")).where(
        Initiative.public_id == bindparam("public_id"), Initiative.merged_into_id.is_not(None)
    )
    chain = start.cte("chain", recursive=True)
    following = aliased(Initiative)
    chain = chain.union(
        select(following.merged_into_id, following.id)
        .join(chain, chain.c.id == following.id)
        .where(following.merged_into_id.is_not(None))
    )
    last = (
        select(Initiative.public_id)
        .where(
            Initiative.id.in_(select(chain.c.id)),
            Initiative.merged_into_id.is_(None),
        )
        .limit(1)
    )
    found: uuid.UUID | None = read(visible(last, actor), {"public_id": public_id}).scalar()
    return found


def list_absorbed(actor: Actor, initiative_id: int, *, lead_id: int) -> tuple[AbsorbedRow, ...]:
    """What has gone up in an initiative that the actor has been shown, latest first."""
    found = read(_ABSORBED, {"initiative_id": initiative_id, "limit": _LONGEST_CHAIN}).all()
    reviews = may_somewhere(actor, Permission.REVIEW_TOUCHPOINTS)
    sees_budgets = may_somewhere(actor, Permission.SEE_BUDGET)
    return tuple(
        AbsorbedRow(
            id=row.id,
            title=row.title,
            organisation_name=row.organisation_name,
            budget_sek=row.budget_sek if sees_budgets else None,
            merger_id=row.merger_id,
            merged_at=row.merged_at,
            may_part=reviews
            or any(
                may(actor, Permission.ANSWER_TOUCHPOINT, Subject(side))
                for side in (lead_id, row.lead_organisation_id)
            ),
        )
        for row in found
    )


def _absorbed() -> Any:
    first = select(Initiative.id).where(Initiative.merged_into_id == bindparam("initiative_id"))
    family = first.cte("family", recursive=True)
    deeper = aliased(Initiative)
    family = family.union(select(deeper.id).join(family, deeper.merged_into_id == family.c.id))
    return (
        select(
            Initiative.id,
            Initiative.title,
            Initiative.budget_sek,
            Initiative.lead_organisation_id,
            Organisation.name.label("organisation_name"),
            InitiativeMerger.public_id.label("merger_id"),
            InitiativeMerger.merged_at,
        )
        .join(family, family.c.id == Initiative.id)
        .join(Organisation, Organisation.id == Initiative.lead_organisation_id)
        .outerjoin(
            InitiativeMerger,
            (InitiativeMerger.absorbed_id == Initiative.id)
            & (InitiativeMerger.kept_id == bindparam("initiative_id"))
            & InitiativeMerger.undone_at.is_(None),
        )
        .order_by(InitiativeMerger.merged_at.desc(), Initiative.id)
        .limit(bindparam("limit"))
    )


_ABSORBED = _absorbed()
