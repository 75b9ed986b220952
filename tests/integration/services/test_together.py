"""Two people at once: both are answered, nothing is doubled, and nobody waits for ever."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Sequence
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.clock import START
from tests.register import (
    add_initiative,
    change_row,
    get_initiative,
    open_to_everyone,
    verbs_on,
)
from tests.town import Town
from tracker.access.actors import Actor
from tracker.domain.initiative_content import InitiativeContent
from tracker.domain.lifecycle import Condition, Phase, Visibility
from tracker.domain.verbs import Verb
from tracker.errors import TrackerError
from tracker.extensions import db
from tracker.models import Initiative, Organisation, Partnership, StatusReport
from tracker.services import initiatives, partnerships, phases, publication, status_reports
from tracker.services.status_reports import ReportContent

Deed = Callable[[], object]


def at_once(app: Flask, *deeds: Deed) -> list[object]:
    """Do all deeds at the same time; answers what each gave, or the refusal it met."""
    gate = threading.Barrier(len(deeds))
    answers: list[object] = [None] * len(deeds)

    def run(number: int, deed: Deed) -> None:
        with app.app_context():
            gate.wait(timeout=30)
            try:
                answers[number] = deed()
            except TrackerError as refused:
                answers[number] = refused
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads), "somebody waits for ever"
    return answers


def refusals(answers: Sequence[object]) -> list[TrackerError]:
    return [answer for answer in answers if isinstance(answer, TrackerError)]


@pytest.fixture
def matlaget(app: Flask, town: Town) -> uuid.UUID:
    with app.app_context():
        return add_initiative(town.lea, "Matlaget", phase=Phase.ONGOING)


def registration(actor: Actor, title: str) -> Deed:
    content = InitiativeContent(
        title=title,
        description="Vi lagar mat.",
        goal_areas=("children_youth",),
        places=("norrby",),
        start_on=date(2026, 1, 12),
    )
    return lambda: initiatives.register(
        actor,
        content,
        organisation_id=actor.organisations[0].public_id,
        visibility=Visibility.SHARED,
        now=START,
    )


def report(actor: Actor, initiative_id: uuid.UUID, *, key: str, happened: str) -> Deed:
    content = ReportContent(
        condition=Condition.ON_PLAN,
        phase=Phase.ONGOING,
        happened=happened,
        reported_on=START.date(),
    )
    return lambda: status_reports.submit(
        actor, initiative_id, content, submission_key=key, now=START
    )


def test_two_presses_at_once_register_one_initiative(app: Flask, town: Town) -> None:
    answers = at_once(app, *[registration(town.lea, "Matlaget")] * 4)

    assert len(set(answers)) == 1
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Initiative)) == 1


def test_colleagues_register_different_initiatives_at_once(app: Flask, town: Town) -> None:
    answers = at_once(app, *(registration(town.lea, f"Insats {n}") for n in range(4)))

    assert len(set(answers)) == 4
    assert not refusals(answers)


def test_two_presses_at_once_send_one_report(app: Flask, town: Town, matlaget: uuid.UUID) -> None:
    same = report(town.lea, matlaget, key="same", happened="Tjugo kom.")

    answers = at_once(app, *[same] * 4)

    assert len(set(answers)) == 1
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(StatusReport)) == 1


def test_colleagues_report_at_once_and_nothing_is_lost(
    app: Flask, town: Town, matlaget: uuid.UUID
) -> None:
    answers = at_once(
        app,
        *(report(town.lea, matlaget, key=f"key {n}", happened=f"Rapport {n}.") for n in range(4)),
    )

    assert not refusals(answers)
    with app.app_context():
        assert verbs_on(matlaget).count(Verb.REPORTED) == 4


def asking(town: Town, initiative_id: uuid.UUID) -> Deed:
    """What asks the house to take part."""

    def ask() -> None:
        partnerships.ask(
            town.lea,
            initiative_id,
            organisation_id=town.house.public_id,
            role="contributing",
            note="",
            now=START,
        )

    return ask


def test_two_who_ask_the_same_organisation_ask_once(
    app: Flask, town: Town, matlaget: uuid.UUID
) -> None:
    answers = at_once(app, asking(town, matlaget), asking(town, matlaget))

    assert len(refusals(answers)) == 1
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Partnership)) == 1


def test_asking_and_offering_at_once_end_in_one_partnership(
    app: Flask, town: Town, matlaget: uuid.UUID
) -> None:
    def offer() -> None:
        partnerships.offer(
            town.pia,
            matlaget,
            organisation_id=town.house.public_id,
            role="contributing",
            note="",
            now=START,
        )

    at_once(app, asking(town, matlaget), offer)

    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Partnership)) == 1


def test_a_proposal_answered_by_two_is_answered_once(
    app: Flask, town: Town, matlaget: uuid.UUID
) -> None:
    with app.app_context():
        proposal = phases.propose(town.cim, matlaget, Phase.PAUSED, reason="Tyst.", now=START)

    answers = at_once(
        app,
        lambda: phases.answer_proposal(town.lea, proposal, is_accepted=True, now=START),
        lambda: phases.answer_proposal(town.mia, proposal, is_accepted=False, now=START),
    )

    assert len(refusals(answers)) == 1


def test_rows_locked_in_different_orders_never_wait_for_each_other(
    app: Flask, town: Town, matlaget: uuid.UUID
) -> None:
    """Publishing locks initiative and organisation; registering, organisation and state; handing
    over, initiative and both organisations' names; an edit of an organisation, the organisation."""
    with app.app_context():
        others = [add_initiative(town.lea, f"Insats {n}") for n in range(3)]
        open_to_everyone(others[0], by=town.lea, confirmed_by=town.cim)

    def rename() -> None:
        change_row(db.session.get_one(Organisation, town.kitchen.id), about="Vi lagar mat.")

    def hand_over() -> None:
        initiatives.hand_over(
            town.lea, others[2], organisation_id=town.house.public_id, note="", now=START
        )

    answers = at_once(
        app,
        lambda: publication.publish(town.lea, matlaget, now=START),
        lambda: publication.unpublish(town.lea, others[0], now=START),
        registration(town.mia, "Ny insats"),
        report(town.mia, others[1], key="one", happened="Ja."),
        hand_over,
        rename,
    )

    assert not refusals(answers)
    with app.app_context():
        assert get_initiative(others[2]).lead_organisation_id == town.house.id
