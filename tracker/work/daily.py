"""What is done once a day, in Borås: each job goes through the outbox, so that it is done and retried."""

from collections.abc import Callable, Mapping
from datetime import datetime

from flask import Flask

from tracker.config import Settings
from tracker.database import transaction
from tracker.domain.local_time import local_day
from tracker.file_stores import file_store
from tracker.services import (
    answer_questions,
    attachments,
    outbox,
    report_reminders,
    retention,
    sign_in_codes,
    view_mails,
)

_BEGUN = "day_begun"


def _forget_steps(_app: Flask, now: datetime) -> None:
    sign_in_codes.forget_steps(now=now)


def _forget_old(app: Flask, now: datetime) -> None:
    settings: Settings = app.config["SETTINGS"]
    retention.forget_old(settings.keeping, now=now)


def _mail_audit_head(app: Flask, now: datetime) -> None:
    settings: Settings = app.config["SETTINGS"]
    if settings.audit_head_to:
        retention.mail_audit_head(settings.audit_head_to, now=now)


def _ask_for_answers(_app: Flask, now: datetime) -> None:
    answer_questions.ask_for_answers(now=now)


def _remind_of_due(_app: Flask, now: datetime) -> None:
    report_reminders.remind_of_due(now=now)


def _tell_of_views(_app: Flask, now: datetime) -> None:
    view_mails.tell_of_new(now=now)


def _sweep_files(app: Flask, now: datetime) -> None:
    settings: Settings = app.config["SETTINGS"]
    store = file_store(settings.files_place)
    if store is not None:
        attachments.sweep(store, now=now)


JOBS: Mapping[str, Callable[[Flask, datetime], None]] = {
    "forget_steps": _forget_steps,
    "forget_old": _forget_old,
    "mail_audit_head": _mail_audit_head,
    "ask_for_answers": _ask_for_answers,
    "remind_of_due": _remind_of_due,
    "tell_of_views": _tell_of_views,
    "sweep_files": _sweep_files,
}
"""By name; done again within the day, a job changes nothing more."""


def begin_day(app: Flask, now: datetime) -> None:
    """Put the jobs of a new day in the outbox; nothing is asked where this process has done so."""
    day = local_day(now)
    if app.extensions.get(_BEGUN) == day:
        return
    with app.app_context(), transaction():
        outbox.begin_day(tuple(JOBS), day=day, now=now)
    app.extensions[_BEGUN] = day
