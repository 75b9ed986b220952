"""Answers where an organisation's wish to join stands, for how long it waits, and what comes next.

Nobody who is not signed in is told more than the mail that was sent to the address they gave.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from tracker.domain.roles import OrganisationFamily

CONFIRM_WITHIN = timedelta(hours=48)
"""How long the link that confirms an address works."""
ANSWER_WITHIN = timedelta(days=60)
"""How long a request waits for whoever is to answer, the coordinators or the one who asks."""
REQUESTS_WINDOW = timedelta(hours=1)
REQUESTS_PER_EMAIL = 3
REQUESTS_PER_ADDRESS = 20
REQUESTS_DAY = timedelta(days=1)
REQUESTS_PER_EMAIL_A_DAY = 8
REQUESTS_PER_ADDRESS_A_DAY = 60


class JoinFamily(StrEnum):
    """The three doors: each leads to the kinds of organisation of some families."""

    PUBLIC = "public"
    BUSINESS = "business"
    CIVIL = "civil"


FAMILIES_OF: Mapping[JoinFamily, frozenset[OrganisationFamily]] = {
    JoinFamily.PUBLIC: frozenset({OrganisationFamily.MUNICIPAL, OrganisationFamily.PUBLIC}),
    JoinFamily.BUSINESS: frozenset({OrganisationFamily.BUSINESS}),
    JoinFamily.CIVIL: frozenset({OrganisationFamily.CIVIL}),
}


class JoinStanding(StrEnum):
    """Where a request stands; that it has expired is told by the clock and never stored."""

    UNCONFIRMED = "unconfirmed"
    WAITING = "waiting"
    QUESTIONED = "questioned"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


UNANSWERED = frozenset({JoinStanding.UNCONFIRMED, JoinStanding.WAITING, JoinStanding.QUESTIONED})
"""Standings that end by themselves when nobody does anything."""
ANSWERABLE = frozenset({JoinStanding.WAITING, JoinStanding.QUESTIONED})
"""Standings in which the coordinators may answer."""


def standing_at(standing: JoinStanding, *, expires_at: datetime, now: datetime) -> JoinStanding:
    """Where a request stands at a moment."""
    if standing in UNANSWERED and expires_at <= now:
        return JoinStanding.EXPIRED
    return standing
