"""Creating, editing, verifying and closing organisations."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand, demand_somewhere, may_somewhere
from tracker.database import check_version, for_change, refusing, transaction
from tracker.domain.local_time import local_day
from tracker.domain.personal_data import (
    InvalidOrganisationNumberError,
    PersonalOrganisationNumberError,
    normalise_organisation_number,
)
from tracker.domain.roles import ListCode
from tracker.domain.sorting import sort_key
from tracker.domain.verbs import Verb
from tracker.errors import RefusedError
from tracker.extensions import db
from tracker.models import Initiative, ListEntry, Organisation, OrganisationMerger
from tracker.queries.reference import is_current
from tracker.services import audit, search_index, touchpoint_due
from tracker.services.initiatives import subject_of_organisation
from tracker.services.personal_data import refuse_personal_data

TAKEN = {
    "uq_organisations_name_key": RefusedError("name_taken", "name"),
    "uq_organisations_organisation_number": RefusedError("number_taken", "organisation_number"),
}


@dataclass(frozen=True, kw_only=True)
class OrganisationContent:
    """The fields of the form. `kind` is a code; `email` the organisation's own public address."""

    name: str
    kind: str
    organisation_number: str = ""
    about: str = ""
    website: str = ""
    email: str = ""


def create(actor: Actor, content: OrganisationContent, *, now: datetime) -> uuid.UUID:
    """Add an organisation that the actor vouches for; returns its public id.

    Raises:
        NotAllowedError, PersonalDataError,
        RefusedError: `name_taken`, `number_taken`, `number_invalid`, `number_personal`,
            `unknown_choice` or `address_not_web`, each on its field.
    """
    demand_somewhere(actor, Permission.MANAGE_ORGANISATIONS)
    with refusing(TAKEN), transaction():
        return add(actor, content, is_verified=True, now=now).public_id


def add(
    actor: Actor, content: OrganisationContent, *, is_verified: bool, now: datetime
) -> Organisation:
    """Add an organisation on somebody's behalf, inside the caller's `refusing(TAKEN), transaction()`.

    The caller has asked the policy.

    Raises:
        As `create`, without `NotAllowedError`.
    """
    return _add(actor, [content], is_verified=is_verified, now=now)[0]


def add_unverified(
    actor: Actor, contents: Sequence[OrganisationContent], *, now: datetime
) -> list[Organisation]:
    """Add organisations found in a list, inside the caller's `refusing(TAKEN), transaction()`.

    Raises:
        As `create`.
    """
    demand_somewhere(actor, Permission.IMPORT_INITIATIVES)
    return _add(actor, contents, is_verified=False, now=now)


def _add(
    actor: Actor, contents: Sequence[OrganisationContent], *, is_verified: bool, now: datetime
) -> list[Organisation]:
    added = [Organisation(is_verified=is_verified, created_at=now, version=1) for _ in contents]
    for organisation, content in zip(added, contents, strict=True):
        _store(organisation, content, now=now)
    db.session.add_all(added)
    db.session.flush()
    for organisation in added:
        changes = audit.differences({}, describe(organisation))
        _record(actor, Verb.CREATED, organisation, changes, now=now)
    return added


def edit(
    actor: Actor,
    public_id: uuid.UUID,
    content: OrganisationContent,
    *,
    version: int,
    now: datetime,
) -> None:
    """Change what an organisation says of itself.

    Raises:
        NotFoundError, NotAllowedError, StaleVersionError, PersonalDataError,
        RefusedError: as `create`, or `kind_of_another_family`.
    """
    with refusing(TAKEN), transaction():
        organisation = for_change(Organisation, public_id)
        demand(actor, Permission.EDIT_ORGANISATION, subject_of_organisation(organisation))
        _edit(actor, Verb.EDITED, organisation, content, version=version, now=now)


def verify(
    actor: Actor,
    public_id: uuid.UUID,
    content: OrganisationContent,
    *,
    version: int,
    now: datetime,
) -> None:
    """Vouch for an organisation, with whatever had to be put right.

    Raises:
        NotFoundError, NotAllowedError, StaleVersionError, PersonalDataError,
        RefusedError: as `create`.
    """
    demand_somewhere(actor, Permission.MANAGE_ORGANISATIONS)
    with refusing(TAKEN), transaction():
        organisation = for_change(Organisation, public_id)
        organisation.is_verified = True
        _edit(actor, Verb.VERIFIED, organisation, content, version=version, now=now)


def _edit(
    actor: Actor,
    verb: Verb,
    organisation: Organisation,
    content: OrganisationContent,
    *,
    version: int,
    now: datetime,
) -> None:
    before = describe(organisation)
    check_version(organisation, version, lambda: before)
    was_municipal = organisation.is_municipal
    _store(organisation, content, now=now)
    is_moved = organisation.is_municipal != was_municipal
    if is_moved and not may_somewhere(actor, Permission.MANAGE_ORGANISATIONS):
        raise RefusedError("kind_of_another_family", "kind")
    organisation.version += 1
    db.session.flush()
    changes = audit.differences(before, describe(organisation))
    if "name" in changes:
        its_own = Initiative.lead_organisation_id == organisation.id
        search_index.reindex(its_own)
        touchpoint_due.match_again(its_own)
    _record(actor, verb, organisation, changes, now=now)


def close(actor: Actor, public_id: uuid.UUID, *, now: datetime) -> None:
    """Say that an organisation no longer exists: it can no longer be chosen; its records stay.

    Raises:
        NotFoundError, NotAllowedError.
    """
    demand_somewhere(actor, Permission.MANAGE_ORGANISATIONS)
    with transaction():
        organisation = for_change(Organisation, public_id)
        changes = {"closed_on": (organisation.closed_on, local_day(now))}
        organisation.closed_on = local_day(now)
        organisation.version += 1
        _record(actor, Verb.CLOSED, organisation, changes, now=now)


def reopen(actor: Actor, public_id: uuid.UUID, *, now: datetime) -> None:
    """Let a closed organisation be chosen again.

    Raises:
        NotFoundError, NotAllowedError, RefusedError: `organisation_merged`.
    """
    demand_somewhere(actor, Permission.MANAGE_ORGANISATIONS)
    with transaction():
        organisation = for_change(Organisation, public_id)
        if db.session.get(OrganisationMerger, organisation.id) is not None:
            raise RefusedError("organisation_merged")
        changes = {"closed_on": (organisation.closed_on, None)}
        organisation.closed_on = None
        organisation.version += 1
        _record(actor, Verb.REOPENED, organisation, changes, now=now)


def describe(organisation: Organisation) -> dict[str, Any]:
    """What an organisation says of itself, as JSON values by field name."""
    return {
        "name": organisation.name,
        "kind": db.session.get_one(ListEntry, organisation.kind_id).code,
        "organisation_number": organisation.organisation_number or "",
        "about": organisation.about,
        "website": organisation.website,
        "email": organisation.email,
    }


def _store(organisation: Organisation, content: OrganisationContent, *, now: datetime) -> None:
    refuse_personal_data({"name": content.name, "about": content.about})
    kind = _kind(content.kind, organisation, now=now)
    organisation.name = content.name
    organisation.name_key = sort_key(content.name)
    organisation.kind_id = kind.id
    organisation.is_municipal = kind.is_municipal
    organisation.organisation_number = _number(content.organisation_number)
    organisation.about = content.about
    organisation.website = _web_address(content.website)
    organisation.email = content.email


def _kind(code: str, organisation: Organisation, *, now: datetime) -> ListEntry:
    kind: ListEntry | None = db.session.scalars(
        select(ListEntry).where(
            ListEntry.list_code == ListCode.ORGANISATION_KIND, ListEntry.code == code
        )
    ).one_or_none()
    if kind is None or not (is_current(kind, local_day(now)) or kind.id == organisation.kind_id):
        raise RefusedError("unknown_choice", "kind")
    return kind


def _number(text: str) -> str | None:
    if not text.strip():
        return None
    try:
        return normalise_organisation_number(text)
    except PersonalOrganisationNumberError:
        raise RefusedError("number_personal", "organisation_number") from None
    except InvalidOrganisationNumberError:
        raise RefusedError("number_invalid", "organisation_number") from None


def _web_address(text: str) -> str:
    if not text:
        return ""
    address = text if "://" in text else f"https://{text}"
    if not _is_web_address(address) or any(sign.isspace() for sign in address):
        raise RefusedError("address_not_web", "website")
    return address


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in (parts.hostname or "")


def _record(
    actor: Actor, verb: Verb, organisation: Organisation, changes: audit.Changes, *, now: datetime
) -> None:
    audit.record(
        actor, verb, organisation, at=now, organisation_id=organisation.id, changes=changes
    )
