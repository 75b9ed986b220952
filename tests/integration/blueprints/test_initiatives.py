"""The register form end to end, without JavaScript: five minutes, and nothing typed is ever lost."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.documents import Document, attribute
from tests.page_client import PageClient, field_values, read
from tests.register import (
    add_initiative,
    add_person,
    change_row,
    sign_in,
)
from tests.town import Town
from tracker.domain.lifecycle import Phase, Visibility
from tracker.domain.roles import ListCode
from tracker.extensions import db
from tracker.models import Initiative, ListEntry
from tracker.queries.initiatives import content_of, get_page
from tracker.queries.reference import get_reference

NEW = "/initiatives/new"
FORM = "main form.form"
ENOUGH: dict[str, Any] = {
    "title": "Matlaget",
    "description": "Barn från sju år lagar mat tillsammans.",
    "goal_areas": ["children_youth"],
    "places": ["norrby"],
    "start_on": "2026-01-12",
}
EVERYTHING: dict[str, Any] = {
    **ENOUGH,
    "purpose": "Fler barn äter lagad mat.",
    "goal_areas": ["children_youth", "work_studies"],
    "goals": ["CY1"],
    "places": ["norrby", "hulta"],
    "working_groups": ["leisure"],
    "end_on": "2026-06-30",
    "phase": "ongoing",
    "target_groups": ["children", "families"],
    "age_from": "7",
    "age_to": "12",
    "effort_types": ["leisure_activity"],
    "reach": "group",
    "funding": ["activity_grant"],
    "budget_sek": "40000",
    "contact_name": "Lea Lund",
    "contact_email": "lea@example.org",
    "contact_phone": "033-12 34 56",
    "links": "https://example.org/matlaget\nhttps://example.org/bilder",
    "diarienummer": "FK 2026-00123",
}


@pytest.fixture
def lea(client: PageClient, town: Town) -> PageClient:
    """Lea's browser."""
    sign_in(client, town.lea)
    return client


def codes(app: Flask) -> dict[str, Any]:
    """EVERYTHING, with codes that the reference data really has."""
    with app.app_context():
        reference = get_reference("sv")
        goal = next(iter(reference.goals.values())).code
        group = next(iter(reference.working_groups.values())).code
        funding = reference.of_list(ListCode.FUNDING)[0].code
    return {**EVERYTHING, "goals": [goal], "working_groups": [group], "funding": [funding]}


def sent(page: Document, **changes: Any) -> dict[str, Any]:
    return {**field_values(page.one(FORM)), **changes}


def register(client: PageClient, **fields: Any) -> TestResponse:
    """Fill in the register form and press a button; `draft="1"` is the other button."""
    page = client.get_page(NEW)
    return client.post("/initiatives", data=sent(page, **fields))


def the_one(app: Flask) -> Initiative:
    with app.app_context():
        row: Initiative = db.session.scalars(select(Initiative)).one()
        return row


def count(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Initiative)) or 0


def saved_id(response: TestResponse) -> uuid.UUID:
    assert response.status_code == 303, response.get_data(as_text=True)
    return uuid.UUID((response.location or "").rsplit("/", 1)[-1])


def errors(page: Document) -> list[str]:
    return page.texts("[data-error-summary] li")


def field_error(page: Document, name: str) -> str:
    return page.text(f"#{name}-error")


# Registering ------------------------------------------------------------------------------


def test_five_answers_are_enough(app: Flask, lea: PageClient) -> None:
    response = register(lea, **ENOUGH)

    page = lea.get_page(response.location or "")
    assert page.text("h1") == "Matlaget"
    assert "The initiative is registered. Everyone signed in can see it." in page.text()
    assert the_one(app).visibility is Visibility.SHARED


def test_everything_typed_is_kept_and_shown_again(app: Flask, lea: PageClient, town: Town) -> None:
    everything = codes(app)
    public_id = saved_id(register(lea, **everything))

    with app.app_context():
        reference = get_reference("sv")
        kept = content_of(
            get_page(town.lea, public_id, reference=reference, today=date(2026, 3, 2))
        )
    assert (kept.title, kept.purpose) == ("Matlaget", "Fler barn äter lagad mat.")
    for name in ("goal_areas", "goals", "places", "working_groups", "target_groups", "funding"):
        assert sorted(getattr(kept, name)) == sorted(everything[name]), name
    assert (kept.start_on, kept.end_on) == (date(2026, 1, 12), date(2026, 6, 30))
    assert (kept.phase, kept.reach, kept.budget_sek) == (Phase.ONGOING, "group", 40_000)
    assert (kept.age_from, kept.age_to) == (7, 12)
    assert kept.links == ("https://example.org/matlaget", "https://example.org/bilder")
    assert kept.contact_email == "lea@example.org"
    form = field_values(lea.get_page(f"/initiatives/{public_id}/edit").one(FORM))
    for name, value in everything.items():
        assert form[name] == (value[0] if isinstance(value, list) and len(value) == 1 else value)


def test_the_form_starts_with_sensible_answers(lea: PageClient, town: Town) -> None:
    form = field_values(lea.get_page(NEW).one(FORM))

    assert form["organisation"] == str(town.kitchen.public_id)
    assert form["phase"] == "planned"
    assert form["title"] == form["budget_sek"] == ""


def test_a_place_or_goal_area_in_the_address_is_ticked(lea: PageClient) -> None:
    form = field_values(lea.get_page(f"{NEW}?place=norrby&goal_area=work_studies").one(FORM))

    assert (form["places"], form["goal_areas"]) == ("norrby", "work_studies")


def test_a_draft_is_saved_with_nothing_but_a_name(app: Flask, lea: PageClient) -> None:
    response = register(lea, title="Bara en tanke", draft="1")

    page = lea.get_page(response.location or "")
    assert "The draft is saved. Only your organisation sees it." in page.text()
    assert the_one(app).visibility is Visibility.DRAFT


def test_a_draft_is_gone_on_with_and_registered(app: Flask, lea: PageClient) -> None:
    public_id = saved_id(register(lea, title="Bara en tanke", draft="1"))
    page = lea.get_page(f"/initiatives/{public_id}/edit")

    lea.post(page.url, data=sent(page, **ENOUGH))

    assert the_one(app).visibility is Visibility.SHARED


def test_two_presses_of_the_button_register_once(app: Flask, lea: PageClient) -> None:
    page = lea.get_page(NEW)
    first = lea.post("/initiatives", data=sent(page, **ENOUGH))
    second = lea.post("/initiatives", data=sent(page, **ENOUGH))

    assert first.location == second.location
    assert count(app) == 1


def test_somebody_in_two_organisations_chooses_between_them_alone(
    app: Flask, client: PageClient, town: Town
) -> None:
    with app.app_context():
        both = add_person("Två Hattar", town.kitchen, town.house, language="en")
    sign_in(client, both)

    options = client.get_page(NEW).texts("#organisation option")

    assert options == ["AB Huset", "Norrby kök"]


def test_a_coordinator_registers_for_municipal_organisations(
    client: PageClient, town: Town
) -> None:
    sign_in(client, town.cim)

    assert client.get_page(NEW).texts("#organisation option") == ["Skolan"]


def test_an_organisation_that_is_not_ones_own_cannot_be_sent(
    app: Flask, lea: PageClient, town: Town
) -> None:
    response = register(lea, **{**ENOUGH, "organisation": str(town.house.public_id)})

    assert response.status_code == 422
    assert count(app) == 0


@pytest.mark.parametrize("who", ["rut", "ada"])
def test_who_registers_nothing_gets_no_form(client: PageClient, town: Town, who: str) -> None:
    sign_in(client, getattr(town, who))

    client.get_page(NEW, status=403)


# Errors -----------------------------------------------------------------------------------


def test_an_empty_form_names_every_missing_answer_and_takes_focus(lea: PageClient) -> None:
    page = read(register(lea))

    summary = page.one("[data-error-summary]")
    assert attribute(summary, "tabindex") == "-1"
    assert page.text("title").startswith("Register an initiative (to be corrected)")
    assert [attribute(link, "href") for link in page.select("[data-error-summary] a")] == [
        "#title",
        "#description",
        "#goal_areas",
        "#places",
        "#start_on",
    ]
    assert page.text("[data-error-summary] h2") == "Five things need to be corrected"


def test_each_error_in_the_summary_leads_to_its_field(lea: PageClient) -> None:
    page = read(register(lea, title="Matlaget"))

    for link in page.select("[data-error-summary] a"):
        name = attribute(link, "href").removeprefix("#")
        assert page.one(f"#{name}")
        assert field_error(page, name)


def test_errors_lose_nothing_that_was_typed(app: Flask, lea: PageClient) -> None:
    everything = {**codes(app), "end_on": "2025-01-01"}

    page = read(register(lea, **everything))

    assert errors(page) == ["End date: The end date comes before the start date."]
    form = field_values(page.one(FORM))
    for name, value in everything.items():
        assert form[name] == (value[0] if isinstance(value, list) and len(value) == 1 else value)
    assert count(app) == 0


BAD = [
    ("start_on", "1/12", "Write the day as 2026-12-01."),
    ("start_on", "i vår", "Write the day as 2026-12-01."),
    ("start_on", "2026-02-30", "Write the day as 2026-12-01."),
    ("start_on", "0026-01-01", "Write the day as 2026-12-01."),
    ("end_on", "2026-13-01", "Write the day as 2026-12-01."),
    ("end_on", "2026-01-11", "The end date comes before the start date."),
    ("age_from", "sju", "Write a whole number with figures, for example 1500."),
    ("age_from", "121", "Write a number between 0 and 120."),
    ("age_from", "-1", "Write a whole number with figures, for example 1500."),
    ("budget_sek", "ungefär 40", "Write a whole number with figures, for example 1500."),
    ("budget_sek", "12,50", "Write a whole number with figures, for example 1500."),
    ("budget_sek", "9" * 14, "Write a number between 0 and 2000000000."),
    ("budget_sek", "9" * 400, "Write a whole number with figures, for example 1500."),
    ("contact_email", "lea", "Write an e-mail address, for example anna@example.se."),
    ("links", "example.org", "Write each link on a line of its own, beginning with https://."),
    (
        "links",
        "javascript:alert(1)",
        "Write each link on a line of its own, beginning with https://.",
    ),
    ("links", "https://a.se b", "Write each link on a line of its own, beginning with https://."),
    (
        "links",
        "https://a.se/" + "x" * 500,
        "Write each link on a line of its own, beginning with https://.",
    ),
    ("links", "\n".join(f"https://a.se/{n}" for n in range(11)), "Write at most ten links."),
    ("title", "x" * 201, "Write at most 200 characters."),
    ("description", "x" * 5001, "Write at most 5000 characters."),
    ("purpose", "x" * 5001, "Write at most 5000 characters."),
    ("places", ["atlantis"], "Choose from the list."),
    ("goal_areas", ["everything"], "Choose from the list."),
    ("target_groups", ["martians"], "Choose from the list."),
]


@pytest.mark.parametrize(("field", "value", "sentence"), BAD)
def test_a_bad_answer_is_explained_beside_its_field(
    app: Flask, lea: PageClient, field: str, value: Any, sentence: str
) -> None:
    response = register(lea, **{**ENOUGH, field: value})

    assert response.status_code == 422
    page = read(response)
    assert field_error(page, field) == sentence
    assert len(errors(page)) == 1
    if isinstance(value, str):
        assert field_values(page.one(FORM))[field] == value
    assert count(app) == 0


def test_an_oldest_age_below_the_youngest_is_explained(lea: PageClient) -> None:
    page = read(register(lea, **ENOUGH, age_from="12", age_to="7"))

    assert field_error(page, "age_to") == "The oldest age is lower than the youngest."


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1 250 000", 1_250_000),
        ("1\u00a0250\u202f000", 1_250_000),
        ("1 250 000 kr", 1_250_000),
        ("1.250.000", 1_250_000),
        ("1,250,000", 1_250_000),
        ("40000:-", 40_000),
        ("40 000 SEK", 40_000),
        ("0", 0),
        ("", None),
        ("   ", None),
    ],
)
def test_a_budget_is_read_as_people_write_it(
    app: Flask, lea: PageClient, typed: str, kept: int | None
) -> None:
    saved_id(register(lea, **ENOUGH, budget_sek=typed))

    assert the_one(app).budget_sek == kept


@pytest.mark.parametrize(
    "typed", ["2026-01-12", "20260112", "12/1/2026", "12.1.2026", " 2026-01-12 "]
)
def test_a_day_is_read_as_people_write_it(app: Flask, lea: PageClient, typed: str) -> None:
    saved_id(register(lea, **{**ENOUGH, "start_on": typed}))

    assert the_one(app).start_on == date(2026, 1, 12)


@pytest.mark.parametrize(
    ("field", "text", "kind"),
    [
        ("title", "Kims lag 811228-9874", "a personal identity number"),
        ("description", "Ring 070-174 06 35 så berättar vi.", "a phone number"),
        ("purpose", "Skriv till kim@example.org.", "an e-mail address"),
        ("diarienummer", "811228-9874", "a personal identity number"),
    ],
)
def test_personal_data_is_pointed_out_before_it_is_saved(
    app: Flask, lea: PageClient, field: str, text: str, kind: str
) -> None:
    response = register(lea, **{**ENOUGH, field: text, "draft": "1"})

    page = read(response)
    assert response.status_code == 422
    assert kind in field_error(page, field)
    assert field_values(page.one(FORM))[field] == text
    assert count(app) == 0


def test_the_masked_excerpt_does_not_repeat_the_number(lea: PageClient) -> None:
    page = read(register(lea, **{**ENOUGH, "purpose": "Kim 811228-9874 leder."}))

    assert "9874" not in field_error(page, "purpose")


def test_what_is_wrong_and_what_is_missing_are_told_at_once(lea: PageClient) -> None:
    page = read(register(lea, **{**ENOUGH, "places": [], "start_on": "i vår", "age_from": "sju"}))

    told = [text.split(":")[0] for text in errors(page)]
    assert told == ["Places", "Start date", "Youngest age"]


def test_a_draft_is_not_asked_for_what_is_missing(lea: PageClient) -> None:
    page = read(register(lea, title="Bara en tanke", age_from="sju", draft="1"))

    assert [text.split(":")[0] for text in errors(page)] == ["Youngest age"]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "{{ 7 * 7 }}",
        "Rad ett\r\nRad två",
        "Höger \u202e vänster",
        "NUL \x00 inuti",
        "Tecken utanför: 🧵 \U0001f3ff",
        "'; DROP TABLE initiatives; --",
    ],
)
def test_hostile_text_stays_text(app: Flask, lea: PageClient, text: str) -> None:
    public_id = saved_id(register(lea, **{**ENOUGH, "title": text, "description": text}))

    page = lea.get_page(f"/initiatives/{public_id}")
    shown = " ".join(text.replace("\x00", "").split())
    assert page.text("h1") == shown
    assert not page.select("h1 script")


# Retired choices --------------------------------------------------------------------------


def retire(app: Flask, list_code: ListCode, code: str) -> None:
    with app.app_context():
        entry = db.session.scalars(
            select(ListEntry).where(ListEntry.list_code == list_code, ListEntry.code == code)
        ).one()
        change_row(entry, valid_to=date(2026, 3, 1))


def boxes(page: Document, name: str) -> list[str]:
    return [attribute(tag, "value") for tag in page.select(f"input[name={name}]")]


def test_a_retired_choice_is_not_offered_to_new_initiatives(app: Flask, lea: PageClient) -> None:
    retire(app, ListCode.TARGET_GROUP, "families")

    assert "families" not in boxes(lea.get_page(NEW), "target_groups")
    page = read(register(lea, **ENOUGH, target_groups=["families"]))
    assert field_error(page, "target_groups") == "Choose from the list."


def test_a_retired_choice_stays_with_those_who_carry_it(
    app: Flask, lea: PageClient, town: Town
) -> None:
    with app.app_context():
        public_id = add_initiative(town.lea, "Matlaget", target_groups=("families",), reach="group")
    retire(app, ListCode.TARGET_GROUP, "families")
    retire(app, ListCode.REACH, "group")
    page = lea.get_page(f"/initiatives/{public_id}/edit")

    response = lea.post(page.url, data=sent(page, title="Matlaget 2"))

    assert response.status_code == 303
    form = field_values(lea.get_page(f"/initiatives/{public_id}/edit").one(FORM))
    assert (form["title"], form["target_groups"], form["reach"]) == (
        "Matlaget 2",
        "families",
        "group",
    )


def test_a_copy_leaves_the_retired_choice_behind(app: Flask, lea: PageClient, town: Town) -> None:
    with app.app_context():
        public_id = add_initiative(town.lea, "Matlaget", target_groups=("families", "children"))
    retire(app, ListCode.TARGET_GROUP, "families")
    page = lea.get_page(f"{NEW}?copy={public_id}")

    form = sent(page, start_on="2026-08-20", title="Matlaget i höst")
    assert form["target_groups"] == "children"
    assert lea.post("/initiatives", data=form).status_code == 303


# Copying ----------------------------------------------------------------------------------


def test_a_copy_starts_from_the_same_words_and_a_new_beginning(
    app: Flask, lea: PageClient, town: Town
) -> None:
    with app.app_context():
        public_id = add_initiative(
            town.lea,
            "Matlaget",
            purpose="Fler äter.",
            phase=Phase.COMPLETED,
            diarienummer="FK 2025-1",
            contact_name="Lea Lund",
        )

    form = field_values(lea.get_page(f"{NEW}?copy={public_id}").one(FORM))

    assert (form["title"], form["purpose"]) == ("Matlaget", "Fler äter.")
    assert (form["phase"], form["start_on"], form["diarienummer"]) == ("planned", "", "")
    assert form["contact_name"] == "Lea Lund"


def test_a_copy_of_others_is_for_the_own_organisation_and_without_their_contact(
    app: Flask, lea: PageClient, town: Town
) -> None:
    with app.app_context():
        public_id = add_initiative(town.stina, "Läxhjälp", contact_name="Stina Sund")

    form = field_values(lea.get_page(f"{NEW}?copy={public_id}").one(FORM))

    assert (form["organisation"], form["contact_name"]) == (str(town.kitchen.public_id), "")


def test_what_one_may_not_see_cannot_be_copied(app: Flask, lea: PageClient, town: Town) -> None:
    with app.app_context():
        draft = add_initiative(town.stina, "Utkast", is_draft=True)

    lea.get_page(f"{NEW}?copy={draft}", status=404)
    lea.get_page(f"{NEW}?copy={uuid.uuid4()}", status=404)


def test_a_copy_that_cannot_be_read_is_an_empty_form(lea: PageClient) -> None:
    assert field_values(lea.get_page(f"{NEW}?copy=nonsense").one(FORM))["title"] == ""
