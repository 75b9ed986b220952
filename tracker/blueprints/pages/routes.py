"""Pages about Väven itself: accessibility, personal data, and who may do what."""

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import http, permission_words
from tracker.blueprints.pages.forms import FeedbackForm
from tracker.blueprints.pages.privacy import facts as privacy_facts
from tracker.http import public
from tracker.pages import page
from tracker.services import feedback as feedback_service

blueprint = Blueprint("pages", __name__)


@blueprint.get("/accessibility")
@public
def accessibility() -> Response:
    """The accessibility statement."""
    return page("pages/accessibility.html")


@blueprint.get("/accessibility/feedback")
@public
def feedback() -> Response:
    """The form for telling of an obstacle; nobody needs to sign in for it."""
    form = FeedbackForm(data={"about": request.args.get("about", "")[:300]})
    return page("pages/feedback.html", form=form)


@blueprint.post("/accessibility/feedback")
@public
def send_feedback() -> BaseResponse:
    """Hand the message on to the administrators."""
    form = FeedbackForm()
    if form.validate_on_submit() and form.accept(
        lambda: feedback_service.send_feedback(
            message=form.message.data,
            about=form.about.data,
            reply_to=form.reply_to.data,
            address=request.remote_addr or "",
            now=http.now(),
        )
    ):
        flash(gettext("Thank you. The administrators have received your message."), "success")
        return redirect(url_for("pages.accessibility"), code=303)
    return page("pages/feedback.html", status=422, form=form)


@blueprint.get("/privacy")
@public
def privacy() -> Response:
    """What happens to personal data."""
    return page("pages/privacy.html", **privacy_facts())


@blueprint.get("/permissions")
@public
def permissions() -> Response:
    """Who may do what, as the rules stand in the code."""
    return page(
        "pages/permissions.html",
        roles=permission_words.ROLES,
        rows=permission_words.permission_rows(),
    )
