"""The form behind the link of a reminder, which opens without signing in; the link itself changes nothing."""

import secrets
import uuid

from flask import Blueprint, Response, flash, jsonify, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import http, identity
from tracker.access.permissions import Permission
from tracker.http import public, requires
from tracker.languages import list_language, speak_recipients
from tracker.pages import page
from tracker.queries.measures import list_to_tell
from tracker.queries.report_links import LinkPage, find_link, is_received
from tracker.queries.reports_owed import find_owed
from tracker.queries.start import find_last_report
from tracker.report_form import NOTHING_NEW_BUTTON, ReportForm, blank_report
from tracker.services import report_links, status_reports

blueprint = Blueprint("report_links", __name__)


def _form_page(link: LinkPage, token: str, form: ReportForm, *, status: int) -> Response:
    return page(
        "report_links/form.html",
        status=status,
        link=link,
        token=token,
        form=form,
        last_report=find_last_report(link.actor, link.public_id),
    )


def _find(token: str) -> LinkPage | None:
    link = find_link(token, now=http.now())
    if link is not None:
        speak_recipients(link.actor.language)
    return link


def _form(link: LinkPage) -> ReportForm:
    measures = list_to_tell(link.actor, link.public_id, language=list_language())
    return blank_report(
        phase=link.phase,
        condition=link.condition,
        today=http.today(),
        measures=measures,
        due=find_owed(
            link.actor,
            link.public_id,
            content_hash=identity.register_state().content_hash,
            today=http.today(),
        ),
    )


@blueprint.get("/report/<token>")
@public
def show(token: str) -> Response:
    """The report form of one initiative, or a word of thanks once the report is in."""
    link = _find(token)
    if link is not None and link.is_open:
        return _form_page(link, token, _form(link), status=200)
    if link is not None and link.is_reported:
        return page("report_links/thanks.html", link=link)
    return page("report_links/ended.html", status=404)


@blueprint.post("/report/<token>")
@public
def submit(token: str) -> BaseResponse:
    """Hand in the report, once, however often the button is pressed."""
    link = _find(token)
    if link is None or not (link.is_open or link.is_reported):
        return page("report_links/ended.html", status=404)
    if link.is_reported:
        return redirect(url_for("report_links.show", token=token), code=303)
    form = _form(link)
    if form.validate_on_submit() and form.accept(
        lambda: status_reports.submit_by_link(
            token,
            form.content(is_nothing_new=NOTHING_NEW_BUTTON in request.form),
            submission_key=(form.submission_key.data or secrets.token_urlsafe(24))[:40],
            numbers=form.numbers(),
            now=http.now(),
        )
    ):
        return redirect(url_for("report_links.show", token=token), code=303)
    return _form_page(link, token, form, status=422)


@blueprint.post("/report/<token>/end")
@public
def end(token: str) -> BaseResponse:
    """Whoever got the link does not want it."""
    _find(token)
    report_links.end_own(token, now=http.now())
    return page("report_links/ended.html")


@blueprint.post("/initiatives/<uuid:public_id>/report-links/end")
@requires(Permission.REPORT_STATUS)
def end_all(public_id: uuid.UUID) -> BaseResponse:
    """The organisation ends the links that are out."""
    report_links.end_all(http.actor(), public_id, now=http.now())
    flash(gettext("The links in the mails no longer work."), "success")
    return redirect(url_for("status_reports.new", public_id=public_id), code=303)


@blueprint.get("/reports/received/<key>")
@public
def received(key: str) -> Response:
    """Whether a report is in, for the browser that kept it while there was no connection."""
    return jsonify(is_received=is_received(key))
