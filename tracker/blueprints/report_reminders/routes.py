"""The page behind the link in each reminder; the link itself changes nothing."""

from flask import Blueprint, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from tracker import http
from tracker.errors import NotFoundError
from tracker.extensions import csrf
from tracker.http import public
from tracker.languages import speak_recipients
from tracker.pages import page
from tracker.queries.report_reminders import find_choice
from tracker.services import report_reminders

blueprint = Blueprint("report_reminders", __name__, url_prefix="/reminders")


@blueprint.get("/<token>")
@public
def show(token: str) -> Response:
    """Whether reminders come, and the button that changes it."""
    choice = find_choice(token)
    if choice is None:
        raise NotFoundError
    speak_recipients(choice.language)
    return page("report_reminders/show.html", choice=choice, token=token)


@blueprint.post("/<token>")
@public
def stop_by_mail(token: str) -> Response:
    """The button of a mail program, which has no form of ours and follows no redirect: RFC 8058."""
    if request.form.get("List-Unsubscribe") != "One-Click":
        abort(400)
    report_reminders.stop_reminders(token, now=http.now())
    return Response("", status=204, mimetype="text/plain")


csrf.exempt(stop_by_mail)


@blueprint.post("/<token>/stop")
@public
def stop(token: str) -> BaseResponse:
    """No more reminders by mail."""
    report_reminders.stop_reminders(token, now=http.now())
    return redirect(url_for("report_reminders.show", token=token), code=303)


@blueprint.post("/<token>/resume")
@public
def resume(token: str) -> BaseResponse:
    """Reminders by mail again."""
    report_reminders.resume_reminders(token)
    return redirect(url_for("report_reminders.show", token=token), code=303)
