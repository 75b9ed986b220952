"""Answers all that the register knows of whoever asks: their account, what they did, what names them.

Names of other people are left out, and titles of records that the actor may no longer see.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import and_, func, or_, select

from tracker.access.actors import Actor
from tracker.access.visibility import is_visible
from tracker.errors import NotFoundError
from tracker.extensions import db
from tracker.models import (
    Activity,
    ActivityDay,
    AuthenticatorApp,
    ImportFile,
    Initiative,
    Invitation,
    JoinRequest,
    KnownDevice,
    Membership,
    Organisation,
    OutboxEvent,
    OutsideIdentity,
    Passkey,
    Person,
    PersonRole,
    PhaseProposal,
    RecoveryCode,
    SavedView,
    SignInSession,
    StatusReport,
    TouchpointDecision,
    TouchpointMessage,
    ViewSubscription,
)
from tracker.queries.attachments import list_own_attachments
from tracker.queries.coordinator_notes import list_own_notes
from tracker.queries.notifications import list_told
from tracker.queries.own_trail import list_trail
from tracker.queries.said import list_own_comments
from tracker.queries.told_numbers import list_own_numbers

FORMAT = "vaven-own-data-1"
Rows = Sequence[Mapping[str, Any]]


def get_own_data(actor: Actor) -> Mapping[str, Rows]:
    """By subject, rows of plain values by name; secrets are told of, and never told.

    Raises:
        NotFoundError: nobody is signed in.
    """
    person = db.session.get(Person, actor.person_id) if actor.person_id else None
    if person is None:
        raise NotFoundError
    return {
        "account": [_account(person)],
        "memberships": _memberships(person),
        "factors": _factors(person),
        "sessions": _sessions(person),
        "written": [
            *_written(actor, person),
            *list_own_attachments(person),
            *list_own_comments(person),
            *list_own_notes(person),
            *list_own_numbers(person),
        ],
        "contact": _contact_listings(actor, person),
        "asked": _asked(person),
        "lists": _lists(person),
        "views": _views(person),
        "mails": [*_mails(person), *list_told(person)],
        "trail": list_trail(person),
    }


def _account(person: Person) -> Mapping[str, Any]:
    query = select(PersonRole.role).where(PersonRole.person_id == person.id)
    return {
        "id": person.public_id,
        "name": person.name,
        "email": person.email,
        "language": person.language,
        "has_password": person.password_hash is not None,
        "platform_roles": sorted(db.session.scalars(query)),
        "created_at": person.created_at,
        "erasure_asked_at": person.erasure_asked_at,
    }


def _memberships(person: Person) -> Rows:
    query = (
        select(Organisation.name.label("organisation"), Membership.role)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.person_id == person.id)
        .order_by(Organisation.name_key)
    )
    return _as_rows(query)


def _factors(person: Person) -> Rows:
    passkeys = select(Passkey.name, Passkey.created_at, Passkey.last_used_at)
    apps = select(AuthenticatorApp.created_at)
    outside = select(OutsideIdentity.issuer, OutsideIdentity.created_at)
    codes = select(func.count(RecoveryCode.id)).where(RecoveryCode.person_id == person.id)
    found = [
        *({"factor": "passkey", **row} for row in _as_rows(_of(passkeys, Passkey, person))),
        *({"factor": "app", **row} for row in _as_rows(_of(apps, AuthenticatorApp, person))),
        *({"factor": "outside", **row} for row in _as_rows(_of(outside, OutsideIdentity, person))),
    ]
    left = db.session.scalar(codes) or 0
    return [*found, {"factor": "recovery_codes", "codes_left": left}] if left else found


def _sessions(person: Person) -> Rows:
    session = select(
        SignInSession.browser,
        SignInSession.way,
        SignInSession.created_at,
        SignInSession.last_seen_at,
        SignInSession.expires_at,
    )
    device = select(KnownDevice.created_at, KnownDevice.last_seen_at)
    return [
        *_as_rows(_of(session, SignInSession, person)),
        *({"known_browser": True, **row} for row in _as_rows(_of(device, KnownDevice, person))),
    ]


def _written(actor: Actor, person: Person) -> Rows:
    """Reports, proposals, decisions and messages, in the person's own words."""
    title = (
        select(Initiative.title)
        .where(is_visible(actor))
        .correlate(StatusReport, PhaseProposal, Activity)
    )
    of_report = title.where(Initiative.id == StatusReport.initiative_id).scalar_subquery()
    of_proposal = title.where(Initiative.id == PhaseProposal.initiative_id).scalar_subquery()
    reports = select(
        of_report.label("initiative"),
        StatusReport.created_at,
        StatusReport.happened,
        StatusReport.obstacles,
        StatusReport.needs,
        StatusReport.answers,
    ).where(StatusReport.person_id == person.id)
    proposals = select(
        of_proposal.label("initiative"),
        PhaseProposal.created_at,
        PhaseProposal.phase,
        PhaseProposal.reason,
    ).where(PhaseProposal.person_id == person.id)
    of_activity = title.where(Initiative.id == Activity.initiative_id).scalar_subquery()
    activities = select(
        of_activity.label("initiative"), Activity.created_at, Activity.title, Activity.note
    ).where(Activity.person_id == person.id)
    return [
        *_of_kinds(
            ("report", reports, StatusReport),
            ("activity", activities, Activity),
            ("proposal", proposals, PhaseProposal),
        ),
        *_of_kinds(("activity_day", _days_told(person), ActivityDay)),
        *_said_of_touchpoints(person),
    ]


def _days_told(person: Person) -> Any:
    return select(
        ActivityDay.confirmed_at.label("created_at"),
        ActivityDay.held_on,
        ActivityDay.people_reached,
    ).where(ActivityDay.person_id == person.id)


def _said_of_touchpoints(person: Person) -> Rows:
    messages = select(
        TouchpointMessage.created_at, TouchpointMessage.answer, TouchpointMessage.body
    ).where(TouchpointMessage.person_id == person.id)
    decisions = select(
        TouchpointDecision.made_at.label("created_at"),
        TouchpointDecision.decision,
        TouchpointDecision.note,
    ).where(TouchpointDecision.made_by_id == person.id)
    return _of_kinds(
        ("message", messages, TouchpointMessage), ("decision", decisions, TouchpointDecision)
    )


def _of_kinds(*kinds: tuple[str, Any, Any]) -> Rows:
    return [
        {"kind": kind, **row}
        for kind, query, model in kinds
        for row in _as_rows(query.order_by(model.id))
    ]


def _contact_listings(actor: Actor, person: Person) -> Rows:
    query = select(
        Initiative.title.label("initiative"),
        Initiative.contact_name,
        Initiative.contact_email,
        Initiative.contact_phone,
    ).where(func.lower(Initiative.contact_email) == person.email.lower(), is_visible(actor))
    return _as_rows(query.order_by(Initiative.id))


def _asked(person: Person) -> Rows:
    """Requests to join and invitations with the person's address."""
    return [
        {"kind": kind, **row}
        for kind, model in (("join_request", JoinRequest), ("invitation", Invitation))
        for row in _as_rows(
            select(model.organisation_name, model.name, model.standing, model.created_at)
            .where(model.email_key == person.email_key)
            .order_by(model.id)
        )
    ]


def _lists(person: Person) -> Rows:
    query = select(ImportFile.name, ImportFile.standing, ImportFile.created_at)
    return _as_rows(_of(query, ImportFile, person).order_by(ImportFile.id))


def _views(person: Person) -> Rows:
    """Saved views, and how the person follows their own and others'."""
    query = (
        select(
            SavedView.name,
            SavedView.created_at,
            SavedView.is_shared,
            ViewSubscription.is_start,
            ViewSubscription.is_mailed,
            ViewSubscription.feed_opened_at,
        )
        .outerjoin(
            ViewSubscription,
            and_(
                ViewSubscription.view_id == SavedView.id,
                ViewSubscription.person_id == person.id,
            ),
        )
        .where(or_(SavedView.person_id == person.id, ViewSubscription.id.is_not(None)))
    )
    return _as_rows(query.order_by(SavedView.id))


def _mails(person: Person) -> Rows:
    query = select(OutboxEvent.created_at, OutboxEvent.payload).where(OutboxEvent.done_at.is_(None))
    return [
        {"created_at": created_at, "mail": payload.get("template")}
        for created_at, payload in db.session.execute(query.order_by(OutboxEvent.id))
        if str(payload.get("to", "")).casefold() == person.email_key
    ]


def _of(query: Any, model: Any, person: Person) -> Any:
    return query.where(model.person_id == person.id)


def _as_rows(query: Any) -> Rows:
    return [_readable(row) for row in db.session.execute(query).mappings()]


def _readable(row: Mapping[Any, Any]) -> dict[str, Any]:
    """The answers of a report as lines, each with its question."""
    told = dict(row)
    if "answers" in told:
        answers = told["answers"]
        told["answers"] = "\n".join(f"{each['question']} {each['text']}" for each in answers)
    return told
