"""What the link of an invitation leads to: who invites to what, and the button that says yes."""

from flask import Response, flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import entrance, http
from tracker.blueprints.invitations.area import blueprint
from tracker.blueprints.invitations.forms import WelcomeForm
from tracker.http import public
from tracker.pages import page
from tracker.queries import invitations as queries
from tracker.queries.invitations import WelcomePage
from tracker.services import invitation_answers


def _found(token: str) -> WelcomePage | None:
    return queries.find_by_link(token, now=http.now())


def _form(found: WelcomePage) -> WelcomeForm:
    form = WelcomeForm()
    form.offer(found)
    return form


def _page(found: WelcomePage | None, token: str, *, status: int = 200) -> Response:
    if found is None:
        return page("invitations/link_ended.html", status=404)
    return page(
        "invitations/welcome.html", status=status, invitation=found, form=_form(found), token=token
    )


@blueprint.get("/welcome/<token>")
@public
def welcome(token: str) -> Response:
    """Who invites to what; following the link itself changes nothing."""
    return _page(_found(token), token)


@blueprint.post("/welcome/<token>")
@public
def accept(token: str) -> BaseResponse:
    """Say yes."""
    found = _found(token)
    if found is None:
        return _page(None, token)
    form = _form(found)
    if not form.validate_on_submit():
        return page(
            "invitations/welcome.html", status=422, invitation=found, form=form, token=token
        )
    arrival = invitation_answers.accept(
        token,
        form.content(),
        visitor=entrance.visitor(),
        settings=http.settings(),
        now=http.now(),
    )
    response = entrance.let_in(arrival)
    flash(gettext("Welcome! You now act for %(name)s.", name=found.organisation_name), "success")
    return response


@blueprint.post("/welcome/<token>/no")
@public
def decline(token: str) -> BaseResponse:
    """Say no."""
    invitation_answers.decline(token, now=http.now())
    flash(gettext("Thank you for your answer. Whoever invited you is told."), "success")
    return redirect(url_for("invitations.welcome", token=token), code=303)
