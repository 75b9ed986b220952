"""Asking organisations to take part in an initiative, offering to, answering and ending."""

import uuid
from collections.abc import Iterable

from flask import Blueprint, Response, flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import http, identity
from tracker.access.permissions import Permission
from tracker.access.policy import may
from tracker.blueprints.partnerships.forms import PartnershipForm
from tracker.domain.roles import ListCode
from tracker.errors import NotAllowedError, RefusedError
from tracker.forms import none_first, offered
from tracker.http import requires
from tracker.pages import page
from tracker.queries import initiatives, organisation_choices
from tracker.queries.initiatives import InitiativePage
from tracker.queries.reference import is_current
from tracker.services import partnerships
from tracker.services.initiatives import demand_shared

blueprint = Blueprint("partnerships", __name__)


def _load(public_id: uuid.UUID) -> InitiativePage:
    return initiatives.get_page(
        http.actor(), public_id, reference=identity.reference(), today=http.today()
    )


def _form(organisations: Iterable[tuple[uuid.UUID, str]]) -> PartnershipForm:
    form = PartnershipForm()
    chosen = [(str(public_id), name) for public_id, name in organisations]
    form.organisation.choices = none_first(chosen) if len(chosen) > 1 else offered(chosen)
    form.role.choices = offered(
        (row.code, row.name)
        for row in identity.reference().of_list(ListCode.PARTNER_ROLE)
        if row.code != partnerships.LEAD_ROLE and is_current(row, http.today())
    )
    return form


def _ask_form(initiative: InitiativePage) -> PartnershipForm:
    every = organisation_choices.all_at(identity.register_state().reference_hash)
    return _form((row.public_id, row.name) for row in every if row.id != initiative.organisation_id)


def _offer_form(initiative: InitiativePage) -> PartnershipForm:
    involved = {initiative.organisation_id, *(row.organisation_id for row in initiative.partners)}
    own = [row for row in http.actor().organisations if row.id not in involved]
    if not own:
        raise RefusedError("partner_already")
    return _form((row.public_id, row.name) for row in own)


def _load_to_ask(public_id: uuid.UUID) -> InitiativePage:
    initiative = _load(public_id)
    if not may(http.actor(), Permission.EDIT_INITIATIVE, initiative.subject):
        raise NotAllowedError(Permission.EDIT_INITIATIVE)
    demand_shared(initiative.visibility)
    return initiative


def _here(public_id: uuid.UUID) -> BaseResponse:
    return redirect(url_for("initiatives.show", public_id=public_id), code=303)


@blueprint.get("/initiatives/<uuid:public_id>/partners/new")
@requires(Permission.EDIT_INITIATIVE)
def new_partner(public_id: uuid.UUID) -> Response:
    """Ask which organisation to ask."""
    initiative = _load_to_ask(public_id)
    form = _ask_form(initiative)
    return page("partnerships/ask.html", form=form, initiative=initiative)


@blueprint.post("/initiatives/<uuid:public_id>/partners")
@requires(Permission.EDIT_INITIATIVE)
def ask(public_id: uuid.UUID) -> BaseResponse:
    """Ask an organisation to take part."""
    initiative = _load_to_ask(public_id)
    form = _ask_form(initiative)
    if form.validate_on_submit() and form.accept(
        lambda: partnerships.ask(
            http.actor(),
            public_id,
            organisation_id=uuid.UUID(form.organisation.data),
            role=form.role.data,
            note=form.note.data,
            now=http.now(),
        )
    ):
        flash(gettext("The organisation has been asked, and answers here."), "success")
        return _here(public_id)
    return page("partnerships/ask.html", status=422, form=form, initiative=initiative)


@blueprint.get("/initiatives/<uuid:public_id>/offers/new")
@requires(Permission.OFFER_PARTNERSHIP)
def new_offer(public_id: uuid.UUID) -> Response:
    """Ask what one's organisation can offer."""
    initiative = _load(public_id)
    form = _offer_form(initiative)
    return page("partnerships/offer.html", form=form, initiative=initiative)


@blueprint.post("/initiatives/<uuid:public_id>/offers")
@requires(Permission.OFFER_PARTNERSHIP)
def offer(public_id: uuid.UUID) -> BaseResponse:
    """Offer to take part."""
    initiative = _load(public_id)
    form = _offer_form(initiative)
    if form.validate_on_submit() and form.accept(
        lambda: partnerships.offer(
            http.actor(),
            public_id,
            organisation_id=uuid.UUID(form.organisation.data),
            role=form.role.data,
            note=form.note.data,
            now=http.now(),
        )
    ):
        flash(gettext("Thank you. The organisation has received your offer."), "success")
        return _here(public_id)
    return page("partnerships/offer.html", status=422, form=form, initiative=initiative)


@blueprint.post("/partnerships/<uuid:partnership_id>/acceptance")
@requires(Permission.READ_REGISTER)
def accept(partnership_id: uuid.UUID) -> BaseResponse:
    """Say yes."""
    public_id = partnerships.answer(http.actor(), partnership_id, is_accepted=True, now=http.now())
    flash(gettext("Thank you. You work together now."), "success")
    return _here(public_id)


@blueprint.post("/partnerships/<uuid:partnership_id>/refusal")
@requires(Permission.READ_REGISTER)
def decline(partnership_id: uuid.UUID) -> BaseResponse:
    """Say no, thank you."""
    public_id = partnerships.answer(http.actor(), partnership_id, is_accepted=False, now=http.now())
    flash(gettext("Thank you for the answer. You have declined."), "success")
    return _here(public_id)


@blueprint.post("/partnerships/<uuid:partnership_id>/end")
@requires(Permission.READ_REGISTER)
def end(partnership_id: uuid.UUID) -> BaseResponse:
    """End a partnership, or take back a question or an offer."""
    public_id = partnerships.end(http.actor(), partnership_id, now=http.now())
    flash(gettext("The partnership has ended."), "success")
    return _here(public_id)
