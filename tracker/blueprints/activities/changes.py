"""Changing one activity: what it says, which days are called off, that it ends or goes away."""

import uuid

from flask import Response, flash
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import http
from tracker.access.permissions import Permission
from tracker.blueprints.activities.area import blueprint, here, load_own
from tracker.blueprints.activities.forms import ActivityEditForm, edit_values
from tracker.conflicts import Conflict, differing
from tracker.errors import NotFoundError, RefusedError, StaleVersionError
from tracker.http import requires
from tracker.pages import page
from tracker.queries.activities import ActivityRow, list_activities
from tracker.queries.initiatives import InitiativePage
from tracker.refusals import refusal
from tracker.services import activity_changes


def _load(public_id: uuid.UUID, activity_id: uuid.UUID) -> tuple[InitiativePage, ActivityRow]:
    initiative = load_own(public_id)
    rows = list_activities(initiative)
    row = next((row for row in rows if row.public_id == activity_id), None)
    if row is None:
        raise NotFoundError
    return initiative, row


def _form(initiative: InitiativePage, activity: ActivityRow) -> ActivityEditForm:
    form = ActivityEditForm(data=edit_values(activity, http.today()))
    places = {row.code: row.name for row in initiative.places}
    if activity.place_code:
        places.setdefault(activity.place_code, activity.place_name or activity.place_code)
    form.offer(list(places.items()))
    days = {*activity.coming_days(http.today())}
    form.offer_days(sorted(days))
    return form


def _page(
    initiative: InitiativePage,
    activity: ActivityRow,
    form: ActivityEditForm,
    *,
    status: int = 200,
    conflicts: list[Conflict] | None = None,
) -> Response:
    return page(
        "activities/edit.html",
        status=status,
        initiative=initiative,
        activity=activity,
        form=form,
        conflicts=conflicts,
        today=http.today(),
    )


@blueprint.get("/initiatives/<uuid:public_id>/activities/<uuid:activity_id>/edit")
@requires(Permission.REPORT_STATUS)
def edit(public_id: uuid.UUID, activity_id: uuid.UUID) -> Response:
    """The form of one activity."""
    initiative, activity = _load(public_id, activity_id)
    return _page(initiative, activity, _form(initiative, activity))


@blueprint.post("/initiatives/<uuid:public_id>/activities/<uuid:activity_id>/edit")
@requires(Permission.REPORT_STATUS)
def save(public_id: uuid.UUID, activity_id: uuid.UUID) -> BaseResponse:
    """Change what an activity says."""
    initiative, activity = _load(public_id, activity_id)
    form = _form(initiative, activity)

    def carry_out() -> None:
        activity_changes.edit(
            http.actor(),
            public_id,
            activity_id,
            form.content(),
            called_off=form.days_called_off(),
            version=form.version.data,
            now=http.now(),
        )

    try:
        if form.validate_on_submit() and form.accept(carry_out):
            flash(gettext("Your changes are saved."), "success")
            return here(public_id)
    except StaleVersionError:
        conflicts = differing(form, edit_values(activity, http.today()))
        form.version.renew(activity.version)
        return _page(initiative, activity, form, status=409, conflicts=conflicts)
    return _page(initiative, activity, form, status=422)


@blueprint.post("/initiatives/<uuid:public_id>/activities/<uuid:activity_id>/ending")
@requires(Permission.REPORT_STATUS)
def end(public_id: uuid.UUID, activity_id: uuid.UUID) -> BaseResponse:
    """Let a weekly activity have no day after today."""
    load_own(public_id)
    try:
        activity_changes.end(http.actor(), public_id, activity_id, now=http.now())
    except RefusedError as refused:
        flash(refusal(refused.code), "warning")
    else:
        flash(gettext("The activity has ended. What has been told stays."), "success")
    return here(public_id)


@blueprint.post("/initiatives/<uuid:public_id>/activities/<uuid:activity_id>/removal")
@requires(Permission.REPORT_STATUS)
def remove(public_id: uuid.UUID, activity_id: uuid.UUID) -> BaseResponse:
    """Take away an activity that was added by mistake."""
    load_own(public_id)
    try:
        activity_changes.remove(http.actor(), public_id, activity_id, now=http.now())
    except RefusedError as refused:
        flash(refusal(refused.code), "warning")
    else:
        flash(gettext("The activity is gone."), "success")
    return here(public_id)
