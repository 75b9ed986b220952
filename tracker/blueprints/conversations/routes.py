"""The conversation about an initiative: all of its threads, and what is said in them."""

import uuid

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import http, identity
from tracker.access.permissions import Permission
from tracker.conversation_form import AnswerForm, answer_form, comment_form, review_form
from tracker.http import requires
from tracker.pages import page
from tracker.paging import wanted_page
from tracker.queries import initiatives
from tracker.queries.conversations import THREADS_ON_PAGE, list_threads
from tracker.queries.initiatives import InitiativePage
from tracker.queries.mentions import list_nameable, suggested
from tracker.services import conversations

blueprint = Blueprint("conversations", __name__)


def _load(public_id: uuid.UUID) -> InitiativePage:
    return initiatives.get_page(
        http.actor(), public_id, reference=identity.reference(), today=http.today()
    )


def _page(
    initiative: InitiativePage,
    form: AnswerForm,
    *,
    status: int = 200,
    url: str | None = None,
) -> Response:
    number = wanted_page()
    threads = list_threads(
        http.actor(),
        initiative,
        limit=THREADS_ON_PAGE + 1,
        after=(number - 1) * THREADS_ON_PAGE,
    )
    return page(
        "conversations/index.html",
        status=status,
        initiative=initiative,
        threads=threads[:THREADS_ON_PAGE],
        form=form,
        url=url or url_for("conversations.say", public_id=initiative.public_id, all=1),
        number=number,
        has_more=len(threads) > THREADS_ON_PAGE,
    )


def _back(public_id: uuid.UUID) -> BaseResponse:
    """To where the button was: the page of the initiative, or all of its threads."""
    endpoint = "conversations.index" if "all" in request.args else "initiatives.show"
    return redirect(url_for(endpoint, public_id=public_id, _anchor="conversation"), code=303)


@blueprint.get("/initiatives/<uuid:public_id>/conversation")
@requires(Permission.READ_REGISTER)
def index(public_id: uuid.UUID) -> Response:
    """All that is said about an initiative, thread by thread."""
    return _page(_load(public_id), comment_form())


@blueprint.post("/initiatives/<uuid:public_id>/conversation")
@requires(Permission.DISCUSS)
def say(public_id: uuid.UUID) -> BaseResponse:
    """Say something."""
    initiative = _load(public_id)
    form = comment_form()
    if form.validate_on_submit() and form.accept(
        lambda: conversations.say(http.actor(), public_id, form.content(), now=http.now())
    ):
        flash(gettext("It is in the conversation."), "success")
        return _back(public_id)
    return _page(initiative, form, status=422)


@blueprint.post("/initiatives/<uuid:public_id>/conversation/<uuid:comment_id>")
@requires(Permission.DISCUSS)
def answer(public_id: uuid.UUID, comment_id: uuid.UUID) -> BaseResponse:
    """Answer in a thread."""
    initiative = _load(public_id)
    form = answer_form()
    if form.validate_on_submit() and form.accept(
        lambda: conversations.say(
            http.actor(), public_id, form.content(root_id=comment_id), now=http.now()
        )
    ):
        flash(gettext("It is in the conversation."), "success")
        return _back(public_id)
    return _page(initiative, form, status=422, url=request.path)


@blueprint.post("/initiatives/<uuid:public_id>/reports/<uuid:report_id>/comments")
@requires(Permission.DISCUSS)
def review(public_id: uuid.UUID, report_id: uuid.UUID) -> BaseResponse:
    """Comment on a report, thank for it, or, as a coordinator, send it back with a question."""
    initiative = _load(public_id)
    form = review_form()
    if form.validate_on_submit() and form.accept(
        lambda: conversations.say(
            http.actor(), public_id, form.content_about(report_id), now=http.now()
        )
    ):
        flash(gettext("It is in the conversation."), "success")
        return _back(public_id)
    return _page(initiative, form, status=422, url=request.path)


@blueprint.get("/initiatives/<uuid:public_id>/mentions")
@requires(Permission.DISCUSS)
def mentions(public_id: uuid.UUID) -> Response:
    """Names that can be mentioned and begin like the word that is being written."""
    initiative = _load(public_id)
    known = list_nameable(http.actor(), initiative.subject, initiative.visibility)
    beginning = request.args.get("q", "")[:100]
    return page("conversations/names.html", rows=suggested(known, beginning))


@blueprint.post("/comments/<uuid:comment_id>/resolution")
@requires(Permission.DISCUSS)
def resolve(comment_id: uuid.UUID) -> BaseResponse:
    """Mark a thread as resolved."""
    public_id = conversations.resolve(http.actor(), comment_id, now=http.now())
    flash(gettext("The thread is marked as resolved."), "success")
    return _back(public_id)


@blueprint.post("/comments/<uuid:comment_id>/resolution/end")
@requires(Permission.DISCUSS)
def reopen(comment_id: uuid.UUID) -> BaseResponse:
    """Open a resolved thread again."""
    public_id = conversations.reopen(http.actor(), comment_id, now=http.now())
    flash(gettext("The thread is open again."), "success")
    return _back(public_id)


@blueprint.post("/comments/<uuid:comment_id>/withdrawal")
@requires(Permission.DISCUSS)
def withdraw(comment_id: uuid.UUID) -> BaseResponse:
    """Take back what one has said oneself."""
    public_id = conversations.withdraw(http.actor(), comment_id, now=http.now())
    flash(gettext("What you wrote is taken back."), "success")
    return _back(public_id)
