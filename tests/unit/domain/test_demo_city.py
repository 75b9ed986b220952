"""The demo city is whole, believable, tagged with known codes and the same every time."""

from collections import Counter
from datetime import date, timedelta
from itertools import chain

import pytest

from tracker.domain.demo_city import DemoCity, load_demo_city
from tracker.domain.freshness import is_report_late
from tracker.domain.lifecycle import Condition, Phase, Visibility
from tracker.domain.personal_data import find_personal_data
from tracker.domain.reference_data import load_reference_data
from tracker.domain.reference_rows import ReferenceData
from tracker.domain.roles import MembershipRole, PlatformRole
from tracker.domain.sample_rows import SampleInitiative, SampleReport

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def city() -> DemoCity:
    return load_demo_city(TODAY)


@pytest.fixture(scope="module")
def reference() -> ReferenceData:
    return load_reference_data()


def all_reports(city: DemoCity) -> list[SampleReport]:
    return [report for initiative in city.initiatives for report in initiative.reports]


def running(city: DemoCity) -> list[SampleInitiative]:
    return [i for i in city.initiatives if i.phase in {Phase.ONGOING, Phase.CLOSING}]


def share(city: DemoCity, visibility: Visibility) -> float:
    found = sum(i.visibility is visibility for i in city.initiatives)
    return found / len(city.initiatives)


def test_it_holds_480_initiatives_with_keys_of_their_own(city: DemoCity) -> None:
    assert len(city.initiatives) == 480
    assert len({i.key for i in city.initiatives}) == 480


def test_every_organisation_named_is_one_of_the_city(city: DemoCity) -> None:
    names = {o.name for o in city.organisations}
    leads = {i.organisation for i in city.initiatives}
    partners = {p.organisation for i in city.initiatives for p in i.partners}
    members = {p.organisation for p in city.people if p.organisation}
    assert len(names) == len(city.organisations) == 168
    assert leads | partners | members <= names


def test_organisations_are_of_known_and_many_kinds(
    city: DemoCity, reference: ReferenceData
) -> None:
    kinds = Counter(o.kind for o in city.organisations)
    assert set(kinds) <= reference.codes_of("organisation_kind")
    assert len(kinds) >= 13


@pytest.mark.parametrize(
    ("list_code", "field"),
    [
        ("target_group", "target_groups"),
        ("effort_type", "effort_types"),
        ("funding", "funding"),
    ],
)
def test_tags_are_codes_of_the_lists(
    city: DemoCity, reference: ReferenceData, list_code: str, field: str
) -> None:
    used = set(chain.from_iterable(getattr(i, field) for i in city.initiatives))
    assert used <= reference.codes_of(list_code)


def test_roles_and_reach_are_codes_of_the_lists(city: DemoCity, reference: ReferenceData) -> None:
    roles = {p.role for i in city.initiatives for p in i.partners}
    assert roles <= reference.codes_of("partner_role") - {"lead"}
    assert {i.reach for i in city.initiatives} == reference.codes_of("reach")


def test_places_are_known_and_a_fifth_lies_in_the_focus_district(
    city: DemoCity, reference: ReferenceData
) -> None:
    known = {p.code for p in reference.places}
    assert set(chain.from_iterable(i.places for i in city.initiatives)) <= known
    assert sum("norrby" in i.places for i in city.initiatives) >= 80


def test_goals_lie_in_the_goal_areas_of_the_initiative(
    city: DemoCity, reference: ReferenceData
) -> None:
    area_of = {g.code: g.goal_area_code for g in reference.goals}
    for initiative in city.initiatives:
        assert 1 <= len(initiative.goals) <= 2
        assert {area_of[g] for g in initiative.goals} <= set(initiative.goal_areas)
    assert {g for i in city.initiatives for g in i.goals} == set(area_of)


def test_working_groups_stand_only_where_the_place_has_them(
    city: DemoCity, reference: ReferenceData
) -> None:
    known = {w.code for w in reference.working_groups}
    grouped = [i for i in city.initiatives if i.working_groups]
    assert all("norrby" in i.places and set(i.working_groups) <= known for i in grouped)
    assert {g for i in grouped for g in i.working_groups} == known


def test_no_initiative_is_its_own_partner_or_asks_one_twice(city: DemoCity) -> None:
    for initiative in city.initiatives:
        partners = [p.organisation for p in initiative.partners]
        assert initiative.organisation not in partners
        assert len(partners) == len(set(partners))


def test_half_have_money_and_ages_and_many_a_purpose_or_partners(city: DemoCity) -> None:
    assert sum(bool(i.purpose) for i in city.initiatives) >= 200
    assert 100 <= sum(bool(i.partners) for i in city.initiatives) <= 150
    assert 190 <= sum(bool(i.funding) for i in city.initiatives) <= 290
    assert 190 <= sum(i.budget_sek is not None for i in city.initiatives) <= 290
    assert 190 <= sum(i.age_from is not None for i in city.initiatives) <= 290


def test_periods_and_ages_run_forwards(city: DemoCity) -> None:
    for initiative in city.initiatives:
        assert initiative.end_on is None or initiative.start_on <= initiative.end_on
        if initiative.age_from is not None and initiative.age_to is not None:
            assert initiative.age_from <= initiative.age_to


def test_most_are_shared_a_quarter_open_and_a_few_drafts(city: DemoCity) -> None:
    assert share(city, Visibility.SHARED) == pytest.approx(0.70, abs=0.02)
    assert share(city, Visibility.OPEN) == pytest.approx(0.25, abs=0.02)
    assert share(city, Visibility.DRAFT) == pytest.approx(0.05, abs=0.02)


def test_there_are_about_1500_reports_at_most_six_each(city: DemoCity) -> None:
    assert 1400 <= len(all_reports(city)) <= 1700
    assert all(1 <= len(i.reports) <= 6 for i in city.initiatives)


def test_what_has_not_begun_has_one_report_in_its_own_words(city: DemoCity) -> None:
    waiting = [i for i in city.initiatives if i.phase in {Phase.IDEA, Phase.PLANNED}]
    assert waiting
    assert all(len(i.reports) == 1 and i.reports[0].phase is i.phase for i in waiting)


def test_one_in_seven_running_initiatives_is_late(city: DemoCity) -> None:
    late = [
        i
        for i in running(city)
        if is_report_late(i.phase, (TODAY - i.reports[-1].reported_on).days)
    ]
    assert 0.10 <= len(late) / len(running(city)) <= 0.20


def test_texts_of_reports_are_varied(city: DemoCity) -> None:
    texts = Counter(report.happened for report in all_reports(city))
    assert len(texts) >= 0.8 * len(all_reports(city))
    assert max(texts.values()) <= 20


def test_whoever_needs_support_says_what_is_in_the_way(city: DemoCity) -> None:
    for report in all_reports(city):
        if report.condition is Condition.NEEDS_SUPPORT:
            assert report.needs
        assert report.obstacles or not report.needs
        assert report.happened


def test_some_cannot_count_yet_and_nobody_reports_less_than_one(city: DemoCity) -> None:
    counts = [report.people_reached for report in all_reports(city)]
    assert 0.15 <= sum(c is None for c in counts) / len(counts) <= 0.4
    assert all(c is None or c > 0 for c in counts)


def test_english_initiatives_report_in_english(city: DemoCity) -> None:
    english = [i for i in city.initiatives if i.language == "en"]
    assert len(english) == 9
    assert all(r.language == "en" for i in english for r in i.reports)


def test_no_text_names_a_person_by_number_phone_or_mail(city: DemoCity) -> None:
    texts = [
        text
        for i in city.initiatives
        for text in (i.title, i.description, i.purpose, i.diarienummer)
    ]
    texts += [t for r in all_reports(city) for t in (r.happened, r.obstacles, r.needs)]
    assert [t for t in texts if find_personal_data(t)] == []


def test_no_text_uses_words_that_stigmatise(city: DemoCity) -> None:
    texts = [f"{i.title} {i.description} {i.purpose}" for i in city.initiatives]
    texts += [f"{r.happened} {r.obstacles} {r.needs}" for r in all_reports(city)]
    unwanted = ("dubbelarbete", "utsatt område", "utsatta område", "problemområde")
    assert [t for t in texts if any(word in t.lower() for word in unwanted)] == []


def test_demo_people_cover_each_role_and_use_a_demo_address(city: DemoCity) -> None:
    assert all(p.email.endswith("@demo.example") for p in city.people)
    assert all("påhittad" in p.name for p in city.people)
    assert {role for p in city.people for role in p.platform_roles} == set(PlatformRole)
    kind_of = {o.name: o.kind for o in city.organisations}
    members = {(kind_of[p.organisation], p.membership) for p in city.people if p.organisation}
    assert members == {
        ("department", MembershipRole.MEMBER),
        ("department", MembershipRole.MANAGER),
        ("association", MembershipRole.MEMBER),
        ("association", MembershipRole.MANAGER),
        ("municipal_company", MembershipRole.MANAGER),
    }


def test_the_association_has_asked_the_housing_company(city: DemoCity) -> None:
    asked = [
        (i.organisation, p.organisation)
        for i in city.initiatives
        for p in i.partners
        if p.standing == "asked"
    ]
    assert ("Föreningen Läsro", "Viskahem AB") in asked


@pytest.mark.parametrize("today", [date(2025, 3, 1), TODAY, date(2027, 8, 15), date(2030, 1, 2)])
def test_on_any_day_reports_lie_between_the_start_and_today(today: date) -> None:
    for initiative in load_demo_city(today).initiatives:
        dates = [report.reported_on for report in initiative.reports]
        assert dates == sorted(dates)
        assert all(day <= today for day in dates)
        assert initiative.registered_on <= min([today, *dates])
        if initiative.phase not in {Phase.IDEA, Phase.PLANNED}:
            assert all(day >= initiative.start_on for day in dates)


def test_completed_initiatives_stop_reporting_soon_after_their_end(city: DemoCity) -> None:
    for initiative in city.initiatives:
        if initiative.phase is Phase.COMPLETED:
            assert initiative.end_on is not None
            last = initiative.reports[-1]
            assert last.phase is Phase.COMPLETED
            assert last.reported_on <= initiative.end_on + timedelta(days=18)


def test_the_same_day_gives_the_same_city(city: DemoCity) -> None:
    assert load_demo_city(TODAY) == city
