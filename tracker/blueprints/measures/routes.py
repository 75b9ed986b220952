"""The measures of an initiative: what it counts, chosen from the shared list or worded by itself."""

import uuid
from collections.abc import Sequence
from datetime import date

from flask import Blueprint, Response, flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import http, identity
from tracker.access.permissions import Permission
from tracker.access.policy import Subject, may
from tracker.blueprints.measures.forms import (
    MeasureForm,
    ValueForm,
    blank_form,
    filled_form,
    value_form,
)
from tracker.errors import NotAllowedError, NotFoundError, RefusedError
from tracker.http import requires
from tracker.languages import list_language
from tracker.pages import page
from tracker.queries import initiatives
from tracker.queries import measures as queries
from tracker.queries.initiatives import InitiativePage
from tracker.queries.measure_values import list_years
from tracker.queries.measures import MeasureRow, SharedMeasureRow
from tracker.queries.same_effort import SameNumber, list_same_numbers
from tracker.refusals import refusal
from tracker.services import measure_values, measures

blueprint = Blueprint("measures", __name__)


def _load(public_id: uuid.UUID) -> InitiativePage:
    return initiatives.get_page(
        http.actor(), public_id, reference=identity.reference(), today=http.today()
    )


def _load_own(public_id: uuid.UUID) -> InitiativePage:
    initiative = _load(public_id)
    if not may(http.actor(), Permission.REPORT_STATUS, initiative.subject):
        raise NotAllowedError(Permission.REPORT_STATUS)
    return initiative


def _here(public_id: uuid.UUID) -> BaseResponse:
    return redirect(url_for("measures.index", public_id=public_id), code=303)


@blueprint.get("/initiatives/<uuid:public_id>/measures")
@requires(Permission.READ_REGISTER)
def index(public_id: uuid.UUID) -> Response:
    """What the initiative counts."""
    initiative = _load(public_id)
    return page(
        "measures/index.html",
        initiative=initiative,
        rows=queries.list_measures(initiative, language=list_language()),
        can_report=may(http.actor(), Permission.REPORT_STATUS, initiative.subject),
    )


@blueprint.get("/initiatives/<uuid:public_id>/measures/new")
@requires(Permission.REPORT_STATUS)
def choose(public_id: uuid.UUID) -> Response:
    """What can be counted: the shared list, or something worded by the organisation."""
    initiative = _load_own(public_id)
    language = list_language()
    counted = {
        row.shared_id
        for row in queries.list_measures(initiative, language=language)
        if row.ended_on is None
    }
    rows = [row for row in queries.list_shared(language=language) if row.public_id not in counted]
    return page("measures/choose.html", initiative=initiative, rows=rows)


@blueprint.get("/initiatives/<uuid:public_id>/measures/own")
@requires(Permission.REPORT_STATUS)
def new_own(public_id: uuid.UUID) -> Response:
    """The form of a measure in the organisation's own words."""
    initiative = _load_own(public_id)
    return _new_page(initiative, blank_form(initiative, is_own=True))


@blueprint.post("/initiatives/<uuid:public_id>/measures/own")
@requires(Permission.REPORT_STATUS)
def add_own(public_id: uuid.UUID) -> BaseResponse:
    """Add a measure in the organisation's own words."""
    initiative = _load_own(public_id)
    return _add(initiative, blank_form(initiative, is_own=True))


@blueprint.get("/initiatives/<uuid:public_id>/measures/shared/<uuid:shared_id>")
@requires(Permission.REPORT_STATUS)
def new_shared(public_id: uuid.UUID, shared_id: uuid.UUID) -> Response:
    """The form of a measure from the shared list."""
    initiative = _load_own(public_id)
    shared = queries.get_shared(shared_id, language=list_language())
    return _new_page(initiative, _shared_form(initiative, shared_id), shared)


@blueprint.post("/initiatives/<uuid:public_id>/measures/shared/<uuid:shared_id>")
@requires(Permission.REPORT_STATUS)
def add_shared(public_id: uuid.UUID, shared_id: uuid.UUID) -> BaseResponse:
    """Add a measure from the shared list."""
    initiative = _load_own(public_id)
    shared = queries.get_shared(shared_id, language=list_language())
    return _add(initiative, _shared_form(initiative, shared_id), shared)


def _shared_form(initiative: InitiativePage, shared_id: uuid.UUID) -> MeasureForm:
    same = list_same_numbers(http.actor(), initiative, shared_id)
    return blank_form(initiative, same, is_own=False)


def _add(
    initiative: InitiativePage, form: MeasureForm, shared: SharedMeasureRow | None = None
) -> BaseResponse:
    if form.validate_on_submit() and form.accept(
        lambda: measures.add(
            http.actor(),
            initiative.public_id,
            form.content(),
            shared_id=shared.public_id if shared else None,
            now=http.now(),
        )
    ):
        flash(gettext("The measure is in."), "success")
        return _here(initiative.public_id)
    return _new_page(initiative, form, shared, status=422)


def _new_page(
    initiative: InitiativePage,
    form: MeasureForm,
    shared: SharedMeasureRow | None = None,
    *,
    status: int = 200,
) -> Response:
    return page(
        "measures/form.html",
        status=status,
        initiative=initiative,
        form=form,
        counted=shared,
        measure=None,
    )


@blueprint.get("/initiatives/<uuid:public_id>/measures/<uuid:measure_id>")
@requires(Permission.READ_REGISTER)
def show(public_id: uuid.UUID, measure_id: uuid.UUID) -> Response:
    """One measure: what has been told of it, and the form to tell a number for whoever may."""
    initiative = _load(public_id)
    measure = _measure(initiative, measure_id)
    return _show(initiative, measure, value_form(measure, today=http.today()))


@blueprint.post("/initiatives/<uuid:public_id>/measures/<uuid:measure_id>/values")
@requires(Permission.REPORT_STATUS)
def tell(public_id: uuid.UUID, measure_id: uuid.UUID) -> BaseResponse:
    """Tell a number."""
    initiative = _load(public_id)
    measure = _measure(initiative, measure_id)
    if not _may_tell(initiative, measure):
        raise NotAllowedError(Permission.REPORT_STATUS)
    form = value_form(measure, today=http.today())
    if form.validate_on_submit() and form.accept(
        lambda: measure_values.tell(
            http.actor(), public_id, measure_id, form.content(), now=http.now()
        )
    ):
        flash(gettext("Thank you. The number is in."), "success")
        here = url_for("measures.show", public_id=public_id, measure_id=measure_id)
        return redirect(here, code=303)
    return _show(initiative, measure, form, status=422)


@blueprint.post("/initiatives/<uuid:public_id>/measures/<uuid:measure_id>/values/<day>/removal")
@requires(Permission.REPORT_STATUS)
def take_back(public_id: uuid.UUID, measure_id: uuid.UUID, day: str) -> BaseResponse:
    """Take back a number that was told by mistake."""
    initiative = _load(public_id)
    measure = _measure(initiative, measure_id)
    if not _may_tell(initiative, measure):
        raise NotAllowedError(Permission.REPORT_STATUS)
    try:
        measured_on = date.fromisoformat(day)
    except ValueError as fault:
        raise NotFoundError from fault
    measure_values.take_back(http.actor(), public_id, measure_id, measured_on, now=http.now())
    flash(gettext("The number is taken back."), "success")
    return redirect(url_for("measures.show", public_id=public_id, measure_id=measure_id), code=303)


def _may_tell(initiative: InitiativePage, measure: MeasureRow) -> bool:
    actor = http.actor()
    owner = Subject(measure.owner_row_id)
    subjects = (initiative.subject, owner)
    return any(may(actor, Permission.REPORT_STATUS, subject) for subject in subjects)


def _show(
    initiative: InitiativePage, measure: MeasureRow, form: ValueForm, *, status: int = 200
) -> Response:
    can_tell = measure.can_be_told and _may_tell(initiative, measure)
    return page(
        "measures/show.html",
        status=status,
        initiative=initiative,
        measure=measure,
        years=list_years(measure),
        form=form if can_tell else None,
        can_report=may(http.actor(), Permission.REPORT_STATUS, initiative.subject),
    )


@blueprint.get("/initiatives/<uuid:public_id>/measures/<uuid:measure_id>/edit")
@requires(Permission.REPORT_STATUS)
def edit(public_id: uuid.UUID, measure_id: uuid.UUID) -> Response:
    """The form, filled in."""
    initiative = _load_own(public_id)
    measure = _measure(initiative, measure_id)
    return _edit_page(initiative, measure, _edit_form(initiative, measure))


@blueprint.post("/initiatives/<uuid:public_id>/measures/<uuid:measure_id>/edit")
@requires(Permission.REPORT_STATUS)
def save(public_id: uuid.UUID, measure_id: uuid.UUID) -> BaseResponse:
    """Save what was changed of a measure."""
    initiative = _load_own(public_id)
    measure = _measure(initiative, measure_id)
    form = _edit_form(initiative, measure)
    if form.validate_on_submit() and form.accept(
        lambda: measures.edit(http.actor(), public_id, measure_id, form.content(), now=http.now())
    ):
        flash(gettext("Your changes are saved."), "success")
        return _here(public_id)
    return _edit_page(initiative, measure, form, status=422)


@blueprint.post("/initiatives/<uuid:public_id>/measures/<uuid:measure_id>/ending")
@requires(Permission.REPORT_STATUS)
def end(public_id: uuid.UUID, measure_id: uuid.UUID) -> BaseResponse:
    """Count it no more."""
    _load_own(public_id)
    try:
        measures.end(http.actor(), public_id, measure_id, now=http.now())
    except RefusedError as refused:
        flash(refusal(refused.code), "warning")
    else:
        flash(gettext("It is counted no more. What has been told of it stays."), "success")
    return _here(public_id)


def _edit_form(initiative: InitiativePage, measure: MeasureRow) -> MeasureForm:
    same: Sequence[SameNumber] = ()
    if measure.shared_id is not None:
        same = list_same_numbers(http.actor(), initiative, measure.shared_id)
    if measure.told_in_id and all(row.public_id != measure.told_in_id for row in same):
        same = [*same, SameNumber(measure.told_in_id, measure.name, measure.told_by or "")]
    return filled_form(initiative, measure, same)


def _measure(initiative: InitiativePage, measure_id: uuid.UUID) -> MeasureRow:
    return queries.get_measure(initiative, measure_id, language=list_language())


def _edit_page(
    initiative: InitiativePage, measure: MeasureRow, form: MeasureForm, *, status: int = 200
) -> Response:
    return page(
        "measures/form.html",
        status=status,
        initiative=initiative,
        form=form,
        counted=None if measure.is_own else measure,
        measure=measure,
    )
