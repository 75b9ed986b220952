"""The coordinators' own notes about an initiative: nobody else finds these addresses."""

import uuid

from flask import Blueprint, Response, flash, redirect, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import http, identity
from tracker.access.permissions import Permission
from tracker.forms import Paragraph, TrackerForm, required
from tracker.http import requires
from tracker.pages import page
from tracker.queries import initiatives
from tracker.queries.coordinator_notes import list_notes
from tracker.services import coordinator_notes

blueprint = Blueprint("coordinator_notes", __name__)


class NoteForm(TrackerForm):
    """One text."""

    text = Paragraph(lazy_gettext("A note for the coordinators"), required())


def _page(public_id: uuid.UUID, form: NoteForm, *, status: int = 200) -> Response:
    initiative = initiatives.get_page(
        http.actor(), public_id, reference=identity.reference(), today=http.today()
    )
    return page(
        "coordinator_notes/index.html",
        status=status,
        initiative=initiative,
        notes=list_notes(http.actor(), initiative),
        form=form,
    )


def _back(public_id: uuid.UUID) -> BaseResponse:
    return redirect(url_for("initiatives.show", public_id=public_id, _anchor="notes"), code=303)


@blueprint.get("/initiatives/<uuid:public_id>/notes")
@requires(Permission.KEEP_NOTES)
def index(public_id: uuid.UUID) -> Response:
    """The notes about an initiative."""
    return _page(public_id, NoteForm())


@blueprint.post("/initiatives/<uuid:public_id>/notes")
@requires(Permission.KEEP_NOTES)
def write(public_id: uuid.UUID) -> BaseResponse:
    """Note something about an initiative."""
    form = NoteForm()
    if form.validate_on_submit() and form.accept(
        lambda: coordinator_notes.write(http.actor(), public_id, form.text.data, now=http.now())
    ):
        flash(gettext("Noted, for the coordinators alone."), "success")
        return _back(public_id)
    return _page(public_id, form, status=422)


@blueprint.post("/notes/<uuid:note_id>/removal")
@requires(Permission.KEEP_NOTES)
def remove(note_id: uuid.UUID) -> BaseResponse:
    """Take a note away."""
    public_id = coordinator_notes.remove(http.actor(), note_id, now=http.now())
    flash(gettext("The note is gone."), "success")
    return _back(public_id)
