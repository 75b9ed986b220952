"""Answers where an invitation stands and for how long it waits; whether it was read is not followed."""

from datetime import datetime, timedelta
from enum import StrEnum

ANSWER_WITHIN = timedelta(days=14)
"""How long the link of an invitation works; sending it again begins anew."""
INVITATIONS_PER_PERSON = 40
INVITATIONS_WINDOW = timedelta(days=1)


class InvitationStanding(StrEnum):
    """Where an invitation stands; that it has expired is told by the clock and never stored."""

    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


def invitation_standing_at(
    standing: InvitationStanding, *, expires_at: datetime, now: datetime
) -> InvitationStanding:
    """Where an invitation stands at a moment."""
    if standing is InvitationStanding.SENT and expires_at <= now:
        return InvitationStanding.EXPIRED
    return standing
