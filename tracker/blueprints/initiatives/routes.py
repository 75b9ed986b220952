"""Registering, showing, editing, copying, withdrawing and handing over initiatives."""

import uuid

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import http, identity
from tracker.access.permissions import Permission
from tracker.access.policy import may
from tracker.blueprints.initiatives import following
from tracker.blueprints.initiatives.deeds import deeds_for
from tracker.blueprints.initiatives.form_pages import (
    asked_visibility,
    conflict_page,
    edit_form,
    edit_page,
    new_form,
    new_page,
)
from tracker.blueprints.initiatives.forms import HandOverForm, InitiativeForm, WithdrawForm
from tracker.blueprints.initiatives.sentences import edited_sentence, saved_sentence
from tracker.blueprints.initiatives.similar import set_aside, similar_to, unseen
from tracker.blueprints.initiatives.talk import page_of_talk
from tracker.blueprints.initiatives.touchpoints import touchpoints_of
from tracker.domain.lifecycle import Visibility, is_shared, wider
from tracker.errors import NotAllowedError, NotFoundError, StaleVersionError
from tracker.extensions import htmx
from tracker.forms import none_first
from tracker.http import requires
from tracker.pages import page
from tracker.queries import initiatives as queries
from tracker.queries import organisation_choices
from tracker.queries.initiatives import InitiativePage
from tracker.queries.mergers import find_successor
from tracker.services import initiatives, publication, touchpoint_matching, touchpoint_talk
from tracker.templating import kept_drawing

blueprint = Blueprint("initiatives", __name__)


def _load(public_id: uuid.UUID) -> InitiativePage:
    return queries.get_page(
        http.actor(), public_id, reference=identity.reference(), today=http.today()
    )


def _load_to(public_id: uuid.UUID, permission: Permission) -> InitiativePage:
    initiative = _load(public_id)
    if not may(http.actor(), permission, initiative.subject):
        raise NotAllowedError(permission)
    return initiative


def _here(public_id: uuid.UUID) -> BaseResponse:
    return redirect(url_for("initiatives.show", public_id=public_id), code=303)


@blueprint.get("/initiatives/<uuid:public_id>")
@requires(Permission.READ_REGISTER)
def show(public_id: uuid.UUID) -> BaseResponse:
    """One initiative: what it should change, how it goes, its facts and its organisations.

    The address of one that has gone up in another leads on to that one.
    """
    try:
        initiative = _load(public_id)
    except NotFoundError:
        successor = find_successor(http.actor(), public_id)
        if successor is None:
            raise
        return redirect(url_for("initiatives.show", public_id=successor))
    deeds = deeds_for(http.actor(), initiative)
    follower, may_follow = following.what_comes_after(initiative)
    return page(
        "initiatives/show.html",
        initiative=initiative,
        facts=kept_drawing("initiatives/parts.html", "facts_list", initiative),
        deeds=deeds,
        follower=follower,
        may_follow=may_follow,
        touchpoints=touchpoints_of(initiative),
        now=http.now(),
        **page_of_talk(initiative, can_report=deeds.can_report),
    )


@blueprint.get("/initiatives/new")
@requires(Permission.REGISTER_INITIATIVE)
def new() -> Response:
    """The register form; `copy` starts it from another initiative that one may see.

    `after` starts it from one that ends and that one may edit, as what comes after it.
    """
    ended, copied = _followed(), request.args.get("copy", type=uuid.UUID)
    source = ended or (_load(copied) if copied else None)
    return new_page(new_form(source, follows=ended is not None), ended=ended)


def _followed() -> InitiativePage | None:
    asked = following.asked_id()
    return _load_to(asked, Permission.EDIT_INITIATIVE) if asked else None


@blueprint.post("/initiatives")
@requires(Permission.REGISTER_INITIATIVE)
def register() -> BaseResponse:
    """Register an initiative for all or for the coordinators only, or keep it as a draft."""
    form, ended = new_form(None), _followed()
    registered: list[uuid.UUID] = []
    visibility = asked_visibility(None)
    is_sound = _is_sound(form, visibility) and following.counts(form, ended, visibility)
    if is_sound and visibility is not Visibility.DRAFT and unseen(found := similar_to(form)):
        return new_page(form, ended=ended, similar=found, asks=True)
    if is_sound and form.accept(lambda: registered.append(_register(form, visibility=visibility))):
        _match(registered[0])
        flash(saved_sentence(visibility), "success")
        return _here(registered[0])
    return new_page(form, ended=ended, status=422)


def _is_sound(form: InitiativeForm, visibility: Visibility) -> bool:
    is_draft = visibility is Visibility.DRAFT
    return form.validate_on_submit() if is_draft else form.validate_to_share()


def _register(form: InitiativeForm, *, visibility: Visibility) -> uuid.UUID:
    return initiatives.register(
        http.actor(),
        form.content(),
        organisation_id=uuid.UUID(form.organisation.data),
        visibility=visibility,
        now=http.now(),
    )


def _match(public_id: uuid.UUID) -> None:
    """Find at once what the saved initiative touches; what was set aside is answered already."""
    actor, now = http.actor(), http.now()
    touchpoint_matching.match_one(actor, public_id, folder=http.settings().index_path, now=now)
    touchpoint_talk.set_aside(actor, public_id, set_aside(), now=now)


@blueprint.post("/initiatives/similar")
@requires(Permission.REGISTER_INITIATIVE)
def similar() -> Response:
    """What the half-typed form is like, beside the form; `of` names the one being edited."""
    edited = request.args.get("of", type=uuid.UUID)
    initiative = _load_to(edited, Permission.EDIT_INITIATIVE) if edited else None
    form = edit_form(initiative) if initiative else new_form(None)
    found = similar_to(form, initiative)
    if htmx:
        return page("initiatives/similar.html", similar=found)
    return (
        edit_page(form, initiative, similar=found) if initiative else new_page(form, similar=found)
    )


@blueprint.get("/initiatives/<uuid:public_id>/edit")
@requires(Permission.EDIT_INITIATIVE)
def edit(public_id: uuid.UUID) -> Response:
    """The same form, filled in."""
    initiative = _load_to(public_id, Permission.EDIT_INITIATIVE)
    form = edit_form(initiative)
    form.version.data = str(initiative.version)
    return edit_page(form, initiative)


@blueprint.post("/initiatives/<uuid:public_id>/edit")
@requires(Permission.EDIT_INITIATIVE)
def save(public_id: uuid.UUID) -> BaseResponse:
    """Save the edited initiative; where somebody else was faster, show both texts."""
    initiative = _load_to(public_id, Permission.EDIT_INITIATIVE)
    form = edit_form(initiative)
    visibility = asked_visibility(initiative)
    is_sound = _is_sound(form, wider(initiative.visibility, visibility))
    try:
        if is_sound and form.accept(lambda: _save(public_id, form, visibility=visibility)):
            _match(public_id)
            flash(edited_sentence(initiative, visibility), "success")
            return _here(public_id)
    except StaleVersionError as stale:
        return conflict_page(form, initiative, stale.current)
    return edit_page(form, initiative, status=422)


def _save(public_id: uuid.UUID, form: InitiativeForm, *, visibility: Visibility) -> None:
    version = form.version.data or ""
    initiatives.edit(
        http.actor(),
        public_id,
        form.content(),
        version=int(version) if version.isascii() and version.isdigit() else 0,
        visibility=visibility,
        note=form.note.data if "note" in form else "",
        now=http.now(),
    )


@blueprint.get("/initiatives/<uuid:public_id>/withdrawal")
@requires(Permission.WITHDRAW_INITIATIVE)
def ask_withdrawal(public_id: uuid.UUID) -> Response:
    """Ask whether to take the initiative back, and say what that means."""
    initiative = _load_to(public_id, Permission.WITHDRAW_INITIATIVE)
    return page("initiatives/withdraw.html", form=WithdrawForm(), initiative=initiative)


@blueprint.post("/initiatives/<uuid:public_id>/withdrawal")
@requires(Permission.WITHDRAW_INITIATIVE)
def withdraw(public_id: uuid.UUID) -> BaseResponse:
    """Take the initiative back; at once only its own organisation sees it."""
    initiative = _load_to(public_id, Permission.WITHDRAW_INITIATIVE)
    form = WithdrawForm()
    if form.validate_on_submit() and form.accept(
        lambda: initiatives.withdraw(
            http.actor(), public_id, reason=form.reason.data, now=http.now()
        )
    ):
        flash(gettext("The initiative is withdrawn. It is kept as a draft."), "success")
        is_own = initiative.organisation_id in http.actor().organisation_ids
        return _here(public_id) if is_own else redirect(url_for("board.index"), code=303)
    return page("initiatives/withdraw.html", status=422, form=form, initiative=initiative)


@blueprint.get("/initiatives/<uuid:public_id>/hand-over")
@requires(Permission.HAND_OVER_INITIATIVE)
def ask_hand_over(public_id: uuid.UUID) -> Response:
    """Ask which organisation takes over."""
    initiative = _load_to(public_id, Permission.HAND_OVER_INITIATIVE)
    return page(
        "initiatives/hand_over.html", form=_hand_over_form(initiative), initiative=initiative
    )


def _hand_over_form(initiative: InitiativePage) -> HandOverForm:
    form = HandOverForm()
    every = organisation_choices.all_at(identity.register_state().reference_hash)
    others = [row for row in every if row.id != initiative.organisation_id]
    form.organisation.choices = none_first((str(row.public_id), row.name) for row in others)
    return form


@blueprint.post("/initiatives/<uuid:public_id>/hand-over")
@requires(Permission.HAND_OVER_INITIATIVE)
def hand_over(public_id: uuid.UUID) -> BaseResponse:
    """Let another organisation answer for the initiative."""
    initiative = _load_to(public_id, Permission.HAND_OVER_INITIATIVE)
    form = _hand_over_form(initiative)
    if form.validate_on_submit() and form.accept(
        lambda: initiatives.hand_over(
            http.actor(),
            public_id,
            organisation_id=uuid.UUID(form.organisation.data),
            note=form.note.data,
            now=http.now(),
        )
    ):
        flash(gettext("The initiative is handed over, with its history."), "success")
        is_seen = is_shared(initiative.visibility)
        return _here(public_id) if is_seen else redirect(url_for("start.index"), code=303)
    return page("initiatives/hand_over.html", status=422, form=form, initiative=initiative)


@blueprint.post("/initiatives/<uuid:public_id>/publication")
@requires(Permission.PUBLISH_INITIATIVE)
def publish(public_id: uuid.UUID) -> BaseResponse:
    """Open the initiative to everyone, or ask a coordinator to confirm the first one."""
    if publication.publish(http.actor(), public_id, now=http.now()):
        flash(gettext("The initiative is open to everyone now."), "success")
    else:
        flash(
            gettext("A coordinator has been asked to confirm your first open initiative."), "info"
        )
    return _here(public_id)


@blueprint.post("/initiatives/<uuid:public_id>/publication/confirmation")
@requires(Permission.CONFIRM_PUBLICATION)
def confirm_publication(public_id: uuid.UUID) -> BaseResponse:
    """Confirm an organisation's first open initiative."""
    publication.confirm(http.actor(), public_id, now=http.now())
    flash(gettext("Confirmed. The initiative is open to everyone now."), "success")
    return _here(public_id)


@blueprint.post("/initiatives/<uuid:public_id>/publication/end")
@requires(Permission.PUBLISH_INITIATIVE)
def unpublish(public_id: uuid.UUID) -> BaseResponse:
    """Take the initiative off the public pages at once."""
    publication.unpublish(http.actor(), public_id, now=http.now())
    flash(gettext("The initiative is no longer open to everyone."), "success")
    return _here(public_id)
