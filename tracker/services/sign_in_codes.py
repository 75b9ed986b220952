"""Signing in with a code from one's mail, or with the link beside it: ten minutes, once."""

import hmac
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from tracker.config import Settings
from tracker.database import one_for_change, transaction
from tracker.domain.mails import MailTemplate
from tracker.domain.ways_in import StepKind, WayIn, new_code
from tracker.errors import NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import Person, SignInStep
from tracker.queries.accounts import hash_token
from tracker.services import outbox
from tracker.services.accounts import email_key
from tracker.services.arrivals import (
    Arrival,
    Bound,
    Visitor,
    add_step,
    arrive,
    bound_of,
    code_hash,
    find_person,
    get_step,
    record_failure,
)
from tracker.services.attempts import Limit, count_attempt

CODES_PER_ACCOUNT = 5
CODES_PER_DAY = 20
CODES_PER_ADDRESS = 40
WINDOW = timedelta(minutes=10)
DAY = timedelta(days=1)


def send_code(email: str, *, visitor: Visitor, bound: Bound, now: datetime) -> str:
    """Mail a code and a link to whoever has this address; returns the token of the step.

    Where nobody has it, the answer is the same and nothing is mailed.

    Raises:
        TooManyAttemptsError: too many codes for this account or network address.
    """
    key = email_key(email)
    count_attempt(
        Limit(hash_token(f"codes:{key}"), CODES_PER_ACCOUNT, WINDOW),
        Limit(hash_token(f"codes a day:{key}"), CODES_PER_DAY, DAY),
        Limit(hash_token(f"codes to:{visitor.address}"), CODES_PER_ADDRESS, WINDOW),
        now=now,
    )
    code, link = new_code(), secrets.token_urlsafe(32)
    with transaction():
        person = find_person(key)
        token = add_step(
            StepKind.CODE,
            bound=bound,
            now=now,
            email_key=key[:254],
            person_id=person.id if person else None,
            link_hash=hash_token(link),
            code=code,
        )
        if person is not None:
            mail_code(person, code, link, now=now)
    return token


def mail_code(person: Person, code: str, link: str, *, now: datetime) -> None:
    """Mail a code, and a link where there is one, in the caller's transaction."""
    outbox.add_mail(
        to=person.email,
        template=MailTemplate.SIGN_IN_CODE if link else MailTemplate.PROOF_CODE,
        language=person.language,
        values={"name": person.name, "code": code} | ({"token": link} if link else {}),
        now=now,
    )


def enter_code(
    token: str, code: str, *, visitor: Visitor, settings: Settings, now: datetime
) -> Arrival:
    """Sign in with a code, in the browser that asked for it.

    Raises:
        NotFoundError: the code is too old, was used, or was tried too often.
        RefusedError: `wrong_code`.
    """
    with transaction() as session:
        step = get_step(token, StepKind.CODE, now=now)
        is_right = hmac.compare_digest(step.code_hash or "", code_hash(token, code))
        person = _open_account(step)
        if is_right and person is not None:
            session.delete(step)
            bound = bound_of(step)
            return arrive(
                person,
                WayIn.EMAIL_CODE,
                visitor=visitor,
                bound=bound,
                settings=settings,
                now=now,
            )
        step.tries += 1
        record_failure(step.person_id, WayIn.EMAIL_CODE, now=now)
    raise RefusedError("wrong_code", "code")


def follow_link(link: str, *, visitor: Visitor, settings: Settings, now: datetime) -> Arrival:
    """Sign in with the link of the mail, in any browser; what was kept in another stays there.

    Raises:
        NotFoundError: the link is unknown, used or too old.
    """
    with transaction() as session:
        query = select(SignInStep).where(SignInStep.link_hash == hash_token(link))
        step: SignInStep = one_for_change(query)
        person = _open_account(step)
        if step.expires_at <= now or person is None:
            raise NotFoundError
        session.delete(step)
        bound = Bound(next_path=step.next_path)
        return arrive(
            person, WayIn.EMAIL_LINK, visitor=visitor, bound=bound, settings=settings, now=now
        )


def _open_account(step: SignInStep) -> Person | None:
    person = db.session.get(Person, step.person_id) if step.person_id is not None else None
    return None if person is None or person.is_disabled else person


def forget_steps(*, now: datetime) -> None:
    """Forget the sign-ins that began and were never ended."""
    with transaction() as session:
        session.execute(delete(SignInStep).where(SignInStep.expires_at < now))
