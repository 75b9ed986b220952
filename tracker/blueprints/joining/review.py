"""The coordinators' pages: who asks to join, one request, and the answer to it."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import http, identity
from tracker.access.permissions import Permission
from tracker.blueprints.joining.area import blueprint
from tracker.blueprints.joining.forms import QUESTION, AcceptForm, AnswerForm, RequestFilterForm
from tracker.domain.roles import MembershipRole
from tracker.http import requires
from tracker.pages import page
from tracker.paging import paging, wanted_page
from tracker.queries import join_requests as queries
from tracker.queries import organisation_choices
from tracker.queries.join_requests import ROWS_PER_PAGE, AlikeRow, RequestPage
from tracker.services import join_answers


@blueprint.get("/join-requests")
@requires(Permission.ANSWER_JOIN_REQUEST)
def index() -> Response:
    """Who asks to join; what waits for an answer comes first."""
    form = RequestFilterForm(request.args)
    form.offer()
    wanted, number, actor = form.chosen(), wanted_page(), http.actor()
    count = queries.count_requests(actor, wanted, now=http.now())
    kept: dict[str, Any] = {"standing": wanted.value} if wanted else {}
    return page(
        "joining/index.html",
        form=form,
        rows=queries.list_requests(
            actor, wanted, page=number, now=http.now(), reference=identity.reference()
        ),
        total=count,
        is_filtered=wanted is not None,
        paging=paging(
            count,
            number=number,
            per_page=ROWS_PER_PAGE,
            url=lambda wanted_number: url_for("joining.index", page=wanted_number, **kept),
        ),
    )


def _load(public_id: uuid.UUID) -> RequestPage:
    return queries.get_request(
        http.actor(), public_id, now=http.now(), reference=identity.reference()
    )


@blueprint.get("/join-requests/<uuid:public_id>")
@requires(Permission.ANSWER_JOIN_REQUEST)
def show(public_id: uuid.UUID) -> Response:
    """One request, the organisations that it may be about, and what can be answered."""
    return _page(_load(public_id))


def _page(
    found: RequestPage,
    *,
    accept_form: AcceptForm | None = None,
    answer_form: AnswerForm | None = None,
    status: int = 200,
) -> Response:
    alike = queries.list_alike(http.actor(), found)
    return page(
        "joining/show.html",
        status=status,
        request_=found,
        alike=alike,
        asker=queries.get_asker(http.actor(), found),
        accept_form=accept_form or _offered(AcceptForm(formdata=None), alike),
        answer_form=answer_form or AnswerForm(formdata=None),
    )


def _offered(form: AcceptForm, alike: Sequence[AlikeRow]) -> AcceptForm:
    state = identity.register_state()
    form.offer(alike, organisation_choices.all_at(state.reference_hash))
    return form


@blueprint.post("/join-requests/<uuid:public_id>/acceptance")
@requires(Permission.ANSWER_JOIN_REQUEST)
def accept(public_id: uuid.UUID) -> BaseResponse:
    """Let the organisation in."""
    found = _load(public_id)
    form = _offered(AcceptForm(), queries.list_alike(http.actor(), found))
    if form.validate_on_submit() and form.accept(
        lambda: join_answers.accept(
            http.actor(),
            public_id,
            organisation_id=form.organisation_id(),
            role=MembershipRole(form.role.data),
            now=http.now(),
        )
    ):
        flash(gettext("The organisation is in. An invitation goes by mail."), "success")
        return _here(public_id)
    return _page(found, accept_form=form, status=422)


def _here(public_id: uuid.UUID) -> BaseResponse:
    return redirect(url_for("joining.show", public_id=public_id), code=303)


@blueprint.post("/join-requests/<uuid:public_id>/answer")
@requires(Permission.ANSWER_JOIN_REQUEST)
def answer(public_id: uuid.UUID) -> BaseResponse:
    """Ask something first, or say no; it goes by mail."""
    found = _load(public_id)
    form = AnswerForm()
    deed = join_answers.ask_back if form.kind.data == QUESTION else join_answers.decline
    if form.validate_on_submit() and form.accept(
        lambda: deed(http.actor(), public_id, form.body.data, now=http.now())
    ):
        flash(gettext("Your message is mailed."), "success")
        return _here(public_id)
    return _page(found, answer_form=form, status=422)
