"""Inviting an organisation that is not here yet, through its first person: on its behalf.

It is added when that person says yes (services/invitation_answers.py).
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand, may_everywhere
from tracker.database import transaction
from tracker.domain.local_time import local_day
from tracker.domain.roles import ListCode
from tracker.domain.sorting import sort_key
from tracker.errors import NotAllowedError, RefusedError
from tracker.extensions import db
from tracker.models import Invitation, ListEntry, Organisation
from tracker.queries.reference import is_current
from tracker.services.initiatives import demand_shared, load, subject_of
from tracker.services.invitations import Invited, count_invitation, send
from tracker.services.partnerships import partner_role
from tracker.services.personal_data import refuse_personal_data


@dataclass(frozen=True, kw_only=True)
class NewOrganisation:
    """An organisation that is not here yet; `kind` is a code."""

    name: str
    kind: str


def invite_organisation(
    actor: Actor, new: NewOrganisation, invited: Invited, *, now: datetime
) -> uuid.UUID:
    """Invite an organisation that is not here yet, through its first person; for coordinators.

    It is added when that person says yes. Returns the invitation's public id.

    Raises:
        NotAllowedError, PersonalDataError, TooManyAttemptsError,
        RefusedError: on `organisation_name` `name_taken` or `invited_already`, or `unknown_choice`
            on `kind`.
    """
    if not may_everywhere(actor, Permission.INVITE_ON_BEHALF):
        raise NotAllowedError(Permission.INVITE_ON_BEHALF)
    refuse_personal_data({"message": invited.message})
    count_invitation(actor, now=now)
    with transaction():
        return send(actor, _coming(new, now=now), invited, now=now).public_id


def invite_partner(
    actor: Actor,
    initiative_id: uuid.UUID,
    new: NewOrganisation,
    invited: Invited,
    *,
    role: str,
    now: datetime,
) -> uuid.UUID:
    """Invite an organisation that is not here yet to take part in an initiative.

    It is added, and asked to take part, when the invited person says yes. `role` is the code of
    what it would do there. Returns the invitation's public id.

    Raises:
        NotFoundError, NotAllowedError, PersonalDataError, TooManyAttemptsError,
        RefusedError: as `invite_organisation`, `is_draft`, `is_coordinated`, or `unknown_choice`
            on `role`.
    """
    count_invitation(actor, now=now)
    with transaction():
        initiative = load(actor, initiative_id, Permission.EDIT_INITIATIVE)
        demand(actor, Permission.INVITE_ON_BEHALF, subject_of(initiative))
        demand_shared(initiative.visibility)
        invitation = _coming(new, now=now)
        invitation.initiative_id = initiative.id
        invitation.partner_role_id = partner_role(role).id
        if initiative.lead_organisation_id in actor.organisation_ids:
            invitation.inviting_organisation_id = initiative.lead_organisation_id
        return send(actor, invitation, invited, now=now).public_id


def _coming(new: NewOrganisation, *, now: datetime) -> Invitation:
    """An invitation of an organisation that is not here yet."""
    refuse_personal_data({"organisation_name": new.name})
    is_it = Organisation.name_key == sort_key(new.name)
    if db.session.scalar(select(exists().where(is_it))):
        raise RefusedError("name_taken", "organisation_name")
    query = select(ListEntry).where(
        ListEntry.list_code == ListCode.ORGANISATION_KIND, ListEntry.code == new.kind
    )
    kind = db.session.scalars(query).one_or_none()
    if kind is None or not is_current(kind, local_day(now)):
        raise RefusedError("unknown_choice", "kind")
    return Invitation(organisation_name=new.name, kind_id=kind.id)
