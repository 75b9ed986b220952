"""The pages of organisations: the list, one organisation, and its form."""

import uuid
from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import http, identity
from tracker.access.permissions import Permission
from tracker.access.policy import may, may_somewhere
from tracker.blueprints.organisations import mergers as mergers
from tracker.blueprints.organisations.area import blueprint as blueprint
from tracker.blueprints.organisations.forms import (
    OrganisationFilterForm,
    OrganisationForm,
    form_values,
)
from tracker.conflicts import Conflict, differing
from tracker.domain.selection import Selection
from tracker.errors import NotAllowedError, StaleVersionError
from tracker.http import requires
from tracker.pages import page
from tracker.paging import paging, wanted_page
from tracker.queries import board, organisation_mergers
from tracker.queries import organisations as queries
from tracker.queries.orders import Order, Sort
from tracker.queries.organisations import ROWS_PER_PAGE, OrganisationPage
from tracker.queries.selection import total
from tracker.services import organisations


def _load(public_id: uuid.UUID) -> OrganisationPage:
    return queries.get_organisation(http.actor(), public_id, reference=identity.reference())


def _here(public_id: uuid.UUID) -> BaseResponse:
    return redirect(url_for("organisations.show", public_id=public_id), code=303)


@blueprint.get("/organisations")
@requires(Permission.READ_REGISTER)
def index() -> Response:
    """The organisations that take part, by name."""
    reference = identity.reference()
    form = OrganisationFilterForm(request.args)
    form.offer(
        reference, sees_unanswered=may_somewhere(http.actor(), Permission.MANAGE_ORGANISATIONS)
    )
    wanted = form.selection(http.today())
    count = queries.count_organisations(http.actor(), wanted, reference=reference)
    number = wanted_page()
    rows = queries.list_organisations(http.actor(), wanted, page=number, reference=reference)
    kept: dict[str, Any] = {
        name: request.args[name] for name in ("q", "kind", "standing") if name in request.args
    }
    return page(
        "organisations/index.html",
        form=form,
        rows=rows,
        total=count,
        is_filtered=any(kept.values()),
        paging=paging(
            count,
            number=number,
            per_page=ROWS_PER_PAGE,
            url=lambda wanted_number: url_for("organisations.index", page=wanted_number, **kept),
        ),
    )


@blueprint.get("/organisations/<uuid:public_id>")
@requires(Permission.READ_REGISTER)
def show(public_id: uuid.UUID) -> BaseResponse:
    """One organisation: what it is, what it leads and takes part in, and who belongs to it.

    The address of one that has gone up in another leads there.
    """
    actor, reference, organisation = http.actor(), identity.reference(), _load(public_id)
    kept_id = organisation_mergers.find_kept(actor, organisation)
    if kept_id is not None:
        return _here(kept_id)
    of_this = Selection(organisation=str(public_id))
    led = board.list_table(
        actor,
        of_this,
        order=Order(Sort.CHANGED, is_descending=True),
        page=1,
        with_entries=False,
        reference=reference,
        today=http.today(),
    )
    return page(
        "organisations/show.html",
        organisation=organisation,
        led=led,
        led_total=total(
            of_this,
            actor,
            reference=reference,
            today=http.today(),
            content_hash=identity.register_state().content_hash,
        ),
        partnerships=queries.list_partnerships(actor, organisation, reference=reference),
        absorbed=organisation_mergers.list_absorbed(actor, organisation),
        members=queries.list_members(actor, organisation),
        can_edit=may(actor, Permission.EDIT_ORGANISATION, organisation.subject),
        can_manage=may_somewhere(actor, Permission.MANAGE_ORGANISATIONS),
        can_see_health=may(actor, Permission.SEE_COORDINATED, organisation.subject),
        can_read_audit=may(actor, Permission.READ_AUDIT, organisation.subject),
        can_open_page=may(actor, Permission.OPEN_ORGANISATION_PAGE, organisation.subject),
        can_write_year=may(actor, Permission.WRITE_YEAR_TEXT, organisation.subject),
    )


@blueprint.get("/organisations/new")
@requires(Permission.MANAGE_ORGANISATIONS)
def new() -> Response:
    """The form for a new organisation."""
    return _form_page(_form(None), None, action=url_for("organisations.create"))


@blueprint.post("/organisations")
@requires(Permission.MANAGE_ORGANISATIONS)
def create() -> BaseResponse:
    """Add an organisation."""
    form = _form(None)
    created: list[uuid.UUID] = []
    if form.validate_on_submit() and form.accept(
        lambda: created.append(organisations.create(http.actor(), form.content(), now=http.now()))
    ):
        flash(gettext("The organisation is added."), "success")
        return _here(created[0])
    return _form_page(form, None, action=url_for("organisations.create"), status=422)


def _form(organisation: OrganisationPage | None) -> OrganisationForm:
    form = OrganisationForm(data=form_values(organisation) if organisation else None)
    chosen = organisation.kind.code if organisation else None
    form.offer(identity.reference(), chosen=chosen, today=http.today())
    return form


def _form_page(
    form: OrganisationForm,
    organisation: OrganisationPage | None,
    *,
    action: str,
    status: int = 200,
    conflicts: list[Conflict] | None = None,
) -> Response:
    if conflicts is not None and organisation is not None:
        form.version.renew(organisation.version)
    return page(
        "organisations/form.html",
        status=status,
        form=form,
        organisation=organisation,
        action=action,
        is_verifying=action.endswith("/verification"),
        conflicts=conflicts,
    )


@blueprint.get("/organisations/<uuid:public_id>/edit")
@requires(Permission.EDIT_ORGANISATION)
def edit(public_id: uuid.UUID) -> Response:
    """The form, filled in."""
    organisation = _load_to_edit(public_id)
    action = url_for("organisations.save", public_id=public_id)
    return _form_page(_form(organisation), organisation, action=action)


def _load_to_edit(public_id: uuid.UUID) -> OrganisationPage:
    organisation = _load(public_id)
    if not may(http.actor(), Permission.EDIT_ORGANISATION, organisation.subject):
        raise NotAllowedError(Permission.EDIT_ORGANISATION)
    return organisation


@blueprint.post("/organisations/<uuid:public_id>/edit")
@requires(Permission.EDIT_ORGANISATION)
def save(public_id: uuid.UUID) -> BaseResponse:
    """Save what an organisation says of itself; where somebody was faster, show both texts."""
    action = url_for("organisations.save", public_id=public_id)
    return _save(_load_to_edit(public_id), organisations.edit, action=action)


def _save(organisation: OrganisationPage, deed: object, *, action: str) -> BaseResponse:
    form = _form(organisation)

    def carry_out() -> None:
        deed(  # type: ignore[operator]
            http.actor(),
            organisation.public_id,
            form.content(),
            version=form.version.data,
            now=http.now(),
        )

    try:
        if form.validate_on_submit() and form.accept(carry_out):
            flash(gettext("Your changes are saved."), "success")
            return _here(organisation.public_id)
    except StaleVersionError as stale:
        conflicts = differing(form, stale.current)
        return _form_page(form, organisation, action=action, status=409, conflicts=conflicts)
    return _form_page(form, organisation, action=action, status=422)


@blueprint.get("/organisations/<uuid:public_id>/verification")
@requires(Permission.MANAGE_ORGANISATIONS)
def check(public_id: uuid.UUID) -> Response:
    """What is known of an organisation that nobody has vouched for, to be put right."""
    organisation = _load(public_id)
    action = url_for("organisations.verify", public_id=public_id)
    return _form_page(_form(organisation), organisation, action=action)


@blueprint.post("/organisations/<uuid:public_id>/verification")
@requires(Permission.MANAGE_ORGANISATIONS)
def verify(public_id: uuid.UUID) -> BaseResponse:
    """Vouch for an organisation."""
    action = url_for("organisations.verify", public_id=public_id)
    return _save(_load(public_id), organisations.verify, action=action)


@blueprint.get("/organisations/<uuid:public_id>/closing")
@requires(Permission.MANAGE_ORGANISATIONS)
def ask_closing(public_id: uuid.UUID) -> Response:
    """Ask whether an organisation has really ended."""
    return page("organisations/close.html", organisation=_load(public_id))


@blueprint.post("/organisations/<uuid:public_id>/closing")
@requires(Permission.MANAGE_ORGANISATIONS)
def close(public_id: uuid.UUID) -> BaseResponse:
    """Close an organisation that no longer exists."""
    organisations.close(http.actor(), public_id, now=http.now())
    flash(gettext("The organisation is closed. Its initiatives and history remain."), "success")
    return _here(public_id)


@blueprint.post("/organisations/<uuid:public_id>/reopening")
@requires(Permission.MANAGE_ORGANISATIONS)
def reopen(public_id: uuid.UUID) -> BaseResponse:
    """Let a closed organisation be chosen again."""
    organisations.reopen(http.actor(), public_id, now=http.now())
    flash(gettext("The organisation can be chosen again."), "success")
    return _here(public_id)
