"""Everything that can happen to an initiative is told in one whole sentence, in both languages."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from tests.clock import START
from tests.register import (
    add_initiative,
    add_partner,
    open_to_everyone,
)
from tests.town import Town
from tracker.blueprints.initiatives.history import Entry, timeline
from tracker.domain.lifecycle import Condition, Phase
from tracker.domain.verbs import Verb
from tracker.extensions import db
from tracker.queries import history
from tracker.queries.history import ChangeRow, ReportRow
from tracker.queries.initiatives import get_page
from tracker.queries.reference import get_reference
from tracker.services import initiatives, partnerships, phases, publication

UNKNOWN = {"sv": "Något ändrades.", "en": "Something was changed."}
OF_INITIATIVES = [
    Verb.REGISTERED,
    Verb.EDITED,
    Verb.MOVED,
    Verb.MOVE_PROPOSED,
    Verb.MOVE_ACCEPTED,
    Verb.MOVE_DECLINED,
    Verb.PUBLICATION_ASKED,
    Verb.PUBLISHED,
    Verb.UNPUBLISHED,
    Verb.WITHDRAWN,
    Verb.HANDED_OVER,
    Verb.PARTNER_ASKED,
    Verb.PARTNER_OFFERED,
    Verb.PARTNER_ACCEPTED,
    Verb.PARTNER_DECLINED,
    Verb.PARTNER_ENDED,
    Verb.IMPORTED,
]


@pytest.fixture(params=["sv", "en"])
def language(request: pytest.FixtureRequest, app: Flask) -> Iterator[str]:
    """A request in each language."""
    with app.test_request_context("/", headers={"Cookie": f"language={request.param}"}):
        yield str(request.param)


@pytest.fixture
def english(app: Flask) -> Iterator[None]:
    with app.test_request_context("/", headers={"Cookie": "language=en"}):
        yield


def change(verb: Verb, **values: Any) -> ChangeRow:
    return ChangeRow(
        at=START,
        verb=verb,
        person_name="Lea Lund",
        organisation_name="Norrby kök",
        values=values,
    )


def sentence(verb: Verb, **values: Any) -> str:
    (entry,) = timeline([], [change(verb, **values)])
    return entry.text


def told(town: Town, public_id: uuid.UUID) -> list[str]:
    """The sentences on the initiative's page, newest first."""
    db.session.rollback()
    page = get_page(town.lea, public_id, reference=get_reference("en"), today=START.date())
    return [entry.text for entry in timeline([], history.list_changes(town.lea, page, limit=50))]


@pytest.mark.parametrize("verb", OF_INITIATIVES)
def test_every_deed_has_its_own_sentence(language: str, verb: Verb) -> None:
    text = sentence(verb)

    assert text.endswith(".")
    assert text != UNKNOWN[language]
    assert "None" not in text


def test_a_deed_of_a_later_day_is_told_without_words_of_its_own(language: str) -> None:
    assert sentence(Verb.PROVED) == UNKNOWN[language]


@pytest.mark.parametrize("verb", OF_INITIATIVES)
def test_erased_values_leave_a_sentence_that_can_be_read(language: str, verb: Verb) -> None:
    erased = dict.fromkeys(("phase", "partner", "lead_organisation", "note"), (None, None))

    text = sentence(verb, **erased)

    assert "None" not in text
    assert text.endswith(".")


@pytest.mark.parametrize(
    ("verb", "values", "text"),
    [
        (Verb.EDITED, {"title": ("a", "b"), "places": ([], ["x"])}, "Changed: Name, Places."),
        (Verb.EDITED, {"note": (None, "x")}, "Reviewed, nothing changed."),
        (Verb.EDITED, {}, "Reviewed, nothing changed."),
        (Verb.MOVED, {"phase": ("ongoing", "idea")}, "Moved from Ongoing to Idea."),
        (Verb.MOVE_ACCEPTED, {"phase": ("idea", "planned")}, "Moved from Idea to Planned."),
        (
            Verb.MOVE_PROPOSED,
            {"phase": ("ongoing", "paused")},
            "Proposed a move from Ongoing to Paused.",
        ),
        (
            Verb.HANDED_OVER,
            {"lead_organisation": ("Norrby kök", "AB Huset")},
            "Handed over from Norrby kök to AB Huset.",
        ),
        (Verb.PARTNER_ENDED, {"partner": (None, "AB Huset")}, "AB Huset no longer takes part."),
    ],
)
@pytest.mark.usefixtures("english")
def test_a_sentence_names_what_was_changed(verb: Verb, values: dict[str, Any], text: str) -> None:
    assert sentence(verb, **values) == text


@pytest.mark.usefixtures("english")
def test_a_draft_that_was_shared_is_told_as_such() -> None:
    text = sentence(Verb.EDITED, visibility=("draft", "shared"), title=("a", "b"))

    assert "hared" in text or "egistered" in text


@pytest.mark.usefixtures("english")
def test_a_note_stands_beside_the_sentence() -> None:
    (entry,) = timeline([], [change(Verb.WITHDRAWN, note=(None, "Vi hinner inte."))])

    assert entry.note == "Vi hinner inte."
    assert (entry.author_name, entry.organisation_name) == ("Lea Lund", "Norrby kök")
    assert not entry.is_report


@pytest.mark.usefixtures("english")
def test_a_whole_life_is_told_newest_first(town: Town) -> None:
    public_id = add_initiative(town.lea, "Matlaget", phase=Phase.PLANNED)
    phases.move(town.lea, public_id, Phase.ONGOING, reason="", now=START)
    proposal = phases.propose(town.cim, public_id, Phase.PAUSED, reason="Tyst.", now=START)
    phases.answer_proposal(town.lea, proposal, is_accepted=False, now=START)
    partnership = add_partner(town.lea, public_id, town.pia)
    partnerships.end(town.pia, partnership, now=START)
    open_to_everyone(public_id, by=town.lea, confirmed_by=town.cim)
    publication.unpublish(town.lea, public_id, now=START)
    initiatives.withdraw(town.lea, public_id, reason="", now=START)

    assert told(town, public_id) == [
        "The initiative was withdrawn.",
        "No longer open to everyone.",
        "Opened to everyone.",
        "Asked to open it to everyone.",
        "AB Huset no longer takes part.",
        "AB Huset takes part.",
        "AB Huset was asked to take part.",
        "The proposed move was declined.",
        "Proposed a move from Ongoing to Paused.",
        "Moved from Planned to Ongoing.",
        "The initiative was registered.",
    ]


# Reports and changes on one thread --------------------------------------------------------


def report(on: date, happened: str, *, minutes: int = 0, reached: int | None = None) -> ReportRow:
    return ReportRow(
        public_id=uuid.uuid4(),
        reported_on=on,
        created_at=START + timedelta(minutes=minutes),
        person_name=None,
        organisation_name="Norrby kök",
        phase=Phase.ONGOING,
        condition=Condition.ON_PLAN,
        happened=happened,
        obstacles="",
        needs="",
        people_reached=reached,
        is_nothing_new=False,
        answers=(),
        language="sv",
        corrects_on=None,
        is_corrected=False,
    )


def words(entry: Entry) -> str:
    return entry.report.happened if entry.report else entry.text


@pytest.mark.usefixtures("english")
def test_reports_and_changes_stand_by_day_and_then_by_when_they_were_written() -> None:
    today = START.date()
    entries = timeline(
        [
            report(today - timedelta(days=1), "I går."),
            report(today, "I dag, sent.", minutes=30),
            report(today, "I dag, tidigt.", minutes=-30),
        ],
        [change(Verb.REGISTERED)],
    )

    assert [words(entry) for entry in entries] == [
        "I dag, sent.",
        "The initiative was registered.",
        "I dag, tidigt.",
        "I går.",
    ]


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(("reached", "text"), [(None, ""), (0, "0"), (25, "25")])
def test_nobody_reached_is_told_and_not_counted_is_not(reached: int | None, text: str) -> None:
    (entry,) = timeline([report(START.date(), "Ja.", reached=reached)], [])

    assert entry.people_reached_text == text
    assert (entry.phase_label, entry.condition_label) == ("Ongoing", "According to plan")


@pytest.mark.usefixtures("english")
def test_a_change_late_in_the_evening_is_of_the_next_day_in_boras(town: Town) -> None:
    late = ChangeRow(
        at=START.replace(hour=23, minute=30),
        verb=Verb.REGISTERED,
        person_name=None,
        organisation_name=None,
        values={},
    )

    (entry,) = timeline([], [late])

    assert entry.on == START.date() + timedelta(days=1)
