"""Asks for each kind of what waits for a coordinator: the same columns for all, the oldest first."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Integer, String, Uuid, case, cast, func, literal, null, or_, select

from tracker.access.actors import Actor
from tracker.access.touchpoint_sight import ONE, OTHER, are_listed
from tracker.access.visibility import is_visible
from tracker.database import UtcDateTime, read
from tracker.domain.freshness import REPORT_WANTED_EVERY_DAYS
from tracker.domain.import_steps import ImportStanding
from tracker.domain.joining import JoinStanding
from tracker.domain.local_time import beginning_of
from tracker.domain.outbox import MOST_ATTEMPTS, OVER_WHEN_LATE
from tracker.domain.selection import Selection
from tracker.domain.touchpoint_decisions import TouchpointState
from tracker.domain.worklist import (
    CONTACT_ASKED_AGAIN_AFTER,
    IMPORT_SHOWN_FOR,
    ROWS_SHOWN,
    WorkKind,
)
from tracker.models import (
    ContactListing,
    ImportFile,
    ImportRow,
    Initiative,
    InitiativePlace,
    JoinRequest,
    Organisation,
    OutboxEvent,
    Touchpoint,
)
from tracker.queries.organisations import is_unanswered
from tracker.queries.reference import Reference
from tracker.queries.selection import conditions
from tracker.queries.tags import ids_of
from tracker.queries.touchpoint_worklist import ONE_LEAD, joined

LATE = Selection(silent_days=REPORT_WANTED_EVERY_DAYS)
"""What the work list calls late: the table counts the same."""
_READ = (ImportStanding.PREVIEWED, ImportStanding.FAILED)


def parts_of(
    actor: Actor, *, reference: Reference, today: date, now: datetime
) -> Mapping[WorkKind, Any]:
    """The statement of each kind that is read as rows."""
    return {
        WorkKind.TOUCHPOINTS: _touchpoints(),
        WorkKind.REQUESTS: _requests(now),
        WorkKind.PUBLICATIONS: _publications(actor),
        WorkKind.MAILS: _mails(),
        WorkKind.IMPORTS: _imports(actor, today),
        WorkKind.REPORTS: _late(actor, reference, today, most=ROWS_SHOWN),
        WorkKind.CONTACTS: _contacts(actor, today),
        WorkKind.ANSWERS: _unanswered(today),
    }


def _columns(
    kind: WorkKind,
    model: Any,
    title: Any,
    *,
    organisation: Any = None,
    other_title: Any = None,
    since_on: Any = None,
    since_at: Any = None,
    number: Any = None,
) -> tuple[Any, ...]:
    public_id = cast(model.message_id, Uuid) if model is OutboxEvent else model.public_id
    places = ids_of(InitiativePlace.place_id, Initiative.id) if model is Initiative else null()
    is_counted_here = kind not in (WorkKind.TOUCHPOINTS, WorkKind.REPORTS)
    total = func.count().over() if is_counted_here else literal(0)
    return (
        literal(kind.value).label("kind"),
        model.id.label("id"),
        public_id.label("public_id"),
        title.label("title"),
        (literal("") if organisation is None else organisation).label("organisation_name"),
        (literal("") if other_title is None else other_title).label("other_title"),
        (cast(null(), Date) if since_on is None else since_on).label("since_on"),
        (cast(null(), UtcDateTime) if since_at is None else since_at).label("since_at"),
        cast(places, String).label("place_ids"),
        cast(0 if number is None else number, Integer).label("number"),
        total.label("total"),
    )


def _touchpoints() -> Any:
    """Those that wait, the first found first; how many there are is known from elsewhere."""
    return (
        joined(
            *_columns(
                WorkKind.TOUCHPOINTS,
                Touchpoint,
                ONE.title,
                organisation=ONE_LEAD.name,
                other_title=OTHER.title,
                since_at=func.coalesce(Touchpoint.reopened_at, Touchpoint.found_at),
            )
        )
        .join(ONE_LEAD, ONE_LEAD.id == ONE.lead_organisation_id)
        .where(
            *(
                case((condition, 1), else_=0) == 1  # lest all that wait are gathered and sorted
                for condition in (
                    Touchpoint.is_current.is_(True),
                    Touchpoint.state == TouchpointState.WAITING,
                    are_listed(),
                )
            )
        )
        .order_by(Touchpoint.id)
    )


def _requests(now: datetime) -> Any:
    columns = _columns(
        WorkKind.REQUESTS,
        JoinRequest,
        JoinRequest.organisation_name,
        since_at=JoinRequest.confirmed_at,
    )
    return (
        select(*columns)
        .where(
            JoinRequest.standing == JoinStanding.WAITING,
            JoinRequest.expires_at > now,
            JoinRequest.confirmed_at.is_not(None),
        )
        .order_by(JoinRequest.confirmed_at, JoinRequest.id)
    )


def _with_lead(columns: tuple[Any, ...]) -> Any:
    return select(*columns).join(Organisation, Organisation.id == Initiative.lead_organisation_id)


def _publications(actor: Actor) -> Any:
    columns = _columns(
        WorkKind.PUBLICATIONS,
        Initiative,
        Initiative.title,
        organisation=Organisation.name,
        since_at=Initiative.publication_asked_at,
    )
    return (
        _with_lead(columns)
        .where(Initiative.publication_asked_at.is_not(None), is_visible(actor))
        .order_by(Initiative.publication_asked_at, Initiative.id)
    )


def _late(actor: Actor, reference: Reference, today: date, *, most: int) -> Any:
    """Those silent for longest; how many there are is counted as the table counts them."""
    columns = _columns(
        WorkKind.REPORTS,
        Initiative,
        Initiative.title,
        organisation=Organisation.name,
        since_on=Initiative.last_reported_on,
        since_at=Initiative.created_at,
    )
    order = (Initiative.last_reported_on.asc().nulls_first(), Initiative.id)
    picked = (
        select(Initiative.id)
        .where(*conditions(LATE, actor, reference=reference, today=today))
        .order_by(*order)
        .limit(most)
    )
    return (
        _with_lead(columns)
        .where(Initiative.id.in_(select(picked.subquery().c.id)))
        .order_by(*order)
    )


def _unanswered(today: date) -> Any:
    """Organisations that nobody has answered for in so long: perhaps nobody reads our mails there."""
    columns = _columns(
        WorkKind.ANSWERS,
        Organisation,
        Organisation.name,
        since_on=Organisation.answers_confirmed_on,
        since_at=Organisation.created_at,
    )
    return (
        select(*columns)
        .where(Organisation.closed_on.is_(None), is_unanswered(today))
        .order_by(
            Organisation.answers_confirmed_on.asc().nulls_first(),
            Organisation.created_at,
            Organisation.id,
        )
    )


def _mails() -> Any:
    """Mails that were tried for the last time; one with a code is of no use any longer."""
    payload = OutboxEvent.payload
    columns = _columns(
        WorkKind.MAILS,
        OutboxEvent,
        payload["to"].as_string(),
        other_title=payload["template"].as_string(),
        since_at=OutboxEvent.created_at,
    )
    return select(*columns).where(*have_failed()).order_by(OutboxEvent.id)


def have_failed() -> tuple[Any, ...]:
    """Mails that are not tried any more by themselves, and are worth sending still."""
    return (
        OutboxEvent.done_at.is_(None),
        OutboxEvent.kind == "mail",
        OutboxEvent.attempts >= MOST_ATTEMPTS,
        OutboxEvent.payload["template"].as_string().not_in(sorted(OVER_WHEN_LATE)),
    )


def _imports(actor: Actor, today: date) -> Any:
    """The actor's own lists with rows set aside or warned of: not saved yet, or saved lately."""
    to_look_at = (
        select(func.count(ImportRow.id))
        .where(
            ImportRow.import_file_id == ImportFile.id,
            cast(ImportRow.faults, String) != "[]",
        )
        .scalar_subquery()
    )
    columns = _columns(
        WorkKind.IMPORTS,
        ImportFile,
        ImportFile.name,
        since_at=ImportFile.created_at,
        number=to_look_at,
    )
    is_new = ImportFile.saved_at >= beginning_of(today - IMPORT_SHOWN_FOR)
    return (
        select(*columns)
        .where(
            ImportFile.person_id == actor.person_id,
            or_(ImportFile.standing.in_(_READ), is_new),
            or_(ImportFile.standing == ImportStanding.FAILED, to_look_at > 0),
        )
        .order_by(ImportFile.id)
    )


def _contacts(actor: Actor, today: date) -> Any:
    """Contact persons who were asked long ago whether they may be listed, and have not said."""
    columns = _columns(
        WorkKind.CONTACTS,
        Initiative,
        Initiative.title,
        organisation=Organisation.name,
        other_title=Initiative.contact_name,
        since_at=ContactListing.asked_at,
    )
    return (
        _with_lead(columns)
        .join(ContactListing, ContactListing.initiative_id == Initiative.id)
        .where(
            ContactListing.confirmed_at.is_(None),
            ContactListing.asked_at < beginning_of(today - CONTACT_ASKED_AGAIN_AFTER),
            Initiative.contact_email != "",
            is_visible(actor),
        )
        .order_by(ContactListing.asked_at, Initiative.id)
    )


def besides_trail(actor: Actor) -> tuple[int, ...]:
    """A mark of what waits and is in no audit trail: it is another one once any of it has changed."""
    failed = select(func.count(OutboxEvent.id)).where(*have_failed()).scalar_subquery()
    last = select(func.max(OutboxEvent.id)).where(*have_failed()).scalar_subquery()
    is_own = ImportFile.person_id == actor.person_id
    lists = select(func.count(ImportFile.id)).where(is_own).scalar_subquery()
    versions = select(func.sum(ImportFile.version)).where(is_own).scalar_subquery()
    standing = select(func.count(ImportFile.id)).where(is_own, ImportFile.standing.in_(_READ))
    row = read(select(failed, last, lists, versions, standing.scalar_subquery())).one()
    return tuple(int(each or 0) for each in row)
