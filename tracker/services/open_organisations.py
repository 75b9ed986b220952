"""Showing an organisation's own page to everyone, and no longer showing it."""

import uuid
from datetime import datetime

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand
from tracker.database import for_change, transaction
from tracker.domain.verbs import Verb
from tracker.errors import RefusedError
from tracker.models import Organisation
from tracker.services import audit
from tracker.services.initiatives import subject_of_organisation


def open_page(actor: Actor, public_id: uuid.UUID, *, now: datetime) -> None:
    """Show the page from now on; one that is shown stays shown since when it was.

    Raises:
        NotFoundError, NotAllowedError,
        RefusedError: `organisation_closed`, or `not_verified` where nobody has vouched for it.
    """
    with transaction():
        organisation = _own(actor, public_id)
        if organisation.closed_on is not None:
            raise RefusedError("organisation_closed")
        if not organisation.is_verified:
            raise RefusedError("not_verified")
        if organisation.page_opened_at is None:
            _change(actor, Verb.PAGE_OPENED, organisation, now, at=now)


def close_page(actor: Actor, public_id: uuid.UUID, *, now: datetime) -> None:
    """Show the page to nobody any more, at once.

    Raises:
        NotFoundError, NotAllowedError.
    """
    with transaction():
        organisation = _own(actor, public_id)
        if organisation.page_opened_at is not None:
            _change(actor, Verb.PAGE_CLOSED, organisation, None, at=now)


def _own(actor: Actor, public_id: uuid.UUID) -> Organisation:
    organisation = for_change(Organisation, public_id)
    subject = subject_of_organisation(organisation)
    demand(actor, Permission.OPEN_ORGANISATION_PAGE, subject)
    return organisation


def _change(
    actor: Actor, verb: Verb, organisation: Organisation, since: datetime | None, *, at: datetime
) -> None:
    changes = {"page_opened_at": (organisation.page_opened_at, since)}
    organisation.page_opened_at = since
    audit.record(actor, verb, organisation, at=at, organisation_id=organisation.id, changes=changes)
