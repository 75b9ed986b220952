"""The register for measuring speed is large, varied, believable and the same every time."""

from collections import Counter
from datetime import date
from itertools import chain, islice
from time import process_time

import pytest

from tracker.domain.lifecycle import Phase, Visibility
from tracker.domain.personal_data import find_personal_data
from tracker.domain.reference_data import load_reference_data
from tracker.domain.reference_rows import ReferenceData
from tracker.domain.sample_register import generate, sample_organisations
from tracker.domain.sample_rows import SampleInitiative

TODAY = date(2026, 11, 23)
COUNT = 2_000


@pytest.fixture(scope="module")
def register() -> list[SampleInitiative]:
    return list(generate(COUNT, 1, TODAY))


@pytest.fixture(scope="module")
def reference() -> ReferenceData:
    return load_reference_data()


def test_it_gives_as_many_as_asked_for_with_keys_of_their_own(
    register: list[SampleInitiative],
) -> None:
    assert len({i.key for i in register}) == COUNT


def test_each_has_five_reports(register: list[SampleInitiative]) -> None:
    assert {len(i.reports) for i in register} == {5}
    assert all(r.reported_on <= TODAY for i in register for r in i.reports)


def test_three_of_ten_lie_in_the_focus_district(register: list[SampleInitiative]) -> None:
    assert sum("norrby" in i.places for i in register) / COUNT == pytest.approx(0.3, abs=0.03)


def test_titles_and_texts_are_varied(register: list[SampleInitiative]) -> None:
    assert len({i.title for i in register}) > 0.8 * COUNT
    assert len({i.description for i in register}) == COUNT


def test_descriptions_are_as_long_as_real_ones(register: list[SampleInitiative]) -> None:
    lengths = [len(i.description.split()) for i in register]
    assert min(lengths) >= 40
    assert max(lengths) <= 120


def test_two_hundred_organisations_of_known_kinds(reference: ReferenceData) -> None:
    organisations = sample_organisations()
    assert len({o.name for o in organisations}) == 200
    assert {o.kind for o in organisations} <= reference.codes_of("organisation_kind")


def test_leads_and_partners_are_these_organisations(register: list[SampleInitiative]) -> None:
    names = {o.name for o in sample_organisations()}
    assert {i.organisation for i in register} <= names
    assert all(p.organisation != i.organisation for i in register for p in i.partners)
    assert {p.organisation for i in register for p in i.partners} <= names


def test_all_tags_are_used_and_known(
    register: list[SampleInitiative], reference: ReferenceData
) -> None:
    def used(field: str) -> set[str]:
        return set(chain.from_iterable(getattr(i, field) for i in register))

    assert used("effort_types") == reference.codes_of("effort_type")
    assert used("funding") == reference.codes_of("funding") - {"none"}
    assert used("target_groups") <= reference.codes_of("target_group")
    assert used("goals") == {g.code for g in reference.goals}
    assert used("places") <= {p.code for p in reference.places}
    assert used("working_groups") == {w.code for w in reference.working_groups}
    assert {i.phase for i in register} == set(Phase)
    assert {i.reach for i in register} == reference.codes_of("reach")


def test_goals_lie_in_the_goal_areas(
    register: list[SampleInitiative], reference: ReferenceData
) -> None:
    area_of = {g.code: g.goal_area_code for g in reference.goals}
    assert all({area_of[g] for g in i.goals} == set(i.goal_areas) for i in register)


def test_most_are_shared_and_few_are_drafts(register: list[SampleInitiative]) -> None:
    counts = Counter(i.visibility for i in register)
    assert counts[Visibility.SHARED] > counts[Visibility.OPEN] > counts[Visibility.DRAFT] > 0


def test_periods_run_forwards(register: list[SampleInitiative]) -> None:
    assert all(i.end_on is None or i.start_on <= i.end_on for i in register)
    assert all(i.registered_on <= i.reports[0].reported_on for i in register)


def test_no_text_names_a_person_by_number_phone_or_mail(
    register: list[SampleInitiative],
) -> None:
    texts = [
        text
        for i in register
        for text in (i.title, i.description, i.diarienummer, *(r.happened for r in i.reports))
    ]
    assert [t for t in texts if find_personal_data(t)] == []


def test_the_same_seed_gives_the_same_register_and_another_a_different_one(
    register: list[SampleInitiative],
) -> None:
    assert list(generate(50, 1, TODAY)) == register[:50]
    assert list(generate(50, 2, TODAY)) != register[:50]


def test_a_longer_register_begins_like_a_shorter_one(register: list[SampleInitiative]) -> None:
    assert list(islice(generate(20_000, 1, TODAY), 20)) == register[:20]


def test_twenty_thousand_take_less_than_twenty_seconds() -> None:
    began = process_time()
    for _ in generate(COUNT, 3, TODAY):
        pass
    assert (process_time() - began) * 20_000 / COUNT < 20
