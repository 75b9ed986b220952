"""The coordinators' list of touchpoints, and deciding about several at once."""

import uuid

from flask import Response, flash, redirect, request
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import http, identity
from tracker.access.permissions import Permission
from tracker.addresses import address_of
from tracker.blueprints.touchpoints import filters, views
from tracker.blueprints.touchpoints.area import blueprint
from tracker.blueprints.touchpoints.forms import BulkForm
from tracker.domain.touchpoint_decisions import Decision, TouchpointState
from tracker.domain.touchpoint_selection import TouchpointSelection
from tracker.http import requires
from tracker.languages import language
from tracker.pages import page
from tracker.paging import paging, wanted_page
from tracker.queries import touchpoint_worklist as queries
from tracker.queries.touchpoint_worklist import MOST_COUNTED, ROWS_PER_PAGE
from tracker.services import touchpoints
from tracker.services.touchpoints import Wish

MOST_PAGES = MOST_COUNTED // ROWS_PER_PAGE


@blueprint.get("")
@requires(Permission.REVIEW_TOUCHPOINTS)
def index() -> Response:
    """What waits for the coordinators, or for both sides, or is settled."""
    form = BulkForm(formdata=None)
    form.offer()
    return _list(TouchpointSelection.from_arguments(request.args), form, status=200)


def _list(selection: TouchpointSelection, form: BulkForm, *, status: int) -> Response:
    state, reference = identity.register_state(), identity.reference()
    count = queries.count_worklist(http.actor(), selection, reference=reference, state=state)
    number = min(wanted_page(), MOST_PAGES)
    rows = (
        queries.list_worklist(http.actor(), selection, page=number, reference=reference)
        if count
        else []
    )
    return page(
        "touchpoints/index.html",
        "selection",
        status=status,
        selection=selection,
        states=filters.state_links(selection),
        filter_form=filters.drawn_filters(
            selection,
            reference_hash=state.reference_hash,
            language=language(),
            today=http.today(),
        ),
        rows=views.listed(rows),
        count=count,
        most_counted=MOST_COUNTED,
        can_choose=selection.state is TouchpointState.WAITING,
        form=form,
        chosen=frozenset(form.touchpoint.data or ()),
        done=_done(),
        here=filters.address(selection),
        arguments=selection.to_arguments(),
        paging=paging(
            min(count, MOST_COUNTED),
            number=number,
            per_page=ROWS_PER_PAGE,
            url=lambda wanted: filters.address(selection, ("page", str(wanted))),
        ),
    )


def _done() -> tuple[uuid.UUID, queries.BatchRow] | None:
    """What has just been decided in one go, and can be undone."""
    batch = request.args.get("done", type=uuid.UUID)
    row = queries.find_batch(http.actor(), batch) if batch else None
    return (batch, row) if batch and row else None


@blueprint.post("/decisions/bulk")
@requires(Permission.REVIEW_TOUCHPOINTS)
def decide_many() -> BaseResponse:
    """Decide the same about all that are chosen; the answer offers to undo it."""
    form = BulkForm()
    form.offer()
    selection = TouchpointSelection.from_arguments(request.form)
    batches: list[uuid.UUID] = []
    if form.validate_on_submit() and form.accept(lambda: batches.append(_decide_many(form))):
        return redirect(filters.address(selection, ("done", str(batches[0]))), code=303)
    return _list(selection, form, status=422)


def _decide_many(form: BulkForm) -> uuid.UUID:
    wish = Wish(Decision(form.decision.data), note=form.note.data)
    return touchpoints.decide_many(http.actor(), form.public_ids(), wish, now=http.now())


@blueprint.post("/decisions/<uuid:batch>/undo")
@requires(Permission.REVIEW_TOUCHPOINTS)
def undo(batch: uuid.UUID) -> BaseResponse:
    """Take back what was decided in one go."""
    undone = touchpoints.undo(http.actor(), batch, now=http.now())
    if len(undone) == 1:
        flash(gettext("The decision is taken back. The touchpoint waits again."), "success")
        return redirect(_page_of(undone[0]), code=303)
    flash(
        ngettext(
            "%(num)d decision is taken back.", "%(num)d decisions are taken back.", len(undone)
        ),
        "success",
    )
    return redirect(filters.address(TouchpointSelection()), code=303)


def _page_of(public_id: uuid.UUID) -> str:
    return address_of("touchpoints.show", public_id=public_id)
