"""Letting an organisation go up in another: what moves, and the button."""

import uuid

from flask import Response, flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import http, identity
from tracker.access.permissions import Permission
from tracker.blueprints.organisations.area import blueprint
from tracker.blueprints.organisations.forms import MergerForm
from tracker.http import requires
from tracker.pages import page
from tracker.queries import organisation_choices, organisations
from tracker.queries import organisation_mergers as queries
from tracker.services import organisation_mergers


def _page(public_id: uuid.UUID, form: MergerForm, *, status: int = 200) -> Response:
    found = organisations.get_organisation(http.actor(), public_id, reference=identity.reference())
    return page(
        "organisations/merge.html",
        status=status,
        form=form,
        organisation=found,
        moving=queries.count_moving(http.actor(), found),
    )


def _form(public_id: uuid.UUID) -> MergerForm:
    form = MergerForm()
    every = organisation_choices.all_at(identity.register_state().reference_hash)
    form.offer(row for row in every if row.public_id != public_id)
    return form


@blueprint.get("/organisations/<uuid:public_id>/merger")
@requires(Permission.MANAGE_ORGANISATIONS)
def ask_merger(public_id: uuid.UUID) -> Response:
    """Ask in which organisation another one goes up, and tell what moves."""
    return _page(public_id, _form(public_id))


@blueprint.post("/organisations/<uuid:public_id>/merger")
@requires(Permission.MANAGE_ORGANISATIONS)
def merge(public_id: uuid.UUID) -> BaseResponse:
    """Let an organisation go up in another."""
    form = _form(public_id)
    if form.validate_on_submit() and form.accept(
        lambda: organisation_mergers.merge(
            http.actor(), public_id, uuid.UUID(form.kept.data), now=http.now()
        )
    ):
        flash(gettext("The two organisations are one."), "success")
        return redirect(url_for("organisations.show", public_id=form.kept.data), code=303)
    return _page(public_id, form, status=422)
