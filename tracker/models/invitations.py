"""Invitations to act for an organisation, one that is here or one that comes with its first person."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import UtcDateTime
from tracker.domain.invitations import InvitationStanding
from tracker.domain.roles import MembershipRole
from tracker.extensions import Base
from tracker.models.columns import NEVER_REUSED_IDS, Addressed, closed_set


class Invitation(Addressed, Base):
    """Somebody who is invited to act for an organisation; only the hash of the link is kept.

    An organisation that is not here yet stands as `organisation_name` and `kind_id`, and is added
    when the invited person says yes. `inviting_organisation_id` is None where coordinators invite.
    """

    __tablename__ = "invitations"
    __table_args__ = NEVER_REUSED_IDS

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    standing: Mapped[InvitationStanding] = mapped_column(closed_set(InvitationStanding))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    organisation_name: Mapped[str] = mapped_column(String(200))
    kind_id: Mapped[int | None] = mapped_column(ForeignKey("list_entries.id"), index=True)
    initiative_id: Mapped[int | None] = mapped_column(ForeignKey("initiatives.id"), index=True)
    partner_role_id: Mapped[int | None] = mapped_column(ForeignKey("list_entries.id"), index=True)
    role: Mapped[MembershipRole] = mapped_column(closed_set(MembershipRole))
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254), index=True)
    language: Mapped[str] = mapped_column(String(5), default="sv")
    message: Mapped[str] = mapped_column(Text, default="")
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    inviting_organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisations.id"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class InvitationDeparture(Base):
    """Somebody who leaves the organisation when the invited person says yes: a change of board."""

    __tablename__ = "invitation_departures"

    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitations.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
