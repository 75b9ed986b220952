"""Taking the fingerprint of an initiative, whole or half, friendly or not."""

from __future__ import annotations

from datetime import date

import pytest

from tests.compared import an_initiative
from tracker.domain.swedish import index_terms
from tracker.domain.touchpoints.codes import Facet, number_of
from tracker.domain.touchpoints.features import compare_all
from tracker.domain.touchpoints.fingerprint_taking import fingerprint_of
from tracker.domain.touchpoints.fingerprints import UNKNOWN_START, fingerprint_from
from tracker.domain.touchpoints.initiatives import FOREVER, ComparedInitiative
from tracker.domain.touchpoints.shared import Compared
from tracker.domain.touchpoints.tables import Table

HALF = an_initiative(
    "Läxhjälp", organisation="", places=frozenset(), target_groups=frozenset(),
    effort_types=frozenset(), goal_areas=frozenset(), start=None, end=None,
)  # fmt: skip


def test_days_ages_and_hours_are_kept() -> None:
    one = fingerprint_of(
        an_initiative("Bad", "Tisdagar kl 23–01.", ages=(6, 300), end=None, phase="completed")
    )

    assert int(one.head["start"]) == date(2026, 1, 12).toordinal()
    assert int(one.head["end"]) == FOREVER.toordinal()
    assert one.ages == (6, 255)
    assert int(one.head["half_hours"]) == 1 << 46 | 1 << 47 | 1 | 2
    assert int(one.head["weekdays"]) == 0b10


def test_half_a_form_meets_every_period_and_every_place() -> None:
    half = fingerprint_of(HALF)
    whole = fingerprint_of(an_initiative("Läxhjälp på Hulta", places=frozenset({"Hulta"})))

    pairs, _ = compare_all(Compared.alone(Table.of([half.packed(), whole.packed()])))

    assert int(half.head["start"]) == UNKNOWN_START
    assert len(pairs) == 1


@pytest.mark.parametrize(
    ("title", "description"),
    [
        ("", ""),
        ("\0", "\0\n\0" * 50),
        ("a" * 20_000, "å" * 20_000),
        ("12 34", " ".join(map(str, range(2_000)))),
        ("\ud800", "Havre\udfffhallen \ud800"),
        (
            "Kör",
            " ".join(f"Q{chr(97 + n // 26 % 26)}{chr(97 + n % 26)}ghallen" for n in range(900)),
        ),
        ("Läxhjälp " * 900, " ".join(f"ord{n} " for n in range(3_000))),
    ],
)
def test_hostile_texts_give_a_small_fingerprint(title: str, description: str) -> None:
    one = fingerprint_of(an_initiative(title, description, organisation=title))

    assert len(one.packed()) < 12_000
    assert fingerprint_from(one.packed()).packed() == one.packed()
    assert (one.numbers[1:] > one.numbers[:-1]).all()


def test_tags_that_no_list_knows_match_themselves_alone() -> None:
    def of(place: str) -> ComparedInitiative:
        return an_initiative("Kör", places=frozenset({place}))

    packed = [fingerprint_of(of(place)).packed() for place in ("Ö1", "Ö2", "Ö3", "Ö1")]

    pairs, _ = compare_all(Compared.alone(Table.of(packed)))

    assert pairs.tolist() == [[0, 3]]


def test_the_organisation_is_told_by_its_own_words() -> None:
    one = fingerprint_of(an_initiative("Sång", organisation="Föreningen Tapiola"))

    word = number_of(Facet.WORD, index_terms("Tapiola"))
    assert one.marks[one.numbers.tolist().index(word)] >= 128
