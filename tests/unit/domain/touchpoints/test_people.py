"""Whom a text is about."""

from __future__ import annotations

import pytest

from tracker.domain.touchpoints.people import age_range_of, codes, people_told, speaks_of_own_staff


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("Bowling för killar 14–17 år", (14, 17)),
        ("Kör för 8-11-åringar", (8, 11)),
        ("Promenad för dig över 70", (70, 100)),
        ("Gympa 65+", (65, 100)),
        ("Elever i åk 7–9", (13, 16)),
        ("Lek för barn mellan 2 och 5 år", (2, 5)),
        ("Games for kids, six to twelve years", (6, 12)),
        ("Schack i mellanstadiet", (10, 13)),
    ],
)
def test_ages_are_read(text: str, ages: tuple[int, int]) -> None:
    assert ages in people_told(text).ages


@pytest.mark.parametrize(
    "text",
    [
        "Öppet kl 13–17",
        "Föreningen har funnits i över 20 år",
        "Vi är 10–12 personer",
        "Mellan 8 och 20 kvinnor",
    ],
)
def test_hours_amounts_and_durations_are_no_ages(text: str) -> None:
    assert people_told(text).ages == ()


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Simning för nyblivna mammor", "new_parents"),
        ("Träff för anhöriga", "carers"),
        ("Fika på somaliska", "somali_speakers"),
        ("Pappor lagar mat", "parents"),
        ("Kurs för förskollärare", "preschool_staff"),
    ],
)
def test_groups_are_read(text: str, group: str) -> None:
    assert group in people_told(text).groups


def test_the_word_but_is_no_man() -> None:
    assert "men" not in people_told("Kort men bra").groups


@pytest.mark.parametrize(
    ("text", "is_own"),
    [
        ("Endast för anställda på kontoret", True),
        ("All vår personal erbjuds en friskvårdstimme", True),
        ("English lessons for our own staff", True),
        ("Kurs för undersköterskor i kommunen", False),
        ("Personalen hjälper dig med formulären", False),
    ],
)
def test_what_is_for_own_staff_is_told(text: str, is_own: bool) -> None:
    assert speaks_of_own_staff(text) is is_own


def test_all_groups_that_a_text_may_tell_have_a_code() -> None:
    assert people_told("Mammor som är nyanlända, npf och elever i åk 3").groups <= codes()


def test_tags_span_years() -> None:
    assert age_range_of(["children", "teenagers", "women"]) == (6, 19)
    assert age_range_of(["women"]) is None
