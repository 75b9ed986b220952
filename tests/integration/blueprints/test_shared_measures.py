"""Numbers of many initiatives are added up once each, and published without any small one."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from tests.clock import START
from tests.documents import attribute
from tests.page_client import PageClient, field_values
from tests.register import add_initiative, open_to_everyone, sign_in
from tests.town import Town
from tracker.access.actors import Actor
from tracker.domain.measures import Part
from tracker.errors import RefusedError
from tracker.extensions import db
from tracker.models import Measure, SharedMeasure
from tracker.services import measure_values, measures
from tracker.services.measure_values import ValueContent
from tracker.services.measures import MeasureContent

DAY = date(2026, 2, 20)
Count = Callable[..., uuid.UUID]


def shared_id(code: str = "participants") -> uuid.UUID:
    query = select(SharedMeasure.public_id).where(SharedMeasure.code == code)
    return db.session.scalars(query).one()


@pytest.fixture
def count(app: Flask, town: Town) -> Count:
    """Lets an initiative of somebody's count people, and open it."""

    def counting(
        actor: Actor, title: str, number: int, *, on: date = DAY, **parts: int
    ) -> uuid.UUID:
        with app.app_context():
            initiative_id = add_initiative(actor, title)
            open_to_everyone(initiative_id, by=actor, confirmed_by=town.cim)
            measure_id = measures.add(
                actor, initiative_id, MeasureContent(target=3), shared_id=shared_id(), now=START
            )
            divided = {Part(name): count for name, count in parts.items()}
            content = ValueContent(number=number, measured_on=on, parts=divided)
            measure_values.tell(actor, initiative_id, measure_id, content, now=START)
            return initiative_id

    return counting


def test_those_signed_in_see_the_exact_sum(client: PageClient, town: Town, count: Count) -> None:
    count(town.lea, "Matlaget", 40)
    count(town.pia, "Boskolan", 3)
    sign_in(client, town.rut)
    page = client.get_page("/measures")
    assert page.texts("tbody td") == ["43 people", "2"]

    one = client.get_page(attribute(page.select("tbody a")[0], "href"))
    assert one.texts("tbody td") == ["3", "AB Huset", "40", "Norrby kök"]
    assert "Nothing is counted yet" in client.get_page("/measures?year=2025").text()


def test_the_published_sum_is_made_of_published_figures_only(
    client: PageClient, town: Town, count: Count
) -> None:
    count(town.lea, "Matlaget", 40)
    few = count(town.pia, "Boskolan", 3)
    page = client.get_page("/open/measures")
    assert page.texts("tbody td") == ["40 personer", "1", "1"]
    alone = client.get_page(f"/open/{few}").text()
    assert "2026: färre än 5" in alone
    assert "Mål: 3" not in alone


def test_parts_are_published_once_the_year_is_over_and_no_small_one_with_them(
    client: PageClient, town: Town, count: Count
) -> None:
    this_year = count(town.lea, "Matlaget", 40, girls_women=20, boys_men=18, other_gender=2)
    assert "Flickor och kvinnor" not in client.get_page(f"/open/{this_year}").text()
    last_year = count(
        town.lea,
        "Soppan",
        40,
        on=date(2025, 12, 1),
        girls_women=20,
        boys_men=18,
        other_gender=2,
    )
    text = client.get_page(f"/open/{last_year}").text()
    assert (
        "Flickor och kvinnor: 20; Pojkar och män: visas inte; Annat, eller okänt: visas inte"
        in text
    )


def test_two_initiatives_of_one_effort_count_once(
    app: Flask, client: PageClient, town: Town, count: Count
) -> None:
    count(town.lea, "Matlaget", 40)
    other = count(town.lea, "Soppan", 40)
    sign_in(client, town.lea)
    assert client.get_page("/measures").texts("tbody td") == ["80 people", "2"]

    measures_page = f"/initiatives/{other}/measures"
    own = attribute(client.get_page(measures_page).one("tbody a"), "href")
    form = client.get_page(f"{own}/edit").one("form[data-guard]")
    (tie,) = [
        attribute(option, "value")
        for option in form.select("select[name=told_in] option")
        if "Matlaget" in option.text
    ]
    client.post(f"{own}/edit", data=field_values(form) | {"told_in": tie})
    assert client.get_page("/measures").texts("tbody td") == ["40 people", "1"]
    assert "The number is told by Norrby kök" in client.get_page(own).text()
    assert (
        f"measure_{own.rpartition('/')[2].replace('-', '')}"
        not in client.get(f"/initiatives/{other}/reports/new").text
    )

    with app.app_context(), pytest.raises(RefusedError, match="told_elsewhere"):
        content = ValueContent(number=9, measured_on=DAY)
        measure_id = uuid.UUID(own.rpartition("/")[2])
        measure_values.tell(town.lea, other, measure_id, content, now=START)
    fields = field_values(client.get_page(f"{own}/edit").one("form[data-guard]"))
    assert fields["told_in"] == tie
    client.post(f"{own}/edit", data=fields | {"told_in": ""})
    assert client.get_page("/measures").texts("tbody td") == ["80 people", "2"]


def test_no_chain_of_numbers_is_made(app: Flask, town: Town, count: Count) -> None:
    one, other = count(town.lea, "Matlaget", 40), count(town.lea, "Soppan", 40)
    with app.app_context():
        query = select(Measure.public_id).order_by(Measure.id)
        first, second = db.session.scalars(query)
        measures.edit(town.lea, one, first, MeasureContent(told_in=second), now=START)
        for told_in in (first, second, uuid.uuid4()):
            with pytest.raises(RefusedError, match="not_its_number"):
                measures.edit(town.lea, other, second, MeasureContent(told_in=told_in), now=START)


def test_coordinators_keep_the_list(app: Flask, client: PageClient, town: Town) -> None:
    sign_in(client, town.cim)
    fields = field_values(client.get_page("/measures/list").one("form[data-guard]"))
    fields |= {"name_sv": "Turer", "name_en": "Rides", "unit_sv": "turer", "unit_en": "rides"}
    assert client.post("/measures/list", data=fields).location == "/measures/list"
    again = client.post("/measures/list", data=fields)
    assert "There is already a shared measure with that name." in again.text

    with app.app_context():
        query = select(SharedMeasure.public_id).where(SharedMeasure.name_sv == "Turer")
        own = f"/measures/{db.session.scalars(query).one()}"
    fields = field_values(client.get_page(f"{own}/edit").one("form[data-guard]"))
    client.post(f"{own}/edit", data=fields | {"name_en": "Trips"})
    assert "Trips" in client.get_page("/measures/list").text()

    token = {"csrf_token": fields["csrf_token"]}
    client.post(f"{own}/retirement", data=token)
    assert "retired 2 March 2026" in client.get_page("/measures/list").text()
    with app.app_context():
        initiative_id = add_initiative(town.lea, "Matlaget")
    sign_in(client, town.lea)
    assert "Trips" not in client.get_page(f"/initiatives/{initiative_id}/measures/new").text()
    assert client.get("/measures/list").status_code == 403
    sign_in(client, town.cim)
    client.post(f"{own}/return", data=token)
    assert "retired" not in client.get_page("/measures/list").text()


def test_a_list_that_is_taken_out_holds_no_small_figure(
    client: PageClient, town: Town, count: Count
) -> None:
    count(town.lea, "Matlaget", 40)
    count(town.pia, "Boskolan", 3)
    sign_in(client, town.rut)
    response = client.get("/exports/initiatives.csv")
    text = response.get_data(as_text=True)
    response.close()
    assert "People who took part: 40 people (2026)" in text
    assert "People who took part: fewer than 5 people (2026)" in text


def test_the_sums_are_taken_out_without_any_small_figure(
    client: PageClient, town: Town, count: Count
) -> None:
    count(town.lea, "Matlaget", 40)
    count(town.pia, "Boskolan", 3)
    sign_in(client, town.rut)
    text = client.get("/measures/sums.csv").get_data(as_text=True)
    assert text.splitlines()[1].split(",")[1:] == ["2026", "people", "40", "1", "1"]
    assert client.get("/measures/sums.xlsx").status_code == 200
