"""Opening initiatives to the public: an organisation's first one is confirmed by a coordinator."""

import uuid
from datetime import datetime

from sqlalchemy import select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand
from tracker.database import one_for_change, transaction
from tracker.domain.lifecycle import Visibility
from tracker.domain.verbs import Verb
from tracker.errors import RefusedError
from tracker.models import Initiative, Organisation
from tracker.services import audit, notices
from tracker.services.initiatives import demand_shared, load, noticed, subject_of_organisation


def publish(actor: Actor, public_id: uuid.UUID, *, now: datetime) -> bool:
    """Open an initiative to everyone, or ask a coordinator to confirm the organisation's first.

    Returns whether it is open now; False means that it waits for a coordinator. Asked twice, it
    is asked once.

    Raises:
        NotFoundError, NotAllowedError,
        RefusedError: `not_complete`, while it is still a draft or lacks something;
            `is_coordinated`, while only the coordinators see it.
    """
    with transaction():
        initiative = load(actor, public_id, Permission.PUBLISH_INITIATIVE)
        organisation = _organisation(initiative)
        if initiative.visibility is Visibility.DRAFT or not initiative.is_complete:
            raise RefusedError("not_complete")
        demand_shared(initiative.visibility)
        if initiative.visibility is Visibility.OPEN:
            return True
        if organisation.publication_confirmed_at is not None:
            _open(actor, Verb.PUBLISHED, initiative, now=now)
            return True
        demand(actor, Permission.ASK_FIRST_PUBLICATION, subject_of_organisation(organisation))
        if initiative.publication_asked_at is not None:
            return False
        initiative.publication_asked_at = now
        noticed(initiative, now=now)
        audit.record_on(actor, Verb.PUBLICATION_ASKED, initiative, at=now, changes={})
        notices.tell_publication_asked(actor, initiative, organisation, now=now)
        return False


def confirm(actor: Actor, public_id: uuid.UUID, *, now: datetime) -> None:
    """Confirm an organisation's first publication; its later ones need no confirmation.

    Raises:
        NotFoundError, NotAllowedError, RefusedError: `not_asked`.
    """
    with transaction():
        initiative = load(actor, public_id, Permission.CONFIRM_PUBLICATION)
        if initiative.publication_asked_at is None:
            raise RefusedError("not_asked")
        organisation = _organisation(initiative)
        organisation.publication_confirmed_at = now
        audit.record(
            actor,
            Verb.PUBLICATION_CONFIRMED,
            organisation,
            at=now,
            organisation_id=organisation.id,
        )
        _open(actor, Verb.PUBLISHED, initiative, now=now)
        notices.tell_publication_confirmed(actor, initiative, now=now)


def unpublish(actor: Actor, public_id: uuid.UUID, *, now: datetime) -> None:
    """Take an initiative off the public pages at once, or take back the question; everyone signed in
    still sees it.

    Raises:
        NotFoundError, NotAllowedError.
    """
    with transaction():
        initiative = load(actor, public_id, Permission.PUBLISH_INITIATIVE)
        before = initiative.visibility
        if before is not Visibility.OPEN and initiative.publication_asked_at is None:
            return
        if before is Visibility.OPEN:
            initiative.visibility = Visibility.SHARED
        initiative.publication_asked_at = None
        noticed(initiative, now=now)
        changes = {"visibility": (before.value, initiative.visibility.value)}
        audit.record_on(actor, Verb.UNPUBLISHED, initiative, at=now, changes=changes)


def _organisation(initiative: Initiative) -> Organisation:
    return one_for_change(
        select(Organisation).where(Organisation.id == initiative.lead_organisation_id)
    )


def _open(actor: Actor, verb: Verb, initiative: Initiative, *, now: datetime) -> None:
    changes = {"visibility": (initiative.visibility.value, Visibility.OPEN.value)}
    initiative.visibility = Visibility.OPEN
    initiative.published_at = now
    initiative.publication_asked_at = None
    noticed(initiative, now=now)
    audit.record_on(actor, verb, initiative, at=now, changes=changes)
