"""What is kept of each kind of reference data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask

from tracker.domain.reference_kinds import ReferenceKind
from tracker.domain.roles import OrganisationFamily
from tracker.errors import RefusedError
from tracker.models import GoalArea, ListEntry, Place
from tracker.services.reference_content import (
    ReferenceContent,
    check_content,
    code_from,
    new_row,
)
from tracker.services.seed import PROGRAMME_CODE


@pytest.fixture(autouse=True)
def _in_app(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Women born abroad", "women_born_abroad"),
        ("  EU (ESF+) & more ", "eu_esf_more"),
        ("Åäö", ""),
        ("a very long name indeed", "a_very_lon"),
    ],
)
def test_a_code_is_made_from_the_english_name(name: str, code: str) -> None:
    assert code_from(name, longest=10 if name.startswith("a very") else 60) == code


def test_a_kind_of_organisation_is_municipal_by_its_family() -> None:
    for family in OrganisationFamily:
        content = ReferenceContent(name_sv="Råd", name_en="Council", family=family)
        row = new_row(ReferenceKind.ORGANISATION_KIND, content)
        assert isinstance(row, ListEntry)
        assert row.is_municipal == (family is OrganisationFamily.MUNICIPAL)


def test_a_new_place_is_a_district_and_a_new_area_belongs_to_the_programme() -> None:
    place = new_row(ReferenceKind.PLACE, ReferenceContent(name_sv="Ny by", name_en="New village"))
    content = ReferenceContent(name_sv="Kultur", name_en="Culture", within=PROGRAMME_CODE)
    area = new_row(ReferenceKind.GOAL_AREA, content)

    assert isinstance(place, Place)
    assert (place.code, place.kind.value) == ("new_village", "district")
    assert isinstance(area, GoalArea)
    assert area.official_name_sv == "Kultur"


def test_one_day_and_one_age_are_periods_too() -> None:
    day = date(2026, 3, 2)
    check_content(
        ReferenceContent(
            name_sv="A", name_en="B", valid_from=day, valid_to=day, age_from=6, age_to=6
        )
    )
    with pytest.raises(RefusedError):
        check_content(ReferenceContent(name_sv="A", name_en="B", age_from=1, age_to=0))
