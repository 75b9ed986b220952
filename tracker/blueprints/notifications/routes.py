"""The list of what one was told: each line leads on, and is read or unread."""

import uuid
from dataclasses import dataclass

from flask import Blueprint, Response, current_app, flash, redirect, url_for
from flask_babel import force_locale, gettext, lazy_gettext
from jinja2_fragments import render_block
from werkzeug.wrappers import Response as BaseResponse

from tracker import http
from tracker.access.permissions import Permission
from tracker.domain.languages import full
from tracker.domain.mails import one_line
from tracker.domain.notifications import NotificationGroup
from tracker.domain.partner_path import MAILS
from tracker.forms import Choices, TrackerForm, offered
from tracker.http import requires
from tracker.languages import language, page_language
from tracker.pages import page
from tracker.paging import wanted_page
from tracker.queries.notifications import (
    SHOWN,
    NotificationRow,
    list_notifications,
    mailed_groups,
)
from tracker.services import notifications

blueprint = Blueprint("notifications", __name__)

GROUPS = {
    NotificationGroup.REPORTS: lazy_gettext("Reports"),
    NotificationGroup.CONVERSATIONS: lazy_gettext("Conversations and mentions"),
    NotificationGroup.PARTNERS: lazy_gettext("Questions and offers to take part"),
    NotificationGroup.INITIATIVES: lazy_gettext("Your initiatives"),
    NotificationGroup.TOUCHPOINTS: lazy_gettext("Touchpoints"),
    NotificationGroup.ORGANISATIONS: lazy_gettext("Your organisation"),
    NotificationGroup.COORDINATION: lazy_gettext("What waits for coordinators and administrators"),
    NotificationGroup.VIEWS: lazy_gettext("Views that you follow"),
}
_CHOSEN_ELSEWHERE = NotificationGroup.VIEWS


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list, in words."""

    row: NotificationRow
    text: str
    language: str


class MailsForm(TrackerForm):
    """Of which groups one is mailed at once."""

    mailed = Choices(
        lazy_gettext("Mail me at once about"),
        description=lazy_gettext("Of everything else you are told here."),
    )


def _line(row: NotificationRow) -> Line:
    """The subject of the mail, in the language of the page if the mail speaks it."""
    spoken = page_language() if row.template in MAILS else full(language())
    name = f"mail/{row.template}.txt"
    with force_locale(spoken.locale):
        text = render_block(current_app.jinja_env, name, "subject", **row.values)
    return Line(row, one_line(text), spoken.tag)


def _form() -> MailsForm:
    mailed = sorted(group.value for group in mailed_groups(http.actor()))
    form = MailsForm(data={"mailed": mailed})
    form.mailed.choices = offered(
        (group.value, str(label)) for group, label in GROUPS.items() if group != _CHOSEN_ELSEWHERE
    )
    return form


def _page(form: MailsForm, *, status: int = 200) -> Response:
    number = wanted_page()
    rows = list_notifications(http.actor(), after=(number - 1) * SHOWN)
    return page(
        "notifications/index.html",
        status=status,
        lines=[_line(row) for row in rows[:SHOWN]],
        has_more=len(rows) > SHOWN,
        number=number,
        form=form,
    )


def _here() -> BaseResponse:
    return redirect(url_for("notifications.index"), code=303)


@blueprint.get("/notifications")
@requires(Permission.USE_OWN_ACCOUNT)
def index() -> Response:
    """What one was told, newest first."""
    return _page(_form())


@blueprint.post("/notifications/<uuid:notification_id>/reading")
@requires(Permission.USE_OWN_ACCOUNT)
def read(notification_id: uuid.UUID) -> BaseResponse:
    """Mark a line as read, and go to what it is about."""
    return redirect(notifications.read(http.actor(), notification_id, now=http.now()), code=303)


@blueprint.post("/notifications/<uuid:notification_id>/reading/end")
@requires(Permission.USE_OWN_ACCOUNT)
def unread(notification_id: uuid.UUID) -> BaseResponse:
    """Mark a line as unread again."""
    notifications.unread(http.actor(), notification_id)
    return _here()


@blueprint.post("/notifications/reading")
@requires(Permission.USE_OWN_ACCOUNT)
def read_all() -> BaseResponse:
    """Mark everything as read."""
    notifications.read_all(http.actor(), now=http.now())
    flash(gettext("Everything is marked as read."), "success")
    return _here()


@blueprint.post("/notifications/mails")
@requires(Permission.USE_OWN_ACCOUNT)
def choose_mails() -> BaseResponse:
    """Choose of what one is mailed at once."""
    form = _form()
    if form.validate_on_submit():
        mailed = {NotificationGroup(group) for group in form.mailed.data or ()}
        notifications.choose_mails(http.actor(), {*mailed, _CHOSEN_ELSEWHERE})
        flash(gettext("Saved."), "success")
        return _here()
    return _page(form, status=422)
