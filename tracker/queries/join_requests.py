"""Answers which organisations ask to join, where each request stands, and whom it may be already."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand_somewhere, may_somewhere
from tracker.domain.invitations import InvitationStanding
from tracker.domain.joining import ANSWERABLE, UNANSWERED, JoinStanding, standing_at
from tracker.domain.likeness import ALIKE_FROM, name_likeness
from tracker.errors import NotFoundError
from tracker.extensions import db
from tracker.models import Invitation, JoinMessage, JoinRequest, Organisation, Person
from tracker.queries.accounts import hash_token
from tracker.queries.reference import EntryRow, Reference

ROWS_PER_PAGE = 50
MOST_ALIKE = 8


@dataclass(frozen=True, slots=True)
class MessageRow:
    """Something written about a request; `name` is the coordinator's, empty for who asks."""

    name: str
    is_from_asker: bool
    body: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One request of the list."""

    public_id: uuid.UUID
    organisation_name: str
    kind: EntryRow
    standing: JoinStanding
    confirmed_at: datetime


@dataclass(frozen=True, slots=True)
class RequestPage:
    """One request, with all that is known of it."""

    public_id: uuid.UUID
    standing: JoinStanding
    organisation_name: str
    kind: EntryRow
    organisation_number: str
    has_personal_number: bool
    about: str
    name: str
    email: str
    language: str
    created_at: datetime
    expires_at: datetime
    confirmed_at: datetime | None
    answered_at: datetime | None
    organisation_public_id: uuid.UUID | None
    messages: tuple[MessageRow, ...]

    @property
    def is_answerable(self) -> bool:
        """Whether the coordinators may answer it."""
        return self.standing in ANSWERABLE


@dataclass(frozen=True, slots=True)
class AlikeRow:
    """An organisation of the register that a request may be about; `is_closed` cannot be chosen."""

    public_id: uuid.UUID
    name: str
    is_same_number: bool
    is_closed: bool


@dataclass(frozen=True, slots=True)
class AskerRow:
    """Whether whoever asks has an account; else the invitation that waits for them, if any."""

    has_account: bool
    is_disabled: bool
    invitation_id: uuid.UUID | None


def find_by_link(token: str, *, now: datetime, reference: Reference) -> RequestPage | None:
    """The request that a mailed link leads to; whoever holds the link is its actor."""
    query = select(JoinRequest).where(JoinRequest.token_hash == hash_token(token))
    row = db.session.scalars(query).one_or_none()
    return None if row is None else _page(row, now=now, reference=reference)


def get_request(
    actor: Actor, public_id: uuid.UUID, *, now: datetime, reference: Reference
) -> RequestPage:
    """One request whose address is confirmed.

    Raises:
        NotFoundError, NotAllowedError.
    """
    demand_somewhere(actor, Permission.ANSWER_JOIN_REQUEST)
    query = select(JoinRequest).where(
        JoinRequest.public_id == public_id, JoinRequest.confirmed_at.is_not(None)
    )
    row = db.session.scalars(query).one_or_none()
    if row is None:
        raise NotFoundError
    return _page(row, now=now, reference=reference)


def list_requests(
    actor: Actor,
    standing: JoinStanding | None,
    *,
    page: int,
    now: datetime,
    reference: Reference,
) -> Sequence[RequestRow]:
    """One page of the requests with a standing, or of all: what waits for an answer comes first.

    Raises:
        NotAllowedError
    """
    demand_somewhere(actor, Permission.ANSWER_JOIN_REQUEST)
    waits = case((_stands(JoinStanding.WAITING, now), 0), else_=1)
    query = (
        select(JoinRequest)
        .where(*_conditions(standing, now))
        .order_by(waits, JoinRequest.confirmed_at.desc(), JoinRequest.id.desc())
        .limit(ROWS_PER_PAGE)
        .offset((page - 1) * ROWS_PER_PAGE)
    )
    return [
        RequestRow(
            row.public_id,
            row.organisation_name,
            reference.entries[row.kind_id],
            standing_at(row.standing, expires_at=row.expires_at, now=now),
            row.confirmed_at,
        )
        for row in db.session.scalars(query)
    ]


def count_requests(actor: Actor, standing: JoinStanding | None, *, now: datetime) -> int:
    """Count what `list_requests` would list; for those who do not answer requests there are none."""
    if not may_somewhere(actor, Permission.ANSWER_JOIN_REQUEST):
        return 0
    query = select(func.count(JoinRequest.id)).where(*_conditions(standing, now))
    return db.session.scalar(query) or 0


def list_alike(actor: Actor, request: RequestPage) -> Sequence[AlikeRow]:
    """Organisations of the register that may be the one that asks, the likeliest first.

    Raises:
        NotAllowedError
    """
    demand_somewhere(actor, Permission.ANSWER_JOIN_REQUEST)
    query = select(
        Organisation.public_id,
        Organisation.name,
        Organisation.organisation_number,
        Organisation.closed_on,
    )
    found: list[tuple[float, AlikeRow]] = []
    for public_id, name, number, closed_on in db.session.execute(query):
        is_same_number = bool(number) and number == request.organisation_number
        likeness = 2.0 if is_same_number else name_likeness(name, request.organisation_name)
        if likeness >= ALIKE_FROM and public_id != request.organisation_public_id:
            row = AlikeRow(public_id, name, is_same_number, closed_on is not None)
            found.append((likeness, row))
    found.sort(key=lambda pair: (-pair[0], pair[1].name, pair[1].public_id))
    return [row for _likeness, row in found[:MOST_ALIKE]]


def get_asker(actor: Actor, request: RequestPage) -> AskerRow:
    """Whether whoever asks has an account, or is invited.

    Raises:
        NotAllowedError
    """
    demand_somewhere(actor, Permission.ANSWER_JOIN_REQUEST)
    key = request.email.strip().casefold()
    account = select(Person.is_disabled).where(Person.email_key == key)
    invited = (
        select(Invitation.public_id)
        .join(Organisation, Organisation.id == Invitation.organisation_id)
        .where(
            Invitation.email_key == key,
            Invitation.standing == InvitationStanding.SENT,
            Organisation.public_id == request.organisation_public_id,
        )
    )
    is_disabled = db.session.scalar(account)
    return AskerRow(is_disabled is not None, bool(is_disabled), db.session.scalar(invited))


def _conditions(standing: JoinStanding | None, now: datetime) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = [JoinRequest.confirmed_at.is_not(None)]
    return chosen if standing is None else [*chosen, _stands(standing, now)]


def _stands(standing: JoinStanding, now: datetime) -> ColumnElement[bool]:
    """The condition under which a request stands so at a moment, as `standing_at` tells it."""
    is_over = and_(JoinRequest.standing.in_(sorted(UNANSWERED)), JoinRequest.expires_at <= now)
    if standing is JoinStanding.EXPIRED:
        return is_over
    is_so: ColumnElement[bool] = JoinRequest.standing == standing
    if standing in UNANSWERED:
        return and_(is_so, JoinRequest.expires_at > now)
    return is_so


def _page(row: JoinRequest, *, now: datetime, reference: Reference) -> RequestPage:
    organisation = select(Organisation.public_id).where(Organisation.id == row.organisation_id)
    return RequestPage(
        public_id=row.public_id,
        standing=standing_at(row.standing, expires_at=row.expires_at, now=now),
        organisation_name=row.organisation_name,
        kind=reference.entries[row.kind_id],
        organisation_number=row.organisation_number or "",
        has_personal_number=row.has_personal_number,
        about=row.about,
        name=row.name,
        email=row.email,
        language=row.language,
        created_at=row.created_at,
        expires_at=row.expires_at,
        confirmed_at=row.confirmed_at,
        answered_at=row.answered_at,
        organisation_public_id=(
            db.session.scalar(organisation) if row.organisation_id is not None else None
        ),
        messages=_messages(row.id),
    )


def _messages(request_id: int) -> tuple[MessageRow, ...]:
    query = (
        select(Person.name, JoinMessage.person_id, JoinMessage.body, JoinMessage.written_at)
        .outerjoin(Person, Person.id == JoinMessage.person_id)
        .where(JoinMessage.request_id == request_id)
        .order_by(JoinMessage.id)
    )
    return tuple(
        MessageRow(name or "", person_id is None, body, written_at)
        for name, person_id, body, written_at in db.session.execute(query)
    )
