"""A coordinator asks back about a report, comments and thanks; the organisation's text stays."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.page_client import PageClient
from tests.register import add_initiative, add_report, mails, sign_in
from tests.town import Town

ROW = ".history form[action$='/comments']"


@pytest.fixture
def address(app: Flask, town: Town) -> str:
    """An initiative of Lea's with a report by Mia, seen by everybody."""
    with app.app_context():
        public_id = add_initiative(town.lea, "Matlaget")
        add_report(town.mia, public_id, happened="Sju barn kom.")
    return f"/initiatives/{public_id}"


def ask_back(client: PageClient, town: Town, address: str, text: str = "Vilka dagar?") -> None:
    sign_in(client, town.cim)
    page = client.get_page(address)
    assert "Ask about the report" in page.text(f"{ROW} label")
    assert client.submit(page, ROW, text=text, deed="send_back").status_code == 303


def told(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        found = [(mail["template"], mail["to"].partition("@")[0]) for mail in mails()]
    return [each for each in found if each[0].startswith("report_")]


def waits(client: PageClient, town: Town) -> bool:
    sign_in(client, town.lea)
    return bool(client.get_page("/own").select("#asked-back"))


def test_a_question_stands_first_on_the_start_page_until_it_is_answered(
    app: Flask, client: PageClient, town: Town, address: str
) -> None:
    ask_back(client, town, address)
    assert told(app) == [("report_questioned", "lea"), ("report_questioned", "mia")]
    sign_in(client, town.lea)
    page = client.get_page("/own")
    panels = page.texts("main h2")
    assert panels[0] == "We wonder"
    assert "Vilka dagar?" in page.text(".panel:has(#asked-back)")
    shown = client.get_page(address).text(".history")
    assert "We wonder" in shown
    assert "Sju barn kom." in shown

    client.submit(client.get_page(address), "#conversation .answer form", text="Tisdagar.")
    assert not waits(client, town)
    assert "Answered" in client.get_page(address).text(".history")


@pytest.mark.parametrize("way", ["correction", "new"])
def test_a_correction_or_a_new_report_answers(
    app: Flask, client: PageClient, town: Town, address: str, way: str
) -> None:
    ask_back(client, town, address)
    sign_in(client, town.lea)
    wanted = f"a[href$='/{way}']" if way == "correction" else "a[href$='/reports/new']"
    link = client.get_page(address).select(wanted)[0]["href"]
    page = client.get_page(str(link))
    assert ("Vilka dagar?" in page.text("main")) is (way == "correction")
    client.submit(page, "form.leading", happened="Sju barn kom på tisdag.")

    assert not waits(client, town)
    assert told(app)[2:] == [("report_answered", "cim")]
    assert "Sju barn kom." in client.get_page(address).text(".history")


def test_everybody_who_sees_a_report_thanks_once_and_only_coordinators_send_back(
    app: Flask, client: PageClient, town: Town, address: str
) -> None:
    sign_in(client, town.stina)
    for _ in range(2):
        client.submit(client.get_page(address), ROW, deed="thank")
    page = client.get_page(address)
    assert page.text(".history").count("Thanks from Skolan") == 1
    assert told(app) == [("report_thanked", "lea"), ("report_thanked", "mia")]
    assert not page.select("button[value=send_back]")
    form = page.one(ROW)
    values = {"csrf_token": form.select("[name=csrf_token]")[0]["value"], "deed": "send_back"}
    refused = client.post(str(form["action"]), data={**values, "text": "Hur då"})
    assert refused.status_code == 403


def test_what_cannot_be_asked_is_said(client: PageClient, town: Town, address: str) -> None:
    sign_in(client, town.cim)
    page = client.get_page(address)
    refused = client.submit(page, ROW, deed="send_back")
    assert refused.status_code == 422
    ask_back(client, town, address)
    form = client.get_page(address).one(ROW)
    sign_in(client, town.lea)
    link = client.get_page(address).select("a[href$='/correction']")[0]["href"]
    client.submit(client.get_page(str(link)), "form.leading", happened="Rättat.")
    sign_in(client, town.cim)
    values = {"csrf_token": form.select("[name=csrf_token]")[0]["value"], "text": "Hur då"}
    late = client.post(str(form["action"]), data={**values, "deed": "send_back"})
    assert late.status_code == 422
