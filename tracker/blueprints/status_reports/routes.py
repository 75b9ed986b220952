"""Writing a status report, and correcting one by a later report."""

import secrets
import uuid

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import http, identity
from tracker.access.permissions import Permission
from tracker.access.policy import may
from tracker.errors import NotAllowedError
from tracker.http import requires
from tracker.languages import list_language
from tracker.pages import page
from tracker.queries import history, initiatives
from tracker.queries.initiatives import InitiativePage
from tracker.queries.measures import list_measures
from tracker.queries.report_links import list_open_links
from tracker.queries.report_questions import find_question
from tracker.queries.reports_owed import find_owed
from tracker.report_form import NOTHING_NEW_BUTTON, ReportForm, blank_report
from tracker.services import status_reports

blueprint = Blueprint("status_reports", __name__)


def _load(public_id: uuid.UUID) -> InitiativePage:
    initiative = initiatives.get_page(
        http.actor(), public_id, reference=identity.reference(), today=http.today()
    )
    if not may(http.actor(), Permission.REPORT_STATUS, initiative.subject):
        raise NotAllowedError(Permission.REPORT_STATUS)
    return initiative


def _form(initiative: InitiativePage, *, corrects: uuid.UUID | None = None) -> ReportForm:
    measures = list_measures(initiative, language=list_language())
    return blank_report(
        phase=initiative.phase,
        condition=initiative.condition,
        today=http.today(),
        measures=[row for row in measures if row.can_be_told and not corrects],
        due=None
        if corrects
        else find_owed(
            http.actor(),
            initiative.public_id,
            content_hash=identity.register_state().content_hash,
            today=http.today(),
        ),
    )


def _page(
    form: ReportForm, initiative: InitiativePage, *, status: int, corrects: uuid.UUID | None = None
) -> Response:
    reports = history.list_reports(http.actor(), initiative, limit=1)
    return page(
        "status_reports/form.html",
        status=status,
        form=form,
        initiative=initiative,
        last_report=reports[0] if reports else None,
        corrects=corrects,
        question=find_question(http.actor(), corrects) if corrects else None,
        open_links=list_open_links(http.actor(), initiative.public_id, now=http.now()),
    )


@blueprint.get("/initiatives/<uuid:public_id>/reports/new")
@requires(Permission.REPORT_STATUS)
def new(public_id: uuid.UUID) -> Response:
    """The report form."""
    initiative = _load(public_id)
    return _page(_form(initiative), initiative, status=200)


@blueprint.post("/initiatives/<uuid:public_id>/reports")
@requires(Permission.REPORT_STATUS)
def submit(public_id: uuid.UUID) -> BaseResponse:
    """Hand in a report, once, however often the button is pressed."""
    initiative = _load(public_id)
    form = _form(initiative)
    if form.validate_on_submit() and form.accept(
        lambda: status_reports.submit(
            http.actor(),
            public_id,
            form.content(is_nothing_new=NOTHING_NEW_BUTTON in request.form),
            submission_key=(form.submission_key.data or secrets.token_urlsafe(24))[:40],
            numbers=form.numbers(),
            now=http.now(),
        )
    ):
        flash(gettext("Thank you. The report is in."), "success")
        return redirect(url_for("initiatives.show", public_id=public_id), code=303)
    return _page(form, initiative, status=422)


@blueprint.get("/initiatives/<uuid:public_id>/reports/<uuid:report_id>/correction")
@requires(Permission.REPORT_STATUS)
def new_correction(public_id: uuid.UUID, report_id: uuid.UUID) -> Response:
    """The report form, filled in with the report that needs correcting."""
    initiative = _load(public_id)
    wrong = history.get_report(http.actor(), initiative, report_id)
    form = _form(initiative, corrects=report_id)
    for name in ("happened", "obstacles", "needs", "people_reached", "reported_on", "language"):
        form[name].data = getattr(wrong, name)
    form.condition.data, form.phase.data = wrong.condition.value, wrong.phase.value
    return _page(form, initiative, status=200, corrects=report_id)


@blueprint.post("/initiatives/<uuid:public_id>/reports/<uuid:report_id>/correction")
@requires(Permission.REPORT_STATUS)
def correct(public_id: uuid.UUID, report_id: uuid.UUID) -> BaseResponse:
    """Hand in the correction; the first report stays, marked as corrected."""
    initiative = _load(public_id)
    history.get_report(http.actor(), initiative, report_id)
    form = _form(initiative, corrects=report_id)
    if form.validate_on_submit() and form.accept(
        lambda: status_reports.correct(
            http.actor(),
            report_id,
            form.content(is_nothing_new=False),
            submission_key=(form.submission_key.data or secrets.token_urlsafe(24))[:40],
            now=http.now(),
        )
    ):
        flash(gettext("The correction is in. The first report is kept in the history."), "success")
        return redirect(url_for("initiatives.show", public_id=public_id), code=303)
    return _page(form, initiative, status=422, corrects=report_id)
