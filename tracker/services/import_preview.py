"""Reads the rows of a list into the staging table, in the worker; the register is only looked at."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import delete, insert, select

from tracker.access.actors import Actor
from tracker.database import transaction
from tracker.domain.import_steps import ImportStanding, RowOutcome
from tracker.domain.importing.errors import ImportFileError
from tracker.domain.importing.mappings import Mapping
from tracker.domain.importing.plans import Plan, content_fields
from tracker.domain.importing.proposals import ImportRow as ReadRow
from tracker.domain.importing.rows import interpret
from tracker.domain.swedish import index_terms
from tracker.extensions import db
from tracker.models import ImportFile, ImportRow, Organisation
from tracker.queries.accounts import find_actor
from tracker.queries.import_register import list_standing, load_vocabulary
from tracker.queries.reference import get_reference
from tracker.services.import_files import read_again
from tracker.services.import_planning import Ground, plan_row, without_rivals

CHUNK = 1000
PROGRESS_EVERY = 1000


class _OutdatedError(Exception):
    """The person chose other columns, or threw the list away, while its rows were read."""


def stage(import_id: int, *, version: int) -> None:
    """Read every row and keep what saving would do with it.

    Does nothing where the list has been read already or its columns have been chosen anew.
    """
    row = db.session.get(ImportFile, import_id)
    if row is None or row.version != version or row.standing is not ImportStanding.READING:
        return
    actor = find_actor(row.person_id)
    if actor is None:
        return
    try:
        plans = _plans(row, actor, version)
        _keep(import_id, version, plans)
    except ImportFileError as error:
        _fail(import_id, version, error)
    except _OutdatedError:
        db.session.rollback()


def _plans(row: ImportFile, actor: Actor, version: int) -> list[Plan]:
    _workbook, table = read_again(row)
    mapping = Mapping.from_json(row.mapping)
    choices, default_lead_id, import_id = dict(row.choices), row.organisation_id, row.id
    vocabulary = load_vocabulary()
    db.session.rollback()
    rows = interpret(
        table,
        mapping,
        vocabulary,
        progress=lambda done, total: _progress(import_id, version, done // 2, total),
    )
    ground = _ground(
        actor,
        rows,
        filled=content_fields(mapping.fields()),
        default_lead_id=default_lead_id,
        creates_organisations=bool(choices.get("creates_organisations")),
    )
    plans = [plan_row(read, ground) for read in rows]
    without_rivals(plans)
    _add_terms(plans)
    return plans


def _ground(
    actor: Actor,
    rows: Sequence[ReadRow],
    *,
    filled: frozenset[str],
    default_lead_id: int | None,
    creates_organisations: bool,
) -> Ground:
    municipal = dict(db.session.execute(select(Organisation.id, Organisation.is_municipal)).all())
    named_leads = [read.proposal.lead for read in rows if read.proposal.lead is not None]
    leads = {int(lead.code) for lead in named_leads if lead.code}
    if default_lead_id is not None:
        leads.add(default_lead_id)
    named = {uuid.UUID(r.proposal.register_id) for r in rows if r.proposal.register_id}
    standing = list_standing(actor, lead_ids=leads, public_ids=named)
    return Ground(
        actor=actor,
        filled=filled,
        today=datetime.now(UTC).date(),
        default_lead_id=default_lead_id,
        creates_organisations=creates_organisations,
        municipal=municipal,
        by_public_id={record.public_id: record for record in standing},
        by_key={
            (record.lead_organisation_id, record.import_key): record
            for record in standing
            if record.import_key
        },
        by_title={(record.lead_organisation_id, record.title_key): record for record in standing},
    )


def _add_terms(plans: Sequence[Plan]) -> None:
    """Work out the search terms now, so that saving is quick."""
    names = dict(db.session.execute(select(Organisation.id, Organisation.name)).all())
    places = {row.code: row.name for row in get_reference("sv").places.values()}
    for plan in plans:
        if plan.outcome in (RowOutcome.NEW, RowOutcome.CHANGED):
            content = plan.content
            lead = plan.lead_name or names.get(plan.lead_id or 0, "")
            body = (
                content["title"],
                content["description"],
                content["purpose"],
                lead,
                *(places[code] for code in content["places"]),
                content["diarienummer"],
            )
            plan.terms = (index_terms(content["title"]), index_terms(" ".join(body)))


def _progress(import_id: int, version: int, done: int, total: int) -> None:
    if done % (PROGRESS_EVERY // 2):
        return
    with transaction():
        row = _demand_current(import_id, version)
        row.rows_done, row.rows_total = done, total


def _keep(import_id: int, version: int, plans: Sequence[Plan]) -> None:
    with transaction() as session:
        session.execute(delete(ImportRow).where(ImportRow.import_file_id == import_id))
    for start in range(0, len(plans), CHUNK):
        part = plans[start : start + CHUNK]
        with transaction() as session:
            _demand_current(import_id, version)
            session.execute(insert(ImportRow), [_row(import_id, plan) for plan in part])
    with transaction():
        row = _demand_current(import_id, version)
        row.standing = ImportStanding.PREVIEWED
        row.rows_done = row.rows_total = len(plans)


def _row(import_id: int, plan: Plan) -> dict[str, object]:
    return {
        "import_file_id": import_id,
        "row_number": plan.number,
        "outcome": plan.outcome,
        "initiative_id": plan.standing_id,
        "proposed": plan.to_json(),
        "faults": plan.findings,
    }


def _demand_current(import_id: int, version: int) -> ImportFile:
    row = db.session.get(ImportFile, import_id)
    if row is None or row.version != version:
        raise _OutdatedError
    return row


def _fail(import_id: int, version: int, error: ImportFileError) -> None:
    with transaction():
        row = _demand_current(import_id, version)
        row.standing = ImportStanding.FAILED
        row.fault = {"cause": type(error).__name__}
