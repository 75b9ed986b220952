"""Similar initiatives beside the form: while typing, and as a step before sending without JavaScript."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.clock import START
from tests.documents import Document
from tests.page_client import PageClient, field_values, read
from tests.register import add_initiative, sign_in
from tests.town import Town
from tracker.domain.lifecycle import Visibility
from tracker.domain.touchpoint_decisions import Answer
from tracker.extensions import db
from tracker.models import Initiative, TouchpointMessage
from tracker.services import touchpoint_matching

NEW = "/initiatives/new"
FORM = "main form.form"
PART = {"HX-Request": "true"}
HOMEWORK: dict[str, Any] = {
    "description": "Läxhjälp för barn 10-15 år på biblioteket i Norrby, tisdagar kl 16-18.",
    "target_groups": ("children",),
    "effort_types": ("homework_help",),
    "places": ("norrby",),
    "start_on": date(2026, 1, 12),
}
TYPED: dict[str, Any] = {
    **{name: list(v) if isinstance(v, tuple) else v for name, v in HOMEWORK.items()},
    "title": "Plugga ihop",
    "goal_areas": ["children_youth"],
    "start_on": "2026-01-12",
}


@pytest.fixture
def pia(client: PageClient, town: Town) -> PageClient:
    """Pia's browser."""
    sign_in(client, town.pia)
    return client


@pytest.fixture
def standing(app: Flask, town: Town) -> uuid.UUID:
    """The kitchen's homework help, which Pia may see."""
    with app.app_context():
        public_id = add_initiative(town.lea, "Läxhjälp i köket", **HOMEWORK)
        match_all(app)
        return public_id


def match_all(app: Flask) -> None:
    ids = list(db.session.scalars(select(Initiative.id)))
    folder = app.config["SETTINGS"].index_path
    touchpoint_matching.match(ids, folder=folder, now=START)


def typed(client: PageClient, **changes: Any) -> dict[str, Any]:
    page = read(client.get(NEW))
    return {**field_values(page.one(FORM)), **TYPED, **changes}


def test_half_a_form_shows_what_is_like_it_and_why(pia: PageClient, standing: uuid.UUID) -> None:
    half = typed(pia, goal_areas=[], places=[], start_on="1/1", description="läxhjälp i Norrby")
    answer = pia.post("/initiatives/similar", data=half, headers=PART)
    shown = answer.text
    assert answer.status_code == 200
    assert "Läxhjälp i köket" in shown
    assert "Norrby kök" in shown
    assert f"/initiatives/{standing}/offers/new" in shown
    assert "Both are about" in shown


def test_without_javascript_it_is_a_step_before_sending(
    app: Flask, pia: PageClient, standing: uuid.UUID
) -> None:
    asked = pia.post("/initiatives", data=typed(pia))
    assert asked.status_code == 200
    page: Document = read(asked)
    assert "There are initiatives like yours" in asked.text
    with app.app_context():
        assert (
            db.session.scalar(select(Initiative.id).where(Initiative.title == "Plugga ihop"))
            is None
        )

    again = {
        **field_values(page.one(FORM)),
        "similar_seen": str(standing),
        "not_same": str(standing),
    }
    sent = pia.post("/initiatives", data=again)
    assert sent.status_code == 303
    with app.app_context():
        said = db.session.scalars(select(TouchpointMessage)).one()
        assert said.answer is Answer.NOT_THE_SAME


def test_the_whole_page_is_answered_where_there_is_no_javascript(
    pia: PageClient, standing: uuid.UUID
) -> None:
    answer = pia.post("/initiatives/similar", data=typed(pia))
    page = read(answer)
    assert page.one("#initiative-form #title")["value"] == "Plugga ihop"
    assert f"/initiatives/{standing}" in str(page.one("#similar"))


@pytest.mark.usefixtures("standing")
def test_a_draft_is_saved_without_asking(pia: PageClient) -> None:
    assert pia.post("/initiatives", data=typed(pia, draft="1")).status_code == 303


def test_before_anything_is_typed_the_panel_says_what_it_is_for(pia: PageClient) -> None:
    nothing, something = "Nothing like it", "similar initiatives are shown here"
    before = pia.get_page("/initiatives/new").text("#similar")
    after = pia.post("/initiatives/similar", data=typed(pia), headers=PART).text
    assert something in before
    assert nothing not in before
    assert nothing in after
    assert something not in after


def test_nothing_hidden_shows_in_the_panel_or_the_step(
    app: Flask, pia: PageClient, town: Town
) -> None:
    with app.app_context():
        for visibility in (Visibility.DRAFT, Visibility.COORDINATED):
            add_initiative(town.lea, f"HEMLIG {visibility}", visibility=visibility, **HOMEWORK)
        match_all(app)
    panel = pia.post("/initiatives/similar", data=typed(pia), headers=PART)
    assert "HEMLIG" not in panel.text
    assert "Norrby kök" not in panel.text
    assert pia.post("/initiatives", data=typed(pia)).status_code == 303


def test_an_initiative_is_not_like_itself(
    client: PageClient, town: Town, standing: uuid.UUID
) -> None:
    sign_in(client, town.lea)
    panel = client.post(f"/initiatives/similar?of={standing}", data=typed(client), headers=PART)
    assert panel.status_code == 200
    assert "Läxhjälp i köket" not in panel.text


@pytest.mark.usefixtures("standing")
@pytest.mark.parametrize(
    "text", ["\x00\x00\x00\x00\x00\x00\x00\x00\x00", "9" * 4000, "å" * 4000, "<b>" * 900]
)
def test_hostile_typing_is_answered_calmly(pia: PageClient, text: str) -> None:
    data = typed(pia, title=text[:200], description=text, age_from="-1", phase="x", not_same="x")
    assert pia.post("/initiatives/similar", data=data).status_code == 200


def test_what_is_saved_stays_saved_where_matching_fails(
    app: Flask, pia: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(touchpoint_matching, "_compare", lambda *_: 1 / 0)
    assert pia.post("/initiatives", data=typed(pia)).status_code == 303
    with app.app_context():
        assert len(touchpoint_matching.due_ids(limit=9)) == 1
