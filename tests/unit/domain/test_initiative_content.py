"""What must be said before others may see an initiative, and what a copy takes along."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tracker.domain.initiative_content import (
    FREE_TEXT_FIELDS,
    WANTED_FOR_SHARING,
    InitiativeContent,
    copied,
    missing_for_sharing,
)
from tracker.domain.lifecycle import Phase

COMPLETE = InitiativeContent(
    title="Läxhjälp",
    description="Elever får hjälp med läxor.",
    goal_areas=("children_youth",),
    places=("norrby",),
    start_on=date(2026, 1, 12),
)
TOLD = replace(
    COMPLETE,
    phase=Phase.COMPLETED,
    end_on=date(2026, 6, 1),
    contact_name="Lea Lund",
    contact_email="lea@example.org",
    contact_phone="033-12 34 56",
    diarienummer="KS 2026-00123",
    budget_sek=40_000,
    links=("https://example.org",),
)


def test_title_text_goal_area_place_and_start_are_enough_to_share() -> None:
    assert missing_for_sharing(COMPLETE) == ()


@pytest.mark.parametrize(
    ("field", "empty"),
    [("title", ""), ("description", ""), ("goal_areas", ()), ("places", ()), ("start_on", None)],
)
def test_each_missing_answer_is_named(field: str, empty: Any) -> None:
    content = replace(COMPLETE, **{field: empty})

    assert missing_for_sharing(content) == (field,)


def test_missing_answers_are_named_in_the_order_of_the_form() -> None:
    assert missing_for_sharing(InitiativeContent(title="")) == WANTED_FOR_SHARING


def test_a_new_initiative_is_planned_until_somebody_says_otherwise() -> None:
    assert InitiativeContent(title="Läxhjälp").phase is Phase.PLANNED


def test_every_text_that_others_may_read_is_guarded() -> None:
    assert {"title", "description", "purpose", "diarienummer"} <= set(FREE_TEXT_FIELDS)


def test_a_copy_says_the_same_but_begins_anew() -> None:
    copy = copied(TOLD, is_own=True)

    assert (copy.title, copy.description, copy.places) == (
        "Läxhjälp",
        TOLD.description,
        ("norrby",),
    )
    assert (copy.budget_sek, copy.links) == (40_000, ("https://example.org",))
    assert (copy.phase, copy.start_on, copy.end_on) == (Phase.PLANNED, None, None)
    assert copy.diarienummer == ""


def test_a_copy_within_the_organisation_keeps_its_contact() -> None:
    copy = copied(TOLD, is_own=True)

    assert (copy.contact_name, copy.contact_email, copy.contact_phone) == (
        "Lea Lund",
        "lea@example.org",
        "033-12 34 56",
    )


def test_a_copy_of_somebody_elses_initiative_names_no_contact() -> None:
    copy = copied(TOLD, is_own=False)

    assert (copy.contact_name, copy.contact_email, copy.contact_phone) == ("", "", "")
