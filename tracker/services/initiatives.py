"""Registering, editing, sharing, withdrawing and handing over an initiative."""

import uuid
from datetime import datetime

from sqlalchemy import select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import Subject, demand
from tracker.database import check_version, for_change, transaction
from tracker.domain.initiative_content import (
    FREE_TEXT_FIELDS,
    InitiativeContent,
    missing_for_sharing,
)
from tracker.domain.lifecycle import Visibility
from tracker.domain.verbs import Verb
from tracker.errors import MissingFieldsError, NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import Initiative, Organisation
from tracker.services import audit, initiative_content, notices
from tracker.services.personal_data import refuse_personal_data


def register(
    actor: Actor,
    content: InitiativeContent,
    *,
    organisation_id: uuid.UUID,
    is_draft: bool,
    now: datetime,
) -> uuid.UUID:
    """Register an initiative, or keep it as a draft; returns its public id.

    Raises:
        NotFoundError: there is no such organisation.
        NotAllowedError: the actor may not register for it.
        MissingFieldsError: it is to be shared but is not complete.
        PersonalDataError: a free text holds personal data.
    """
    check_content(content, is_draft=is_draft)
    with transaction() as session:
        organisation = organisation_named(organisation_id)
        demand(actor, Permission.REGISTER_INITIATIVE, subject_of_organisation(organisation))
        initiative = Initiative(
            lead_organisation_id=organisation.id,
            visibility=Visibility.DRAFT if is_draft else Visibility.SHARED,
            created_at=now,
            changed_at=now,
            title=content.title,
            title_key="",
            phase=content.phase,
            version=1,
        )
        session.add(initiative)
        session.flush()
        initiative_content.store(initiative, content, organisation_name=organisation.name)
        changes = audit.differences({}, initiative_content.describe(initiative))
        audit.record_on(actor, Verb.REGISTERED, initiative, at=now, changes=changes)
        return initiative.public_id


def edit(
    actor: Actor,
    public_id: uuid.UUID,
    content: InitiativeContent,
    *,
    version: int,
    is_draft: bool,
    note: str,
    now: datetime,
) -> None:
    """Change what an initiative says; a draft may be shared in the same step.

    `is_draft` keeps a draft a draft; it never hides what is already shared. A coordinator who
    edits another organisation's record says why in `note`.

    Raises:
        NotFoundError, NotAllowedError, StaleVersionError, MissingFieldsError, PersonalDataError,
        RefusedError: `note_needed`.
    """
    with transaction():
        initiative = load(actor, public_id, Permission.EDIT_INITIATIVE)
        before = initiative_content.describe(initiative)
        check_version(initiative, version, lambda: before)
        stays_draft = is_draft and initiative.visibility is Visibility.DRAFT
        check_content(content, is_draft=stays_draft)
        note = checked_note(actor, initiative, note)
        if initiative.lead_organisation_id in actor.organisation_ids:
            initiative.imported_by_id = None
        if initiative.visibility is Visibility.DRAFT and not stays_draft:
            initiative.visibility = Visibility.SHARED
            initiative.withdrawn_at = None
        organisation = db.session.get_one(Organisation, initiative.lead_organisation_id)
        initiative_content.store(initiative, content, organisation_name=organisation.name)
        changed(initiative, now=now)
        changes = audit.differences(before, initiative_content.describe(initiative))
        audit.record_on(actor, Verb.EDITED, initiative, at=now, changes=_noted(changes, note))


def withdraw(actor: Actor, public_id: uuid.UUID, *, reason: str, now: datetime) -> None:
    """Take an initiative back: from now on only its own organisation sees it, as a draft.

    Raises:
        NotFoundError, NotAllowedError, PersonalDataError.
    """
    refuse_personal_data({"reason": reason})
    with transaction():
        initiative = load(actor, public_id, Permission.WITHDRAW_INITIATIVE)
        before = initiative.visibility
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

    Raises:
        NotFoundError, NotAllowedError, PersonalDataError,
        RefusedError: `same_organisation`, or `note_needed`.
    """
    refuse_personal_data({"note": note})
    with transaction():
        initiative = load(actor, public_id, Permission.HAND_OVER_INITIATIVE)
        note = checked_note(actor, initiative, note)
        before = db.session.get_one(Organisation, initiative.lead_organisation_id)
        after = organisation_named(organisation_id)
        if after.id == before.id:
            raise RefusedError("same_organisation", "organisation")
        initiative.lead_organisation_id = after.id
        initiative.import_key = None
        initiative_content.reindex(initiative, organisation_name=after.name)
        changed(initiative, now=now)
        changes = {"lead_organisation": (before.name, after.name)}
        audit.record_on(actor, Verb.HANDED_OVER, initiative, at=now, changes=_noted(changes, note))
        notices.tell_handed_over(actor, initiative, before=before, after=after, now=now)


def load(actor: Actor, public_id: uuid.UUID, permission: Permission) -> Initiative:
    """Lock an initiative that the actor wants to change, if it may be seen and changed.

    Raises:
        NotFoundError: there is none that the actor may see.
        NotAllowedError: the actor sees it but may not do this.
    """
    initiative = for_change(Initiative, public_id)
    is_own = initiative.lead_organisation_id in actor.organisation_ids
    is_reader = initiative.imported_by_id == actor.person_id
    if initiative.visibility is Visibility.DRAFT and not (is_own or is_reader):
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


def check_content(content: InitiativeContent, *, is_draft: bool) -> None:
    """Refuse what cannot be saved, whoever asks.

    Raises:
        MissingFieldsError, PersonalDataError.
    """
    missing = missing_for_sharing(content)
    if is_draft:
        missing = tuple(name for name in missing if name == "title")
    if missing:
        raise MissingFieldsError(missing)
    refuse_personal_data({name: getattr(content, name) for name in FREE_TEXT_FIELDS})


def checked_note(actor: Actor, initiative: Initiative, note: str) -> str:
    """The note on a change; whoever changes another organisation's record must say why.

    Raises:
        RefusedError: `note_needed`.
        PersonalDataError: the note holds personal data.
    """
    refuse_personal_data({"note": note})
    if initiative.lead_organisation_id not in actor.organisation_ids and not note.strip():
        raise RefusedError("note_needed", "note")
    return note.strip()


def changed(initiative: Initiative, *, now: datetime) -> None:
    """Mark that readers would notice a change."""
    initiative.version += 1
    initiative.changed_at = now


def _noted(changes: audit.Changes, note: str) -> audit.Changes:
    return {**changes, "note": (None, note)} if note else changes
