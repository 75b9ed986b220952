"""The pages of accounts: the list, a new one, one person, and what is done to the account."""

import uuid
from typing import Any

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import http, identity
from tracker.access.permissions import Permission
from tracker.blueprints.people.forms import (
    ROLE_REMARKS,
    PeopleFilterForm,
    PersonForm,
    form_values,
    standing_memberships,
    told_memberships,
)
from tracker.conflicts import Conflict, differing
from tracker.errors import StaleVersionError
from tracker.http import proved, requires
from tracker.pages import page
from tracker.paging import paging, wanted_page
from tracker.queries import organisation_choices
from tracker.queries import people as queries
from tracker.queries.people import ROWS_PER_PAGE, PersonRow
from tracker.services import erasure, people, reading, second_factors, sessions

blueprint = Blueprint("people", __name__, url_prefix="/administration/people")


def _here(public_id: uuid.UUID) -> BaseResponse:
    return redirect(url_for("people.show", public_id=public_id), code=303)


@blueprint.get("")
@requires(Permission.MANAGE_PEOPLE)
def index() -> Response:
    """Everybody with an account, by name."""
    form = PeopleFilterForm(request.args)
    form.offer()
    wanted, number = form.selection(), wanted_page()
    count = queries.count_people(http.actor(), wanted)
    kept: dict[str, Any] = {
        name: request.args[name] for name in ("q", "standing") if name in request.args
    }
    return page(
        "people/index.html",
        form=form,
        rows=queries.list_people(http.actor(), wanted, page=number),
        total=count,
        is_filtered=any(kept.values()),
        paging=paging(
            count,
            number=number,
            per_page=ROWS_PER_PAGE,
            url=lambda page_number: url_for("people.index", page=page_number, **kept),
        ),
    )


def _form(person: PersonRow | None) -> PersonForm:
    form = PersonForm(data=form_values(person) if person else None)
    state = identity.register_state()
    form.offer(organisation_choices.all_at(state.reference_hash), person)
    return form


@blueprint.get("/new")
@requires(Permission.MANAGE_PEOPLE)
def new() -> Response:
    """The form for a new account."""
    return page("people/new.html", form=_form(None), remarks=ROLE_REMARKS)


@blueprint.post("")
@requires(Permission.MANAGE_PEOPLE)
@proved
def create() -> BaseResponse:
    """Give somebody an account; a link for choosing a password goes by mail."""
    form = _form(None)
    created: list[uuid.UUID] = []
    if form.validate_on_submit() and form.accept(
        lambda: created.append(people.create(http.actor(), form.content(), now=http.now()))
    ):
        flash(_mailed_sentence(form.email.data), "success")
        return _here(created[0])
    return page("people/new.html", status=422, form=form, remarks=ROLE_REMARKS)


def _mailed_sentence(email: str) -> str:
    if http.settings().mail.host is None:
        return gettext(
            "No mail server is set up: the mail to %(email)s is written as a file in "
            "instance/mail/ on the server.",
            email=email,
        )
    return gettext("A link for choosing a password is mailed to %(email)s.", email=email)


@blueprint.get("/<uuid:public_id>")
@requires(Permission.MANAGE_PEOPLE)
def show(public_id: uuid.UUID) -> Response:
    """One person: what they may do, and how the account is used."""
    person = queries.get_person(http.actor(), public_id)
    reading.note_reading(http.actor(), person.id, now=http.now())
    return _person_page(_form(person), person)


def _person_page(
    form: PersonForm,
    person: PersonRow,
    *,
    status: int = 200,
    conflicts: list[Conflict] | None = None,
) -> Response:
    return page(
        "people/show.html",
        status=status,
        form=form,
        person=person,
        account=queries.get_account_state(http.actor(), person, now=http.now()),
        is_own=person.public_id == http.actor().public_id,
        remarks=ROLE_REMARKS,
        conflicts=conflicts,
    )


@blueprint.post("/<uuid:public_id>/edit")
@requires(Permission.MANAGE_PEOPLE)
@proved
def save(public_id: uuid.UUID) -> BaseResponse:
    """Change who somebody is and what they may do."""
    person = queries.get_person(http.actor(), public_id)
    form = _form(person)
    try:
        if form.validate_on_submit() and form.accept(lambda: _save(public_id, form)):
            flash(gettext("Your changes are saved."), "success")
            return _here(public_id)
    except StaleVersionError as stale:
        conflicts = _conflicts(form, person, stale.current)
        form.version.renew(person.version)
        return _person_page(form, person, status=409, conflicts=conflicts)
    return _person_page(form, person, status=422)


def _conflicts(form: PersonForm, person: PersonRow, standing: dict[str, object]) -> list[Conflict]:
    fields = {name: value for name, value in standing.items() if name != "memberships"}
    conflicts = differing(form, fields)
    now, typed = standing_memberships(person), told_memberships(form)
    if now != typed:
        conflicts.append(Conflict(str(form.memberships.label.text), now, typed))
    return conflicts


def _save(public_id: uuid.UUID, form: PersonForm) -> None:
    people.edit(http.actor(), public_id, form.content(), version=form.version.data, now=http.now())


@blueprint.post("/<uuid:public_id>/invitation")
@requires(Permission.MANAGE_PEOPLE)
@proved
def send_link(public_id: uuid.UUID) -> BaseResponse:
    """Mail a new link for choosing a password."""
    people.send_link(http.actor(), public_id, now=http.now())
    flash(_mailed_sentence(queries.get_person(http.actor(), public_id).email), "success")
    return _here(public_id)


@blueprint.post("/<uuid:public_id>/sessions/end")
@requires(Permission.MANAGE_PEOPLE)
@proved
def end_sessions(public_id: uuid.UUID) -> BaseResponse:
    """Sign somebody out everywhere."""
    sessions.end_all_of(http.actor(), public_id, now=http.now())
    flash(gettext("The person is signed out everywhere."), "success")
    return _here(public_id)


@blueprint.post("/<uuid:public_id>/factors/reset")
@requires(Permission.MANAGE_PEOPLE)
@proved
def reset_factors(public_id: uuid.UUID) -> BaseResponse:
    """Let somebody who has lost their device set up a new one."""
    second_factors.reset(http.actor(), public_id, now=http.now())
    flash(gettext("The app, the passkeys and the recovery codes are taken away."), "success")
    return _here(public_id)


@blueprint.post("/<uuid:public_id>/closing")
@requires(Permission.MANAGE_PEOPLE)
@proved
def disable(public_id: uuid.UUID) -> BaseResponse:
    """Close an account; its sessions end at once."""
    people.disable(http.actor(), public_id, now=http.now())
    flash(gettext("The account is closed, and its sessions have ended."), "success")
    return _here(public_id)


@blueprint.post("/<uuid:public_id>/reopening")
@requires(Permission.MANAGE_PEOPLE)
@proved
def enable(public_id: uuid.UUID) -> BaseResponse:
    """Open a closed account again."""
    people.enable(http.actor(), public_id, now=http.now())
    flash(gettext("The account is open again."), "success")
    return _here(public_id)


@blueprint.get("/<uuid:public_id>/erasure")
@requires(Permission.MANAGE_PEOPLE)
def ask_erasure(public_id: uuid.UUID) -> Response:
    """What goes and what stays, before anybody is erased."""
    person = queries.get_person(http.actor(), public_id)
    is_own = person.public_id == http.actor().public_id
    return page("people/erasure.html", person=person, is_own=is_own)


@blueprint.post("/<uuid:public_id>/erasure")
@requires(Permission.MANAGE_PEOPLE)
@proved
def erase(public_id: uuid.UUID) -> BaseResponse:
    """Erase a person: the account ends, and nothing names them any more."""
    erasure.erase(http.actor(), public_id, now=http.now())
    flash(gettext("The person is erased. What they did stands without their name."), "success")
    return redirect(url_for("people.index"), code=303)
