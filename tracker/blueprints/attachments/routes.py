"""The pictures and PDFs of an initiative: seen, added, taken away, and each from its own address."""

import uuid
from io import BytesIO

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    redirect,
    request,
    send_file,
    url_for,
)
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import formats, http, identity
from tracker.access.permissions import Permission
from tracker.access.policy import may
from tracker.blueprints.attachments.forms import AttachmentForm
from tracker.domain.attachments import AttachmentKind, FileStore, StoreFailedError
from tracker.errors import NotAllowedError
from tracker.http import public, requires, revalidated, sandboxed
from tracker.pages import page
from tracker.queries import history, initiatives
from tracker.queries.attachments import get_file, list_attachments
from tracker.queries.initiatives import InitiativePage
from tracker.services import attachments

blueprint = Blueprint("attachments", __name__)
REPORTS_OFFERED = 12
TYPES = {
    AttachmentKind.JPEG: ("image/jpeg", "jpg"),
    AttachmentKind.PNG: ("image/png", "png"),
    AttachmentKind.PDF: ("application/pdf", "pdf"),
}


def _load(public_id: uuid.UUID) -> InitiativePage:
    return initiatives.get_page(
        http.actor(), public_id, reference=identity.reference(), today=http.today()
    )


def _form(initiative: InitiativePage) -> AttachmentForm:
    form = AttachmentForm()
    reports = history.list_reports(http.actor(), initiative, limit=REPORTS_OFFERED)
    form.offer((str(row.public_id), formats.long_date(row.reported_on)) for row in reports)
    return form


def _page(initiative: InitiativePage, form: AttachmentForm, *, status: int = 200) -> Response:
    can_add = may(http.actor(), Permission.REPORT_STATUS, initiative.subject)
    return page(
        "attachments/index.html",
        status=status,
        initiative=initiative,
        form=form if can_add else None,
        rows=list_attachments(http.actor(), initiative.public_id),
    )


@blueprint.get("/initiatives/<uuid:public_id>/attachments")
@requires(Permission.READ_REGISTER)
def index(public_id: uuid.UUID) -> Response:
    """The files of an initiative, and the form that adds one for whoever reports."""
    initiative = _load(public_id)
    return _page(initiative, _form(initiative))


@blueprint.post("/initiatives/<uuid:public_id>/attachments")
@requires(Permission.REPORT_STATUS)
def add(public_id: uuid.UUID) -> BaseResponse:
    """Add a file."""
    initiative = _load(public_id)
    if not may(http.actor(), Permission.REPORT_STATUS, initiative.subject):
        raise NotAllowedError(Permission.REPORT_STATUS)
    form = _form(initiative)
    if form.validate_on_submit() and form.accept(
        lambda: attachments.add(
            http.actor(), public_id, form.content(), now=http.now(), store=http.file_store()
        )
    ):
        flash(gettext("The file is in."), "success")
        return redirect(url_for("attachments.index", public_id=public_id), code=303)
    return _page(initiative, form, status=422)


@blueprint.post("/attachments/<uuid:attachment_id>/removal")
@requires(Permission.REPORT_STATUS)
def remove(attachment_id: uuid.UUID) -> BaseResponse:
    """Take a file away."""
    public_id = attachments.remove(
        http.actor(), attachment_id, now=http.now(), store=http.file_store()
    )
    flash(gettext("The file is gone."), "success")
    return redirect(url_for("attachments.index", public_id=public_id), code=303)


def _from_store(store: FileStore, attachment_id: uuid.UUID) -> bytes | None:
    try:
        return store.get(attachment_id.hex)
    except StoreFailedError:
        current_app.logger.exception("A file could not be read")
        abort(503)


@blueprint.get("/attachments/<uuid:attachment_id>")
@revalidated
@sandboxed
@public
def show(attachment_id: uuid.UUID) -> BaseResponse:
    """The file itself: pictures in the page, PDFs to be saved."""
    if http.actor().is_anonymous and not http.settings().has_public_pages:
        abort(404)
    found = get_file(http.actor(), attachment_id)
    content = found.content
    if content is None and (store := http.file_store()) is not None:
        content = _from_store(store, attachment_id)
    if content is None:
        abort(404)
    content_type, ending = TYPES[found.kind]
    response = send_file(
        BytesIO(content),
        content_type,
        as_attachment=found.kind is AttachmentKind.PDF,
        download_name=f"{attachment_id.hex[:8]}.{ending}",
        etag=found.digest[:32],
    )
    response.make_conditional(request)
    return response
