"""The pages of the reference data: one kind's rows, the form of a row, and what is done to a row."""

from collections.abc import Callable
from datetime import datetime
from itertools import groupby

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import http, identity
from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.blueprints.reference.forms import (
    ReferenceForm,
    first_day_of_next_month,
    form_values,
    group_label,
)
from tracker.conflicts import Conflict, differing
from tracker.domain.reference_kinds import ReferenceKind
from tracker.errors import NotFoundError, StaleVersionError
from tracker.http import requires
from tracker.pages import page
from tracker.queries import reference_rows as queries
from tracker.queries.reference_rows import ReferenceRow
from tracker.services import reference

blueprint = Blueprint("reference", __name__, url_prefix="/administration/reference")
Deed = Callable[..., None]


def _kind(text: str) -> ReferenceKind:
    try:
        return ReferenceKind(text)
    except ValueError:
        raise NotFoundError from None


def _rows_page(kind: ReferenceKind) -> BaseResponse:
    return redirect(url_for("reference.index", kind=kind), code=303)


@blueprint.get("/<kind>")
@requires(Permission.MANAGE_REFERENCE)
def index(kind: str) -> Response:
    """All rows of one kind, in the order that people meet them."""
    wanted = _kind(kind)
    rows = queries.list_rows(http.actor(), wanted, today=http.today())
    groups = [
        (group_label(wanted, group, identity.reference()), list(members))
        for group, members in groupby(rows, key=lambda row: row.group)
    ]
    return page("reference/index.html", kind=wanted, groups=groups, total=len(rows))


@blueprint.get("/<kind>/new")
@requires(Permission.MANAGE_REFERENCE)
def new(kind: str) -> Response:
    """The form for a new row."""
    wanted = _kind(kind)
    return _form_page(wanted, None, _form(wanted, None))


@blueprint.post("/<kind>")
@requires(Permission.MANAGE_REFERENCE)
def create(kind: str) -> BaseResponse:
    """Add a row."""
    wanted = _kind(kind)
    form = _form(wanted, None)
    if form.validate_on_submit() and form.accept(
        lambda: reference.add(http.actor(), wanted, form.content(), now=http.now())
    ):
        flash(gettext("“%(name)s” is added.", name=form.name_sv.data), "success")
        return _rows_page(wanted)
    return _form_page(wanted, None, form, status=422)


def _form(kind: ReferenceKind, row: ReferenceRow | None) -> ReferenceForm:
    form = ReferenceForm(data=form_values(row) if row else None)
    has_ties = row is None or row.is_district
    form.keep_only(kind, is_new=row is None, has_ties=has_ties)
    form.offer(kind, identity.reference())
    return form


def _form_page(
    kind: ReferenceKind,
    row: ReferenceRow | None,
    form: ReferenceForm,
    *,
    status: int = 200,
    is_new_wording: bool = False,
    conflicts: list[Conflict] | None = None,
) -> Response:
    return page(
        "reference/form.html",
        status=status,
        kind=kind,
        row=row,
        form=form,
        is_new_wording=is_new_wording,
        conflicts=conflicts,
    )


def _row(kind: ReferenceKind, code: str) -> ReferenceRow:
    return queries.get_row(http.actor(), kind, code, today=http.today())


@blueprint.get("/<kind>/<code>")
@requires(Permission.MANAGE_REFERENCE)
def show(kind: str, code: str) -> Response:
    """One row, in a form; and what can be done to it."""
    wanted = _kind(kind)
    row = _row(wanted, code)
    return _form_page(wanted, row, _form(wanted, row))


@blueprint.post("/<kind>/<code>/edit")
@requires(Permission.MANAGE_REFERENCE)
def save(kind: str, code: str) -> BaseResponse:
    """Save a row; where somebody was faster, show both texts."""
    wanted = _kind(kind)
    row = _row(wanted, code)
    form = _form(wanted, row)

    def edit() -> None:
        version = form.version.data
        reference.edit(http.actor(), wanted, code, form.content(), version=version, now=http.now())

    try:
        if form.validate_on_submit() and form.accept(edit):
            flash(gettext("Your changes are saved."), "success")
            return _rows_page(wanted)
    except StaleVersionError as stale:
        conflicts = differing(form, _as_typed(stale.current))
        form.version.renew(row.version)
        return _form_page(wanted, row, form, status=409, conflicts=conflicts)
    return _form_page(wanted, row, form, status=422)


def _as_typed(standing: dict[str, object]) -> dict[str, object]:
    aliases = standing.get("aliases")
    return {**standing, "aliases": "\n".join(aliases)} if isinstance(aliases, list) else standing


@blueprint.get("/goal/<code>/new-wording")
@requires(Permission.MANAGE_REFERENCE)
def new_wording(code: str) -> Response:
    """The form for what has been decided instead of a goal."""
    row = _row(ReferenceKind.GOAL, code)
    form = _wording_form(row)
    form.version.data = row.version
    form.valid_from.data = first_day_of_next_month(http.today())
    return _form_page(ReferenceKind.GOAL, row, form, is_new_wording=True)


def _wording_form(row: ReferenceRow) -> ReferenceForm:
    form = ReferenceForm(data={"name_sv": row.name_sv, "name_en": row.name_en})
    form.keep_only(ReferenceKind.GOAL, is_new=True, has_ties=False)
    del form.within
    form.offer(ReferenceKind.GOAL, identity.reference())
    return form


@blueprint.post("/goal/<code>/new-wording")
@requires(Permission.MANAGE_REFERENCE)
def adopt_wording(code: str) -> BaseResponse:
    """Record a new wording; the old one ends, and can still be quoted."""
    row = _row(ReferenceKind.GOAL, code)
    form = _wording_form(row)

    def adopt() -> None:
        version = form.version.data
        reference.adopt_wording(http.actor(), code, form.content(), version=version, now=http.now())

    try:
        if form.validate_on_submit() and form.accept(adopt):
            flash(
                gettext("The new wording is recorded. The old one can still be quoted."), "success"
            )
            return _rows_page(ReferenceKind.GOAL)
    except StaleVersionError:
        form.version.renew(row.version)
        return _form_page(
            ReferenceKind.GOAL, row, form, status=409, is_new_wording=True, conflicts=[]
        )
    return _form_page(ReferenceKind.GOAL, row, form, status=422, is_new_wording=True)


@blueprint.post("/<kind>/<code>/retirement")
@requires(Permission.MANAGE_REFERENCE)
def retire(kind: str, code: str) -> BaseResponse:
    """Let a row no longer be chosen."""
    return _do(kind, code, reference.retire, gettext("It can no longer be chosen."))


@blueprint.post("/<kind>/<code>/return")
@requires(Permission.MANAGE_REFERENCE)
def bring_back(kind: str, code: str) -> BaseResponse:
    """Let a retired row be chosen again."""
    return _do(kind, code, reference.bring_back, gettext("It can be chosen again."))


@blueprint.post("/<kind>/<code>/deletion")
@requires(Permission.MANAGE_REFERENCE)
def delete(kind: str, code: str) -> BaseResponse:
    """Delete a row that nothing refers to."""
    return _do(kind, code, reference.delete, gettext("It is deleted."))


@blueprint.post("/<kind>/<code>/position")
@requires(Permission.MANAGE_REFERENCE)
def move(kind: str, code: str) -> BaseResponse:
    """Let a row stand earlier or later."""
    is_up = request.form.get("direction") == "up"
    return _do(kind, code, reference.move_up if is_up else reference.move_down, "")


def _do(kind: str, code: str, deed: Deed, sentence: str) -> BaseResponse:
    wanted = _kind(kind)
    actor: Actor = http.actor()
    now: datetime = http.now()
    deed(actor, wanted, code, now=now)
    if sentence:
        flash(sentence, "success")
    return _rows_page(wanted)
