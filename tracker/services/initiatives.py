"""Registering, editing, sharing, withdrawing and handing over an initiative."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import select, update

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import Subject, demand
from tracker.access.visibility import sees
from tracker.database import check_version, for_change, one_for_change, transaction
from tracker.domain.initiative_content import (
    FREE_TEXT_FIELDS,
    InitiativeContent,
    missing_for_sharing,
)
from tracker.domain.lifecycle import REGISTRABLE, Visibility, is_shared, wider
from tracker.domain.roles import PartnerStanding
from tracker.domain.verbs import Verb
from tracker.errors import MissingFieldsError, NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import Initiative, Organisation, Partnership
from tracker.services import audit, initiative_content, measure_owners, notices, search_index
from tracker.services.personal_data import refuse_personal_data

DOUBLE_PRESS = timedelta(seconds=30)


def register(
    actor: Actor,
    content: InitiativeContent,
    *,
    organisation_id: uuid.UUID,
    visibility: Visibility,
    now: datetime,
) -> uuid.UUID:
    """Register an initiative for all or for the coordinators only, or keep it as a draft.

    Returns its public id; a second press of the button registers nothing, and is told the first.

    Raises:
        NotFoundError, NotAllowedError: no such organisation, or none that the actor registers for.
        MissingFieldsError: others are to see it, but it is not complete.
        PersonalDataError: a free text holds personal data.
        RefusedError: `unknown_choice`, for a visibility that is not chosen here.
    """
    check_content(content, visibility=visibility)
    with transaction() as session:
        organisation = organisation_named(organisation_id)
        demand(actor, Permission.REGISTER_INITIATIVE, subject_of_organisation(organisation))
        if twin := _registered_just_now(organisation, content, visibility=visibility, now=now):
            return twin
        initiative = Initiative(
            lead_organisation_id=organisation.id,
            visibility=visibility,
            created_at=now,
            changed_at=now,
            title=content.title,
            title_key="",
            phase=content.phase,
            version=1,
        )
        session.add(initiative)
        session.flush()
        initiative_content.store(initiative, content)
        changes = audit.differences({}, initiative_content.describe(initiative))
        audit.record_on(actor, Verb.REGISTERED, initiative, at=now, changes=changes)
        return initiative.public_id


def _registered_just_now(
    organisation: Organisation,
    content: InitiativeContent,
    *,
    visibility: Visibility,
    now: datetime,
) -> uuid.UUID | None:
    """Find what a first press of the button has registered; two presses at once wait in line."""
    one_for_change(select(Organisation).where(Organisation.id == organisation.id))
    query = select(Initiative.public_id).where(
        Initiative.lead_organisation_id == organisation.id,
        Initiative.title == content.title,
        Initiative.description == content.description,
        Initiative.visibility == visibility,
        Initiative.created_at > now - DOUBLE_PRESS,
    )
    twin: uuid.UUID | None = db.session.scalar(query.order_by(Initiative.id.desc()).limit(1))
    return twin


def edit(
    actor: Actor,
    public_id: uuid.UUID,
    content: InitiativeContent,
    *,
    version: int,
    visibility: Visibility,
    note: str,
    now: datetime,
) -> None:
    """Change what an initiative says; more may be let see it in the same step.

    `visibility` is never narrower afterwards than it was: taking back is `withdraw`. A
    coordinator who edits another organisation's record says why in `note`.

    Raises:
        NotFoundError, NotAllowedError, StaleVersionError, MissingFieldsError, PersonalDataError,
        RefusedError: `note_needed`, or `unknown_choice`.
    """
    with transaction():
        initiative = load(actor, public_id, Permission.EDIT_INITIATIVE)
        before = initiative_content.describe(initiative)
        check_version(initiative, version, lambda: before)
        check_content(content, visibility=visibility, standing=initiative.visibility)
        note = checked_note(actor, initiative, note)
        if initiative.lead_organisation_id in actor.organisation_ids:
            initiative.imported_by_id = None
        initiative.visibility = wider(initiative.visibility, visibility)
        if initiative.visibility is not Visibility.DRAFT:
            initiative.withdrawn_at = None
        initiative_content.store(initiative, content)
        changed(initiative, now=now)
        changes = audit.differences(before, initiative_content.describe(initiative))
        audit.record_on(actor, Verb.EDITED, initiative, at=now, changes=_noted(changes, note))


def withdraw(actor: Actor, public_id: uuid.UUID, *, reason: str, now: datetime) -> None:
    """Take an initiative back: from now on only its own organisation sees it, as a draft.

    A draft stays as it is.

    Raises:
        NotFoundError, NotAllowedError, PersonalDataError, RefusedError: `note_needed`.
    """
    with transaction():
        initiative = load(actor, public_id, Permission.WITHDRAW_INITIATIVE)
        reason = checked_note(actor, initiative, reason, field_name="reason")
        before = initiative.visibility
        if before is Visibility.DRAFT:
            return
        initiative.visibility = Visibility.DRAFT
        initiative.withdrawn_at = now
        initiative.publication_asked_at = None
        initiative.published_at = None
        changed(initiative, now=now)
        changes = {"visibility": (before, Visibility.DRAFT)}
        audit.record_on(actor, Verb.WITHDRAWN, initiative, at=now, changes=_noted(changes, reason))


def hand_over(
    actor: Actor, public_id: uuid.UUID, *, organisation_id: uuid.UUID, note: str, now: datetime
) -> None:
    """Let another organisation answer for an initiative from now on; its history goes along.

    A partnership of its own ends. The public sees it only if that organisation is already public.

    Raises:
        NotFoundError, NotAllowedError, PersonalDataError,
        RefusedError: `same_organisation`, or `note_needed`.
    """
    with transaction():
        initiative = load(actor, public_id, Permission.HAND_OVER_INITIATIVE)
        note = checked_note(actor, initiative, note)
        before = db.session.get_one(Organisation, initiative.lead_organisation_id)
        after = organisation_named(organisation_id)
        if after.id == before.id:
            raise RefusedError("same_organisation", "organisation")
        initiative.lead_organisation_id = after.id
        initiative.import_key = None
        measure_owners.hand_on(initiative, before, after)
        search_index.reindex(Initiative.id == initiative.id)
        changed(initiative, now=now)
        changes = {
            "lead_organisation": (before.name, after.name),
            **_taken_over(initiative, after, now=now),
        }
        audit.record_on(actor, Verb.HANDED_OVER, initiative, at=now, changes=_noted(changes, note))
        notices.tell_handed_over(actor, initiative, before=before, after=after, now=now)


def _taken_over(initiative: Initiative, lead: Organisation, *, now: datetime) -> audit.Changes:
    """Put an initiative on its new organisation's footing, and say what became of its visibility."""
    db.session.execute(
        update(Partnership)
        .where(Partnership.initiative_id == initiative.id, Partnership.organisation_id == lead.id)
        .values(standing=PartnerStanding.ENDED, answered_at=now)
    )
    initiative.publication_asked_at = None
    if initiative.visibility is not Visibility.OPEN or lead.publication_confirmed_at is not None:
        return {}
    initiative.visibility = Visibility.SHARED
    return {"visibility": (Visibility.OPEN, Visibility.SHARED)}


def load(actor: Actor, public_id: uuid.UUID, permission: Permission) -> Initiative:
    """Lock an initiative that the actor wants to change, if it may be seen and changed.

    Raises:
        NotFoundError: there is none that the actor may see.
        NotAllowedError: the actor sees it but may not do this.
    """
    initiative = for_change(Initiative, public_id)
    if not sees(actor, initiative):
        raise NotFoundError
    demand(actor, permission, subject_of(initiative))
    return initiative


def subject_of(initiative: Initiative) -> Subject:
    """What the policy needs to know of an initiative."""
    organisation = db.session.get_one(Organisation, initiative.lead_organisation_id)
    return subject_of_organisation(organisation)


def subject_of_organisation(organisation: Organisation) -> Subject:
    """What the policy needs to know of an organisation's records."""
    return Subject(organisation_id=organisation.id, is_municipal=organisation.is_municipal)


def organisation_named(public_id: uuid.UUID) -> Organisation:
    """The organisation with this public id, if it still exists.

    Raises:
        NotFoundError: there is none.
    """
    organisation: Organisation | None = db.session.scalars(
        select(Organisation).where(
            Organisation.public_id == public_id, Organisation.closed_on.is_(None)
        )
    ).one_or_none()
    if organisation is None:
        raise NotFoundError
    return organisation


def demand_shared(visibility: Visibility) -> None:
    """Refuse what concerns others, as long as not all of them see the initiative.

    Raises:
        RefusedError: `is_draft`, or `is_coordinated`.
    """
    if visibility is Visibility.DRAFT:
        raise RefusedError("is_draft")
    if not is_shared(visibility):
        raise RefusedError("is_coordinated")


def check_content(
    content: InitiativeContent, *, visibility: Visibility, standing: Visibility = Visibility.DRAFT
) -> None:
    """Refuse what cannot be saved, whoever asks; whatever others see must be complete.

    Raises:
        MissingFieldsError, PersonalDataError,
        RefusedError: `unknown_choice`, for a visibility that is not chosen here.
    """
    if visibility not in REGISTRABLE:
        raise RefusedError("unknown_choice", "visibility")
    missing = missing_for_sharing(content)
    if wider(visibility, standing) is Visibility.DRAFT:
        missing = tuple(name for name in missing if name == "title")
    if missing:
        raise MissingFieldsError(missing)
    refuse_personal_data({name: getattr(content, name) for name in FREE_TEXT_FIELDS})


def checked_note(
    actor: Actor, initiative: Initiative, note: str, *, field_name: str = "note"
) -> str:
    """The note on a change; whoever changes another organisation's record must say why.

    Raises:
        RefusedError: `note_needed`.
        PersonalDataError: the note holds personal data.
    """
    refuse_personal_data({field_name: note})
    if initiative.lead_organisation_id not in actor.organisation_ids and not note.strip():
        raise RefusedError("note_needed", field_name)
    return note.strip()


def changed(initiative: Initiative, *, now: datetime) -> None:
    """Mark that what the form says has changed: a form opened before is stale now."""
    initiative.version += 1
    noticed(initiative, now=now)


def noticed(initiative: Initiative, *, now: datetime) -> None:
    """Mark that readers would notice something beside the text, so that no open form grows stale."""
    initiative.changed_at = now


def _noted(changes: audit.Changes, note: str) -> audit.Changes:
    return {**changes, "note": (None, note)} if note else changes
