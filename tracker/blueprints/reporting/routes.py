"""The coordinators' pages of reporting: the periods, how often who reports, and who has reported."""

import uuid
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import http
from tracker.access.permissions import Permission
from tracker.blueprints.reporting.forms import (
    DaysForm,
    PeriodForm,
    QuestionsForm,
    ReopenForm,
    RhythmForm,
)
from tracker.domain.reporting_periods import USUAL_SCHEDULE, ReportStanding, state_of
from tracker.domain.roles import OrganisationFamily
from tracker.errors import NotFoundError, RefusedError
from tracker.http import requires
from tracker.pages import page
from tracker.paging import Paging, paging, wanted_page
from tracker.queries import reporting_periods as queries
from tracker.queries.period_standings import ROWS_PER_PAGE, Standings, get_standings, list_answered
from tracker.queries.reporting_periods import PeriodRow
from tracker.refusals import refusal
from tracker.reporting_labels import REPORT_STANDINGS
from tracker.services import period_questions, report_reminders, reporting_periods
from tracker.services.report_reminders import Reminded

blueprint = Blueprint("reporting", __name__, url_prefix="/reporting")
ASKED_BACK = "asked_back"


@blueprint.get("")
@requires(Permission.COORDINATE)
def index() -> Response:
    """The periods, and how often which organisations report."""
    return _index(_period_form())


def _period_form() -> PeriodForm:
    form = PeriodForm(data={"year": http.today().year, **asdict(USUAL_SCHEDULE)})
    form.offer(http.today())
    return form


def _index(form: PeriodForm, *, status: int = 200) -> Response:
    rows = queries.list_periods(http.actor())
    families = queries.get_rules().families
    return page(
        "reporting/index.html",
        status=status,
        form=form,
        periods=[(row, state_of(row.period, today=http.today())) for row in rows],
        rhythms=[
            (family, RhythmForm(formdata=None, obj=families[family], prefix=f"{family}-"))
            for family in OrganisationFamily
        ],
    )


@blueprint.post("")
@requires(Permission.COORDINATE)
def plan() -> BaseResponse:
    """Add a period."""
    form = _period_form()
    if form.validate_on_submit() and form.accept(
        lambda: reporting_periods.plan(http.actor(), form.content(), now=http.now())
    ):
        flash(gettext("The period is added. It opens by itself on its day."), "success")
        return redirect(url_for("reporting.index"), code=303)
    return _index(form, status=422)


@blueprint.post("/rhythms/<family>")
@requires(Permission.COORDINATE)
def set_rhythm(family: str) -> BaseResponse:
    """Say how often organisations of one family report."""
    if family not in list(OrganisationFamily):
        raise NotFoundError
    form = RhythmForm(prefix=f"{family}-")
    if form.validate_on_submit():
        reporting_periods.set_rhythm(
            http.actor(), OrganisationFamily(family), form.rhythm(), now=http.now()
        )
        flash(gettext("Your changes are saved."), "success")
    else:
        flash(
            "; ".join(str(sentence) for each in form.errors.values() for sentence in each),
            "warning",
        )
    return redirect(url_for("reporting.index"), code=303)


@blueprint.get("/<uuid:public_id>")
@requires(Permission.COORDINATE)
def show(public_id: uuid.UUID) -> Response:
    """Who has handed in a report for a period, who has not, and why nothing is due for the rest."""
    row = queries.get_period(http.actor(), public_id)
    return _show(row)


def _show(
    row: PeriodRow,
    *,
    reopening: ReopenForm | None = None,
    days: DaysForm | None = None,
    asking: QuestionsForm | None = None,
    status: int = 200,
) -> Response:
    wanted, number = request.args.get("standing", ""), wanted_page()
    standing = ReportStanding(wanted) if wanted in list(ReportStanding) else None
    found = get_standings(
        http.actor(),
        row.period,
        standing=standing,
        is_asked_back=wanted == ASKED_BACK,
        page=number,
        now=http.now(),
    )
    chosen = standing or (ASKED_BACK if wanted == ASKED_BACK else "")
    return page(
        "reporting/show.html",
        status=status,
        row=row,
        state=state_of(row.period, today=http.today()),
        form=reopening or ReopenForm(formdata=None),
        days=days or DaysForm(formdata=None, data=asdict(row.period) | asdict(row.period.schedule)),
        asking=asking or QuestionsForm(formdata=None, data={"questions": _asked(row)}),
        standings=[(each, found.count[each]) for each in REPORT_STANDINGS if found.count[each]],
        wanted=chosen,
        found=found,
        paging=_paging(row, found, chosen, number),
    )


@blueprint.post("/<uuid:public_id>")
@requires(Permission.COORDINATE)
def change(public_id: uuid.UUID) -> BaseResponse:
    """Change the days of a period, and when people are reminded."""
    row = queries.get_period(http.actor(), public_id)
    form = DaysForm()

    def save() -> None:
        content = form.content_of(row.period.year, row.period.kind)
        reporting_periods.change(http.actor(), public_id, content, now=http.now())

    if form.validate_on_submit() and form.accept(save):
        flash(gettext("Your changes are saved."), "success")
        return redirect(url_for("reporting.show", public_id=public_id), code=303)
    return _show(row, days=form, status=422)


def _paging(row: PeriodRow, found: Standings, chosen: str, number: int) -> Paging:
    def address(wanted: int) -> str:
        public_id = row.public_id
        return url_for("reporting.show", public_id=public_id, standing=chosen or None, page=wanted)

    return paging(found.total, number=number, per_page=ROWS_PER_PAGE, url=address)


def _asked(row: PeriodRow) -> str:
    return "\n".join(each.text for each in row.period.questions if each.is_current)


@blueprint.post("/<uuid:public_id>/questions")
@requires(Permission.COORDINATE)
def ask(public_id: uuid.UUID) -> BaseResponse:
    """Say what the reports of a period are asked."""
    row = queries.get_period(http.actor(), public_id)
    form = QuestionsForm()
    if form.validate_on_submit() and form.accept(
        lambda: period_questions.ask(http.actor(), public_id, form.texts(), now=http.now())
    ):
        flash(gettext("Your changes are saved."), "success")
        return redirect(url_for("reporting.show", public_id=public_id), code=303)
    return _show(row, asking=form, status=422)


@blueprint.get("/<uuid:public_id>/answers")
@requires(Permission.COORDINATE)
def answers(public_id: uuid.UUID) -> Response:
    """What the reports of a period have answered to its questions."""
    row, number = queries.get_period(http.actor(), public_id), wanted_page()
    found, total = list_answered(http.actor(), row.period, page=number)
    return page(
        "reporting/answers.html",
        row=row,
        rows=found,
        paging=paging(
            total,
            number=number,
            per_page=ROWS_PER_PAGE,
            url=lambda wanted: url_for("reporting.answers", public_id=public_id, page=wanted),
        ),
    )


@blueprint.post("/<uuid:public_id>/lock")
@requires(Permission.COORDINATE)
def lock(public_id: uuid.UUID) -> BaseResponse:
    """Take no more reports for a period."""
    return _done(
        public_id,
        gettext("The period is locked."),
        lambda: reporting_periods.lock(http.actor(), public_id, now=http.now()),
    )


@blueprint.post("/<uuid:public_id>/reopening")
@requires(Permission.COORDINATE)
def reopen(public_id: uuid.UUID) -> BaseResponse:
    """Take reports for a locked period again."""
    form = ReopenForm()
    row = queries.get_period(http.actor(), public_id)
    if form.validate_on_submit() and form.accept(
        lambda: reporting_periods.reopen(
            http.actor(), public_id, reason=form.reason.data, now=http.now()
        )
    ):
        flash(gettext("The period is open again."), "success")
        return redirect(url_for("reporting.show", public_id=public_id), code=303)
    return _show(row, reopening=form, status=422)


@blueprint.post("/<uuid:public_id>/reminders")
@requires(Permission.COORDINATE)
def remind_all(public_id: uuid.UUID) -> BaseResponse:
    """Remind everybody whose report the period lacks, once a week at the most."""
    return _remind(public_id, None)


@blueprint.post("/<uuid:public_id>/reminders/<uuid:initiative_id>")
@requires(Permission.COORDINATE)
def remind(public_id: uuid.UUID, initiative_id: uuid.UUID) -> BaseResponse:
    """Remind an organisation of the report that a period waits for."""
    return _remind(public_id, initiative_id)


def _remind(public_id: uuid.UUID, initiative_id: uuid.UUID | None) -> BaseResponse:
    period = queries.get_period(http.actor(), public_id).period
    try:
        reminded = report_reminders.remind_now(
            http.actor(), period, now=http.now(), only=initiative_id
        )
    except RefusedError as refused:
        flash(refusal(refused.code), "warning")
    else:
        flash(_reminded_sentence(reminded), "success" if reminded.mailed else "warning")
    return redirect(url_for("reporting.show", public_id=public_id), code=303)


def _reminded_sentence(reminded: Reminded) -> str:
    said = [
        ngettext("%(num)d person is reminded.", "%(num)d people are reminded.", reminded.mailed)
    ]
    if reminded.lately:
        said.append(
            ngettext(
                "%(num)d person had a reminder within the last week.",
                "%(num)d people had a reminder within the last week.",
                reminded.lately,
            )
        )
    if reminded.unreached:
        said.append(
            ngettext(
                "For %(num)d initiative there is nobody to mail.",
                "For %(num)d initiatives there is nobody to mail.",
                reminded.unreached,
            )
        )
    return " ".join(said)


def _done(public_id: uuid.UUID, sentence: str, deed: Callable[[], Any]) -> BaseResponse:
    try:
        deed()
    except RefusedError as refused:
        flash(refusal(refused.code), "warning")
    else:
        flash(sentence, "success")
    return redirect(url_for("reporting.show", public_id=public_id), code=303)
