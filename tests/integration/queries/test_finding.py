"""What is found everywhere, by whom, and by words that nobody has written so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.clock import START
from tests.register import add_initiative, change_row, get_initiative
from tests.town import Town
from tracker.access.actors import Actor
from tracker.domain.lifecycle import Visibility
from tracker.domain.local_time import local_day
from tracker.queries import vocabulary
from tracker.queries.finding import SHOWN, Found, Register, find
from tracker.queries.reference import get_reference
from tracker.queries.register import get_state

pytestmark = pytest.mark.usefixtures("in_app", "new_words")


@pytest.fixture
def new_words() -> Iterator[None]:
    """No word of another test's database."""
    vocabulary.forget()
    yield
    vocabulary.forget()


def found(actor: Actor, words: str) -> Found:
    register = Register(get_reference("sv"), get_state(), "sv", local_day(START))
    return find(actor, words, register)


def titles(answer: Found) -> list[str]:
    return [row.title for row in answer.initiatives]


def test_each_kind_is_found_with_how_many_there_are(town: Town) -> None:
    for number in range(SHOWN + 2):
        add_initiative(town.lea, f"Läxhjälp {number}")
    answer = found(town.lea, "läxhjälpen")

    assert (len(answer.initiatives), answer.initiatives_total) == (SHOWN, SHOWN + 2)
    assert [row.name for row in found(town.lea, "kök").organisations] == ["Norrby kök"]
    assert "norrby" in [row.code for row in found(town.lea, "Norrby").places]
    assert found(town.lea, "CY1").goals_total == 1
    assert found(town.lea, "").total == found(town.lea, "?!").total == 0


def test_places_answer_to_their_other_names(town: Town) -> None:
    reference = get_reference("sv")
    place = next(row for row in reference.places.values() if row.aliases)

    assert place.code in [row.code for row in found(town.lea, place.aliases[0]).places]


@pytest.mark.parametrize(
    ("typed", "meant"), [("laxhjlp", "läxhjälp"), ("odlinng barn", "odling barn")]
)
def test_a_slip_is_put_right_by_the_registers_own_words(town: Town, typed: str, meant: str) -> None:
    add_initiative(town.lea, "Läxhjälp på torget")
    add_initiative(town.lea, "Odling", description="För barn i kvarteret.")

    answer = found(town.mia, typed)

    assert answer.words == meant
    assert answer.initiatives_total == 1


def test_no_word_of_what_one_may_not_see_is_told(town: Town) -> None:
    add_initiative(town.lea, "Kattuggla", visibility=Visibility.DRAFT)

    assert found(town.lea, "katugla").words == "kattuggla"
    answer = found(town.pia, "katugla")
    assert (answer.words, answer.total) == ("katugla", 0)


def test_words_of_a_change_are_known_at_once(town: Town) -> None:
    at = add_initiative(town.lea, "Något")
    assert found(town.lea, "trumetskola").total == 0
    change_row(get_initiative(at), description="En trumpetskola.")
    add_initiative(town.lea, "Trumpetskola")

    assert titles(found(town.mia, "trumetskola")) == ["Trumpetskola"]


def test_people_are_found_by_those_who_may_know_of_them(town: Town) -> None:
    def people(actor: Actor, words: str) -> list[str]:
        return [row.name for row in found(actor, words).people]

    assert (
        people(town.lea, "mia")
        == people(town.cim, "al")
        == people(town.ada, "mia alm")
        == ["Mia Alm"]
    )
    assert people(town.pia, "mia") == people(town.rut, "mia") == []
    assert people(town.cim, "rut") == []
    assert people(town.ada, "rut") == ["Rut Berg"]
    assert people(town.ada, "%") == []
