"""Saves a previewed list: all of it in one transaction, or none."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from tracker.access.actors import Actor
from tracker.database import transaction
from tracker.domain.import_steps import ImportStanding, RowOutcome
from tracker.domain.importing.plans import CONTENT_FIELDS
from tracker.domain.initiative_content import WANTED_FOR_SHARING
from tracker.domain.lifecycle import Condition, Phase, Visibility
from tracker.domain.roles import ListCode, PartnerStanding
from tracker.domain.sorting import sort_key
from tracker.domain.verbs import SubjectKind, Verb
from tracker.errors import RefusedError
from tracker.extensions import db
from tracker.models import ImportFile, ImportRow, Initiative, Organisation, Partnership
from tracker.queries.import_register import ENTRY_FIELDS, TAGS
from tracker.queries.reference import Reference, get_reference
from tracker.services import audit
from tracker.services.audited_tables import SubjectKey
from tracker.services.import_files import load_own
from tracker.services.initiative_bulk import insert_initiatives, write_tags, write_terms

CHUNK = 500
TAG_FIELDS = frozenset({*(name for name, _, _ in TAGS), *ENTRY_FIELDS.values(), "links"})
DEFAULT_PARTNER_ROLE = "implementing"
_COLUMNS = tuple(name for name in CONTENT_FIELDS if name not in TAG_FIELDS | {"reach"})


def save(actor: Actor, public_id: uuid.UUID, *, now: datetime) -> int:
    """Save every new and changed row of a previewed list; returns how many.

    Raises:
        NotFoundError, NotAllowedError,
        RefusedError: `not_previewed`, or `register_changed` when a record that the list would
            change has been changed by somebody else since the preview.
    """
    try:
        with transaction() as session:
            row = load_own(actor, public_id)
            if row.standing is not ImportStanding.PREVIEWED:
                raise RefusedError("not_previewed")
            plans = _plans(row)
            new = [plan for plan in plans if plan["standing_id"] is None]
            changed = [plan for plan in plans if plan["standing_id"] is not None]
            reference = get_reference("sv")
            _create_organisations(actor, new, reference, now=now)
            _insert(actor, new, reference, now=now)
            _update(actor, changed, reference, now=now)
            session.execute(delete(ImportRow).where(ImportRow.import_file_id == row.id))
            row.standing, row.saved_at, row.content = ImportStanding.SAVED, now, None
            row.rows_done = len(plans)
            return len(plans)
    except IntegrityError as error:
        raise RefusedError("register_changed") from error


def _plans(row: ImportFile) -> list[dict[str, Any]]:
    query = (
        select(ImportRow.proposed)
        .where(
            ImportRow.import_file_id == row.id,
            ImportRow.outcome.in_((RowOutcome.NEW, RowOutcome.CHANGED)),
        )
        .order_by(ImportRow.row_number)
    )
    return list(db.session.scalars(query))


def _create_organisations(
    actor: Actor, plans: Sequence[dict[str, Any]], reference: Reference, *, now: datetime
) -> None:
    """Create the organisations that the list names and nobody knows, unverified."""
    wanted = {sort_key(plan["lead_name"]): plan for plan in plans if plan["lead_id"] is None}
    known = _known_organisations(sorted(wanted))
    kinds = {row.code: row for row in reference.of_list(ListCode.ORGANISATION_KIND)}
    for key, plan in wanted.items():
        if key in known:
            continue
        kind = kinds.get(plan["lead_kind"]) or kinds["association"]
        organisation = Organisation(
            name=plan["lead_name"][:200],
            name_key=key,
            kind_id=kind.id,
            is_municipal=False,
            is_verified=False,
            organisation_number=plan["lead_number"] or None,
            created_at=now,
        )
        db.session.add(organisation)
        db.session.flush()
        known[key] = organisation.id
        audit.record(
            actor, Verb.CREATED, organisation, at=now, organisation_id=organisation.id,
            changes={"name": (None, organisation.name)},
        )  # fmt: skip
    for plan in plans:
        if plan["lead_id"] is None:
            plan["lead_id"] = known[sort_key(plan["lead_name"])]


def _known_organisations(keys: Sequence[str]) -> dict[str, int]:
    known: dict[str, int] = {}
    for start in range(0, len(keys), CHUNK):
        query = select(Organisation.name_key, Organisation.id).where(
            Organisation.name_key.in_(keys[start : start + CHUNK])
        )
        known.update(db.session.execute(query).all())
    return known


def _insert(
    actor: Actor, plans: Sequence[dict[str, Any]], reference: Reference, *, now: datetime
) -> None:
    if not plans:
        return
    municipal = _municipal_ids()
    rows = [_new_row(actor, plan, reference, municipal=municipal, now=now) for plan in plans]
    ids = insert_initiatives(rows)
    contents = {row_id: plan["content"] for row_id, plan in zip(ids, plans, strict=True)}
    write_tags(contents, TAG_FIELDS, reference)
    write_terms({row_id: tuple(plan["terms"]) for row_id, plan in zip(ids, plans, strict=True)})
    _insert_partners(ids, plans, reference, now=now)
    for row_id, plan in zip(ids, plans, strict=True):
        changes = audit.differences({}, {k: v for k, v in plan["content"].items() if v})
        _record(actor, row_id, plan, changes, now=now)


def _municipal_ids() -> frozenset[int]:
    query = select(Organisation.id).where(Organisation.is_municipal.is_(True))
    return frozenset(db.session.scalars(query))


def _new_row(
    actor: Actor,
    plan: dict[str, Any],
    reference: Reference,
    *,
    municipal: frozenset[int],
    now: datetime,
) -> dict[str, Any]:
    is_complete = _is_complete(plan["content"])
    is_own = plan["lead_id"] in actor.organisation_ids
    is_ready = is_complete and (is_own or plan["lead_id"] in municipal)
    return {
        **_columns(plan["content"], reference),
        "lead_organisation_id": plan["lead_id"],
        "import_key": plan["key"],
        "imported_by_id": None if is_own else actor.person_id,
        "visibility": Visibility.SHARED if is_ready else Visibility.DRAFT,
        "condition": Condition.NOT_ASSESSED,
        "is_complete": is_complete,
        "is_demo": False,
        "version": 1,
        "public_id": uuid.uuid4(),
        "contact_email": "",
        "contact_phone": "",
        "created_at": now,
        "changed_at": now,
    }


def _is_complete(content: dict[str, Any]) -> bool:
    return all(content[name] for name in WANTED_FOR_SHARING)


def _columns(content: dict[str, Any], reference: Reference) -> dict[str, Any]:
    columns = {name: content[name] for name in _COLUMNS}
    for name in ("start_on", "end_on"):
        columns[name] = date.fromisoformat(content[name]) if content[name] else None
    reach = reference.entry(ListCode.REACH, content["reach"]) if content["reach"] else None
    return columns | {
        "phase": Phase(content["phase"]),
        "reach_id": reach.id if reach else None,
        "title_key": sort_key(content["title"]),
    }


def _insert_partners(
    ids: Sequence[int], plans: Sequence[dict[str, Any]], reference: Reference, *, now: datetime
) -> None:
    roles = {row.code: row.id for row in reference.of_list(ListCode.PARTNER_ROLE)}
    rows = [
        {
            "initiative_id": row_id,
            "organisation_id": partner_id,
            "role_id": roles.get(role) or roles[DEFAULT_PARTNER_ROLE],
            "standing": PartnerStanding.ASKED,
            "note": "",
            "public_id": uuid.uuid4(),
            "created_at": now,
        }
        for row_id, plan in zip(ids, plans, strict=True)
        for partner_id, role in {p["id"]: p["role"] for p in plan["partners"]}.items()
        if partner_id != plan["lead_id"]
    ]
    if rows:
        db.session.execute(insert(Partnership), rows)


def _update(
    actor: Actor, plans: Sequence[dict[str, Any]], reference: Reference, *, now: datetime
) -> None:
    if not plans:
        return
    _demand_unchanged(plans)
    db.session.connection().execute(
        update(Initiative.__table__)  # type: ignore[arg-type]
        .where(Initiative.__table__.c.id == bindparam("row_id"))
        .values({name: bindparam(f"new_{name}") for name in (*_COLUMNS, *_EXTRA)}),
        [_changed_row(plan, reference, now=now) for plan in plans],
    )
    contents = {plan["standing_id"]: plan["content"] for plan in plans}
    changed = {name for plan in plans for name in plan["changed"]}
    write_tags(contents, TAG_FIELDS & changed, reference)
    write_terms({plan["standing_id"]: tuple(plan["terms"]) for plan in plans})
    for plan in plans:
        changes = {name: (None, plan["content"][name]) for name in plan["changed"]}
        _record(actor, plan["standing_id"], plan, changes, now=now)


_EXTRA = ("reach_id", "title_key", "is_complete", "changed_at", "version")


def _changed_row(plan: dict[str, Any], reference: Reference, *, now: datetime) -> dict[str, Any]:
    columns = _columns(plan["content"], reference) | {
        "is_complete": _is_complete(plan["content"]),
        "changed_at": now,
        "version": plan["standing_version"] + 1,
    }
    return {f"new_{name}": value for name, value in columns.items()} | {
        "row_id": plan["standing_id"]
    }


def _demand_unchanged(plans: Sequence[dict[str, Any]]) -> None:
    expected = {plan["standing_id"]: plan["standing_version"] for plan in plans}
    ids = sorted(expected)
    for start in range(0, len(ids), CHUNK):
        query = (
            select(Initiative.id, Initiative.version)
            .where(Initiative.id.in_(ids[start : start + CHUNK]))
            .order_by(Initiative.id)
            .with_for_update()
        )
        for row_id, version in db.session.execute(query):
            if expected[row_id] != version:
                raise RefusedError("register_changed")


def _record(
    actor: Actor,
    row_id: int,
    plan: dict[str, Any],
    changes: audit.Changes,
    *,
    now: datetime,
) -> None:
    audit.record(
        actor,
        Verb.IMPORTED,
        SubjectKey(SubjectKind.INITIATIVE, row_id),
        at=now,
        organisation_id=plan["lead_id"],
        changes=changes,
    )
