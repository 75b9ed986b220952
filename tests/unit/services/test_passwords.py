"""A good password is long and not guessable; how it is composed is nobody's business."""

from __future__ import annotations

import pytest

from tracker.errors import RefusedError
from tracker.services.passwords import MAXIMUM_LENGTH, MINIMUM_LENGTH, check_new_password

ABOUT = ("Lea Lundgren", "lea.lundgren@norrbykok.example.org")


def refusal(password: str) -> str | None:
    try:
        check_new_password(password, about=ABOUT)
    except RefusedError as refused:
        return refused.code if refused.field_name == "password" else "on another field"
    return None


@pytest.mark.parametrize(
    "password",
    [
        "tre gula cyklar i diket",
        "blåbärspaj kl fyra",
        "xq7hfp2mzk9r",
        "            a b c d e f g h",
        "çøéñ ßþœ ŵŷž",
        "🚲🌲🐟🎺🧵🪵🍐🕯️🧺🪁🛶🫐",
        "correct horse battery staple",
    ],
)
def test_a_long_password_of_any_signs_is_welcome(password: str) -> None:
    assert refusal(password) is None


@pytest.mark.parametrize("password", ["", "a", "elva tecken"])
def test_a_short_password_is_refused(password: str) -> None:
    assert len(password) < MINIMUM_LENGTH
    assert refusal(password) == "password_short"


def test_the_limits_are_twelve_and_two_hundred_signs() -> None:
    twelve = "tio vita båt"

    assert len(twelve) == MINIMUM_LENGTH
    assert refusal(twelve) is None
    assert refusal(("gul båt " * 30)[:MAXIMUM_LENGTH]) is None
    assert refusal(("gul båt " * 30)[: MAXIMUM_LENGTH + 1]) == "password_long"


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "Password123456",
        "lösenord1234",
        "LÖSENORD2026",
        "qwertyqwerty",
        "Sommar2026!!",
        "vinter123456",
        "hejsanhejsan",
    ],
)
def test_a_common_password_is_refused_whatever_its_capitals_and_figures(password: str) -> None:
    assert refusal(password) == "password_common"


@pytest.mark.parametrize(
    "password", ["Borås2026!!!", "norrbynorrby", "Vaven12345!!", "Elfsborg1904"]
)
def test_words_of_the_city_and_the_product_are_refused(password: str) -> None:
    assert refusal(password) == "password_common"


@pytest.mark.parametrize("password", ["Lundgren2026", "lundgrenlea1", "norrbykok2026"])
def test_words_about_the_person_are_refused(password: str) -> None:
    assert refusal(password) == "password_common"


@pytest.mark.parametrize("password", ["aaaaaaaaaaaa", "abababababab", "121212121212"])
def test_a_few_signs_over_and_over_are_refused(password: str) -> None:
    assert refusal(password) == "password_common"


def test_a_known_word_in_a_long_sentence_is_no_fault() -> None:
    assert refusal("i norrby bakar vi sju sorters kakor") is None


def test_short_parts_of_a_name_refuse_nothing() -> None:
    check_new_password("bo på ön i maj nu", about=("Bo Ek", "bo@ek.se"))
