"""Asks who is signed in to show it again, before something that must not be done by whoever finds
a screen open."""

from datetime import datetime, timedelta

from sqlalchemy import select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand_somewhere
from tracker.config import Settings
from tracker.database import one_for_change, transaction
from tracker.domain.verbs import Verb
from tracker.domain.ways_in import ProofKind, StepKind, new_code
from tracker.errors import NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import Person, SignInSession
from tracker.queries.accounts import has_password, hash_token
from tracker.queries.second_factors import has_app
from tracker.services import audit, second_factors
from tracker.services.accounts import check_password
from tracker.services.arrivals import NOWHERE, add_step, code_hash, get_step
from tracker.services.attempts import Limit, count_attempt
from tracker.services.sign_in_codes import mail_code

MAILED_CODES = 5
WINDOW = timedelta(minutes=10)


def proof_wanted(actor: Actor) -> ProofKind:
    """How this person shows who they are: with their app, else their password, else a mailed code."""
    demand_somewhere(actor, Permission.USE_OWN_ACCOUNT)
    if has_app(actor.person_id or 0):
        return ProofKind.APP
    return ProofKind.PASSWORD if has_password(actor) else ProofKind.MAIL


def send_proof_code(actor: Actor, *, now: datetime) -> str:
    """Mail a code to the actor's own address; returns the token of the step.

    Raises:
        TooManyAttemptsError, NotAllowedError.
    """
    demand_somewhere(actor, Permission.USE_OWN_ACCOUNT)
    key = hash_token(f"proofs:{actor.person_id}")
    count_attempt(Limit(key, MAILED_CODES, WINDOW), now=now)
    code = new_code()
    with transaction() as session:
        person = session.get_one(Person, actor.person_id)
        token = add_step(StepKind.PROOF, bound=NOWHERE, now=now, person_id=person.id, code=code)
        mail_code(person, code, "", now=now)
    return token


def prove(actor: Actor, shown: str, *, step_token: str, settings: Settings, now: datetime) -> None:
    """Show again who one is; the session counts as proved from now.

    Args:
        shown: the code of the app, the password, or the mailed code, as `proof_wanted` says.
        step_token: where a code was mailed, what `send_proof_code` gave.

    Raises:
        TooManyAttemptsError, NotAllowedError, NotFoundError: the mailed code is too old.
        RefusedError: `wrong_factor`, `wrong_password` or `wrong_code`.
    """
    match proof_wanted(actor):
        case ProofKind.APP:
            _prove_with_app(actor, shown, settings=settings, now=now)
        case ProofKind.PASSWORD:
            _check_password(actor, shown, now=now)
            with transaction():
                keep_proof(actor, now=now)
        case ProofKind.MAIL:
            _prove_with_mail(actor, shown, step_token=step_token, now=now)


def _prove_with_app(actor: Actor, code: str, *, settings: Settings, now: datetime) -> None:
    second_factors.count_tries(actor, now=now)
    with transaction():
        if not second_factors.check_factor(actor, code, settings=settings, now=now):
            raise RefusedError("wrong_factor", "shown")
        keep_proof(actor, now=now)


def _check_password(actor: Actor, password: str, *, now: datetime) -> None:
    try:
        check_password(actor, password, now=now)
    except RefusedError as refused:
        raise RefusedError(refused.code, "shown") from None


def _prove_with_mail(actor: Actor, code: str, *, step_token: str, now: datetime) -> None:
    with transaction() as session:
        step = get_step(step_token, StepKind.PROOF, now=now)
        if step.person_id != actor.person_id:
            raise NotFoundError
        is_right = step.code_hash == code_hash(step_token, code)
        if is_right:
            session.delete(step)
            keep_proof(actor, now=now)
        else:
            step.tries += 1
    if not is_right:
        raise RefusedError("wrong_code", "shown")


def keep_proof(actor: Actor, *, now: datetime) -> None:
    """Note that the actor has just shown who they are, in the caller's transaction."""
    query = select(SignInSession).where(SignInSession.id == actor.session_id)
    one_for_change(query).proved_at = now
    audit.record(actor, Verb.PROVED, db.session.get_one(Person, actor.person_id), at=now)
