"""The page of a place, for those signed in and, with what is open alone, for everyone."""

from flask import Blueprint, Response, abort

from tracker import http, identity
from tracker.access.actors import ANONYMOUS
from tracker.access.permissions import Permission
from tracker.addresses import address_of, address_of_view
from tracker.blueprints.places.view import make_view
from tracker.blueprints.places.week import week_page
from tracker.domain.roles import PlaceKind
from tracker.http import public, requires
from tracker.languages import language
from tracker.pages import page
from tracker.queries.reference import PlaceRow, is_current, reference_at

blueprint = Blueprint("places", __name__)


def _place(code: str) -> PlaceRow:
    reference = reference_at(identity.register_state().reference_hash, language())
    place = reference.place(code)
    if place is None:
        abort(404)
    return place


@blueprint.get("/places")
@requires(Permission.READ_REGISTER)
def index() -> Response:
    """Every place, the focus first."""
    reference, today = identity.reference(), http.today()
    rows = [row for row in reference.places.values() if is_current(row, today)]
    return page(
        "places/index.html",
        kinds=[(kind, [row for row in rows if row.kind is kind]) for kind in PlaceKind],
    )


@blueprint.get("/places/<code>")
@requires(Permission.READ_REGISTER)
def show(code: str) -> Response:
    """What is done in a place at the same time: strands, year, needs, gaps and changes."""
    place = _place(code)
    view = make_view(
        http.actor(),
        place,
        reference=identity.reference(),
        state=identity.register_state(),
        today=http.today(),
    )
    return page("places/show.html", view=view, is_public=False, address=address_of_view)


@blueprint.get("/places/<code>/week")
@requires(Permission.READ_REGISTER)
def week(code: str) -> Response:
    """What happens in a place in a week, day by day."""
    return week_page(_place(code))


@blueprint.get("/open/places/<code>")
@public
def show_open(code: str) -> Response:
    """The same with only what is open to everyone."""
    if not http.settings().has_public_pages:
        abort(404)
    place = _place(code)
    view = make_view(
        ANONYMOUS,
        place,
        reference=reference_at(identity.register_state().reference_hash, language()),
        state=identity.register_state(),
        today=http.today(),
    )
    return page(
        "places/open.html",
        view=view,
        is_public=True,
        address=address_of_view,
        canonical=http.settings().address + address_of("places.show_open", code=code),
        is_indexed=http.settings().is_indexed,
    )
