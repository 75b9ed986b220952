"""What an initiative says is read beside its tags."""

from __future__ import annotations

from tests.compared import CHOIR, HOMEWORK, an_initiative
from tracker.domain.touchpoints.initiatives import WHOLE_MUNICIPALITY
from tracker.domain.touchpoints.profiles import profile_of


def test_places_and_people_are_told_by_tag_or_text() -> None:
    profile = profile_of(
        an_initiative(
            "Kör", "Pensionärer sjunger på Sjöbo.", target_groups=frozenset({"residents"})
        )
    )

    assert profile.places == {"Norrby", "Sjöbo"}
    assert "older" in profile.groups or "retirees" in profile.groups
    assert not profile.is_everywhere


def test_the_whole_municipality_is_a_place_only_where_nothing_else_is_said() -> None:
    everywhere = frozenset({WHOLE_MUNICIPALITY})

    assert profile_of(an_initiative("Kör", "Vi sjunger.", places=everywhere)).places == everywhere
    told = profile_of(an_initiative("Kör", "Vi sjunger på Hulta.", places=everywhere))
    assert told.places == {"Hulta"}
    assert told.is_everywhere


def test_ages_come_from_the_text_before_the_tags() -> None:
    told = profile_of(HOMEWORK)
    tagged = profile_of(CHOIR)

    assert told.ages is not None
    assert 6 <= told.ages[0] <= told.ages[1] <= 13
    assert tagged.ages is not None
    assert tagged.ages[0] >= 60


def test_work_is_told_in_subjects_and_their_families() -> None:
    profile = profile_of(HOMEWORK)

    assert profile.subjects
    assert profile.families
    assert profile.title_terms
    assert set(profile.title_terms) <= set(profile.terms)
    assert profile.organisation_terms


def test_ages_that_the_form_says_win() -> None:
    said = an_initiative("Kör", "För barn 8–11 år.", ages=(65, 80))

    assert profile_of(said).ages == (65, 80)
