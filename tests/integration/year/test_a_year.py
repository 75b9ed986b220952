"""A year of reminders, stepped day by day, with workers killed on the way: each arrives, once."""

from __future__ import annotations

import random
import re
import signal
from collections import Counter
from datetime import date, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask

from tests import processes
from tests.engines import DatabaseUnderTest
from tests.figures import Figures
from tests.integration.work.outbox_events import events, use_server
from tests.integration.work.worker_process import (
    DELIVERY_STEPS,
    begin_day_and_die,
    work_and_die,
)
from tests.integration.year.register import Register
from tests.integration.year.reminders import Reminder, Year
from tests.integration.year.world import days, groups, morning
from tests.mail_server import Mailbox
from tests.sizes import sized
from tracker.services.report_reminders import remind_of_due
from tracker.work.claim import LEASE
from tracker.work.daily import begin_day
from tracker.work.loop import work_once

KILLS = 20
RESENT_BY = "server has answered"
TITLE = re.compile(r"Insats \d{4}")


@pytest.mark.usefixtures("town")
def test_a_year_of_reminders_reaches_the_right_people_through_kills(
    app: Flask,
    mailbox: Mailbox,
    database: DatabaseUnderTest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    figures: Figures,
) -> None:
    use_server(app, monkeypatch, mailbox)
    written = groups(sized(12, 60))
    expected = Year(written).reminders()
    people = [person for group in written for person in group.people]
    mailbox.unknown = {person.address for person in people if not person.has_address}
    kills = planned_kills(expected)
    with app.app_context():
        register = Register(written)

    for today in days():
        now = morning(today)
        with app.app_context():
            register.report(today)
        if today in kills:
            die(app, kills[today], (database.url, tmp_path, mailbox.port, now))
        for moment in (now, now + LEASE):
            begin_day(app, moment)
            work_once(app, moment)

    reminders = [letter for letter in mailbox.letters if "List-Unsubscribe" in letter]
    first = {str(letter["Message-ID"]): letter for letter in reversed(reminders)}
    arrived = sorted(reminder(letter) for letter in first.values())
    resent = Counter(str(letter["Message-ID"]) for letter in mailbox.letters)
    twice = sum(count - 1 for count in resent.values())
    lost, unwanted = Counter(expected) - Counter(arrived), Counter(arrived) - Counter(expected)

    figures.record("a year of reminders: mails", value=len(arrived), of=len(expected))
    figures.record("a year of reminders: workers killed", value=len(kills), of=KILLS)
    figures.record("a year of reminders: mails lost", value=lost.total())
    figures.record("a year of reminders: mails nobody should have got", value=unwanted.total())
    figures.record("a year of reminders: resent, with the same Message-ID", value=twice)
    assert (sorted(lost), sorted(unwanted)) == ([], [])
    assert twice == sum(step == RESENT_BY for step in kills.values())
    with app.app_context():
        waiting = {event.payload["to"] for event in events() if event.done_at is None}
    assert waiting <= mailbox.unknown


def planned_kills(expected: list[Reminder]) -> dict[date, str | int]:
    """The days on which a worker dies: at a step of a delivery, or in the day's nth transaction."""
    chance = random.Random(7)
    arriving = sorted({mail.day for mail in expected})
    steps = [*DELIVERY_STEPS, *DELIVERY_STEPS, *range(5, 13)]
    chance.shuffle(steps)
    return dict(zip(sorted(chance.sample(arriving, KILLS)), steps, strict=True))


def die(app: Flask, step: str | int, place: tuple[str, Path, int, datetime]) -> None:
    if isinstance(step, int):
        process = processes.start(begin_day_and_die, *place, step)
    else:
        with app.app_context():
            remind_of_due(now=place[-1])
        process = processes.start(work_and_die, *place, step)
    assert processes.ended(process) == -signal.SIGKILL, f"it should have died at {step}"


def reminder(letter: EmailMessage) -> Reminder:
    day = letter["Date"].datetime.date()
    titles = tuple(sorted(set(TITLE.findall(str(letter.get_content())))))
    return Reminder(day, str(letter["To"]), letter["Content-Language"], titles)
