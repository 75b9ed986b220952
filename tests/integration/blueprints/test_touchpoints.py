"""The page of a pair: both sides see why they meet, answer and talk; nobody else finds it."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.clock import Clock
from tests.meetings import Meeting
from tests.page_client import PageClient
from tests.register import sign_in
from tests.town import Town
from tracker.access.actors import Actor
from tracker.services import initiatives

YES, NO = "form:has([value=yes])", "form:has([value=no])"


def page_of(client: PageClient, actor: Actor, meeting: Meeting) -> str:
    """What somebody reads on the page of the pair."""
    sign_in(client, actor)
    return client.get_page(meeting.url).text("main")


def decide(client: PageClient, town: Town, meeting: Meeting, **values: str) -> None:
    """Decide as a coordinator, who then leaves."""
    sign_in(client, town.cim)
    answer = client.submit(client.get_page(meeting.url), "form.decide", **values)
    assert answer.status_code == 303


def test_both_stand_side_by_side_and_what_they_share_is_tinted(
    client: PageClient, town: Town, meeting: Meeting
) -> None:
    sign_in(client, town.cim)

    page = client.get_page(meeting.url)

    assert page.texts(".versus h2") == ["Läxhjälp i köket", "Läxor i skolan"]
    assert "Norrby" in page.texts(".versus mark.same")
    assert "Both are about homework help" in page.text(".why")
    assert "largely" in page.text(".why")
    assert "Of ten pairs as alike as these, about 9" in page.text("main")
    assert not page.select("form.decide input[type=radio][name=decision][checked]")


@pytest.mark.parametrize("name", ["pia", "rut", "ada"])
def test_nobody_else_finds_the_page(
    client: PageClient, town: Town, meeting: Meeting, name: str
) -> None:
    sign_in(client, getattr(town, name))

    assert client.get(meeting.url).status_code in {403, 404}


def test_a_cooperation_stands_when_both_sides_have_said_yes(
    client: PageClient, town: Town, meeting: Meeting
) -> None:
    decide(client, town, meeting, decision="cooperate", note="Turas om.", owner="other")

    for actor in (town.lea, town.stina):
        sign_in(client, actor)
        page = client.get_page(meeting.url)
        assert "Suggested: cooperate" in page.text("main")
        assert "Skolan follows it up" in page.text("main")
        assert client.submit(page, YES).status_code == 303

    page = client.get_page(meeting.url)
    assert "Decided: cooperate" in page.text("main")
    assert not page.select(YES)


def test_a_no_lets_the_pair_wait_again_and_is_remembered(
    client: PageClient, town: Town, meeting: Meeting
) -> None:
    decide(client, town, meeting, decision="cooperate")
    sign_in(client, town.lea)
    client.submit(client.get_page(meeting.url), NO)

    text = page_of(client, town.cim, meeting)
    assert "Cooperate declined" in text
    assert "What happens now?" in text


def test_nothing_is_decided_without_a_choice_nor_without_a_reason(
    client: PageClient, town: Town, meeting: Meeting
) -> None:
    sign_in(client, town.cim)
    page = client.get_page(meeting.url)

    answer = client.submit(page, "form.decide")
    assert answer.status_code == 422
    assert "Choose one of them." in answer.text
    answer = client.submit(page, "form.decide", decision="not_relevant")
    assert answer.status_code == 422
    assert "Say briefly why." in answer.text


def test_somebody_who_was_slower_is_told_and_loses_nothing(
    client: PageClient, town: Town, meeting: Meeting
) -> None:
    sign_in(client, town.cim)
    page = client.get_page(meeting.url)
    client.submit(page, "form.decide", decision="complement")

    answer = client.submit(page, "form.decide", decision="cooperate", note="Mitt förslag.")

    assert answer.status_code == 409
    assert "Somebody else was faster." in answer.text
    assert "Mitt förslag." in answer.text
    assert "Decided: complement one another" in answer.text


def test_a_decision_can_be_taken_back(client: PageClient, town: Town, meeting: Meeting) -> None:
    decide(client, town, meeting, decision="complement", note="Olika åldrar.")

    page = client.get_page(meeting.url)
    assert client.submit(page, "form[action$='/undo']").status_code == 303

    text = client.get_page(meeting.url).text("main")
    assert "Complement one another taken back" in text


def test_what_is_said_is_read_by_both_sides_and_names_stay_in_the_house(
    client: PageClient, town: Town, meeting: Meeting
) -> None:
    sign_in(client, town.lea)
    page = client.get_page(meeting.url)
    client.submit(page, "form.say", body="Ska vi ses på tisdag?")
    client.submit(page, "form:has([value=talking])")

    own, others = page_of(client, town.mia, meeting), page_of(client, town.stina, meeting)
    assert "Lea Lund, Norrby kök" in own
    assert "Ska vi ses på tisdag?" in others
    assert "We talk already" in others
    assert "Lea Lund" not in others


@pytest.mark.parametrize("body", ["", "Ring 070-174 06 05."])
def test_a_message_that_must_be_corrected_comes_back(
    client: PageClient, town: Town, meeting: Meeting, body: str
) -> None:
    sign_in(client, town.lea)

    answer = client.submit(client.get_page(meeting.url), "form.say", body=body)

    assert answer.status_code == 422
    assert body in answer.text


def test_a_merger_is_parted_within_thirty_days_and_not_later(
    client: PageClient, town: Town, meeting: Meeting, clock: Clock
) -> None:
    decide(client, town, meeting, decision="merge", keeps="one")
    for actor in (town.lea, town.stina):
        sign_in(client, actor)
        client.submit(client.get_page(meeting.url), YES)
    page = client.get_page(meeting.url)
    assert "“Läxhjälp i köket” goes on" in page.text("main")
    assert not page.select("form.decide")

    clock.advance(days=31)
    sign_in(client, town.stina, now=clock.now)
    assert not client.get_page(meeting.url).select("form[action*='/mergers/']")
    assert client.submit(page, "form[action*='/mergers/']").status_code == 409


def test_a_merger_can_be_undone_on_the_page(
    client: PageClient, town: Town, meeting: Meeting
) -> None:
    decide(client, town, meeting, decision="merge", keeps="one")
    for actor in (town.lea, town.stina):
        sign_in(client, actor)
        client.submit(client.get_page(meeting.url), YES)

    page = client.get_page(meeting.url)
    answer = client.submit(page, "form[action*='/mergers/']")

    assert answer.location == f"/initiatives/{meeting.other}"
    assert "Become one taken back" in page_of(client, town.stina, meeting)


# What is for the coordinators only -----------------------------------------------------------


def test_a_side_that_may_not_see_the_other_one_finds_nothing_until_it_is_told(
    client: PageClient, town: Town, held_back: Meeting
) -> None:
    sign_in(client, town.lea)
    assert client.get(held_back.url).status_code == 404
    assert "Hemliga läxor" in page_of(client, town.stina, held_back)

    sign_in(client, town.cim)
    page = client.get_page(held_back.url)
    assert page.texts("form.decide .outcome b") == [
        "Not relevant",
        "Complement one another",
        "Coordinate time and place",
    ]
    client.submit(page, "form[action$='/release']")
    client.submit(client.get_page(held_back.url), "form.say", body="Hör av er till mig.")

    text = page_of(client, town.lea, held_back)
    assert "Läxhjälp i köket A registered initiative touches yours" in text
    assert "Hör av er till mig." in text


def test_a_side_that_is_told_reads_nothing_of_the_other_one(
    client: PageClient, town: Town, held_back: Meeting
) -> None:
    sign_in(client, town.stina)
    client.submit(client.get_page(held_back.url), "form.say", body="Viskning från skolan.")
    sign_in(client, town.cim)
    client.submit(client.get_page(held_back.url), "form[action$='/release']")
    decide(client, town, held_back, decision="complement", note="Hemligt skäl.")

    sign_in(client, town.lea)
    for url in (held_back.url, "/", f"/initiatives/{held_back.one}?all=1"):
        text = client.get(url).text
        for word in (
            "Hemliga läxor",
            "Skolan",
            "Viskning",
            "Hemligt skäl",
            "homework help",
            "Strong",
        ):
            assert word not in text, (url, word)


def test_a_withdrawn_side_hides_the_pair_from_everybody(
    app: Flask, client: PageClient, town: Town, meeting: Meeting, clock: Clock
) -> None:
    with app.app_context():
        initiatives.withdraw(town.stina, meeting.other, reason="Inte i år.", now=clock.now)

    for actor in (town.lea, town.stina, town.cim):
        sign_in(client, actor)
        assert client.get(meeting.url).status_code == 404
