"""Reads the rows of a list into the staging table, in the worker; the register is only looked at."""

import uuid
from collections.abc import Callable, Sequence
from datetime import date, datetime

from sqlalchemy import delete, insert

from tracker.access.actors import Actor
from tracker.database import transaction
from tracker.domain.import_steps import ImportStanding, RowOutcome
from tracker.domain.importing.errors import ImportFileError
from tracker.domain.importing.mappings import Mapping
from tracker.domain.importing.plans import Plan, content_fields
from tracker.domain.importing.proposals import ImportRow as ReadRow
from tracker.domain.importing.rows import interpret
from tracker.domain.importing.vocabulary import Vocabulary
from tracker.domain.local_time import local_day
from tracker.extensions import db
from tracker.models import ImportFile, ImportRow
from tracker.queries.accounts import find_actor
from tracker.queries.import_register import (
    KnownOrganisations,
    list_hidden_keys,
    list_standing,
    load_organisations,
    load_vocabulary,
)
from tracker.queries.reference import get_reference
from tracker.services import search_index
from tracker.services.import_files import collector_paused, read_again
from tracker.services.import_matching import Ground
from tracker.services.import_planning import plan_rows

CHUNK = 500
REPORTED_EVERY = 1000
Report = Callable[[int], None]


class _OutdatedError(Exception):
    """The list was chosen anew, thrown away, or read by another worker, while we read its rows."""


@collector_paused()
def stage(import_id: int, *, version: int, now: datetime) -> None:
    """Read every row and keep what saving would do with it.

    Does nothing where the list has been read already or its columns have been chosen anew.
    """
    row = db.session.get(ImportFile, import_id)
    if row is None or row.version != version or row.standing is not ImportStanding.READING:
        return
    actor = find_actor(row.person_id)
    try:
        if actor is None:
            _fail(import_id, version, "NoReader")
            return
        plans = _plans(row, actor, version, local_day(now))
        _keep(import_id, version, plans)
    except ImportFileError as error:
        _fail(import_id, version, type(error).__name__)
    except _OutdatedError:
        db.session.rollback()


def _plans(row: ImportFile, actor: Actor, version: int, today: date) -> list[Plan]:
    """Interpret, plan, and prepare the search terms: the first half of the way for the reader."""
    _workbook, table = read_again(row)
    mapping = Mapping.from_json(row.mapping)
    choices, default_lead_id, import_id = dict(row.choices), row.organisation_id, row.id
    vocabulary = load_vocabulary(today=today)
    db.session.rollback()
    report = _reporter(import_id, version, len(table.rows))
    rows = interpret(table, mapping, vocabulary, progress=lambda done, _total: report(done // 2))
    organisations = load_organisations()
    ground = _ground(
        actor,
        rows,
        vocabulary,
        organisations,
        filled=content_fields(mapping.fields()),
        today=today,
        default_lead_id=default_lead_id,
        creates_organisations=bool(choices.get("creates_organisations")),
    )
    plans = plan_rows(rows, ground)
    _add_terms(plans, organisations, lambda done: report((len(rows) + done) // 2))
    return plans


def _ground(
    actor: Actor,
    rows: Sequence[ReadRow],
    vocabulary: Vocabulary,
    organisations: KnownOrganisations,
    *,
    filled: frozenset[str],
    today: date,
    default_lead_id: int | None,
    creates_organisations: bool,
) -> Ground:
    leads = [read.proposal.lead for read in rows if read.proposal.lead is not None]
    lead_ids = {int(lead.code) for lead in leads if lead.code}
    if default_lead_id is not None:
        lead_ids.add(default_lead_id)
    named = {uuid.UUID(r.proposal.register_id) for r in rows if r.proposal.register_id}
    return Ground(
        actor=actor,
        filled=filled,
        today=today,
        default_lead_id=default_lead_id,
        creates_organisations=creates_organisations,
        municipal_ids=organisations.municipal_ids,
        closed_ids=organisations.closed_ids,
        ids_by_name=organisations.ids_by_name,
        near_names=_near_names(rows),
        area_of_goal=vocabulary.goal_area_of,
        records=list_standing(actor, lead_ids=lead_ids, public_ids=named),
        hidden_keys=list_hidden_keys(actor, lead_ids=lead_ids),
    )


def _near_names(rows: Sequence[ReadRow]) -> dict[str, str]:
    """What the register has that is near to each unknown name, as far as that was looked for."""
    return {
        remark.value: remark.suggestions[0]
        for row in rows
        for remark in row.remarks
        if remark.cause.value == "organisation_unknown" and remark.suggestions
    }


def _add_terms(plans: Sequence[Plan], organisations: KnownOrganisations, report: Report) -> None:
    """Work out the search terms now, so that saving is quick."""
    names = {row.code: (row.name, *row.aliases) for row in get_reference("sv").places.values()}
    for number, plan in enumerate(plans, 1):
        if plan.outcome in (RowOutcome.NEW, RowOutcome.CHANGED):
            content = plan.content
            lead = plan.lead_name or organisations.names.get(plan.lead_id or 0, "")
            plan.terms = search_index.terms_of(
                **{name: content[name] for name in ("title", "description", "purpose")},
                organisation_name=lead,
                place_names=[name for code in content["places"] for name in names[code]],
            )
        report(number)


def _reporter(import_id: int, version: int, total: int) -> Report:
    """Keeps how far the reading has come, now and then; the last step is the caller's.

    Raises:
        _OutdatedError: nobody waits for this reading any longer.
    """
    told = 0

    def report(done: int) -> None:
        nonlocal told
        if done < told + REPORTED_EVERY or done >= total:
            return
        told = done
        with transaction():
            row = _demand_current(import_id, version)
            row.rows_done, row.rows_total = done, total

    return report


def _keep(import_id: int, version: int, plans: Sequence[Plan]) -> None:
    """Keep all plans at once, so that a second reader of the same list finds it done."""
    with transaction() as session:
        row = _demand_current(import_id, version)
        session.execute(delete(ImportRow).where(ImportRow.import_file_id == import_id))
        for start in range(0, len(plans), CHUNK):
            part = [_row(import_id, plan) for plan in plans[start : start + CHUNK]]
            session.connection().execute(insert(ImportRow), part)
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
    row = db.session.get(ImportFile, import_id, with_for_update=True)
    if row is None or row.version != version or row.standing is not ImportStanding.READING:
        raise _OutdatedError
    return row


def _fail(import_id: int, version: int, cause: str) -> None:
    with transaction():
        row = _demand_current(import_id, version)
        row.standing = ImportStanding.FAILED
        row.fault = {"cause": cause}
