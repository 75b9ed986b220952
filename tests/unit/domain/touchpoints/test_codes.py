"""How codes are written as numbers."""

from __future__ import annotations

from tracker.domain.touchpoints.codes import FACET_BITS, Facet, encoded, listed_codes, number_of


def test_a_code_has_the_same_number_always_and_tells_its_facet() -> None:
    assert number_of(Facet.PLACE, "Norrby") >> FACET_BITS == Facet.PLACE
    assert number_of(Facet.PLACE, "Norrby") != number_of(Facet.VENUE, "Norrby")
    assert number_of(Facet.WORD, "läx0") == 66021187


def test_no_two_listed_codes_share_a_number() -> None:
    listed = listed_codes()

    assert listed[number_of(Facet.GROUP, "children")] == "children"
    assert len(listed) == len({(number >> FACET_BITS, code) for number, code in listed.items()})


def test_half_signs_do_no_harm() -> None:
    assert encoded("\ud800") != encoded("")
