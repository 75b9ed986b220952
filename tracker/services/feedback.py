"""Hands on what somebody met on a page to the administrators; nothing else is kept of it."""

from datetime import datetime, timedelta

from tracker.database import transaction
from tracker.errors import RefusedError
from tracker.queries.accounts import hash_token
from tracker.services import notices
from tracker.services.attempts import Limit, count_attempt
from tracker.services.personal_data import refuse_personal_data

MESSAGES_PER_ADDRESS = 5
MESSAGES_IN_ALL = 100
WINDOW = timedelta(hours=1)


def send_feedback(*, message: str, about: str, reply_to: str, address: str, now: datetime) -> None:
    """Mail a message to every administrator. Anybody may, signed in or not; `address` is theirs.

    Raises:
        PersonalDataError: in the message or in what it is about; `reply_to` may name a person.
        TooManyAttemptsError: too many messages from this network address, or in all.
        RefusedError: `nobody_reads`, where there is no administrator.
    """
    refuse_personal_data({"message": message, "about": about})
    count_attempt(
        Limit(hash_token(f"feedback:{address}"), MESSAGES_PER_ADDRESS, WINDOW),
        Limit(hash_token("feedback"), MESSAGES_IN_ALL, WINDOW),
        now=now,
    )
    with transaction():
        told = notices.tell_feedback(message=message, about=about, reply_to=reply_to, now=now)
        if not told:
            raise RefusedError("nobody_reads")
