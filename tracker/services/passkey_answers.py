"""What is asked of passkeys and what they answer: challenges for one use, and keys held against them."""

import json
from datetime import datetime

from sqlalchemy import delete, select
from webauthn import verify_authentication_response, verify_registration_response
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import PublicKeyCredentialDescriptor
from webauthn.registration.verify_registration_response import VerifiedRegistration

from tracker.config import Settings
from tracker.database import transaction
from tracker.domain.ways_in import StepKind
from tracker.errors import NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import Passkey, Person, SignInStep
from tracker.queries.passkeys import credential_ids
from tracker.services.arrivals import NOWHERE, add_step, get_step

LONGEST_ANSWER = 20_000
# What a malformed answer makes the parsers of the library and of Python say.
_MALFORMED = (WebAuthnException, ValueError, TypeError, KeyError, AttributeError)


def keep_challenge(challenge: bytes, person_id: int | None, *, now: datetime) -> str:
    """Keep what was asked of a browser, in the caller's transaction; returns the step's token."""
    secret = bytes_to_base64url(challenge)
    return add_step(StepKind.PASSKEY, bound=NOWHERE, now=now, person_id=person_id, secret=secret)


def take_challenge(token: str, person_id: int | None, *, now: datetime) -> bytes:
    """Use up the challenge of this browser, whatever comes of it.

    Raises:
        RefusedError: `passkey_ended` where it is used, too old, or was not for this person.
    """
    try:
        with transaction() as session:
            step: SignInStep = get_step(token, StepKind.PASSKEY, now=now)
            secret, asked_of = step.secret, step.person_id
            session.execute(delete(SignInStep).where(SignInStep.id == step.id))
    except NotFoundError:
        raise RefusedError("passkey_ended", "answer") from None
    if asked_of != person_id:
        raise RefusedError("passkey_ended", "answer")
    return base64url_to_bytes(secret)


def described(person_id: int) -> list[PublicKeyCredentialDescriptor]:
    """A person's passkeys, as browsers are told of them."""
    return [PublicKeyCredentialDescriptor(id=one) for one in credential_ids(person_id)]


def verified_new(answer: str, challenge: bytes, settings: Settings) -> VerifiedRegistration:
    """The new key that an answer holds.

    Raises:
        RefusedError: `passkey_wrong`.
    """
    try:
        return verify_registration_response(
            credential=answer[:LONGEST_ANSWER],
            expected_challenge=challenge,
            expected_rp_id=settings.passkey_domain,
            expected_origin=settings.origin,
            require_user_verification=True,
        )
    except _MALFORMED as fault:
        raise RefusedError("passkey_wrong", "answer") from fault


def person_shown(
    answer: str, challenge: bytes, settings: Settings, *, asked: int | None, now: datetime
) -> Person | None:
    """Whose passkey has answered, in the caller's transaction; nobody's where anything is amiss.

    Args:
        asked: the id of the person whose passkey it must be; None where it may be anybody's.
    """
    passkey = _named_in(answer)
    if passkey is None or asked not in {None, passkey.person_id}:
        return None
    person = db.session.get_one(Person, passkey.person_id)
    verified = _verified(answer, challenge, passkey, settings)
    if verified is None or person.is_disabled or not _is_of(answer, person):
        return None
    passkey.sign_count, passkey.last_used_at = verified.new_sign_count, now
    return person


def _named_in(answer: str) -> Passkey | None:
    """The passkey that an answer names, locked, so that its count is moved by one at a time."""
    try:
        credential_id = base64url_to_bytes(json.loads(answer[:LONGEST_ANSWER])["id"])
    except _MALFORMED:
        return None
    query = select(Passkey).where(Passkey.credential_id == credential_id).with_for_update()
    passkey: Passkey | None = db.session.scalars(query).one_or_none()
    return passkey


def _verified(
    answer: str, challenge: bytes, passkey: Passkey, settings: Settings
) -> VerifiedAuthentication | None:
    try:
        return verify_authentication_response(
            credential=answer[:LONGEST_ANSWER],
            expected_challenge=challenge,
            expected_rp_id=settings.passkey_domain,
            expected_origin=settings.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except _MALFORMED:
        return None


def _is_of(answer: str, person: Person) -> bool:
    """Whether the key was made for this person; a key may leave the name out where it was told."""
    try:
        handle = json.loads(answer)["response"].get("userHandle")
        return not handle or base64url_to_bytes(handle) == person.public_id.bytes
    except _MALFORMED:
        return False
