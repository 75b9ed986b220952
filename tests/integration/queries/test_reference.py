"""What can be chosen, in the reader's language, and never older than the database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.register import change_row
from tracker.domain.roles import ListCode, OrganisationFamily, PlaceKind
from tracker.extensions import db
from tracker.models import GoalArea, ListEntry, Place
from tracker.queries.reference import get_reference, is_current

pytestmark = pytest.mark.usefixtures("in_app")
TODAY = date(2026, 3, 2)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("sv", ["Barn och unga", "Bostäder och närmiljö", "Arbete och studier"]),
        ("en", ["Children and youth", "Housing and local environment", "Work and studies"]),
    ],
)
def test_goal_areas_stand_in_their_adopted_order(language: str, names: list[str]) -> None:
    areas = list(get_reference(language).goal_areas.values())

    assert [area.code for area in areas] == [
        "children_youth",
        "housing_environment",
        "work_studies",
    ]
    assert len(areas[0].official_name) >= len(areas[0].name)
    if language == "sv":
        assert areas[0].name == names[0]


def test_adopted_goals_are_quoted_in_swedish_in_both_languages() -> None:
    swedish, english = get_reference("sv"), get_reference("en")

    for goal_id, goal in english.goals.items():
        assert goal.text_sv == swedish.goals[goal_id].text_sv
        assert goal.text_en
        assert goal.goal_area_id in english.goal_areas


def test_a_place_holds_everything_below_it() -> None:
    reference = get_reference("sv")
    whole, norrby = reference.place("1490"), reference.place("norrby")

    assert whole is not None
    assert norrby is not None
    assert (whole.kind, norrby.kind) == (PlaceKind.MUNICIPALITY, PlaceKind.DISTRICT)
    assert set(whole.inside_ids) == set(reference.places)
    inside = {reference.places[row_id].code for row_id in norrby.inside_ids}
    assert inside == {"norrby", "1490R025"}


def test_places_know_their_other_names() -> None:
    hulta = get_reference("sv").place("hulta")

    assert hulta is not None
    assert hulta.aliases == ("Sörmarken",)


def test_norrby_is_the_focus_place_with_five_working_groups() -> None:
    reference = get_reference("sv")

    (focus,) = reference.focus_places
    assert focus.code == "norrby"
    assert {group.place_id for group in reference.working_groups.values()} == {focus.id}
    assert len(reference.working_groups) == 5


def test_an_entry_is_found_by_list_and_code() -> None:
    reference = get_reference("sv")
    children = reference.entry(ListCode.TARGET_GROUP, "children")
    department = reference.entry(ListCode.ORGANISATION_KIND, "department")

    assert children is not None
    assert (children.age_from, children.age_to) == (6, 12)
    assert department is not None
    assert (department.family, department.is_municipal) == (OrganisationFamily.MUNICIPAL, True)
    assert reference.entry(ListCode.EFFORT_TYPE, "children") is None
    assert reference.place("nowhere") is None


@pytest.mark.parametrize("list_code", ListCode)
def test_a_list_holds_its_own_entries_alone(list_code: ListCode) -> None:
    rows = get_reference("en").of_list(list_code)

    assert rows
    assert {row.list_code for row in rows} == {list_code}


def test_a_changed_name_is_seen_at_once() -> None:
    before = get_reference("sv")
    area = db.session.scalars(select(GoalArea).order_by(GoalArea.position)).first()
    assert area is not None

    change_row(area, name_sv="Barn, unga och familjer")

    assert get_reference("sv").goal_areas[area.id].name == "Barn, unga och familjer"
    assert before.goal_areas[area.id].name == "Barn och unga"


def test_an_unchanged_register_is_read_once() -> None:
    assert get_reference("sv") is get_reference("sv")
    assert get_reference("sv") is not get_reference("en")


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "is_chosen"),
    [
        (None, None, True),
        (TODAY, None, True),
        (TODAY + DAY, None, False),
        (None, TODAY, True),
        (None, TODAY - DAY, False),
        (TODAY - DAY, TODAY + DAY, True),
        (TODAY - 2 * DAY, TODAY - DAY, False),
    ],
)
def test_a_choice_holds_from_its_first_day_to_its_last(
    valid_from: date | None, valid_to: date | None, is_chosen: bool
) -> None:
    assert is_current(Place(valid_from=valid_from, valid_to=valid_to), TODAY) is is_chosen


def test_a_retired_entry_keeps_its_name() -> None:
    entry = get_reference("sv").entry(ListCode.REACH, "group")
    assert entry is not None

    change_row(db.session.get_one(ListEntry, entry.id), valid_to=TODAY - DAY)

    kept = get_reference("sv").entries[entry.id]
    assert kept.name == entry.name
    assert not is_current(kept, TODAY)
