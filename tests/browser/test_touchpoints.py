"""The journey of a touchpoint, in both languages: three register, two become one and are parted again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from flask_babel import force_locale, gettext
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.browser.conftest import OpenPage
from tests.browser.people import People
from tests.figures import Figures
from tests.register import add_organisation, add_person, change_row
from tracker.access.actors import Actor
from tracker.domain.roles import MembershipRole
from tracker.extensions import db
from tracker.models import Person

Say = Callable[..., str]
HOMEWORK = "Hjälp med läxor för barn 10-15 år i Norrby, tisdagar kl 16-18. Lugn plats och fika."
LOCALES = {"sv": "sv-SE", "en": "en-GB"}


@dataclass
class Journey:
    """Who is on the way, and what the pages say in their language."""

    people: People
    neighbour: Actor
    open_page: OpenPage
    locale: str
    say: Say

    def at(self, actor: Actor, path: str = "/") -> Page:
        """Somebody's browser at a page."""
        page = self.open_page(locale=self.locale)
        return self.people.at(page, actor, path)

    def fill_in(self, actor: Actor, title: str) -> Page:
        """The register form with what is needed, not yet sent."""
        page = self.at(actor, "/initiatives/new")
        page.locator("#title").fill(title)
        page.locator("#description").fill(HOMEWORK)
        page.locator("input[name=goal_areas][value=children_youth]").check()
        page.locator("input[name=places][value=norrby]").check()
        page.locator("input[name=target_groups][value=children]").check()
        page.locator("input[name=effort_types][value=homework_help]").check()
        page.locator("#start_on").fill("2026-01-12")
        return page

    def send(self, page: Page, title: str) -> str:
        """Register; returns the address of the initiative."""
        page.get_by_role("button", name=self.say("Register"), exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        return page.url

    def answer_yes(self, actor: Actor, path: str) -> None:
        """Say yes for one's side."""
        page = self.at(actor, path)
        page.get_by_role("button", name=self.say("Yes, we want that")).click()
        expect(page.get_by_role("button", name=self.say("Yes, we want that"))).to_have_count(0)


@pytest.fixture(params=["sv", pytest.param("en", marks=pytest.mark.once)])
def journey(
    request: pytest.FixtureRequest, app: Flask, people: People, open_page: OpenPage
) -> Journey:
    language = request.param

    def say(text: str, **values: object) -> str:
        with app.test_request_context(), force_locale(language):
            return str(gettext(text, **values))

    with app.app_context():
        neighbours = add_organisation("Föreningen Grannstödet")
        neighbour = add_person("Ida Ek", neighbours, role=MembershipRole.MEMBER)
        for row in db.session.scalars(select(Person)).all():
            change_row(row, language=language)
    return Journey(people, neighbour, open_page, LOCALES[language], say)


def test_from_the_first_word_to_a_merger_and_back(journey: Journey, figures: Figures) -> None:
    people, say = journey.people, journey.say

    page = journey.fill_in(people.volunteer, "Läxhjälp hos Trådrullen")
    expect(page.locator("#similar")).to_contain_text(say("Similar initiatives"))
    kept = journey.send(page, "Läxhjälp hos Trådrullen")

    page = journey.fill_in(people.official, "Läxhjälp på Kulturhuset")
    panel = page.locator("#similar li")
    expect(panel).to_have_count(1)
    expect(panel).to_contain_text("Läxhjälp hos Trådrullen")
    expect(panel).to_contain_text("Föreningen Trådrullen")
    absorbed = journey.send(page, "Läxhjälp på Kulturhuset")

    page = journey.fill_in(journey.neighbour, "Plugga ihop med Grannstödet")
    expect(page.locator("#similar li")).to_have_count(2)
    page.locator("#similar li input[type=checkbox]").first.check()
    expect(page.locator("#similar li.set-aside")).to_have_count(1)
    journey.send(page, "Plugga ihop med Grannstödet")

    work = journey.at(people.coordinator, "/touchpoints")
    rows = work.locator(".touchpoint-rows > li")
    expect(rows).to_have_count(3)
    pair = rows.filter(has_text="Läxhjälp hos Trådrullen").filter(
        has_text="Läxhjälp på Kulturhuset"
    )
    pair.get_by_role("link").first.click()
    expect(work.locator("main")).to_contain_text("Föreningen Trådrullen")
    touchpoint = work.url
    work.locator("input[name=decision][value=merge]").check()
    work.locator("input[name=keeps]").first.check()
    work.locator("#note").fill("Samma barn, samma kväll.")
    work.get_by_role("button", name=say("Decide"), exact=True).click()
    expect(work.locator("main")).to_contain_text("Samma barn, samma kväll.")

    journey.answer_yes(people.volunteer, touchpoint)
    journey.answer_yes(people.official, touchpoint)

    reader = journey.at(people.landlord, absorbed)
    assert reader.url == kept
    expect(reader.locator("main")).to_contain_text("Kulturförvaltningen")

    work.goto(touchpoint)
    work.get_by_role("button", name=say("Part them again")).click()
    reader.goto(absorbed)
    assert reader.url == absorbed
    expect(reader.get_by_role("heading", level=1)).to_have_text("Läxhjälp på Kulturhuset")
    figures.add("touchpoints followed from the first word to a merger and back", value=1, of=1)


def test_clear_ones_are_settled_together_and_taken_back(journey: Journey) -> None:
    people, say = journey.people, journey.say
    for already, (actor, title) in enumerate(
        (
            (people.volunteer, "Läxhjälp hos Trådrullen"),
            (people.official, "Läxhjälp på Kulturhuset"),
            (journey.neighbour, "Läxhjälp hos Grannstödet"),
        )
    ):
        page = journey.fill_in(actor, title)
        expect(page.locator("#similar li")).to_have_count(already)
        journey.send(page, title)

    work = journey.at(people.coordinator, "/touchpoints")
    for pick in work.locator(".touchpoint-rows .pick input").all():
        pick.check()
    work.locator("input[name=decision][value=not_relevant]").check()
    work.locator("#note").fill("Olika kvällar, det räcker så.")
    work.get_by_role("button", name=say("Decide about the chosen ones")).click()
    expect(work.locator(".touchpoint-rows > li")).to_have_count(0)

    work.get_by_role("button", name=say("Undo"), exact=True).click()
    expect(work.locator(".touchpoint-rows > li")).to_have_count(3)
