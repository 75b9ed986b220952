"""What speaks for and against a touchpoint."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tests.compared import CHOIR, FOOTBALL, HOMEWORK, LAST_YEAR, STUDY, an_initiative, laid_out
from tracker.domain.touchpoints.features import NAMES, compare, compare_all, may_touch
from tracker.domain.touchpoints.initiatives import WHOLE_MUNICIPALITY, ComparedInitiative

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
    both = laid_out([one, other])
    pairs, _ = compare_all(both)

    assert may_touch(both, 0, both, np.array([1])).tolist() == [may]
    assert may_touch(both, 1, both, np.array([0])).tolist() == [may]
    assert len(pairs) == may


def test_each_pair_that_may_touch_has_one_row_of_numbers() -> None:
    pairs, rows = compare_all(laid_out([HOMEWORK, STUDY, FOOTBALL, CHOIR]))

    assert pairs.tolist() == [[0, 1], [0, 2], [1, 2]]
    assert rows.shape == (3, len(NAMES))
    alike = dict(zip(NAMES, rows[0], strict=True))
    unlike = dict(zip(NAMES, rows[1], strict=True))
    for name in ("words", "ages", "effort_types", "weekdays", "place_tagged"):
        assert alike[name] > 0, name
    assert alike["words"] > unlike["words"]
    assert alike["family_cosine"] > unlike["family_cosine"]
    assert unlike["weekdays_differ"] == 1


def test_cosines_are_at_most_one_and_reached_by_the_same_text() -> None:
    twice = laid_out([HOMEWORK, HOMEWORK, STUDY, FOOTBALL])

    _, rows = compare(twice, 0, twice, np.array([1]))

    told = dict(zip(NAMES, rows[0], strict=True))
    for name in ("words", "titles", "subject_cosine", "family_cosine", "starts_near"):
        assert told[name] == pytest.approx(1, abs=1e-4), name


def test_nothing_to_compare_is_no_fault() -> None:
    assert compare_all(laid_out([]))[1].shape == (0, len(NAMES))
    assert len(compare_all(laid_out([HOMEWORK]))[0]) == 0


def test_ages_that_do_not_meet_are_told_apart() -> None:
    small = an_initiative(
        "Babysång", "För barn 0–2 år.", target_groups=frozenset({"small_children"})
    )

    _, rows = compare_all(laid_out([small, HOMEWORK]))

    told = dict(zip(NAMES, rows[0], strict=True))
    assert (told["ages"], told["ages_apart"]) == (0, 1)


def test_the_same_organisation_and_one_that_is_named_are_seen() -> None:
    own = an_initiative("Läger", organisation=HOMEWORK.organisation, start=date(2026, 6, 1))
    partner = an_initiative("Mellanmål", "Vi lagar maten åt Studieverkstad med mellanmål.")

    pairs, rows = compare_all(laid_out([HOMEWORK, own, STUDY, partner]))

    names = {tuple(pair): row for pair, row in zip(pairs.tolist(), rows, strict=True)}
    assert names[0, 1][NAMES.index("same_organisation")] == 1
    assert names[2, 3][NAMES.index("named_by_the_other")] > 0.5
