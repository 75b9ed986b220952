"""Reading lists of others into the register: upload, columns, preview, saving."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import http, identity, labels, refusals
from tracker.access.permissions import Permission
from tracker.blueprints.imports import columns as column_pages
from tracker.blueprints.imports.forms import ColumnsForm, UploadForm
from tracker.domain.import_steps import ImportStanding, RowOutcome
from tracker.domain.importing.errors import ImportFileError
from tracker.errors import RefusedError
from tracker.forms import offered
from tracker.http import requires
from tracker.import_sentences import OUTCOMES, field_label, finding_view
from tracker.list_sentences import (
    failure_sentence,
    file_remark,
    file_sentence,
    mapping_faults,
    skipped_sentences,
)
from tracker.pages import page
from tracker.queries import imports as queries
from tracker.queries import organisation_choices
from tracker.queries.import_lists import ListInFile, read_list
from tracker.queries.imports import ImportPage
from tracker.services import import_files, import_preview, import_saving

blueprint = Blueprint("imports", __name__)
LAST_PAGE = 10_000


@blueprint.get("/imports")
@requires(Permission.IMPORT_INITIATIVES)
def index() -> Response:
    """Choose a file; the lists read in before."""
    return _index(_upload_form(), status=200)


def _index(form: UploadForm, *, status: int) -> Response:
    return page(
        "imports/index.html", status=status, form=form, imports=queries.list_own(http.actor())
    )


def _upload_form() -> UploadForm:
    actor = http.actor()
    form = UploadForm()
    state = identity.register_state()
    every = organisation_choices.list_to_import_for(actor, reference_hash=state.reference_hash)
    pairs = [(str(row.public_id), row.name) for row in every]
    if actor.is_coordinator:
        pairs = [("", gettext("As the list says")), *pairs]
    form.organisation.choices = offered(pairs)
    return form


@blueprint.post("/imports")
@requires(Permission.IMPORT_INITIATIVES)
def upload() -> BaseResponse:
    """Take in a list; what cannot be read gets a sentence."""
    form = _upload_form()
    if not form.validate_on_submit():
        return _index(form, status=422)
    chosen = form.organisation.data
    try:
        public_id = import_files.upload(
            http.actor(),
            name=form.file.data.filename or "",
            content=form.file.data.read(),
            organisation_id=uuid.UUID(chosen) if chosen else None,
            now=http.now(),
        )
    except ImportFileError as error:
        form.add_error("file", file_sentence(error))
        return _index(form, status=422)
    return redirect(url_for("imports.columns", public_id=public_id), code=303)


@blueprint.get("/imports/<uuid:public_id>/columns")
@requires(Permission.IMPORT_INITIATIVES)
def columns(public_id: uuid.UUID) -> BaseResponse:
    """Say what the columns of the list are."""
    imported = queries.get_own(http.actor(), public_id)
    if imported.standing is ImportStanding.SAVED:
        return redirect(url_for("imports.show", public_id=public_id))
    wanted = {**imported.choices, **_asked_choices(request.args)}
    return _columns_page(imported, wanted, ColumnsForm(data=wanted))


def _asked_choices(asked: Mapping[str, str]) -> dict[str, Any]:
    """The sheet and the row of headings that a person wants instead of those found."""
    choices: dict[str, Any] = {}
    if asked.get("sheet"):
        choices = {"sheet": asked["sheet"], "header_row": None}
    number = asked.get("header_row", "")
    if number.isdecimal() and len(number) < 7:
        choices["header_row"] = int(number)
    return choices


def _read(imported: ImportPage, choices: dict[str, Any]) -> ListInFile:
    saved = dict(queries.list_mappings(http.actor())).get(request.args.get("mapping", ""))
    is_same = all(choices.get(k) == imported.choices.get(k) for k in ("sheet", "header_row"))
    is_chosen = imported.standing is not ImportStanding.UPLOADED and is_same
    return read_list(
        imported.name,
        queries.get_content(http.actor(), imported.public_id),
        choices=choices,
        saved=saved or (imported.mapping if is_chosen else None),
        today=http.today(),
    )


def _columns_page(imported: ImportPage, choices: dict[str, Any], form: ColumnsForm) -> Response:
    try:
        found = _read(imported, choices)
    except ImportFileError as error:
        flash(file_sentence(error), "warning")
        found = _read(imported, dict(imported.choices))
    return _render_columns(imported, found, form, status=200)


def _render_columns(
    imported: ImportPage, found: ListInFile, form: ColumnsForm, *, status: int
) -> Response:
    mappings = queries.list_mappings(http.actor())
    asked = request.args.get("mapping")
    return page(
        "imports/columns.html",
        status=status,
        form=form,
        imported=imported,
        found=found,
        remarks=[*map(file_remark, found.remarks), *skipped_sentences(found.table.skipped)],
        columns=column_pages.column_choices(found),
        fields=column_pages.field_choices(),
        mappings=[name for name, _columns in mappings],
        used_mapping=asked if asked in dict(mappings) else None,
        fitting_mapping=column_pages.best_saved(found, mappings),
    )


@blueprint.post("/imports/<uuid:public_id>/columns")
@requires(Permission.IMPORT_INITIATIVES)
def choose_columns(public_id: uuid.UUID) -> BaseResponse:
    """Keep what the columns are, and have the rows read."""
    imported = queries.get_own(http.actor(), public_id)
    form = ColumnsForm()
    asked = _asked_choices(request.form)
    creates = bool(form.creates_organisations.data)
    choices = {**imported.choices, **asked, "creates_organisations": creates}
    try:
        found = _read(imported, choices)
    except ImportFileError as error:
        flash(file_sentence(error), "warning")
        return redirect(url_for("imports.columns", public_id=public_id), code=303)
    mapping = column_pages.chosen_mapping(found, request.form)
    form.form_errors += mapping_faults(
        mapping, has_organisation=imported.organisation_name is not None
    )
    if not form.validate_on_submit() or form.form_errors:
        return _render_columns(imported, replace(found, mapping=mapping), form, status=422)
    chosen = import_files.choose_columns(
        http.actor(),
        public_id,
        mapping=mapping,
        choices=choices,
        rows=len(found.table.rows),
        save_as=form.save_as.data or "",
        now=http.now(),
    )
    if not chosen.is_long:
        import_preview.stage(chosen.import_id, version=chosen.version, now=http.now())
    return redirect(url_for("imports.show", public_id=public_id), code=303)


@blueprint.get("/imports/<uuid:public_id>")
@requires(Permission.IMPORT_INITIATIVES)
def show(public_id: uuid.UUID) -> BaseResponse:
    """What saving would do, row by row; while rows are read, how far that has come."""
    imported = queries.get_own(http.actor(), public_id)
    if imported.standing is ImportStanding.UPLOADED:
        return redirect(url_for("imports.columns", public_id=public_id))
    outcome = _outcome()
    number = min(max(1, request.args.get("page", 1, type=int)), LAST_PAGE)
    return page(
        "imports/show.html",
        "progress",
        imported=imported,
        rows=queries.list_rows(http.actor(), imported, outcome=outcome, page=number),
        outcome=outcome,
        number=number,
        outcomes=OUTCOMES,
        finding_view=finding_view,
        failure=failure_sentence(str((imported.fault or {}).get("cause", ""))),
        field_label=field_label,
        phases=labels.PHASES,
        reference=identity.reference(),
        pages=-(-_rows_of(imported, outcome) // queries.ROWS_PER_PAGE),
    )


def _outcome() -> RowOutcome | None:
    asked = request.args.get("outcome", "")
    return RowOutcome(asked) if asked in list(RowOutcome) else None


def _rows_of(imported: ImportPage, outcome: RowOutcome | None) -> int:
    return imported.counts[outcome] if outcome else sum(imported.counts.values())


@blueprint.post("/imports/<uuid:public_id>/saving")
@requires(Permission.IMPORT_INITIATIVES)
def save(public_id: uuid.UUID) -> BaseResponse:
    """Save the whole list, or nothing of it; a long one in the background."""
    try:
        saved = import_saving.begin(http.actor(), public_id, now=http.now())
    except RefusedError as refused:
        flash(refusals.refusal(refused.code), "warning")
        return redirect(url_for("imports.columns", public_id=public_id), code=303)
    if saved is not None:
        flash(
            ngettext("%(num)d initiative is saved.", "%(num)d initiatives are saved.", saved),
            "success",
        )
    return redirect(url_for("imports.show", public_id=public_id), code=303)


@blueprint.post("/imports/<uuid:public_id>/removal")
@requires(Permission.IMPORT_INITIATIVES)
def discard(public_id: uuid.UUID) -> BaseResponse:
    """Forget the list; nothing was saved."""
    import_files.discard(http.actor(), public_id)
    flash(gettext("The list is thrown away. Nothing was saved."), "success")
    return redirect(url_for("imports.index"), code=303)
