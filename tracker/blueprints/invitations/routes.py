"""Inviting: a colleague, an organisation through its first person, and what was sent."""

import uuid
from typing import TypeVar

from flask import Response, flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import http, identity
from tracker.access.permissions import Permission
from tracker.access.policy import may, may_everywhere
from tracker.blueprints.invitations import welcome as welcome
from tracker.blueprints.invitations.area import blueprint as blueprint
from tracker.blueprints.invitations.coming import ComingForm
from tracker.blueprints.invitations.forms import ColleagueForm, OrganisationForm, PartnerForm
from tracker.domain.roles import MembershipRole
from tracker.errors import NotAllowedError
from tracker.http import requires
from tracker.languages import language
from tracker.pages import page
from tracker.paging import paging, wanted_page
from tracker.queries import initiatives, organisations
from tracker.queries import invitations as queries
from tracker.queries.initiatives import InitiativePage
from tracker.queries.invitations import ROWS_PER_PAGE
from tracker.queries.organisations import OrganisationPage
from tracker.services import invitations, invitations_on_behalf
from tracker.services.initiatives import demand_shared

Form = TypeVar("Form", bound=OrganisationForm)


@blueprint.get("/invitations")
@requires(Permission.INVITE_ON_BEHALF)
def index() -> Response:
    """The invitations that one looks after, and where each stands."""
    count, number = queries.count_invitations(http.actor()), wanted_page()
    return page(
        "invitations/index.html",
        rows=queries.list_invitations(http.actor(), page=number, now=http.now()),
        may_invite_any=may_everywhere(http.actor(), Permission.INVITE_ON_BEHALF),
        paging=paging(
            count,
            number=number,
            per_page=ROWS_PER_PAGE,
            url=lambda wanted: url_for("invitations.index", page=wanted),
        ),
    )


def _to_list(sentence: str) -> BaseResponse:
    flash(sentence, "success")
    return redirect(url_for("invitations.index"), code=303)


def _organisation(public_id: uuid.UUID) -> OrganisationPage:
    found = organisations.get_organisation(http.actor(), public_id, reference=identity.reference())
    if not may(http.actor(), Permission.INVITE_COLLEAGUE, found.subject):
        raise NotAllowedError(Permission.INVITE_COLLEAGUE)
    return found


def _colleague_form() -> ColleagueForm:
    form = ColleagueForm()
    form.offer(language())
    return form


@blueprint.get("/organisations/<uuid:public_id>/invitations/new")
@requires(Permission.INVITE_COLLEAGUE)
def new(public_id: uuid.UUID) -> Response:
    """The form for inviting somebody to an organisation that is here."""
    found = _organisation(public_id)
    return page("invitations/new.html", form=_colleague_form(), organisation=found)


@blueprint.post("/organisations/<uuid:public_id>/invitations")
@requires(Permission.INVITE_COLLEAGUE)
def invite(public_id: uuid.UUID) -> BaseResponse:
    """Invite somebody to an organisation that is here."""
    found, form = _organisation(public_id), _colleague_form()
    if form.validate_on_submit() and form.accept(
        lambda: invitations.invite(http.actor(), public_id, form.content(), now=http.now())
    ):
        return _to_list(_sent_sentence(form.email.data))
    return page("invitations/new.html", status=422, form=form, organisation=found)


def _sent_sentence(email: str) -> str:
    return gettext("The invitation is mailed to %(email)s.", email=email)


def _organisation_form(kind: type[Form]) -> Form:
    form = kind()
    form.offer(identity.reference(), language=language(), today=http.today())
    return form


@blueprint.get("/invitations/new")
@requires(Permission.ANSWER_JOIN_REQUEST)
def new_organisation() -> Response:
    """The form for inviting an organisation that is not here yet."""
    form = _organisation_form(ComingForm)
    form.begin()
    return page("invitations/new_organisation.html", form=form)


@blueprint.post("/invitations")
@requires(Permission.ANSWER_JOIN_REQUEST)
def invite_organisation() -> BaseResponse:
    """Invite an organisation that is not here yet, through its first person."""
    form = _organisation_form(ComingForm)
    if form.validate_on_submit() and form.accept(
        lambda: invitations_on_behalf.invite_organisation(
            http.actor(), form.organisation(), form.invited(MembershipRole.MANAGER), now=http.now()
        )
    ):
        return _to_list(_sent_sentence(form.email.data))
    return page("invitations/new_organisation.html", status=422, form=form)


def _initiative(public_id: uuid.UUID) -> InitiativePage:
    actor = http.actor()
    found = initiatives.get_page(
        actor, public_id, reference=identity.reference(), today=http.today()
    )
    for permission in (Permission.INVITE_ON_BEHALF, Permission.EDIT_INITIATIVE):
        if not may(actor, permission, found.subject):
            raise NotAllowedError(permission)
    demand_shared(found.visibility)
    return found


@blueprint.get("/initiatives/<uuid:public_id>/invitations/new")
@requires(Permission.INVITE_ON_BEHALF)
def new_partner(public_id: uuid.UUID) -> Response:
    """The form for inviting a small partner that is not here yet to an initiative."""
    found = _initiative(public_id)
    form = _organisation_form(PartnerForm)
    return page("invitations/new_partner.html", form=form, initiative=found)


@blueprint.post("/initiatives/<uuid:public_id>/invitations")
@requires(Permission.INVITE_ON_BEHALF)
def invite_partner(public_id: uuid.UUID) -> BaseResponse:
    """Invite a small partner that is not here yet to an initiative."""
    found = _initiative(public_id)
    form = _organisation_form(PartnerForm)
    if form.validate_on_submit() and form.accept(
        lambda: invitations_on_behalf.invite_partner(
            http.actor(),
            public_id,
            form.organisation(),
            form.invited(MembershipRole.MANAGER),
            role=form.role.data,
            now=http.now(),
        )
    ):
        return _to_list(_sent_sentence(form.email.data))
    return page("invitations/new_partner.html", status=422, form=form, initiative=found)


@blueprint.post("/invitations/<uuid:invitation_id>/mail")
@requires(Permission.INVITE_ON_BEHALF)
def send_again(invitation_id: uuid.UUID) -> BaseResponse:
    """Mail an invitation once more, with a new link."""
    invitations.send_again(http.actor(), invitation_id, now=http.now())
    return _to_list(gettext("The invitation is mailed again. The link before no longer works."))


@blueprint.post("/invitations/<uuid:invitation_id>/withdrawal")
@requires(Permission.INVITE_ON_BEHALF)
def withdraw(invitation_id: uuid.UUID) -> BaseResponse:
    """Take an invitation back."""
    invitations.withdraw(http.actor(), invitation_id, now=http.now())
    return _to_list(gettext("The invitation is taken back. Its link no longer works."))
