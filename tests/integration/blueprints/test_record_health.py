"""A record asks once a term whether it is right; where nobody has said so for long, it is marked."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from tests.clock import Clock
from tests.page_client import PageClient
from tests.register import add_initiative, sign_in
from tests.town import Town

ASK = "form[action$='/confirmation']"


def test_one_tap_on_the_start_page_is_enough_for_a_term(
    app: Flask, client: PageClient, clock: Clock, town: Town
) -> None:
    with app.app_context():
        for title in ("Matlaget", "Syhörnan"):
            add_initiative(town.lea, title, phase="planned")
    clock.advance(days=200)
    sign_in(client, town.lea, now=clock.now)

    page = client.get_page("/own")
    assert len(page.select(ASK)) == 2
    answer = client.post(
        page.select(ASK)[0]["action"],
        data={"csrf_token": page.select(f"{ASK} input")[0]["value"], "from": "start"},
    )

    assert answer.location == "/own"
    assert len(client.get_page("/own").select(ASK)) == 1


def test_a_record_that_is_old_is_marked_in_lists_and_asks_on_its_page(
    app: Flask, client: PageClient, clock: Clock, town: Town
) -> None:
    with app.app_context():
        public_id = add_initiative(town.lea, "Matlaget")
    clock.now += timedelta(days=500)
    sign_in(client, town.lea, now=clock.now)
    address = f"/initiatives/{public_id}"

    assert "May have changed" in client.get_page("/board").text()
    assert "May have changed" in client.get_page("/table").text()
    page = client.get_page(address)
    assert "Is what is written here still right?" in page.text()
    client.submit(page, ASK)

    page = client.get_page(address)
    assert "May have changed" not in page.text()
    assert "Somebody looked, and what is written is right." in page.text()
    assert not page.select(ASK)


def test_coordinators_see_all_and_an_organisation_its_own(
    app: Flask, client: PageClient, clock: Clock, town: Town
) -> None:
    with app.app_context():
        for actor in (town.lea, town.pia):
            add_initiative(actor, f"Insats {actor.name}", phase="planned")
    clock.now += timedelta(days=500)
    sign_in(client, town.cim, now=clock.now)
    own = f"/organisations/{town.house.public_id}/record-health"

    page = client.get_page("/record-health?freshness=stale")
    assert len(page.select("h2 a[href^='/initiatives/']")) == 2
    assert len(client.get_page(own).select("h2 a[href^='/initiatives/']")) == 1
    assert not client.get_page("/record-health?freshness=fresh").select("h2 .state")

    sign_in(client, town.pia, now=clock.now)
    assert len(client.get_page(own).select("h2 a[href^='/initiatives/']")) == 1
    assert client.get("/record-health").status_code == 403
    other = f"/organisations/{town.kitchen.public_id}/record-health"
    assert client.get(other).status_code == 403
