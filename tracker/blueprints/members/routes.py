"""The pages of an organisation's people: roles, taking out, leaving, answering and handing over."""

import uuid

from flask import Blueprint, Response, flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import http, identity
from tracker.access.permissions import Permission
from tracker.access.policy import may
from tracker.blueprints.members.forms import HandOverForm, RoleForm
from tracker.domain.answering import is_due
from tracker.domain.roles import MembershipRole
from tracker.errors import NotAllowedError
from tracker.http import requires
from tracker.languages import language
from tracker.pages import page
from tracker.queries import invitations, organisations
from tracker.queries import members as queries
from tracker.queries.organisations import OrganisationPage
from tracker.services import hand_over, members

blueprint = Blueprint("members", __name__)


def _load(public_id: uuid.UUID) -> OrganisationPage:
    return organisations.get_organisation(http.actor(), public_id, reference=identity.reference())


def _here(public_id: uuid.UUID) -> BaseResponse:
    return redirect(url_for("members.index", public_id=public_id), code=303)


@blueprint.get("/organisations/<uuid:public_id>/people")
@requires(Permission.SEE_MEMBERS)
def index(public_id: uuid.UUID) -> Response:
    """Who belongs to an organisation, who is invited, and who answers."""
    actor, organisation = http.actor(), _load(public_id)
    can_manage = may(actor, Permission.MANAGE_MEMBERS, organisation.subject)
    can_invite = may(actor, Permission.INVITE_COLLEAGUE, organisation.subject)
    return page(
        "members/index.html",
        organisation=organisation,
        people=queries.list_people(actor, organisation),
        invited=invitations.list_waiting(actor, organisation, now=http.now()),
        can_manage=can_manage,
        can_invite=can_invite and organisation.closed_on is None,
        is_due=can_manage
        and is_due(
            confirmed_on=organisation.answers_confirmed_on,
            created_on=organisation.created_on,
            today=http.today(),
        ),
    )


@blueprint.post("/organisations/<uuid:public_id>/people/<uuid:person_id>/role")
@requires(Permission.MANAGE_MEMBERS)
def change_role(public_id: uuid.UUID, person_id: uuid.UUID) -> BaseResponse:
    """Make somebody a manager or a member."""
    form = RoleForm()
    form.offer()
    if form.validate_on_submit():
        role = MembershipRole(form.role.data)
        members.change_role(http.actor(), public_id, person_id, role, now=http.now())
        flash(gettext("The role is changed."), "success")
    return _here(public_id)


@blueprint.post("/organisations/<uuid:public_id>/people/<uuid:person_id>/removal")
@requires(Permission.MANAGE_MEMBERS)
def remove(public_id: uuid.UUID, person_id: uuid.UUID) -> BaseResponse:
    """Take somebody out of the organisation."""
    members.remove(http.actor(), public_id, person_id, now=http.now())
    flash(gettext("The person no longer belongs to the organisation."), "success")
    return _here(public_id) if http.actor().public_id != person_id else _home()


def _home() -> BaseResponse:
    return redirect(url_for("start.index"), code=303)


@blueprint.post("/organisations/<uuid:public_id>/departure")
@requires(Permission.USE_OWN_ACCOUNT)
def leave(public_id: uuid.UUID) -> BaseResponse:
    """Leave the organisation by oneself."""
    members.leave(http.actor(), public_id, now=http.now())
    flash(gettext("You have left the organisation. What you wrote for it remains."), "success")
    return _home()


@blueprint.post("/organisations/<uuid:public_id>/answers")
@requires(Permission.MANAGE_MEMBERS)
def confirm_answers(public_id: uuid.UUID) -> BaseResponse:
    """Say that those who answer still do."""
    members.confirm_answers(http.actor(), public_id, now=http.now())
    flash(gettext("Thank you! We ask again in a year."), "success")
    return _here(public_id)


def _form(organisation: OrganisationPage) -> HandOverForm:
    if not may(http.actor(), Permission.MANAGE_MEMBERS, organisation.subject):
        raise NotAllowedError(Permission.MANAGE_MEMBERS)
    form = HandOverForm()
    form.offer(queries.list_people(http.actor(), organisation), language=language())
    return form


@blueprint.get("/organisations/<uuid:public_id>/hand-over")
@requires(Permission.MANAGE_MEMBERS)
def ask_hand_over(public_id: uuid.UUID) -> Response:
    """Ask who answers from now on, and who leaves."""
    organisation = _load(public_id)
    return page("members/hand_over.html", form=_form(organisation), organisation=organisation)


@blueprint.post("/organisations/<uuid:public_id>/hand-over")
@requires(Permission.MANAGE_MEMBERS)
def save_hand_over(public_id: uuid.UUID) -> BaseResponse:
    """Hand the organisation over."""
    organisation = _load(public_id)
    form = _form(organisation)
    done: list[bool] = []
    if form.validate_on_submit() and form.accept(
        lambda: done.append(
            hand_over.hand_over(http.actor(), public_id, form.content(), now=http.now())
        )
    ):
        if done[0]:
            flash(gettext("The organisation is handed over."), "success")
        else:
            flash(
                gettext(
                    "The invitation is mailed. Those who leave stay until the new person has "
                    "said yes."
                ),
                "success",
            )
        gone = http.actor().public_id in form.content().leaving
        return _home() if done[0] and gone else _here(public_id)
    return page("members/hand_over.html", status=422, form=form, organisation=organisation)
