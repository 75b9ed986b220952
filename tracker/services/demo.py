"""Fills an empty register with the demo city, and takes it out again; both leave one audit entry.

How the rows are made: `demo_rows`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from tracker.access.actors import ANONYMOUS, Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand_somewhere
from tracker.database import one_for_change, refusing, transaction
from tracker.domain.demo_city import DemoCity
from tracker.domain.verbs import Verb
from tracker.errors import RefusedError
from tracker.models import (
    Activity,
    ActivityDay,
    Attachment,
    ContactListing,
    CoordinatorNote,
    ImportFile,
    ImportMapping,
    ImportRow,
    Initiative,
    InitiativeFingerprint,
    InitiativeGoal,
    InitiativeGoalArea,
    InitiativeLink,
    InitiativeMerger,
    InitiativePlace,
    InitiativeTag,
    InitiativeWorkingGroup,
    Invitation,
    InvitationDeparture,
    JoinMessage,
    JoinRequest,
    Membership,
    Organisation,
    OrganisationMerger,
    OutboxEvent,
    Partnership,
    Person,
    PhaseProposal,
    RegisterState,
    ReportLink,
    ReportReminder,
    ReportRhythm,
    StatusReport,
    Touchpoint,
    TouchpointDecision,
    TouchpointMessage,
)
from tracker.queries.demo import has_real_administrator
from tracker.services import audit, search_index
from tracker.services.demo_conversations import remove_conversations
from tracker.services.demo_measures import remove_measures
from tracker.services.demo_rows import DemoRows
from tracker.services.erasure import DELETED_WITH_A_PERSON
from tracker.services.touchpoint_matching import next_revision

_TAKEN = {
    "uq_organisations_name_key": RefusedError("demo_names_taken"),
    "uq_people_email_key": RefusedError("demo_names_taken"),
}
_OF_INITIATIVE: tuple[Any, ...] = (
    Attachment,
    ActivityDay,
    Activity,
    InitiativeGoalArea,
    InitiativeGoal,
    InitiativePlace,
    InitiativeTag,
    InitiativeWorkingGroup,
    InitiativeLink,
    PhaseProposal,
    Partnership,
    ReportLink,
    ReportRhythm,
    ReportReminder,
    StatusReport,
    ContactListing,
    CoordinatorNote,
)


def load(city: DemoCity, password_hashes: Mapping[str, str], *, now: datetime) -> None:
    """Fill the register with the demo city.

    Args:
        password_hashes: as `accounts.hash_password` makes them, by the e-mail address of each
            person of the city.

    Raises:
        RefusedError: `demo_present`, or `demo_names_taken` where real organisations have its names.
    """
    with refusing(_TAKEN), transaction() as session:
        state = _state()
        if state.has_demo:
            raise RefusedError("demo_present")
        rows = DemoRows(session, now=now)
        rows.add_organisations(city.organisations, city.initiatives)
        rows.add_people(city.people, password_hashes)
        rows.add_initiatives(city.initiatives)
        state.has_demo = True
        audit.record(ANONYMOUS, Verb.DEMO_LOADED, state, at=now)
        rows.record_registrations()


def remove(actor: Actor, *, now: datetime) -> None:
    """Take out the demo city and everything written in the name of its organisations and people.

    The audit trail stays as it is; sessions of its people end.

    Raises:
        NotAllowedError, RefusedError: `demo_absent`, or `demo_no_administrator` while nobody
            outside the demo city is an administrator.
    """
    demand_somewhere(actor, Permission.MANAGE_SETTINGS)
    _remove(actor, now=now)


def remove_on_server(*, now: datetime) -> None:
    """The same for whoever runs the server: nobody is signed in, so the policy is not asked.

    Raises:
        RefusedError: as `remove`.
    """
    _remove(ANONYMOUS, now=now)


def _remove(actor: Actor, *, now: datetime) -> None:
    with transaction() as session:
        state = _state()
        if not state.has_demo:
            raise RefusedError("demo_absent")
        if not has_real_administrator():
            raise RefusedError("demo_no_administrator")
        organisations = _ids(session, select(Organisation.id).where(Organisation.is_demo))
        people = _ids(session, select(Person.id).where(Person.is_demo))
        _remove_initiatives(session, organisations, people)
        _remove_imports(session, organisations, people)
        _remove_people(session, organisations, people)
        session.execute(delete(Organisation).where(Organisation.id.in_(organisations)))
        state.has_demo = False
        audit.record(actor, Verb.DEMO_REMOVED, state, at=now)


def _state() -> RegisterState:
    return one_for_change(select(RegisterState).where(RegisterState.id == 1))


def _ids(session: Session, query: Any) -> list[int]:
    return list(session.scalars(query))


def _remove_initiatives(session: Session, organisations: list[int], people: list[int]) -> None:
    gone = _ids(
        session,
        select(Initiative.id).where(
            or_(Initiative.is_demo, Initiative.lead_organisation_id.in_(organisations))
        ),
    )
    remove_conversations(session, gone, organisations, people)
    remove_measures(session, gone, organisations, people)
    of_others = StatusReport.organisation_id.in_(organisations)
    corrected = select(StatusReport.id).where(of_others)
    session.execute(
        update(StatusReport).where(StatusReport.corrects_id.in_(corrected)).values(corrects_id=None)
    )
    for table in _OF_INITIATIVE:
        session.execute(delete(table).where(table.initiative_id.in_(gone)))
    session.execute(delete(StatusReport).where(of_others))
    session.execute(delete(Partnership).where(Partnership.organisation_id.in_(organisations)))
    session.execute(delete(PhaseProposal).where(PhaseProposal.person_id.in_(people)))
    for table, column in ((StatusReport, "person_id"), (ImportRow, "initiative_id")):
        ids = people if column == "person_id" else gone
        wanted: Any = getattr(table, column)
        session.execute(update(table).where(wanted.in_(ids)).values({column: None}))
    _remove_touchpoints(session, gone, organisations, people)
    _remove_asked_and_invited(session, gone, organisations, people)
    search_index.forget(gone)
    session.execute(delete(Initiative).where(Initiative.id.in_(gone)))


def _remove_touchpoints(
    session: Session, gone: list[int], organisations: list[int], people: list[int]
) -> None:
    """Take out the touchpoints of what goes, and what made-up people have said of others."""
    pairs = select(Touchpoint.id).where(
        or_(Touchpoint.one_id.in_(gone), Touchpoint.other_id.in_(gone))
    )
    session.execute(
        update(Initiative).where(Initiative.merged_into_id.in_(gone)).values(merged_into_id=None)
    )
    for table, person in (
        (InitiativeMerger, None),
        (TouchpointMessage, TouchpointMessage.person_id),
        (TouchpointDecision, TouchpointDecision.made_by_id),
    ):
        theirs = [table.touchpoint_id.in_(pairs)]
        if person is not None:
            theirs.append(person.in_(people))
        session.execute(delete(table).where(or_(*theirs)))
    for row in (TouchpointMessage.organisation_id, TouchpointDecision.owner_id):
        session.execute(update(row.class_).where(row.in_(organisations)).values({row.key: None}))
    session.execute(delete(Touchpoint).where(Touchpoint.id.in_(pairs)))
    session.execute(
        update(InitiativeFingerprint)
        .where(InitiativeFingerprint.initiative_id.in_(gone))
        .values(is_listed=False, packed=b"", revision=next_revision())
    )


def _remove_asked_and_invited(
    session: Session, gone: list[int], organisations: list[int], people: list[int]
) -> None:
    """Take out invitations to and from what is made up, and what made-up coordinators wrote.

    Requests to join lose their tie to it.
    """
    ties = (
        (Invitation.invited_by_id, people),
        (Invitation.organisation_id, organisations),
        (Invitation.inviting_organisation_id, organisations),
        (Invitation.initiative_id, gone),
    )
    is_tied: list[Any] = [column.in_(ids) for column, ids in ties]
    ids_of_theirs = select(Invitation.id).where(or_(*is_tied))
    leaving = or_(
        InvitationDeparture.invitation_id.in_(ids_of_theirs),
        InvitationDeparture.person_id.in_(people),
    )
    session.execute(delete(InvitationDeparture).where(leaving))
    session.execute(delete(Invitation).where(or_(*is_tied)))
    session.execute(delete(JoinMessage).where(JoinMessage.person_id.in_(people)))
    session.execute(
        update(JoinRequest)
        .where(JoinRequest.organisation_id.in_(organisations))
        .values(organisation_id=None)
    )
    of_merger = (OrganisationMerger.absorbed_id, OrganisationMerger.kept_id)
    session.execute(
        delete(OrganisationMerger).where(or_(*(row.in_(organisations) for row in of_merger)))
    )


def _remove_imports(session: Session, organisations: list[int], people: list[int]) -> None:
    files = select(ImportFile.id).where(
        or_(ImportFile.person_id.in_(people), ImportFile.organisation_id.in_(organisations))
    )
    session.execute(delete(ImportRow).where(ImportRow.import_file_id.in_(files)))
    session.execute(delete(ImportFile).where(ImportFile.id.in_(files)))
    session.execute(delete(ImportMapping).where(ImportMapping.person_id.in_(people)))


def _remove_people(session: Session, organisations: list[int], people: list[int]) -> None:
    addresses = set(session.scalars(select(Person.email).where(Person.id.in_(people))))
    for event in session.scalars(select(OutboxEvent).where(OutboxEvent.done_at.is_(None))):
        if event.payload.get("to") in addresses:
            session.delete(event)
    for table in DELETED_WITH_A_PERSON:
        wanted: Any = table.person_id
        session.execute(delete(table).where(wanted.in_(people)))
    session.execute(delete(Membership).where(Membership.organisation_id.in_(organisations)))
    session.execute(delete(Person).where(Person.id.in_(people)))
