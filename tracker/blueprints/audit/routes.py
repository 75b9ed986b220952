"""The pages of the audit trail, the trail as a file, and erasing values of one entry."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from tempfile import TemporaryFile
from typing import Any

from flask import Blueprint, Response, flash, redirect, request, send_file, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import http, identity
from tracker.access.permissions import Permission
from tracker.access.policy import demand, may_somewhere
from tracker.audit_labels import KINDS, VERBS, field_names
from tracker.blueprints.audit.forms import RedactionForm, TrailFilterForm
from tracker.csv_file import Cell, write_csv
from tracker.domain.local_time import ZONE
from tracker.http import requires
from tracker.languages import language
from tracker.pages import page
from tracker.queries import audit as queries
from tracker.queries.audit import ROWS_PER_PAGE, EntryPage
from tracker.queries.audit_rows import TrailRow, TrailSelection
from tracker.queries.organisations import OrganisationPage, get_organisation
from tracker.queries.people import find_trail_person
from tracker.services import reading, redaction

blueprint = Blueprint("audit", __name__)
CSV_TYPE = "text/csv; charset=utf-8"


@blueprint.get("/administration/audit")
@requires(Permission.READ_WHOLE_AUDIT)
def index() -> Response:
    """The whole register's trail, or that of one person."""
    form, selection = _asked()
    person = find_trail_person(http.actor(), selection.person) if selection.person else None
    if person is not None:
        reading.note_reading(http.actor(), person.id, now=http.now())
    rows = queries.list_trail(http.actor(), selection)
    return _trail("audit/index.html", form, selection, rows, endpoint="audit.index", person=person)


@blueprint.get("/organisations/<uuid:public_id>/audit")
@requires(Permission.READ_AUDIT)
def organisation(public_id: uuid.UUID) -> Response:
    """What was done in an organisation's name."""
    form, selection = _asked()
    of = _load(public_id)
    rows = queries.list_organisation_trail(http.actor(), of, selection)
    return _trail(
        "audit/organisation.html",
        form,
        selection,
        rows,
        endpoint="audit.organisation",
        organisation=of,
    )


def _load(public_id: uuid.UUID) -> OrganisationPage:
    return get_organisation(http.actor(), public_id, reference=identity.reference())


def _asked() -> tuple[TrailFilterForm, TrailSelection]:
    form = TrailFilterForm(request.args)
    form.offer()
    return form, form.selection()


def _trail(
    template: str,
    form: TrailFilterForm,
    selection: TrailSelection,
    rows: Sequence[TrailRow],
    *,
    endpoint: str,
    **about: Any,
) -> Response:
    kept: dict[str, Any] = selection.to_arguments()
    place: dict[str, Any] = dict(request.view_args or {})
    shown = rows[:ROWS_PER_PAGE]
    is_more = len(rows) > ROWS_PER_PAGE
    return page(
        template,
        form=form,
        rows=shown,
        is_filtered=bool(kept),
        here=url_for(endpoint, **place),
        newest_url=url_for(endpoint, **place, **kept) if selection.before else None,
        older_url=url_for(endpoint, **place, **kept, before=shown[-1].hash) if is_more else None,
        export_url=url_for(_AS_FILE[endpoint], **place, **kept),
        can_open=may_somewhere(http.actor(), Permission.READ_WHOLE_AUDIT),
        **about,
    )


_AS_FILE = {"audit.index": "audit.csv", "audit.organisation": "audit.organisation_csv"}


@blueprint.get("/administration/audit.csv")
@requires(Permission.READ_WHOLE_AUDIT)
def csv() -> Response:
    """The whole register's trail as a file."""
    _form, selection = _asked()
    return _as_file(selection, queries.stream_trail(http.actor(), selection), organisation_id=None)


@blueprint.get("/organisations/<uuid:public_id>/audit.csv")
@requires(Permission.READ_AUDIT)
def organisation_csv(public_id: uuid.UUID) -> Response:
    """An organisation's trail as a file."""
    _form, selection = _asked()
    of = _load(public_id)
    demand(http.actor(), Permission.READ_AUDIT, of.subject)
    rows = queries.stream_organisation_trail(http.actor(), of, selection)
    return _as_file(selection, rows, organisation_id=of.id)


def _as_file(
    selection: TrailSelection, rows: Iterable[TrailRow], *, organisation_id: int | None
) -> Response:
    """Write the whole file before a byte is sent: a fault is an error page, not half a list."""
    with ExitStack() as at_the_end:
        file = at_the_end.enter_context(TemporaryFile())
        written = write_csv(file, _headers(), _cells(rows), language=language())
        reading.note_trail_export(
            http.actor(),
            selection.to_arguments(),
            rows=written,
            organisation_id=organisation_id,
            now=http.now(),
        )
        size_bytes = file.tell()
        file.seek(0)
        name = gettext("history-%(day)s.csv", day=http.today())
        response = send_file(file, CSV_TYPE, as_attachment=True, download_name=name)
        response.content_length = size_bytes
        response.call_on_close(at_the_end.pop_all().close)
    return response


def _headers() -> list[str]:
    return [
        gettext("When"),
        gettext("Who"),
        gettext("For"),
        gettext("What was done"),
        gettext("About"),
        gettext("Name"),
        gettext("Fields"),
        gettext("Hash of the entry"),
    ]


def _cells(rows: Iterable[TrailRow]) -> Iterator[Sequence[Cell]]:
    for row in rows:
        yield (
            f"{row.at.astimezone(ZONE):%Y-%m-%d %H:%M:%S}",
            row.person_name,
            row.organisation_name,
            str(VERBS[row.verb]),
            str(KINDS[row.kind]),
            row.subject_name,
            field_names(row.fields),
            row.hash,
        )


@blueprint.get("/administration/audit/<entry>")
@requires(Permission.READ_WHOLE_AUDIT)
def show(entry: str) -> Response:
    """One entry, with what its fields said."""
    found = queries.get_entry(http.actor(), entry)
    return _entry_page(found, _redaction_form(found))


def _redaction_form(found: EntryPage) -> RedactionForm:
    form = RedactionForm()
    form.offer(
        [
            value.field
            for value in found.values
            if not value.is_erased and not redaction.is_fixed(found.row.verb, value.field)
        ]
    )
    return form


def _entry_page(found: EntryPage, form: RedactionForm, *, status: int = 200) -> Response:
    return page(
        "audit/show.html",
        status=status,
        entry=found,
        form=form,
        can_redact=may_somewhere(http.actor(), Permission.REDACT_AUDIT),
    )


@blueprint.post("/administration/audit/<entry>/redaction")
@requires(Permission.REDACT_AUDIT)
def redact(entry: str) -> BaseResponse:
    """Erase values of one entry."""
    found = queries.get_entry(http.actor(), entry)
    form = _redaction_form(found)
    if form.validate_on_submit() and form.accept(
        lambda: redaction.redact_entry(
            http.actor(),
            queries.get_entry_id(http.actor(), entry),
            fields=form.fields.data,
            reason=form.reason.data,
            now=http.now(),
        )
    ):
        flash(gettext("The values are erased. That they were, stays in the history."), "success")
        return redirect(url_for("audit.show", entry=entry), code=303)
    return _entry_page(found, form, status=422)
