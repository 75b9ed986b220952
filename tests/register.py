"""A small register for tests: organisations, people who act for them, and their initiatives."""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.clock import START
from tracker.access.actors import ANONYMOUS, Actor, OwnOrganisation
from tracker.database import transaction
from tracker.domain.initiative_content import InitiativeContent
from tracker.domain.lifecycle import Condition, Phase, Visibility
from tracker.domain.local_time import local_day
from tracker.domain.roles import ListCode, MembershipRole, PlatformRole
from tracker.domain.sorting import sort_key
from tracker.domain.touchpoint_decisions import TouchpointKind
from tracker.domain.verbs import SubjectKind, Verb
from tracker.extensions import db
from tracker.models import (
    AuditEntry,
    AuditValue,
    Initiative,
    ListEntry,
    Membership,
    Organisation,
    OutboxEvent,
    Partnership,
    Person,
    PersonRole,
    SignInSession,
    Touchpoint,
)
from tracker.queries.accounts import hash_token
from tracker.services import audit, initiatives, partnerships, publication, status_reports


def add_organisation(
    name: str, *, kind: str = "association", is_municipal: bool = False, now: datetime = START
) -> OwnOrganisation:
    """An organisation, as its manager sees it."""
    with transaction() as session:
        kind_id = session.scalars(
            select(ListEntry.id).where(
                ListEntry.list_code == ListCode.ORGANISATION_KIND, ListEntry.code == kind
            )
        ).one()
        row = Organisation(
            name=name,
            name_key=sort_key(name),
            kind_id=kind_id,
            is_municipal=is_municipal,
            created_at=now,
        )
        session.add(row)
        session.flush()
        audit.record(ANONYMOUS, Verb.CREATED, row, at=now)
        return OwnOrganisation(row.id, row.public_id, name, MembershipRole.MANAGER, is_municipal)


def add_person(
    name: str,
    *own: OwnOrganisation,
    role: MembershipRole = MembershipRole.MANAGER,
    platform_roles: Iterable[PlatformRole] = (),
    now: datetime = START,
    **columns: Any,
) -> Actor:
    """Somebody with an account, who acts for the organisations given."""
    email = columns.pop("email", f"{name.split()[0].lower()}@example.org")
    roles = frozenset(platform_roles)
    with transaction() as session:
        keys = {"name_key": sort_key(name), "email_key": email.casefold()}
        row = Person(name=name, email=email, created_at=now, **keys, **columns)
        session.add(row)
        session.flush()
        session.add_all(
            Membership(person_id=row.id, organisation_id=org.id, role=role) for org in own
        )
        session.add_all(PersonRole(person_id=row.id, role=wanted) for wanted in roles)
        audit.record(ANONYMOUS, Verb.CREATED, row, at=now)
        return Actor(
            person_id=row.id,
            public_id=row.public_id,
            name=name,
            language=row.language,
            platform_roles=roles,
            organisations=tuple(
                OwnOrganisation(org.id, org.public_id, org.name, role, org.is_municipal)
                for org in own
            ),
        )


def add_initiative(
    actor: Actor,
    title: str,
    *,
    organisation: OwnOrganisation | None = None,
    is_draft: bool = False,
    visibility: Visibility = Visibility.SHARED,
    now: datetime = START,
    **content: Any,
) -> uuid.UUID:
    """An initiative with what sharing wants, and whatever else is given."""
    wanted: dict[str, Any] = {
        "description": "Barn från sju år lagar mat tillsammans.",
        "goal_areas": ("children_youth",),
        "places": ("norrby",),
        "start_on": date(2026, 1, 12),
    }
    return initiatives.register(
        actor,
        InitiativeContent(title=title, **{**wanted, **content}),
        organisation_id=(organisation or actor.organisations[0]).public_id,
        visibility=Visibility.DRAFT if is_draft else visibility,
        now=now,
    )


def open_to_everyone(
    initiative_id: uuid.UUID, *, by: Actor, confirmed_by: Actor, now: datetime = START
) -> uuid.UUID:
    """Publish an initiative; a coordinator confirms where it is the organisation's first."""
    if not publication.publish(by, initiative_id, now=now):
        publication.confirm(confirmed_by, initiative_id, now=now)
    return initiative_id


def add_touchpoint(
    one: uuid.UUID, other: uuid.UUID, *, chance: float = 0.8, now: datetime = START, **columns: Any
) -> uuid.UUID:
    """A pair of initiatives that meet, as the engine would have found it."""
    with transaction() as session:
        query = select(Initiative.id).where(Initiative.public_id.in_((one, other)))
        first, last = sorted(session.scalars(query))
        wanted = {"kind": TouchpointKind.COORDINATE, "score": 3.0} | columns
        row = Touchpoint(one_id=first, other_id=last, chance=chance, found_at=now, **wanted)
        session.add(row)
        session.flush()
        return row.public_id


def add_report(
    actor: Actor,
    initiative_id: uuid.UUID,
    happened: str = "Vi träffades.",
    *,
    now: datetime = START,
    **content: Any,
) -> uuid.UUID:
    """A status report, on plan and ongoing unless something else is given."""
    wanted: dict[str, Any] = {
        "condition": Condition.ON_PLAN,
        "phase": Phase.ONGOING,
        "reported_on": local_day(now),
    }
    return status_reports.submit(
        actor,
        initiative_id,
        status_reports.ReportContent(happened=happened, **{**wanted, **content}),
        submission_key=secrets.token_urlsafe(16),
        now=now,
    )


def add_partner(
    lead: Actor,
    initiative_id: uuid.UUID,
    partner: Actor,
    *,
    role: str = "contributing",
    is_accepted: bool = True,
    now: datetime = START,
) -> uuid.UUID:
    """A partnership that was asked for, and accepted unless something else is said."""
    asked = partner.organisations[0]
    partnerships.ask(
        lead, initiative_id, organisation_id=asked.public_id, role=role, note="", now=now
    )
    partnership_id = db.session.scalars(
        select(Partnership.public_id)
        .join(Initiative, Initiative.id == Partnership.initiative_id)
        .where(Initiative.public_id == initiative_id, Partnership.organisation_id == asked.id)
    ).one()
    if is_accepted:
        partnerships.answer(partner, partnership_id, is_accepted=True, now=now)
    return partnership_id


def change_row(row: Any, *, now: datetime = START, **columns: Any) -> None:
    """Change columns of a row that no service has a verb for yet, with its audit entry."""
    model, row_id = type(row), row.id
    with transaction() as session:
        standing = session.get_one(model, row_id)
        for name, value in columns.items():
            setattr(standing, name, value)
        audit.record(ANONYMOUS, Verb.EDITED, standing, at=now)


def get_initiative(public_id: uuid.UUID) -> Initiative:
    """The row as it stands in the database now."""
    db.session.rollback()
    row: Initiative = db.session.scalars(
        select(Initiative).where(Initiative.public_id == public_id)
    ).one()
    return row


def verbs_on(public_id: uuid.UUID) -> list[str]:
    """What the audit trail says was done to an initiative, first to last."""
    initiative = get_initiative(public_id)
    query = select(AuditEntry.verb).where(
        AuditEntry.subject_kind == SubjectKind.INITIATIVE.value,
        AuditEntry.subject_id == initiative.id,
    )
    return list(db.session.scalars(query.order_by(AuditEntry.id)))


def last_changes(public_id: uuid.UUID) -> dict[str, tuple[Any, Any]]:
    """The values before and after of the latest change of an initiative, by field."""
    initiative = get_initiative(public_id)
    entry_id = db.session.scalar(
        select(func.max(AuditEntry.id)).where(
            AuditEntry.subject_kind == SubjectKind.INITIATIVE.value,
            AuditEntry.subject_id == initiative.id,
        )
    )
    rows = db.session.scalars(select(AuditValue).where(AuditValue.entry_id == entry_id))
    return {
        row.field: (json.loads(row.before or "null"), json.loads(row.after or "null"))
        for row in rows
    }


def sign_in(client: FlaskClient, actor: Actor, *, now: datetime = START) -> None:
    """Give the client's browser a session of this person, without asking for a password."""
    token = secrets.token_urlsafe(16)
    with client.application.app_context(), transaction():
        db.session.add(
            SignInSession(
                token_hash=hash_token(token),
                person_id=actor.person_id,
                browser="test",
                proved_at=now,
                created_at=now,
                last_seen_at=now,
                expires_at=now + timedelta(days=1),
            )
        )
    with client.session_transaction() as session:
        session["_user_id"] = token
        session["_fresh"] = True


def mails() -> list[dict[str, Any]]:
    """What every mail in the outbox is made of, oldest first: to, template, language, values."""
    db.session.rollback()
    query = select(OutboxEvent.payload).where(OutboxEvent.kind == "mail").order_by(OutboxEvent.id)
    return list(db.session.scalars(query))


def last_mail(to: str | None = None) -> dict[str, Any]:
    """What the newest mail is made of, or the newest to somebody."""
    return [mail for mail in mails() if to in {None, mail["to"]}][-1]
