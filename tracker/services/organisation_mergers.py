"""Letting one organisation go up in another: records, partnerships and people move, history stays.

What was written and done in the old name keeps it: reports, messages and the trail. The old row
stays, closed, and its address leads on. A merger is not undone.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, update

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand_somewhere
from tracker.database import transaction
from tracker.domain.invitations import InvitationStanding
from tracker.domain.local_time import local_day
from tracker.domain.mails import MailTemplate
from tracker.domain.roles import PartnerStanding
from tracker.domain.verbs import Verb
from tracker.errors import NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import (
    ImportFile,
    Initiative,
    Invitation,
    Membership,
    Organisation,
    OrganisationMerger,
    Partnership,
    Person,
)
from tracker.services import audit, measure_owners, notices, people, search_index, touchpoint_due
from tracker.services.initiatives import changed, noticed
from tracker.services.person_roles import add_membership

_STRENGTH = {
    PartnerStanding.ACCEPTED: 2,
    PartnerStanding.ASKED: 1,
    PartnerStanding.OFFERED: 1,
}


def merge(actor: Actor, absorbed_id: uuid.UUID, kept_id: uuid.UUID, *, now: datetime) -> None:
    """Let an organisation go up in another one.

    Raises:
        NotFoundError, NotAllowedError, RefusedError: `organisation_merged`, or on `kept`
            `unknown_choice`, `merger_with_itself` or `merger_across`.
    """
    demand_somewhere(actor, Permission.MANAGE_ORGANISATIONS)
    if absorbed_id == kept_id:
        raise RefusedError("merger_with_itself", "kept")
    with transaction() as session:
        absorbed, kept = _load(absorbed_id, kept_id)
        _move_initiatives(actor, absorbed, kept, now=now)
        _move_numbers(actor, absorbed, kept, now=now)
        _move_partnerships(actor, absorbed, kept, now=now)
        _move_people(actor, absorbed, kept, now=now)
        _move_invitations(actor, absorbed, kept, now=now)
        session.execute(
            update(ImportFile)
            .where(ImportFile.organisation_id == absorbed.id)
            .values(organisation_id=kept.id)
        )
        session.add(OrganisationMerger(absorbed_id=absorbed.id, kept_id=kept.id, merged_at=now))
        kept.publication_confirmed_at = (
            kept.publication_confirmed_at or absorbed.publication_confirmed_at
        )
        absorbed.closed_on = absorbed.closed_on or local_day(now)
        for row, told in (
            (absorbed, {"kept": (None, kept.name)}),
            (kept, {"absorbed": (None, absorbed.name)}),
        ):
            row.version += 1
            audit.record(actor, Verb.MERGED, row, at=now, organisation_id=row.id, changes=told)


def _load(absorbed_id: uuid.UUID, kept_id: uuid.UUID) -> tuple[Organisation, Organisation]:
    """Both organisations, locked in one order whoever goes up in whom."""
    query = (
        select(Organisation)
        .where(Organisation.public_id.in_((absorbed_id, kept_id)))
        .order_by(Organisation.id)
        .with_for_update()
    )
    found = {row.public_id: row for row in db.session.scalars(query)}
    absorbed, kept = found.get(absorbed_id), found.get(kept_id)
    if absorbed is None:
        raise NotFoundError
    if db.session.get(OrganisationMerger, absorbed.id) is not None:
        raise RefusedError("organisation_merged")
    if kept is None or kept.closed_on is not None:
        raise RefusedError("unknown_choice", "kept")
    if kept.is_municipal != absorbed.is_municipal:
        raise RefusedError("merger_across", "kept")
    return absorbed, kept


def _move_initiatives(
    actor: Actor, absorbed: Organisation, kept: Organisation, *, now: datetime
) -> None:
    query = (
        select(Initiative)
        .where(Initiative.lead_organisation_id == absorbed.id)
        .order_by(Initiative.id)
        .with_for_update()
    )
    taken = set(
        db.session.scalars(
            select(Initiative.import_key).where(
                Initiative.lead_organisation_id == kept.id, Initiative.import_key.is_not(None)
            )
        )
    )
    moved = list(db.session.scalars(query))
    changes = {"lead_organisation": (absorbed.name, kept.name)}
    for initiative in moved:
        initiative.lead_organisation_id = kept.id
        if initiative.import_key in taken:
            initiative.import_key = None
        changed(initiative, now=now)
        audit.record_on(actor, Verb.HANDED_OVER, initiative, at=now, changes=changes)
    its_own = Initiative.lead_organisation_id == kept.id
    search_index.reindex(its_own)
    touchpoint_due.match_again(its_own)


def _move_numbers(
    actor: Actor, absorbed: Organisation, kept: Organisation, *, now: datetime
) -> None:
    for initiative in measure_owners.hand_on_all(absorbed, kept):
        told = {"owner": (absorbed.name, kept.name)}
        audit.record_on(actor, Verb.MEASURE_EDITED, initiative, at=now, changes=told)


def _move_partnerships(
    actor: Actor, absorbed: Organisation, kept: Organisation, *, now: datetime
) -> None:
    """Move partnerships; where the other one leads or takes part already, they become one."""
    of_both = (
        select(Partnership, Initiative)
        .join(Initiative, Initiative.id == Partnership.initiative_id)
        .where(Partnership.organisation_id.in_((absorbed.id, kept.id)))
        .order_by(Partnership.id)
        .with_for_update()
    )
    found = [(row[0], row[1]) for row in db.session.execute(of_both)]
    standing = {row.initiative_id: row for row, _ in found if row.organisation_id == kept.id}
    for partnership, initiative in found:
        is_its_own = initiative.lead_organisation_id == kept.id
        if partnership.organisation_id == kept.id and not is_its_own:
            continue
        before = partnership.standing
        other = standing.get(partnership.initiative_id)
        if is_its_own:
            _end(partnership, now=now)
        elif other is not None:
            _join(partnership, other, now=now)
        else:
            partnership.organisation_id = kept.id
        noticed(initiative, now=now)
        told = {"partner": (absorbed.name, kept.name), "standing": (before, partnership.standing)}
        audit.record_on(actor, Verb.EDITED, initiative, at=now, changes=told)


def _join(gone: Partnership, stays: Partnership, *, now: datetime) -> None:
    """Let the further of two partnerships of one initiative stand."""
    if _STRENGTH.get(gone.standing, 0) > _STRENGTH.get(stays.standing, 0):
        stays.role_id, stays.note = gone.role_id, gone.note
        stays.standing, stays.answered_at = gone.standing, gone.answered_at
    _end(gone, now=now)


def _end(partnership: Partnership, *, now: datetime) -> None:
    if partnership.standing in _STRENGTH:
        partnership.standing = PartnerStanding.ENDED
        partnership.answered_at = now


def _move_people(
    actor: Actor, absorbed: Organisation, kept: Organisation, *, now: datetime
) -> None:
    query = (
        select(Membership, Person)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.organisation_id == absorbed.id)
        .order_by(Person.id)
        .with_for_update()
    )
    moved = [(row[0], row[1]) for row in db.session.execute(query)]
    for membership, person in moved:
        before = people.describe(person)
        role = membership.role
        db.session.delete(membership)
        add_membership(person, kept.id, role)
        changes = audit.differences(before, people.describe(person))
        audit.record(actor, Verb.EDITED, person, at=now, organisation_id=kept.id, changes=changes)
    _tell((person for _, person in moved), kept, now=now)


def _tell(moved: Iterable[Person], kept: Organisation, *, now: datetime) -> None:
    values: notices.Values = {
        "organisation": kept.name,
        "organisation_id": str(kept.public_id),
    }
    notices.tell(moved, MailTemplate.MEMBERSHIP_GIVEN, lambda _: values, now=now)


def _move_invitations(
    actor: Actor, absorbed: Organisation, kept: Organisation, *, now: datetime
) -> None:
    query = (
        select(Invitation)
        .where(
            Invitation.organisation_id == absorbed.id,
            Invitation.standing == InvitationStanding.SENT,
        )
        .with_for_update()
    )
    for invitation in db.session.scalars(query).all():
        invitation.organisation_id = kept.id
        invitation.organisation_name = kept.name
        changes = {"organisation": (absorbed.name, kept.name)}
        audit.record(
            actor, Verb.EDITED, invitation, at=now, organisation_id=kept.id, changes=changes
        )
