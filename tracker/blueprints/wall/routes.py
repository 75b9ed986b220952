"""Sheets on the wall, one after another, and as a page of A4 to hand out."""

from io import BytesIO

from flask import Blueprint, Response, abort, redirect, send_file, url_for
from werkzeug.wrappers import Response as BaseResponse

from tracker import http, identity
from tracker.access.permissions import Permission
from tracker.blueprints.wall.paper import print_sheet
from tracker.blueprints.wall.sheets import SheetKind, Subject, make_sheet, subjects_of
from tracker.domain.selection import Selection
from tracker.http import requires
from tracker.languages import language
from tracker.pages import page
from tracker.services.exports import note_export

blueprint = Blueprint("wall", __name__)


def _subjects() -> list[Subject]:
    return subjects_of(identity.reference(), http.today())


def _found(kind: str, code: str) -> int:
    """The place of a sheet among all; 404 where there is none."""
    known = [(subject.kind.value, subject.code) for subject in _subjects()]
    if (kind, code) not in known:
        abort(404)
    return known.index((kind, code))


@blueprint.get("/wall")
@requires(Permission.READ_REGISTER)
def index() -> BaseResponse:
    """The first sheet."""
    first = _subjects()[0]
    return redirect(url_for("wall.show", kind=first.kind.value, code=first.code))


@blueprint.get("/wall/<kind>/<code>")
@requires(Permission.READ_REGISTER)
def show(kind: str, code: str) -> Response:
    """A sheet in large type, with the ways to the one before and the one after."""
    subjects, number = _subjects(), _found(kind, code)
    return page(
        "wall/show.html",
        sheet=make_sheet(subjects[number]),
        number=number + 1,
        total=len(subjects),
        before=subjects[number - 1],
        after=subjects[(number + 1) % len(subjects)],
        subjects=subjects,
    )


@blueprint.get("/wall/<kind>/<code>.pdf")
@requires(Permission.EXPORT_REGISTER)
def paper(kind: str, code: str) -> Response:
    """A sheet as a page of A4."""
    sheet = make_sheet(_subjects()[_found(kind, code)])
    printed = print_sheet(sheet, lang=language(), now=http.now())
    chosen = (
        Selection(place=code) if kind == SheetKind.PLACE.value else Selection(goal_area=(code,))
    )
    note_export(http.actor(), chosen, file_format="sheet pdf", rows=sheet.active, now=http.now())
    name = f"{code}-{http.today()}.pdf"
    return send_file(BytesIO(printed), "application/pdf", as_attachment=True, download_name=name)
