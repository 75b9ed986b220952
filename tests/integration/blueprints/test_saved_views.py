"""The pages of saved views, asked for as a browser asks."""

from __future__ import annotations

import pytest

from tests.page_client import PageClient
from tests.register import sign_in
from tests.town import Town


def saved(client: PageClient, at: str = "/board?place=norrby") -> str:
    """Save the view at an address from its own link; returns where its page is."""
    page = client.get_page(str(client.get_page(at).select('a[href^="/views/new"]')[0]["href"]))
    answer = client.submit(page, 'form[action="/views"]', name="Norrby")
    return str(answer.headers["Location"])


def test_a_view_is_saved_from_the_board_and_opened_again(town: Town, client: PageClient) -> None:
    sign_in(client, town.lea)
    place = saved(client, "/table?place=norrby&q=&sort=-title")

    assert client.get_page(place).select("h1")[0].text == "Norrby"
    listed = client.get_page("/views")
    assert listed.select("h3 a")[0]["href"] == "/table?place=norrby&sort=-title"
    assert not listed.select('input[name="is_shared"]')
    client.get_page("/views/new?at=/account", status=404)


def test_whoever_begins_with_a_view_comes_there_and_back(town: Town, client: PageClient) -> None:
    sign_in(client, town.lea)
    place = saved(client)
    client.submit(client.get_page(place), 'form[action$="/start-page"]')

    assert client.get("/").headers["Location"] == "/board?place=norrby"
    assert client.get_page("/board").select('nav a[href="/start"]')
    assert "Hello, Lea" in client.get_page("/start").text("h1")
    client.submit(client.get_page(place), 'form[action$="/start-page"]')
    assert "Hello, Lea" in client.get_page("/").text("h1")


@pytest.mark.parametrize("name", ["", "Norrby"])
def test_a_name_that_will_not_do_is_asked_for_again(
    town: Town, client: PageClient, name: str
) -> None:
    sign_in(client, town.lea)
    saved(client)
    page = client.get_page("/views/new?at=/board")

    answer = client.submit(page, 'form[action="/views"]', name=name)

    assert answer.status_code == 422


def test_a_coordinator_shares_and_others_find_it(town: Town, client: PageClient) -> None:
    sign_in(client, town.cim)
    place = saved(client)
    client.submit(client.get_page(place), 'form[action$="/sharing"]')
    sign_in(client, town.mia)
    page = client.get_page("/views")

    assert "from the coordinators" in page.text("main")
    client.get_page(place)
    sign_in(client, town.cim)
    client.submit(client.get_page(place), 'form[action$="/removal"]')
    client.get_page(place, status=404)
