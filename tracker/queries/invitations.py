"""Answers who is invited to act for whom, and what an invited person needs to know to answer."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand_somewhere, may, may_everywhere
from tracker.domain.invitations import InvitationStanding, invitation_standing_at
from tracker.domain.roles import MembershipRole
from tracker.extensions import db
from tracker.models import Initiative, Invitation, InvitationDeparture, Organisation, Person
from tracker.queries.accounts import hash_token
from tracker.queries.organisations import OrganisationPage

ROWS_PER_PAGE = 50
_INVITING = aliased(Organisation, name="inviting")


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """One invitation, for those who may send it again; `organisation_id` is None before a yes."""

    public_id: uuid.UUID
    standing: InvitationStanding
    name: str
    email: str
    role: MembershipRole
    organisation_id: uuid.UUID | None
    organisation_name: str
    initiative_title: str
    by: str
    sent_at: datetime
    expires_at: datetime
    leaving: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it can be sent again or taken back."""
        return self.standing in {InvitationStanding.SENT, InvitationStanding.EXPIRED}


@dataclass(frozen=True, slots=True)
class WelcomePage:
    """What somebody is invited to, and by whom; `inviting` is empty where coordinators invite."""

    standing: InvitationStanding
    name: str
    email: str
    language: str
    role: MembershipRole
    organisation_name: str
    is_new: bool
    by: str
    inviting: str
    initiative_title: str
    has_account: bool
    expires_at: datetime


def find_by_link(token: str, *, now: datetime) -> WelcomePage | None:
    """What a mailed link invites to; whoever holds the link is its actor."""
    has_account = exists().where(Person.email_key == Invitation.email_key).correlate(Invitation)
    inviter = aliased(Person)
    query = (
        select(
            Invitation,
            inviter.name.label("by"),
            func.coalesce(_INVITING.name, "").label("inviting"),
            func.coalesce(Initiative.title, "").label("title"),
            has_account.label("has_account"),
        )
        .join(inviter, inviter.id == Invitation.invited_by_id)
        .outerjoin(_INVITING, _INVITING.id == Invitation.inviting_organisation_id)
        .outerjoin(Initiative, Initiative.id == Invitation.initiative_id)
        .where(Invitation.token_hash == hash_token(token))
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        return None
    found: Invitation = row.Invitation
    return WelcomePage(
        standing=invitation_standing_at(found.standing, expires_at=found.expires_at, now=now),
        name=found.name,
        email=found.email,
        language=found.language,
        role=found.role,
        organisation_name=found.organisation_name,
        is_new=found.organisation_id is None,
        by=row.by,
        inviting=row.inviting,
        initiative_title=row.title,
        has_account=row.has_account,
        expires_at=found.expires_at,
    )


def list_invitations(actor: Actor, *, page: int, now: datetime) -> Sequence[InvitationRow]:
    """One page of the invitations that the actor looks after: what waits for an answer comes first.

    Raises:
        NotAllowedError: the actor invites nobody.
    """
    demand_somewhere(actor, Permission.INVITE_ON_BEHALF)
    waits = case((Invitation.standing == InvitationStanding.SENT, 0), else_=1)
    query = (
        _rows()
        .where(_is_looked_after(actor))
        .order_by(waits, Invitation.sent_at.desc(), Invitation.id.desc())
        .limit(ROWS_PER_PAGE)
        .offset((page - 1) * ROWS_PER_PAGE)
    )
    return [_row(found, now=now) for found in db.session.execute(query)]


def count_invitations(actor: Actor) -> int:
    """Count what `list_invitations` would list.

    Raises:
        NotAllowedError: the actor invites nobody.
    """
    demand_somewhere(actor, Permission.INVITE_ON_BEHALF)
    query = select(func.count(Invitation.id)).where(_is_looked_after(actor))
    return db.session.scalar(query) or 0


def list_waiting(
    actor: Actor, organisation: OrganisationPage, *, now: datetime
) -> Sequence[InvitationRow]:
    """Who is invited to an organisation and has not answered; none for those who invite nobody.

    Each with the names of those who leave when the answer is yes.
    """
    if not may(actor, Permission.INVITE_COLLEAGUE, organisation.subject):
        return []
    query = (
        _rows()
        .where(
            Invitation.organisation_id == organisation.id,
            Invitation.standing == InvitationStanding.SENT,
        )
        .order_by(Invitation.id)
    )
    found = db.session.execute(query).all()
    leaving = _leaving([row.Invitation.id for row in found])
    return [
        replace(_row(row, now=now), leaving=tuple(leaving.get(row.Invitation.id, ())))
        for row in found
    ]


def _leaving(ids: Sequence[int]) -> Mapping[int, list[str]]:
    names: dict[int, list[str]] = {}
    query = (
        select(InvitationDeparture.invitation_id, Person.name)
        .join(Person, Person.id == InvitationDeparture.person_id)
        .where(InvitationDeparture.invitation_id.in_(ids))
        .order_by(Person.name_key, Person.id)
    )
    for invitation_id, name in db.session.execute(query):
        names.setdefault(invitation_id, []).append(name)
    return names


def _is_looked_after(actor: Actor) -> ColumnElement[bool]:
    """Those of the organisations one manages; coordinators look after their own ones together."""
    managed = sorted(actor.managed_ids)
    mine = or_(
        Invitation.organisation_id.in_(managed), Invitation.inviting_organisation_id.in_(managed)
    )
    if not may_everywhere(actor, Permission.INVITE_ON_BEHALF):
        return mine
    return or_(mine, Invitation.inviting_organisation_id.is_(None))


def _rows() -> Any:
    return (
        select(
            Invitation,
            Person.name.label("by"),
            Organisation.public_id.label("organisation_id"),
            func.coalesce(Initiative.title, "").label("title"),
        )
        .join(Person, Person.id == Invitation.invited_by_id)
        .outerjoin(Organisation, Organisation.id == Invitation.organisation_id)
        .outerjoin(Initiative, Initiative.id == Invitation.initiative_id)
    )


def _row(found: Any, *, now: datetime) -> InvitationRow:
    invitation: Invitation = found.Invitation
    return InvitationRow(
        public_id=invitation.public_id,
        standing=invitation_standing_at(
            invitation.standing, expires_at=invitation.expires_at, now=now
        ),
        name=invitation.name,
        email=invitation.email,
        role=invitation.role,
        organisation_id=found.organisation_id,
        organisation_name=invitation.organisation_name,
        initiative_title=found.title,
        by=found.by,
        sent_at=invitation.sent_at,
        expires_at=invitation.expires_at,
    )
