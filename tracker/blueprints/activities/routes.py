"""The activities of an initiative: what is done when, and one button to tell how it went."""

import uuid

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import http
from tracker.access.permissions import Permission
from tracker.access.policy import may
from tracker.blueprints.activities import changes
from tracker.blueprints.activities.area import blueprint, here, load, load_own
from tracker.blueprints.activities.forms import ActivityForm, days_form
from tracker.http import requires
from tracker.pages import page
from tracker.queries.activities import ActivityRow, list_activities
from tracker.queries.initiatives import InitiativePage
from tracker.services import activities

__all__ = ["blueprint", "changes"]


def _form(initiative: InitiativePage) -> ActivityForm:
    form = ActivityForm(data={"first_on": http.today()})
    form.offer([(row.code, row.name) for row in initiative.places])
    return form


def _page(
    initiative: InitiativePage, rows: list[ActivityRow], form: ActivityForm, *, status: int = 200
) -> Response:
    can_report = may(http.actor(), Permission.REPORT_STATUS, initiative.subject)
    today = http.today()
    return page(
        "activities/index.html",
        status=status,
        initiative=initiative,
        form=form if can_report else None,
        rows=[(row, days_form(row, today=today) if can_report else None) for row in rows],
        today=today,
    )


@blueprint.get("/initiatives/<uuid:public_id>/activities")
@requires(Permission.READ_REGISTER)
def index(public_id: uuid.UUID) -> Response:
    """What the initiative does, and the row that adds to it for whoever reports."""
    initiative = load(public_id)
    return _page(initiative, list(list_activities(initiative)), _form(initiative))


@blueprint.post("/initiatives/<uuid:public_id>/activities")
@requires(Permission.REPORT_STATUS)
def add(public_id: uuid.UUID) -> BaseResponse:
    """Add an activity."""
    initiative = load_own(public_id)
    form = _form(initiative)
    if form.validate_on_submit() and form.accept(
        lambda: activities.add(http.actor(), public_id, form.content(), now=http.now())
    ):
        flash(gettext("The activity is in."), "success")
        return here(public_id)
    return _page(initiative, list(list_activities(initiative)), form, status=422)


@blueprint.post("/initiatives/<uuid:public_id>/activities/days")
@requires(Permission.REPORT_STATUS)
def confirm(public_id: uuid.UUID) -> BaseResponse:
    """Tell how the days of one activity went, a whole term of them if wanted."""
    initiative = load_own(public_id)
    rows = list(list_activities(initiative))
    asked = request.form.get("activity", "")
    row = next((row for row in rows if str(row.public_id) == asked), None)
    if row is None:
        return here(public_id)
    form = days_form(row, today=http.today())
    if form.validate_on_submit() and form.accept(
        lambda: activities.confirm(
            http.actor(),
            public_id,
            row.public_id,
            form.told(row, as_usual="as_usual" in request.form),
            now=http.now(),
        )
    ):
        flash(gettext("Thank you. The days are in."), "success")
        from_start = request.form.get("from") == "start"
        return redirect(url_for("start.own"), code=303) if from_start else here(public_id)
    empty = ActivityForm(None, data={"first_on": http.today()})
    empty.offer([(place.code, place.name) for place in initiative.places])
    return _page(initiative, rows, empty, status=422)
