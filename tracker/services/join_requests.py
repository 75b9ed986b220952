"""Asking for an organisation to join: whoever asks needs no account, only an address that works.

The same is done and answered whether or not the address or the organisation is known; what is
known is told in the mail alone. Nobody but the one who asks learns of a request before the
address is confirmed.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import exists, or_, select

from tracker.access.actors import ANONYMOUS
from tracker.database import one_for_change, transaction
from tracker.domain.joining import (
    ANSWER_WITHIN,
    CONFIRM_WITHIN,
    FAMILIES_OF,
    REQUESTS_DAY,
    REQUESTS_PER_ADDRESS,
    REQUESTS_PER_ADDRESS_A_DAY,
    REQUESTS_PER_EMAIL,
    REQUESTS_PER_EMAIL_A_DAY,
    REQUESTS_WINDOW,
    UNANSWERED,
    JoinFamily,
    JoinStanding,
    standing_at,
)
from tracker.domain.local_time import local_day
from tracker.domain.mails import MailTemplate
from tracker.domain.personal_data import (
    InvalidOrganisationNumberError,
    PersonalOrganisationNumberError,
    normalise_organisation_number,
)
from tracker.domain.roles import ListCode
from tracker.domain.sorting import sort_key
from tracker.domain.verbs import Verb
from tracker.errors import NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import JoinMessage, JoinRequest, ListEntry, Organisation, Person
from tracker.queries.accounts import hash_token
from tracker.queries.reference import is_current
from tracker.services import audit, notices, outbox
from tracker.services.accounts import email_key
from tracker.services.attempts import Limit, count_attempt
from tracker.services.personal_data import refuse_personal_data


@dataclass(frozen=True, kw_only=True)
class JoinContent:
    """The fields of the form: the organisation, and who asks for it. `kind` is a code."""

    family: JoinFamily
    organisation_name: str
    kind: str
    organisation_number: str
    about: str
    name: str
    email: str
    language: str


class Number(NamedTuple):
    """An organisation number as it is kept; a person's own number is not."""

    text: str | None
    is_personal: bool


def ask(content: JoinContent, *, address: str, now: datetime) -> bool:
    """Keep a request and mail the link that confirms the address it came from.

    Returns whether a person's own number was given, and left out. `address` is the network
    address of whoever asks.

    Raises:
        PersonalDataError, TooManyAttemptsError,
        RefusedError: `number_invalid` or `unknown_choice`.
    """
    refuse_personal_data({"organisation_name": content.organisation_name, "about": content.about})
    number = readable_number(content.organisation_number)
    kind_id = find_kind(content.kind, content.family, now=now)
    _count(content.email, address=address, now=now)
    with transaction() as session:
        token = secrets.token_urlsafe(32)
        request = JoinRequest(
            token_hash=hash_token(token),
            standing=JoinStanding.UNCONFIRMED,
            organisation_name=content.organisation_name,
            kind_id=kind_id,
            organisation_number=number.text,
            has_personal_number=number.is_personal,
            about=content.about,
            name=content.name,
            email=content.email,
            email_key=email_key(content.email),
            language=content.language,
            created_at=now,
            expires_at=now + CONFIRM_WITHIN,
        )
        session.add(request)
        session.flush()
        audit.record(ANONYMOUS, Verb.JOIN_ASKED, request, at=now)
        _mail_link(request, token, now=now)
        return number.is_personal


def readable_number(text: str) -> Number:
    """An organisation number as it may be kept; none is needed.

    Raises:
        RefusedError: `number_invalid`, on `organisation_number`.
    """
    if not text.strip():
        return Number(None, is_personal=False)
    try:
        return Number(normalise_organisation_number(text), is_personal=False)
    except PersonalOrganisationNumberError:
        return Number(None, is_personal=True)
    except InvalidOrganisationNumberError:
        raise RefusedError("number_invalid", "organisation_number") from None


def find_kind(code: str, family: JoinFamily, *, now: datetime) -> int:
    """The id of a kind of organisation that can be chosen today within a family.

    Raises:
        RefusedError: `unknown_choice`, on `kind`.
    """
    query = select(ListEntry).where(
        ListEntry.list_code == ListCode.ORGANISATION_KIND, ListEntry.code == code
    )
    kind = db.session.scalars(query).one_or_none()
    is_offered = kind is not None and kind.family in FAMILIES_OF[family]
    if kind is None or not is_offered or not is_current(kind, local_day(now)):
        raise RefusedError("unknown_choice", "kind")
    kind_id: int = kind.id
    return kind_id


def send_again(email: str, *, address: str, now: datetime) -> None:
    """Mail the link to the latest request from an address once more, if there is any.

    Links that were mailed before end. An address that was never confirmed gets its time anew.

    Raises:
        TooManyAttemptsError
    """
    _count(email, address=address, now=now)
    latest = (
        select(JoinRequest)
        .where(JoinRequest.email_key == email_key(email))
        .order_by(JoinRequest.id.desc())
        .limit(1)
        .with_for_update()
    )
    with transaction() as session:
        request = session.scalars(latest).one_or_none()
        if request is None:
            return
        if request.standing is JoinStanding.UNCONFIRMED:
            request.expires_at = now + CONFIRM_WITHIN
        audit.record(ANONYMOUS, Verb.LINK_SENT, request, at=now)
        _mail_link(request, new_link(request), now=now)


def mail_link(token: str, *, address: str, now: datetime) -> None:
    """Mail this very link once more to the address that a request came from.

    Raises:
        NotFoundError, TooManyAttemptsError
    """
    query = select(JoinRequest.email).where(JoinRequest.token_hash == hash_token(token))
    email = db.session.scalar(query)
    if email is None:
        raise NotFoundError
    _count(email, address=address, now=now)
    with transaction():
        request = _of(token)
        audit.record(ANONYMOUS, Verb.LINK_SENT, request, at=now)
        _mail_link(request, token, now=now)


def confirm(token: str, *, now: datetime) -> None:
    """Confirm the address that a request came from: now the coordinators are told of it.

    Raises:
        NotFoundError, RefusedError: `request_expired`.
    """
    with transaction():
        request = _of(token)
        if request.standing is not JoinStanding.UNCONFIRMED:
            return
        _refuse_expired(request, now=now)
        request.confirmed_at = now
        _wait_for_answer(request, now=now)
        audit.record(ANONYMOUS, Verb.JOIN_CONFIRMED, request, at=now)
        notices.tell_join_waiting(request, is_reply=False, now=now)


def reply(token: str, text: str, *, now: datetime) -> None:
    """Answer what the coordinators asked; the request waits for them again.

    Raises:
        NotFoundError, PersonalDataError, RefusedError: `answered_already`, `request_expired`.
    """
    refuse_personal_data({"body": text})
    with transaction() as session:
        request = _of(token)
        _refuse_expired(request, now=now)
        if request.standing is not JoinStanding.QUESTIONED:
            raise RefusedError("answered_already")
        session.add(JoinMessage(request_id=request.id, body=text, written_at=now))
        _wait_for_answer(request, now=now)
        audit.record(ANONYMOUS, Verb.JOIN_REPLIED, request, at=now)
        notices.tell_join_waiting(request, is_reply=True, now=now)


def withdraw(token: str, *, now: datetime) -> None:
    """Take a request back, as long as it is not answered.

    Raises:
        NotFoundError, RefusedError: `answered_already`.
    """
    with transaction():
        request = _of(token)
        if request.standing not in UNANSWERED:
            raise RefusedError("answered_already")
        request.standing = JoinStanding.WITHDRAWN
        request.answered_at = now
        audit.record(ANONYMOUS, Verb.JOIN_WITHDRAWN, request, at=now)


def new_link(request: JoinRequest) -> str:
    """A new link to a request, inside the caller's transaction; links mailed before end."""
    token = secrets.token_urlsafe(32)
    request.token_hash = hash_token(token)
    return token


def _of(token: str) -> JoinRequest:
    query = select(JoinRequest).where(JoinRequest.token_hash == hash_token(token))
    request: JoinRequest = one_for_change(query)
    return request


def _refuse_expired(request: JoinRequest, *, now: datetime) -> None:
    standing = standing_at(request.standing, expires_at=request.expires_at, now=now)
    if standing is JoinStanding.EXPIRED:
        raise RefusedError("request_expired")


def _wait_for_answer(request: JoinRequest, *, now: datetime) -> None:
    request.standing = JoinStanding.WAITING
    request.expires_at = now + ANSWER_WITHIN


def _count(email: str, *, address: str, now: datetime) -> None:
    by_email = hash_token(f"join:{email_key(email)}")
    by_address = hash_token(f"join-from:{address}")
    count_attempt(
        Limit(by_email, REQUESTS_PER_EMAIL, REQUESTS_WINDOW),
        Limit(by_email, REQUESTS_PER_EMAIL_A_DAY, REQUESTS_DAY),
        Limit(by_address, REQUESTS_PER_ADDRESS, REQUESTS_WINDOW),
        Limit(by_address, REQUESTS_PER_ADDRESS_A_DAY, REQUESTS_DAY),
        now=now,
    )


def _mail_link(request: JoinRequest, token: str, *, now: datetime) -> None:
    """Mail the link, with what to do where the person or the organisation is here already."""
    has_account = exists().where(
        Person.email_key == request.email_key, Person.is_disabled.is_(False)
    )
    is_it = Organisation.name_key == sort_key(request.organisation_name)
    if request.organisation_number:
        is_it = or_(is_it, Organisation.organisation_number == request.organisation_number)
    is_known = exists().where(is_it, Organisation.closed_on.is_(None))
    known = db.session.execute(select(has_account, is_known)).one()
    outbox.add_mail(
        to=request.email,
        template=MailTemplate.JOIN_LINK,
        language=request.language,
        values={
            "name": request.name,
            "organisation": request.organisation_name,
            "token": token,
            "is_confirmed": request.confirmed_at is not None,
            "has_account": bool(known[0]),
            "is_known_organisation": bool(known[1]),
        },
        now=now,
    )
