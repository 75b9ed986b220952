"""Measures are chosen from the shared list or worded, owned by one organisation, and ended."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask
from sqlalchemy import select

from tests.clock import START
from tests.page_client import PageClient, field_values
from tests.register import add_initiative, add_partner, sign_in, verbs_on
from tests.town import Town
from tracker.domain.verbs import Verb
from tracker.extensions import db
from tracker.models import Measure, SharedMeasure
from tracker.services import measures
from tracker.services.measures import MeasureContent

FORM = "form[data-guard]"


@pytest.fixture
def address(app: Flask, town: Town, client: PageClient) -> str:
    """The measures of an initiative of Lea's, who is signed in."""
    with app.app_context():
        public_id = add_initiative(town.lea, "Matlaget")
    sign_in(client, town.lea)
    return f"/initiatives/{public_id}/measures"


def shared(app: Flask, code: str = "participants") -> uuid.UUID:
    with app.app_context():
        query = select(SharedMeasure.public_id).where(SharedMeasure.code == code)
        return db.session.scalars(query).one()


def only_measure(app: Flask) -> Measure:
    with app.app_context():
        return db.session.scalars(select(Measure)).one()


def test_one_from_the_shared_list_is_chosen_once(
    app: Flask, client: PageClient, address: str
) -> None:
    assert "People who took part" in client.get_page(f"{address}/new").text()
    url = f"{address}/shared/{shared(app)}"
    fields = field_values(client.get_page(url).one(FORM)) | {"target": "120"}

    assert client.post(url, data=fields).location == address
    assert "Target: 120 people" in client.get_page(address).text()
    initiative = client.get_page(address.rpartition("/")[0]).text()
    assert "Target: 120 people" in initiative
    assert "Now counted: Personer som deltagit." in initiative
    assert "People who took part" not in client.get_page(f"{address}/new").text()

    again = client.post(url, data=fields)
    assert again.status_code == 422
    assert "The initiative counts that already." in again.text


def test_an_own_one_is_worded_changed_and_ended(
    app: Flask, client: PageClient, address: str
) -> None:
    url = f"{address}/own"
    fields = field_values(client.get_page(url).one(FORM))
    fields |= {"name": "Portioner", "unit": "portioner", "baseline": "40"}
    client.post(url, data=fields)
    measure = only_measure(app)
    assert (measure.name, measure.baseline, measure.shared_measure_id) == ("Portioner", 40, None)

    edit = f"{address}/{measure.public_id}/edit"
    fields = field_values(client.get_page(edit).one(FORM))
    lacking = client.post(edit, data=fields | {"cannot_be_measured": "y"})
    assert "Say what is missing before it can be measured." in lacking.text
    fields |= {"cannot_be_measured": "y", "missing": "En lista i köket"}
    client.post(edit, data=fields)
    assert "Cannot be measured yet: En lista i köket" in client.get_page(address).text()

    ending = f"{address}/{measure.public_id}/ending"
    token = field_values(client.get_page(ending.rpartition("/")[0]).one(f"form[action='{ending}']"))
    client.post(ending, data=token)
    assert "Counted until 2 March 2026." in client.get_page(address).text()
    client.post(ending, data=token)
    assert "The measure is ended." in client.get_page(address).text()
    with app.app_context():
        verbs = verbs_on(uuid.UUID(address.split("/")[2]))
    assert verbs[-3:] == [Verb.MEASURE_ADDED, Verb.MEASURE_EDITED, Verb.MEASURE_ENDED]


def test_a_stranger_can_own_no_number(
    app: Flask, client: PageClient, town: Town, address: str
) -> None:
    url = f"{address}/shared/{shared(app)}"
    fields = field_values(client.get_page(url).one(FORM))
    refused = client.post(url, data=fields | {"owner": str(town.house.public_id)})
    assert refused.status_code == 422


def test_others_read_and_do_not_add(client: PageClient, town: Town, address: str) -> None:
    sign_in(client, town.pia)
    page = client.get_page(address)
    assert "Nothing is counted yet" in page.text()
    assert "Add a measure" not in page.text()
    assert client.get(f"{address}/new").status_code == 403


def test_a_number_is_told_on_the_report_and_on_its_own_page(
    app: Flask, client: PageClient, address: str
) -> None:
    url = f"{address}/shared/{shared(app)}"
    client.post(url, data=field_values(client.get_page(url).one(FORM)))
    measure = only_measure(app)
    initiative = address.rpartition("/")[0]

    report = client.get_page(f"{initiative}/reports/new")
    fields = field_values(report.one("form[data-keep]"))
    name = f"measure_{measure.public_id.hex}"
    fields |= {"happened": "Vi åt.", name: "34"}
    assert client.post(f"{initiative}/reports", data=fields).status_code == 303
    again = client.get_page(f"{initiative}/reports/new")
    assert "Last time: 34, 2 March 2026." in again.text()

    own = f"{address}/{measure.public_id}"
    fields = field_values(client.get_page(own).one(FORM))
    fields |= {"girls_women": "20", "boys_men": "21", "measured_on": "2026-02-27"}
    assert client.post(f"{own}/values", data=fields).location == own
    page = client.get_page(own).text()
    assert "2026: 34 people" in page
    assert "Girls and women: 20; Boys and men: 21" in page
    removal = f"form[action='{own}/values/2026-02-27/removal']"
    client.post(
        f"{own}/values/2026-02-27/removal", data=field_values(client.get_page(own).one(removal))
    )
    assert "Girls and women: 20" not in client.get_page(own).text()
    wrong = client.post(f"{own}/values", data=fields | {"number": "50"})
    assert "The parts must add up to the number." in wrong.text
    empty = field_values(client.get_page(own).one(FORM))
    assert client.post(f"{own}/values", data=empty).status_code == 422


def test_the_partner_that_owns_a_number_tells_it(
    app: Flask, client: PageClient, town: Town, address: str
) -> None:
    initiative_id = uuid.UUID(address.split("/")[2])
    with app.app_context():
        add_partner(town.lea, initiative_id, town.pia)
        measure_id = measures.add(
            town.lea,
            initiative_id,
            MeasureContent(owner=town.house.public_id),
            shared_id=shared(app, "internship_places"),
            now=START,
        )
    sign_in(client, town.pia)
    own = f"{address}/{measure_id}"
    page = client.get_page(own)
    assert not page.select("form[action$='/ending']")
    fields = field_values(page.one(FORM)) | {"number": "6"}
    assert client.post(f"{own}/values", data=fields).location == own
    assert "2026: 6 places" in client.get_page(own).text()


def test_numbers_go_into_the_record_and_into_the_own_data_of_who_told_them(
    app: Flask, client: PageClient, address: str
) -> None:
    url = f"{address}/shared/{shared(app)}"
    client.post(url, data=field_values(client.get_page(url).one(FORM)))
    own = f"{address}/{only_measure(app).public_id}"
    fields = field_values(client.get_page(own).one(FORM))
    client.post(f"{own}/values", data=fields | {"girls_women": "20", "boys_men": "21"})

    told = client.get("/account/my-data.json").get_json()["written"]
    assert [row["number"] for row in told if row["kind"] == "measure_value"] == [41]
