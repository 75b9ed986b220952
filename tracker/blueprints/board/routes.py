"""The shared board and the table, a lane's next cards, and moving a card."""

import uuid
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import http, identity, labels
from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import Subject, may
from tracker.addresses import address_of_view
from tracker.blueprints.board import asked, views
from tracker.blueprints.board.forms import MoveForm
from tracker.blueprints.board.rows import table_rows
from tracker.cards import CardMaker
from tracker.domain.lifecycle import LANE_OF, Lane, Phase
from tracker.domain.selection import Selection
from tracker.errors import NotFoundError
from tracker.extensions import htmx
from tracker.filter_form import Filters, make_filters
from tracker.http import requires
from tracker.pages import kept_page, page
from tracker.queries import board as queries
from tracker.queries import selection as selections
from tracker.queries.cards import CardRow
from tracker.queries.reference import Reference
from tracker.services import phases

blueprint = Blueprint("board", __name__)


@dataclass(frozen=True, slots=True)
class View:
    """What this request looks at."""

    selection: Selection
    reference: Reference

    def filters(self, here: str) -> Filters:
        """The filter form, for the view at an endpoint."""
        return make_filters(self.selection, here=here)


def _view() -> View:
    return View(Selection.from_arguments(request.args), identity.reference())


def _counts(view: View) -> dict[Phase, int]:
    return dict(
        selections.count_by_phase(
            view.selection,
            http.actor(),
            reference=view.reference,
            today=http.today(),
            content_hash=identity.register_state().content_hash,
        )
    )


def _maker() -> CardMaker:
    actor = http.actor()
    return CardMaker(
        url_endpoint="initiatives.show",
        move_endpoint="board.move",
        may_move=lambda row: _may_move(row, actor),
    )


def _may_move(row: CardRow, actor: Actor) -> bool:
    subject = Subject(row.organisation_id, row.is_municipal)
    return may(actor, Permission.CHANGE_PHASE, subject) or may(
        actor, Permission.PROPOSE_PHASE, subject
    )


@blueprint.get("/board")
@requires(Permission.READ_REGISTER)
def index() -> Response:
    """Every initiative one may see, in lanes."""
    return kept_page("board/board.html", "board/board_content.html", "selection", _board)


def _board() -> dict[str, Any]:
    view = _view()
    counts = _counts(view)
    lanes = queries.list_lanes(
        http.actor(),
        view.selection,
        counts=counts,
        reference=view.reference,
        today=http.today(),
    )
    maker = _maker()
    return {
        "filters": view.filters("board.index"),
        "here": "board.index",
        "total": sum(counts.values()),
        "lanes": [
            views.lane_view(lane, rows, counts=counts, selection=view.selection, maker=maker)
            for lane, rows in lanes.items()
        ],
        "address": address_of_view,
    }


@blueprint.get("/board/lanes/<lane>")
@requires(Permission.READ_REGISTER)
def lane(lane: str) -> Response:
    """The next cards of one lane."""
    if lane not in list(Lane):
        abort(404)
    view = _view()
    rows = queries.list_lane(
        http.actor(),
        view.selection,
        lane=Lane(lane),
        after=asked.cursor(),
        reference=view.reference,
        today=http.today(),
    )
    next_cards = views.lane_view(
        Lane(lane),
        rows,
        counts=_counts(view),
        selection=view.selection,
        maker=_maker(),
        shown_before=request.args.get("shown", 0, type=int),
    )
    return page("board/lane.html", "cards", lane=next_cards, filters=view, address=address_of_view)


@blueprint.get("/table")
@requires(Permission.READ_REGISTER)
def table() -> Response:
    """The same selection as a table."""
    return kept_page("board/table.html", "board/table_content.html", "selection", _table)


def _table() -> dict[str, Any]:
    view = _view()
    order, chosen = asked.order(), asked.columns()
    total = sum(_counts(view).values())
    number = asked.page_number(total)
    found = queries.list_table(
        http.actor(),
        view.selection,
        order=order,
        page=number,
        with_entries=bool({"target_groups", "effort_types"} & set(chosen)),
        reference=view.reference,
        today=http.today(),
        total=total,
    )
    columns = views.table_columns(chosen, view.selection, order=order)
    cards = CardMaker(url_endpoint="initiatives.show").make_all(found)
    more = [*views.column_arguments(chosen), *asked.order_argument(order)]
    return {
        "filters": view.filters("board.table"),
        "here": "board.table",
        "total": total,
        "rows": table_rows(cards, columns),
        "columns": columns,
        "all_columns": views.column_labels(),
        "chosen": chosen,
        "own": more,
        "pages": views.page_links(number, total, view.selection, *more),
        "address": address_of_view,
    }


def _card(public_id: uuid.UUID) -> CardRow:
    reference = identity.reference()
    row = queries.find_card(http.actor(), public_id, reference=reference, today=http.today())
    if row is None:
        raise NotFoundError
    return row


def _moves_itself(row: CardRow) -> bool:
    subject = Subject(row.organisation_id, row.is_municipal)
    return may(http.actor(), Permission.CHANGE_PHASE, subject)


@blueprint.get("/board/cards/<uuid:public_id>/move")
@requires(Permission.READ_REGISTER)
def move(public_id: uuid.UUID) -> Response:
    """The form that moves a card, or proposes to."""
    row = _card(public_id)
    if not _may_move(row, http.actor()):
        abort(403)
    form = MoveForm(data={"phase": row.phase.value})
    form.offer()
    return _move_page(form, row, status=200)


def _move_page(form: MoveForm, row: CardRow, *, status: int) -> Response:
    return page(
        "board/move.html",
        "card",
        status=status,
        form=form,
        card=_maker().make(row),
        is_proposal=not _moves_itself(row),
        is_own=row.organisation_id in http.actor().organisation_ids,
        moved=None,
    )


@blueprint.post("/board/cards/<uuid:public_id>/move")
@requires(Permission.READ_REGISTER)
def save_move(public_id: uuid.UUID) -> BaseResponse:
    """Move a card; a coordinator proposes the move on another organisation's record."""
    row = _card(public_id)
    form = MoveForm(data={"phase": row.phase.value})
    form.offer()
    deed = phases.move if _moves_itself(row) else phases.propose
    if not (
        form.validate_on_submit()
        and form.accept(
            lambda: deed(
                http.actor(),
                public_id,
                Phase(form.phase.data),
                reason=form.reason.data,
                now=http.now(),
            )
        )
    ):
        return _move_page(form, row, status=422)
    return _after_move(public_id, Phase(form.phase.data), is_proposal=deed is phases.propose)


def _after_move(public_id: uuid.UUID, phase: Phase, *, is_proposal: bool) -> BaseResponse:
    row = _card(public_id)
    where = str(labels.LANES[LANE_OF[phase]])
    sentence = (
        gettext(
            "Proposed: %(title)s to %(lane)s. The organisation decides.",
            title=row.title,
            lane=where,
        )
        if is_proposal
        else gettext("%(title)s was moved to %(lane)s.", title=row.title, lane=where)
    )
    if htmx:
        return page(
            "board/move.html", "card", form=None, card=_maker().make(row), is_proposal=is_proposal,
            moved=sentence,
        )  # fmt: skip
    flash(sentence, "success")
    return redirect(url_for("initiatives.show", public_id=public_id), code=303)


@blueprint.post("/proposals/<uuid:proposal_id>/acceptance")
@requires(Permission.CHANGE_PHASE)
def accept_proposal(proposal_id: uuid.UUID) -> BaseResponse:
    """Carry out a proposed move."""
    return _answered(proposal_id, is_accepted=True)


@blueprint.post("/proposals/<uuid:proposal_id>/refusal")
@requires(Permission.CHANGE_PHASE)
def decline_proposal(proposal_id: uuid.UUID) -> BaseResponse:
    """Say no to a proposed move."""
    return _answered(proposal_id, is_accepted=False)


def _answered(proposal_id: uuid.UUID, *, is_accepted: bool) -> BaseResponse:
    public_id = phases.answer_proposal(
        http.actor(), proposal_id, is_accepted=is_accepted, now=http.now()
    )
    flash(gettext("Thank you for the answer."), "success")
    return redirect(url_for("initiatives.show", public_id=public_id), code=303)
