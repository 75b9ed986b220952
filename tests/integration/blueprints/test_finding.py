"""The page of the search, asked for as a browser asks."""

from __future__ import annotations

from tests.page_client import PageClient
from tests.register import sign_in
from tests.town import Town


def test_what_is_found_leads_to_where_it_stands(town: Town, client: PageClient) -> None:
    sign_in(client, town.lea)
    page = client.get_page("/search?q=norrby")

    links = [str(link["href"]) for link in page.select(".found a")]
    assert f"/organisations/{town.kitchen.public_id}" in links
    assert "/places/norrby" in links
    assert page.select("#find-q")[0]["value"] == "norrby"


def test_a_slip_is_said(town: Town, client: PageClient) -> None:
    sign_in(client, town.lea)

    told = client.get_page("/search?q=nrrby").text("main")
    assert "Nothing answers to “nrrby”" in told
    assert "Nothing in the register answers" in client.get_page("/search?q=zzzzz").text("main")


def test_the_field_at_the_top_gets_the_answer_alone(town: Town, client: PageClient) -> None:
    sign_in(client, town.mia)
    answer = client.get("/search?q=lea", headers={"HX-Request": "true"})

    assert "<h1" not in answer.text
    assert f"/organisations/{town.kitchen.public_id}/people" in answer.text
