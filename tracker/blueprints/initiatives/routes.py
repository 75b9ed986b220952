"""Registering, showing, editing, copying, withdrawing and handing over initiatives."""

import uuid

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import http, identity
from tracker.access.permissions import Permission
from tracker.access.policy import may
from tracker.blueprints.initiatives.conflicts import Conflict, find_conflicts
from tracker.blueprints.initiatives.deeds import deeds_for
from tracker.blueprints.initiatives.forms import (
    HandOverForm,
    InitiativeForm,
    WithdrawForm,
    form_values,
)
from tracker.blueprints.initiatives.history import timeline
from tracker.domain.initiative_content import InitiativeContent
from tracker.domain.lifecycle import Visibility
from tracker.errors import NotAllowedError, StaleVersionError
from tracker.forms import offered
from tracker.http import requires
from tracker.pages import page
from tracker.queries import history, organisation_choices
from tracker.queries import initiatives as queries
from tracker.queries.initiatives import InitiativePage
from tracker.services import initiatives, publication

blueprint = Blueprint("initiatives", __name__)
DRAFT_BUTTON = "draft"


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
def show(public_id: uuid.UUID) -> Response:
    """One initiative: what it should change, how it goes, its facts and its organisations."""
    initiative = _load(public_id)
    limit = 500 if "all" in request.args else history.ENTRIES_SHOWN
    entries = timeline(
        history.list_reports(http.actor(), initiative, limit=limit),
        history.list_changes(http.actor(), initiative, limit=limit),
    )
    return page(
        "initiatives/show.html",
        initiative=initiative,
        entries=entries[:limit],
        has_more=len(entries) >= history.ENTRIES_SHOWN and limit == history.ENTRIES_SHOWN,
        deeds=deeds_for(http.actor(), initiative),
    )


def _form(chosen: InitiativeContent | None, *, is_new: bool) -> InitiativeForm:
    form = InitiativeForm(data=form_values(chosen) if chosen else _prefilled())
    state = identity.register_state()
    organisations = organisation_choices.list_to_register_for(
        http.actor(), reference_hash=state.reference_hash
    )
    form.offer(identity.reference(), list(organisations), chosen=chosen, today=http.today())
    if not is_new:
        del form.organisation
    return form


def _prefilled() -> dict[str, object]:
    own = http.actor().organisations
    return {
        "places": request.args.getlist("place"),
        "goal_areas": request.args.getlist("goal_area"),
        "organisation": str(own[0].public_id) if own else None,
    }


@blueprint.get("/initiatives/new")
@requires(Permission.REGISTER_INITIATIVE)
def new() -> Response:
    """The register form; `copy` starts it from another initiative that one may see."""
    copied = request.args.get("copy", type=uuid.UUID)
    content = queries.content_of(_load(copied)) if copied else None
    form = _form(content, is_new=True)
    del form.note
    return _form_page(form, title=gettext("Register an initiative"), status=200)


@blueprint.post("/initiatives")
@requires(Permission.REGISTER_INITIATIVE)
def register() -> BaseResponse:
    """Register an initiative, or keep it as a draft."""
    form = _form(None, is_new=True)
    del form.note
    registered: list[uuid.UUID] = []
    is_draft = DRAFT_BUTTON in request.form
    if form.validate_on_submit() and form.accept(
        lambda: registered.append(_register(form, is_draft=is_draft))
    ):
        flash(_saved_sentence(is_draft=is_draft), "success")
        return _here(registered[0])
    return _form_page(form, title=gettext("Register an initiative"), status=422)


def _register(form: InitiativeForm, *, is_draft: bool) -> uuid.UUID:
    return initiatives.register(
        http.actor(),
        form.content(),
        organisation_id=uuid.UUID(form.organisation.data),
        is_draft=is_draft,
        now=http.now(),
    )


def _saved_sentence(*, is_draft: bool) -> str:
    if is_draft:
        return gettext("The draft is saved. Only your organisation sees it.")
    return gettext("The initiative is registered. Everyone signed in can see it.")


def _form_page(
    form: InitiativeForm,
    *,
    title: str,
    status: int,
    initiative: InitiativePage | None = None,
    conflicts: list[Conflict] | None = None,
) -> Response:
    reference = identity.reference()
    return page(
        "initiatives/form.html",
        status=status,
        form=form,
        title=title,
        initiative=initiative,
        conflicts=conflicts or [],
        reference=reference,
        is_draft_possible=initiative is None or initiative.visibility is Visibility.DRAFT,
        is_foreign=initiative is not None
        and initiative.organisation_id not in http.actor().organisation_ids,
    )


@blueprint.get("/initiatives/<uuid:public_id>/edit")
@requires(Permission.EDIT_INITIATIVE)
def edit(public_id: uuid.UUID) -> Response:
    """The same form, filled in."""
    initiative = _load_to(public_id, Permission.EDIT_INITIATIVE)
    form = _form(queries.content_of(initiative), is_new=False)
    form.version.data = str(initiative.version)
    return _edit_page(form, initiative, status=200)


def _edit_page(
    form: InitiativeForm,
    initiative: InitiativePage,
    *,
    status: int,
    conflicts: list[Conflict] | None = None,
) -> Response:
    return _form_page(
        form,
        title=gettext("Edit %(title)s", title=initiative.title),
        status=status,
        initiative=initiative,
        conflicts=conflicts,
    )


@blueprint.post("/initiatives/<uuid:public_id>/edit")
@requires(Permission.EDIT_INITIATIVE)
def save(public_id: uuid.UUID) -> BaseResponse:
    """Save the edited initiative; where somebody else was faster, show both texts."""
    initiative = _load_to(public_id, Permission.EDIT_INITIATIVE)
    form = _form(queries.content_of(initiative), is_new=False)
    is_draft = DRAFT_BUTTON in request.form
    try:
        if form.validate_on_submit() and form.accept(
            lambda: _save(public_id, form, is_draft=is_draft)
        ):
            flash(gettext("Your changes are saved."), "success")
            return _here(public_id)
    except StaleVersionError as stale:
        conflicts = find_conflicts(stale.current, form.content())
        form.version.data = form.version.raw_data = str(initiative.version)
        return _edit_page(form, initiative, status=409, conflicts=conflicts)
    return _edit_page(form, initiative, status=422)


def _save(public_id: uuid.UUID, form: InitiativeForm, *, is_draft: bool) -> None:
    version = form.version.data or ""
    initiatives.edit(
        http.actor(),
        public_id,
        form.content(),
        version=int(version) if version.isascii() and version.isdigit() else 0,
        is_draft=is_draft,
        note=form.note.data or "",
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
    return page("initiatives/hand_over.html", form=_hand_over_form(), initiative=initiative)


def _hand_over_form() -> HandOverForm:
    form = HandOverForm()
    every = organisation_choices.all_at(identity.register_state().reference_hash)
    form.organisation.choices = offered((str(row.public_id), row.name) for row in every)
    return form


@blueprint.post("/initiatives/<uuid:public_id>/hand-over")
@requires(Permission.HAND_OVER_INITIATIVE)
def hand_over(public_id: uuid.UUID) -> BaseResponse:
    """Let another organisation answer for the initiative."""
    initiative = _load_to(public_id, Permission.HAND_OVER_INITIATIVE)
    form = _hand_over_form()
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
        is_seen = initiative.visibility is not Visibility.DRAFT
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
