"""What two people typed, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from wtforms import BooleanField, DateField, SelectField

from tracker.conflicts import Conflict, differing
from tracker.forms import Choices, Line, TrackerForm, offered

CHOICES = offered([("a", "Ett"), ("b", "Två")])


class LittleForm(TrackerForm):
    name = Line("Namn", 50)
    kind = SelectField("Slag", choices=CHOICES)
    roles = Choices("Roller", choices=CHOICES)
    is_open = BooleanField("Öppen")
    ends_on = DateField("Slut")


@pytest.fixture(autouse=True)
def _in_request(app: Flask) -> Iterator[None]:
    with app.test_request_context(headers={"Accept-Language": "sv"}):
        yield


def test_fields_that_say_the_same_are_left_out() -> None:
    form = LittleForm(formdata=None, name="Läsro", kind="a")

    assert differing(form, {"name": "Läsro", "kind": "a", "unknown": 1}) == []


def test_texts_stand_as_they_were_typed() -> None:
    form = LittleForm(formdata=None, name="Mitt")

    assert differing(form, {"name": "Ditt"}) == [Conflict("Namn", "Ditt", "Mitt")]


def test_choices_are_shown_by_their_labels() -> None:
    form = LittleForm(formdata=None, kind="b", roles=["b", "a"])

    found = differing(form, {"kind": "a", "roles": ["a"]})

    assert found == [Conflict("Slag", "Ett", "Två"), Conflict("Roller", "Ett", "Ett, Två")]


def test_days_and_yes_or_no_are_written_out() -> None:
    form = LittleForm(formdata=None, is_open=True, ends_on=date(2026, 3, 1))

    found = differing(form, {"is_open": False, "ends_on": None})

    assert found == [Conflict("Öppen", "Nej", "Ja"), Conflict("Slut", "", "2026-03-01")]
