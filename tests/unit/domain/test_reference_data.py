"""The reference data that ships is whole, quoted as adopted, and refuses to contradict itself."""

from dataclasses import replace

import pytest

from tracker.domain.reference_data import ReferenceDataError, checked, load_reference_data
from tracker.domain.reference_rows import ListEntry, Place, ReferenceData
from tracker.domain.roles import PlaceKind


@pytest.fixture(scope="module")
def data() -> ReferenceData:
    return load_reference_data()


def place(data: ReferenceData, code: str) -> Place:
    return next(p for p in data.places if p.code == code)


def entry(data: ReferenceData, list_code: str, code: str) -> ListEntry:
    return next(e for e in data.list_entries if (e.list_code, e.code) == (list_code, code))


def test_three_areas_hold_thirteen_goals(data: ReferenceData) -> None:
    per_area = [
        [g.code for g in data.goals if g.goal_area_code == area.code] for area in data.goal_areas
    ]
    assert per_area == [
        ["CY1", "CY2", "CY3", "CY4", "CY5"],
        ["HE1", "HE2", "HE3", "HE4", "HE5"],
        ["WS1", "WS2", "WS3"],
    ]


def test_goals_carry_the_adopted_wording_and_our_english(data: ReferenceData) -> None:
    goal = next(g for g in data.goals if g.code == "HE3")
    assert goal.text_sv == "I Borås ska ingen vara hemlös"
    assert goal.text_en == "In Borås no one shall be homeless"
    assert all(g.short_sv and g.short_en and g.text_sv and g.text_en for g in data.goals)


def test_the_programme_keeps_its_dates(data: ReferenceData) -> None:
    assert data.programme.adopted_on.isoformat() == "2021-11-22"
    assert (data.programme.valid_from.year, data.programme.valid_to.year) == (2021, 2024)


def test_places_are_the_municipality_37_districts_and_47_regso(data: ReferenceData) -> None:
    counts = [sum(p.kind is kind for p in data.places) for kind in PlaceKind]
    assert counts == [1, 37, 47]


def test_every_district_ties_to_regso_areas_with_polygons(data: ReferenceData) -> None:
    shaped = {p.code for p in data.places if p.polygon}
    for district in (p for p in data.places if p.kind is PlaceKind.DISTRICT):
        assert district.ties
        assert set(district.ties) <= shaped


def test_every_regso_area_belongs_to_a_district(data: ReferenceData) -> None:
    tied = {t for p in data.places for t in p.ties}
    assert tied == {p.code for p in data.places if p.kind is PlaceKind.REGSO}


def test_polygons_are_closed_geojson_rings_inside_the_municipality(data: ReferenceData) -> None:
    for area in (p for p in data.places if p.kind is PlaceKind.REGSO):
        assert area.polygon is not None
        assert area.label_point is not None
        rings = area.polygon["coordinates"]
        if area.polygon["type"] == "MultiPolygon":
            rings = [ring for polygon in rings for ring in polygon]
        for ring in rings:
            assert ring[0] == ring[-1]
            assert all(12 < lon < 14 and 57 < lat < 58.2 for lon, lat in ring)


def test_norrby_means_the_residential_area_and_is_the_only_focus(data: ReferenceData) -> None:
    assert place(data, "norrby").ties == ("1490R025",)
    assert [p.code for p in data.places if p.is_focus] == ["norrby"]


def test_norrby_has_five_working_groups_with_english_names(data: ReferenceData) -> None:
    assert [w.name_sv for w in data.working_groups] == [
        "Meningsfull fritid",
        "Inre miljö",
        "Yttre miljö",
        "Förutsättningar för arbete",
        "Förskola, skola och föräldraskap",
    ]
    assert all(w.name_en and w.place_code == "norrby" for w in data.working_groups)


def test_everyday_names_are_aliases(data: ReferenceData) -> None:
    assert "Sörmarken" in place(data, "hulta").aliases
    assert "Södra Öresjö" in place(data, "oresjo").aliases


@pytest.mark.parametrize(
    ("list_code", "count"),
    [
        ("organisation_kind", 15),
        ("partner_role", 5),
        ("target_group", 22),
        ("effort_type", 25),
        ("reach", 3),
        ("funding", 13),
    ],
)
def test_each_list_is_complete_and_ordered(data: ReferenceData, list_code: str, count: int) -> None:
    positions = [e.position for e in data.list_entries if e.list_code == list_code]
    assert positions == list(range(1, count + 1))


def test_entries_have_both_languages(data: ReferenceData) -> None:
    assert all(e.name_sv and e.name_en for e in data.list_entries)


def test_ages_let_ten_to_fifteen_meet_children_and_teenagers(data: ReferenceData) -> None:
    met = {
        e.code
        for e in data.list_entries
        if e.age_from is not None and e.age_from <= 15 and (e.age_to is None or e.age_to >= 10)
    }
    assert met == {"children", "teenagers"}


def test_older_people_have_no_upper_age(data: ReferenceData) -> None:
    older = entry(data, "target_group", "older")
    assert (older.age_from, older.age_to) == (65, None)


def test_only_departments_committees_and_their_companies_are_municipal(data: ReferenceData) -> None:
    municipal = {e.code for e in data.list_entries if e.is_municipal}
    assert municipal == {"department", "committee", "municipal_company"}
    assert all((e.family == "municipal") is bool(e.is_municipal) for e in data.list_entries)


def test_a_code_standing_twice_is_refused(data: ReferenceData) -> None:
    with pytest.raises(ReferenceDataError, match="goal CY1 stands twice"):
        checked(replace(data, goals=(*data.goals, data.goals[0])))


def test_a_tie_to_nothing_is_refused(data: ReferenceData) -> None:
    loose = replace(place(data, "norrby"), code="new", ties=("1490R999",))
    with pytest.raises(ReferenceDataError, match="new ties to 1490R999"):
        checked(replace(data, places=(*data.places, loose)))


def test_a_regso_area_without_polygon_is_refused(data: ReferenceData) -> None:
    bare = replace(place(data, "1490R025"), code="bare", polygon=None)
    with pytest.raises(ReferenceDataError, match="bare has no polygon"):
        checked(replace(data, places=(*data.places, bare)))


def test_a_working_group_outside_a_focus_district_is_refused(data: ReferenceData) -> None:
    stray = replace(data.working_groups[0], code="stray", place_code="hulta")
    with pytest.raises(ReferenceDataError, match="stray lies in no focus district"):
        checked(replace(data, working_groups=(stray,)))


def test_all_faults_of_an_entry_are_named_at_once(data: ReferenceData) -> None:
    faulty = replace(entry(data, "target_group", "children"), code="odd", age_from=20, name_en="")
    foreign = replace(entry(data, "organisation_kind", "region"), code="other", family=None)
    with pytest.raises(ReferenceDataError) as refused:
        checked(replace(data, list_entries=(faulty, foreign)))
    assert refused.value.problems == (
        "target_group odd lacks a name",
        "odd ends before it begins",
        "organisation kind other has no family",
    )


def test_a_goal_without_an_area_is_refused(data: ReferenceData) -> None:
    with pytest.raises(ReferenceDataError, match="has no area"):
        checked(replace(data, goal_areas=data.goal_areas[1:]))


def test_codes_of_a_list_are_asked_by_its_code(data: ReferenceData) -> None:
    assert data.codes_of("reach") == {"general", "group", "place"}
