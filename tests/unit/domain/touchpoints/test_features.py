"""What speaks for and against a touchpoint."""

from __future__ import annotations

from datetime import date

import pytest

from tests.compared import CHOIR, FOOTBALL, HOMEWORK, LAST_YEAR, STUDY, an_initiative
from tracker.domain.touchpoints.features import NAMES, compare, may_touch
from tracker.domain.touchpoints.initiatives import WHOLE_MUNICIPALITY, ComparedInitiative
from tracker.domain.touchpoints.profiles import profile_of

EVERYWHERE = an_initiative("Läxhjälp via skärm", places=frozenset({WHOLE_MUNICIPALITY}))


@pytest.mark.parametrize(
    ("one", "other", "may"),
    [
        (HOMEWORK, STUDY, True),
        (HOMEWORK, CHOIR, False),
        (HOMEWORK, LAST_YEAR, False),
        (HOMEWORK, EVERYWHERE, True),
        (CHOIR, EVERYWHERE, True),
        (an_initiative("Norrby IF", "Fotboll.", places=frozenset({"Sjöbo"})), HOMEWORK, False),
    ],
)
def test_only_what_shares_days_and_a_place_may_touch(
    one: ComparedInitiative, other: ComparedInitiative, may: bool
) -> None:
    assert may_touch(profile_of(one), profile_of(other)) is may


def test_each_pair_that_may_touch_has_one_row_of_numbers() -> None:
    compared = compare([profile_of(each) for each in (HOMEWORK, STUDY, FOOTBALL, CHOIR)])

    assert compared.pairs == [(0, 1), (0, 2), (1, 2)]
    assert compared.rows.shape == (3, len(NAMES))
    alike = dict(zip(NAMES, compared.rows[0], strict=True))
    unlike = dict(zip(NAMES, compared.rows[1], strict=True))
    for name in ("words", "ages", "effort_types", "weekdays", "place_tagged"):
        assert alike[name] > 0, name
    assert alike["words"] > unlike["words"]
    assert alike["family_cosine"] > unlike["family_cosine"]
    assert unlike["weekdays_differ"] == 1


def test_nothing_to_compare_is_no_fault() -> None:
    assert compare([]).rows.shape == (0, len(NAMES))
    assert compare([profile_of(HOMEWORK)]).pairs == []


def test_ages_that_do_not_meet_are_told_apart() -> None:
    small = an_initiative(
        "Babysång", "För barn 0–2 år.", target_groups=frozenset({"small_children"})
    )

    row = compare([profile_of(small), profile_of(HOMEWORK)]).rows[0]

    told = dict(zip(NAMES, row, strict=True))
    assert (told["ages"], told["ages_apart"]) == (0, 1)


def test_the_same_organisation_and_one_that_is_named_are_seen() -> None:
    own = an_initiative("Läger", organisation=HOMEWORK.organisation, start=date(2026, 6, 1))
    partner = an_initiative("Mellanmål", "Vi lagar maten åt Studieverkstad med mellanmål.")

    rows = compare([profile_of(each) for each in (HOMEWORK, own, STUDY, partner)]).rows

    names = dict(zip([(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)], rows, strict=True))
    assert names[0, 1][NAMES.index("same_organisation")] == 1
    assert names[2, 3][NAMES.index("named_by_the_other")] > 0.5
