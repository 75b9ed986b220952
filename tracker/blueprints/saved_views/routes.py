"""The pages of saved views: keeping one, the list of them, and how one follows each."""

import uuid
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import http
from tracker.access.permissions import Permission
from tracker.access.policy import may_somewhere
from tracker.blueprints.saved_views.forms import NameForm, SaveForm, SwitchForm
from tracker.domain.saved_views import ViewAddress, ViewKind, read_address
from tracker.http import requires
from tracker.pages import page
from tracker.queries import saved_views as queries
from tracker.services import saved_views, view_mails

blueprint = Blueprint("saved_views", __name__, url_prefix="/views")

KINDS = {
    ViewKind.BOARD: lazy_gettext("Board"),
    ViewKind.TABLE: lazy_gettext("Table"),
    ViewKind.COVERAGE: lazy_gettext("Coverage"),
    ViewKind.TIMELINE: lazy_gettext("Timeline"),
    ViewKind.MAP: lazy_gettext("Map"),
}


@blueprint.get("")
@requires(Permission.READ_REGISTER)
def index() -> Response:
    """One's own views, and those shared with all."""
    return page("saved_views/index.html", rows=queries.list_views(http.actor()), kinds=KINDS)


@blueprint.get("/new")
@requires(Permission.READ_REGISTER)
def new() -> Response:
    """The form that keeps the view one came from."""
    address = _address(request.args.get("at", ""))
    return _ask(SaveForm(data={"at": address.path}), address)


@blueprint.post("")
@requires(Permission.READ_REGISTER)
def save() -> BaseResponse:
    """Keep a view, and share it where that is wanted."""
    form = SaveForm()
    address = _address(form.at.data or "")
    saved: list[uuid.UUID] = []
    if not (form.validate_on_submit() and form.accept(lambda: saved.append(_save(form, address)))):
        return _ask(form, address, status=422)
    flash(gettext("The view is saved."), "success")
    return redirect(url_for("saved_views.show", view_id=saved[0]), code=303)


def _save(form: SaveForm, address: ViewAddress) -> uuid.UUID:
    view_id = saved_views.save(http.actor(), address, name=form.name.data, now=http.now())
    if form.is_shared.data:
        saved_views.share(http.actor(), view_id, now=http.now())
    return view_id


def _ask(form: SaveForm, address: ViewAddress, *, status: int = 200) -> Response:
    return page(
        "saved_views/new.html",
        status=status,
        form=form,
        address=address,
        kind=KINDS[address.kind],
        may_share=_may_share(),
    )


def _address(text: str) -> ViewAddress:
    address = read_address(text)
    if address is None:
        abort(404)
    return address


def _may_share() -> bool:
    return may_somewhere(http.actor(), Permission.SHARE_VIEW)


@blueprint.get("/<uuid:view_id>")
@requires(Permission.READ_REGISTER)
def show(view_id: uuid.UUID) -> Response:
    """What one can do with a view."""
    row = queries.get_view(http.actor(), view_id)
    return _show(row, NameForm(data={"name": row.name}))


def _show(row: queries.ViewRow, form: NameForm, *, status: int = 200, **context: Any) -> Response:
    return page(
        "saved_views/show.html",
        status=status,
        row=row,
        form=form,
        kind=KINDS[row.address.kind],
        may_share=_may_share(),
        **{"feed_token": None, **context},
    )


@blueprint.post("/<uuid:view_id>/name")
@requires(Permission.READ_REGISTER)
def rename(view_id: uuid.UUID) -> BaseResponse:
    """Give a view another name."""
    row, form = queries.get_view(http.actor(), view_id), NameForm()
    is_done = form.validate_on_submit() and form.accept(
        lambda: saved_views.rename(http.actor(), view_id, name=form.name.data, now=http.now())
    )
    return _here(view_id) if is_done else _show(row, form, status=422)


@blueprint.post("/<uuid:view_id>/sharing")
@requires(Permission.SHARE_VIEW)
def share(view_id: uuid.UUID) -> BaseResponse:
    """Share a view with everyone signed in, or keep it to oneself again."""
    deed = saved_views.share if SwitchForm().on.data else saved_views.unshare
    deed(http.actor(), view_id, now=http.now())
    return _here(view_id, fallback=True)


@blueprint.post("/<uuid:view_id>/start-page")
@requires(Permission.READ_REGISTER)
def begin_with(view_id: uuid.UUID) -> BaseResponse:
    """Make a view the first page one meets, or no longer."""
    is_wanted = SwitchForm().on.data
    queries.get_view(http.actor(), view_id)
    saved_views.begin_with(http.actor(), view_id if is_wanted else None)
    told: Callable[[], str] = _begins if is_wanted else _begins_no_more
    flash(told(), "success")
    return _here(view_id)


def _begins() -> str:
    return gettext(
        "Väven opens with this view from now on. “Start” in the menu leads to the start page."
    )


def _begins_no_more() -> str:
    return gettext("Väven opens with the start page again.")


@blueprint.post("/<uuid:view_id>/mail")
@requires(Permission.READ_REGISTER)
def mail(view_id: uuid.UUID) -> BaseResponse:
    """Get a mail when something enters a view, or no longer."""
    if SwitchForm().on.data:
        view_mails.begin_mails(http.actor(), view_id, now=http.now())
    else:
        saved_views.stop_mails(http.actor(), view_id)
    return _here(view_id)


@blueprint.post("/<uuid:view_id>/feed")
@requires(Permission.READ_REGISTER)
def open_feed(view_id: uuid.UUID) -> BaseResponse:
    """Make an address to follow a view by; it is shown here, and never again."""
    token = saved_views.open_feed(http.actor(), view_id, now=http.now())
    row = queries.get_view(http.actor(), view_id)
    return _show(row, NameForm(formdata=None, data={"name": row.name}), feed_token=token)


@blueprint.post("/<uuid:view_id>/feed/removal")
@requires(Permission.READ_REGISTER)
def close_feed(view_id: uuid.UUID) -> BaseResponse:
    """End the address that a view is followed by."""
    saved_views.close_feed(http.actor(), view_id, now=http.now())
    flash(gettext("The address leads nowhere any more."), "success")
    return _here(view_id)


@blueprint.post("/<uuid:view_id>/removal")
@requires(Permission.READ_REGISTER)
def remove(view_id: uuid.UUID) -> BaseResponse:
    """Delete a view."""
    saved_views.remove(http.actor(), view_id, now=http.now())
    flash(gettext("The view is deleted."), "success")
    return redirect(url_for("saved_views.index"), code=303)


def _here(view_id: uuid.UUID, *, fallback: bool = False) -> BaseResponse:
    known = {row.public_id for row in queries.list_views(http.actor())} if fallback else {view_id}
    if view_id not in known:
        return redirect(url_for("saved_views.index"), code=303)
    return redirect(url_for("saved_views.show", view_id=view_id), code=303)
