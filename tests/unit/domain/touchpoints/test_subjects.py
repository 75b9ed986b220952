"""What a text is about is found whatever words the writer chose."""

import pytest

from tracker.domain.data_files import read_json
from tracker.domain.touchpoints.subjects import groups_of, name_of, subjects_of


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Läxhjälpen på biblioteket", "homework_help"),
        ("Läx hjälp för mellanstadiet", "homework_help"),
        ("Läx- och språkgrupp", "homework_help"),
        ("Barn- och läxhjälpsgrupp", "homework_help"),
        ("Vi lär oss att cykla", "bike_school"),
        ("Homework club", "homework_help"),
        ("Vuxna i gula västar", "night_patrol"),
        ("Hembesök hos familjer som väntar barn", "home_visits_parents"),
    ],
)
def test_other_words_for_the_same_work_are_recognised(text: str, subject: str) -> None:
    assert subject in subjects_of(text, "")


def test_the_title_weighs_most_and_no_subject_more_than_three() -> None:
    in_title = subjects_of("Språkcafé", "Fika.")["language_cafe"]
    in_text = subjects_of("Torsdagar", "Fika. Kom till vårt språkcafé.")["language_cafe"]
    often = subjects_of("Språkcafé", "språkcafé " * 40)["language_cafe"]
    assert in_text < in_title < often == 3


def test_a_compound_hides_the_words_inside_it() -> None:
    assert "meeting_place" not in subjects_of("Språkcafé", "")


def test_every_subject_has_names_and_families() -> None:
    codes = [row["code"] for row in read_json("touchpoint_subjects.json")]
    assert len(codes) == len(set(codes))
    assert all(name_of(code, "sv") and name_of(code, "en") and groups_of(code) for code in codes)


def test_empty_texts_and_unknown_subjects_give_nothing() -> None:
    assert subjects_of("", "") == {}
    assert groups_of("no_such_subject") == ()
