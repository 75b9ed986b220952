"""The words that pages show for periods, reports and why they are waited for or not."""

from flask import Flask
from flask_babel import gettext, lazy_gettext, lazy_pgettext

from tracker.domain.reporting_periods import (
    Period,
    PeriodKind,
    PeriodState,
    Reason,
    ReportStanding,
)

PERIOD_KINDS = {
    PeriodKind.TERTIAL_1: lazy_gettext("Tertial 1 (January to April)"),
    PeriodKind.TERTIAL_2: lazy_gettext("Tertial 2 (January to August)"),
    PeriodKind.YEAR: lazy_gettext("The whole year"),
}
PERIOD_STATES = {
    PeriodState.PLANNED: lazy_pgettext("period", "Planned"),
    PeriodState.OPEN: lazy_pgettext("period", "Open"),
    PeriodState.OVERDUE: lazy_pgettext("period", "Open, its day has passed"),
    PeriodState.LOCKED: lazy_pgettext("period", "Locked"),
}
REPORT_STANDINGS = {
    ReportStanding.LATE: lazy_pgettext("report", "Late"),
    ReportStanding.DUE: lazy_pgettext("report", "Waited for"),
    ReportStanding.MISSING: lazy_pgettext("report", "Missing"),
    ReportStanding.HANDED_IN_LATE: lazy_pgettext("report", "Handed in late"),
    ReportStanding.HANDED_IN: lazy_pgettext("report", "Handed in"),
    ReportStanding.NOTHING_DUE: lazy_pgettext("report", "Nothing due"),
}
REASONS = {
    Reason.ASKED: lazy_gettext("The period asks for a report of it."),
    Reason.ONGOING: lazy_gettext("It reports now and then all year round."),
    Reason.REPORTED: lazy_gettext("The report is in."),
    Reason.DRAFT: lazy_gettext("It is a draft that is not shared yet."),
    Reason.NOT_RUNNING: lazy_gettext("It is not running now."),
    Reason.BEGAN_LATER: lazy_gettext("It began after the period."),
    Reason.OTHER_RHYTHM: lazy_gettext("It reports in another rhythm."),
    Reason.NOT_YET: lazy_gettext("The period is not open yet."),
    Reason.LOCKED: lazy_gettext("The period was locked before a report came."),
}


def period_name(period: Period) -> str:
    """What a period is called in one line."""
    return period_of_year(period.kind, period.year)


def period_of_year(kind: PeriodKind, year: int) -> str:
    """What a part of a year is called in one line."""
    return gettext("%(kind)s %(year)d", kind=str(PERIOD_KINDS[kind]), year=year)


def init_app(app: Flask) -> None:
    """Make the words known to templates as filters."""
    app.jinja_env.filters.update(
        period_name=period_name,
        period_of_year=lambda part: period_of_year(*part),
        period_state_label=lambda state: str(PERIOD_STATES[state]),
        report_standing_label=lambda standing: str(REPORT_STANDINGS[standing]),
        report_reason=lambda reason: str(REASONS[reason]),
    )
