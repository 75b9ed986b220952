"""Asking to join: the three doors, the form, and the page that the mailed link leads to."""

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import http, identity
from tracker.blueprints.joining import review as review
from tracker.blueprints.joining.area import blueprint as blueprint
from tracker.blueprints.joining.forms import JoinForm, MailAgainForm, ReplyForm
from tracker.domain.joining import JoinFamily
from tracker.errors import NotFoundError
from tracker.http import public
from tracker.languages import language
from tracker.pages import page
from tracker.queries import join_requests as queries
from tracker.services import join_requests


@blueprint.get("/join")
@public
def start() -> Response:
    """What it means to join, and the three doors."""
    return page("joining/start.html", families=tuple(JoinFamily))


def _family(code: str) -> JoinFamily:
    try:
        return JoinFamily(code)
    except ValueError:
        raise NotFoundError from None


def _form(family: JoinFamily) -> JoinForm:
    form = JoinForm()
    form.offer(family, identity.reference(), language=language(), today=http.today())
    return form


@blueprint.get("/join/new/<family>")
@public
def new(family: str) -> Response:
    """The form, with the kinds of organisation of one door."""
    wanted = _family(family)
    return page("joining/new.html", form=_form(wanted), family=wanted)


@blueprint.post("/join/new/<family>")
@public
def ask(family: str) -> BaseResponse:
    """Keep the request, and mail a link; the answer is the same whoever it is."""
    wanted = _family(family)
    form = _form(wanted)
    personal: list[bool] = []
    if form.validate_on_submit() and form.accept(
        lambda: personal.append(
            join_requests.ask(
                form.content(wanted), address=request.remote_addr or "", now=http.now()
            )
        )
    ):
        if personal[0]:
            flash(
                gettext(
                    "The number you wrote is a person's own number, as sole traders have. We have "
                    "not saved it, and you do not need it here."
                ),
                "info",
            )
        return redirect(url_for("joining.sent"), code=303)
    form.forget_personal_number()
    return page("joining/new.html", status=422, form=form, family=wanted)


@blueprint.get("/join/sent")
@public
def sent() -> Response:
    """Look in your mail; and if nothing came, have it sent again."""
    return page("joining/sent.html", form=MailAgainForm())


@blueprint.post("/join/mail")
@public
def send_again() -> BaseResponse:
    """Mail the link once more; the answer is the same whether or not anybody asked."""
    form = MailAgainForm()
    if form.validate_on_submit():
        join_requests.send_again(form.email.data, address=request.remote_addr or "", now=http.now())
        flash(gettext("If there is a request from that address, a mail is on its way."), "success")
        return redirect(url_for("joining.sent"), code=303)
    return page("joining/sent.html", status=422, form=form)


@blueprint.get("/join/links/<token>")
@public
def follow_link(token: str) -> Response:
    """Where the request stands; following the link itself changes nothing."""
    return _status(token, ReplyForm())


def _status(token: str, form: ReplyForm, *, status: int = 200) -> Response:
    found = queries.find_by_link(token, now=http.now(), reference=identity.reference())
    if found is None:
        return page("joining/link_ended.html", status=404)
    return page("joining/status.html", status=status, request_=found, form=form, token=token)


def _to_status(token: str) -> BaseResponse:
    return redirect(url_for("joining.follow_link", token=token), code=303)


@blueprint.post("/join/links/<token>/confirmation")
@public
def confirm(token: str) -> BaseResponse:
    """Confirm the address; now the coordinators are told."""
    join_requests.confirm(token, now=http.now())
    flash(gettext("Thank you! Your address is confirmed, and we have your request."), "success")
    return _to_status(token)


@blueprint.post("/join/links/<token>/reply")
@public
def reply(token: str) -> BaseResponse:
    """Answer the coordinators' question."""
    form = ReplyForm()
    if form.validate_on_submit() and form.accept(
        lambda: join_requests.reply(token, form.body.data, now=http.now())
    ):
        flash(gettext("Thank you! Your answer is sent."), "success")
        return _to_status(token)
    return _status(token, form, status=422)


@blueprint.post("/join/links/<token>/withdrawal")
@public
def withdraw(token: str) -> BaseResponse:
    """Take the request back."""
    join_requests.withdraw(token, now=http.now())
    flash(gettext("Your request is withdrawn. You are welcome to ask again."), "success")
    return _to_status(token)


@blueprint.post("/join/links/<token>/mail")
@public
def mail_link(token: str) -> BaseResponse:
    """Mail this link once more, so that it is at hand."""
    join_requests.mail_link(token, address=request.remote_addr or "", now=http.now())
    flash(gettext("The link is on its way to your mail."), "success")
    return _to_status(token)
