"""What is like a half-typed form: found early, and never anything that the typist may not see."""

from __future__ import annotations

import uuid
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.clock import START
from tests.register import add_initiative
from tests.town import Town
from tracker.access.actors import Actor
from tracker.domain.initiative_content import InitiativeContent
from tracker.domain.lifecycle import Visibility
from tracker.extensions import db
from tracker.models import Initiative
from tracker.queries.compared import compared_content
from tracker.queries.reference import get_reference
from tracker.queries.similar import SimilarRow, list_similar
from tracker.services import touchpoint_matching

pytestmark = pytest.mark.usefixtures("in_app")

HOMEWORK: dict[str, Any] = {
    "description": "Läxhjälp för barn 10-15 år på biblioteket i Norrby. Lugn plats, tisdagar kl 16-18.",
    "target_groups": ("children",),
    "effort_types": ("homework_help",),
    "places": ("norrby",),
    "start_on": date(2026, 1, 12),
}


def typed(actor: Actor, folder: Path, title: str = "Läxhjälp", **content: Any) -> list[SimilarRow]:
    reference = get_reference("sv")
    compared = compared_content(
        InitiativeContent(title=title, **{**HOMEWORK, **content}),
        organisation="AB Huset",
        organisation_kind="business",
        reference=reference,
    )
    found = list_similar(actor, compared, folder=folder, reference=reference, limit=5)
    return list(found)


def add(actor: Actor, title: str, visibility: Visibility = Visibility.SHARED) -> uuid.UUID:
    return add_initiative(actor, title, visibility=visibility, **HOMEWORK)


def match_all(folder: Path) -> None:
    ids = db.session.scalars(select(Initiative.id)).all()
    touchpoint_matching.match(ids, folder=folder, now=START)


def test_half_a_form_is_enough(town: Town, tmp_path: Path) -> None:
    wanted = add(town.lea, "Läxhjälp i köket")
    add_initiative(town.stina, "Promenad för äldre", description="Vi går en runda på onsdagar.")
    match_all(tmp_path)

    found = typed(town.pia, tmp_path, "Plugga ihop", description="Hjälp med läxor i Norrby")
    assert [row.public_id for row in found] == [wanted]
    assert found[0].organisation_name == "Norrby kök"
    assert found[0].reasons
    assert typed(town.pia, tmp_path, "Läx", description="") == []


def test_nobody_learns_of_what_they_may_not_see(town: Town, tmp_path: Path) -> None:
    add(town.lea, "Öppen läxhjälp")
    match_all(tmp_path)
    before = typed(town.pia, tmp_path)

    add(town.lea, "HEMLIG-UTKAST läxhjälp", Visibility.DRAFT)
    hidden = add(town.lea, "HEMLIG-SAMORDNARE läxhjälp", Visibility.COORDINATED)
    match_all(tmp_path)

    assert typed(town.pia, tmp_path) == before
    assert [row.title for row in before] == ["Öppen läxhjälp"]
    assert hidden in [row.public_id for row in typed(town.cim, tmp_path)]
    assert not any("UTKAST" in row.title for row in typed(town.cim, tmp_path))


def test_ones_own_drafts_are_found_by_ones_own_alone(town: Town, tmp_path: Path) -> None:
    draft = add(town.lea, "Läxhjälp, ett utkast", Visibility.DRAFT)
    match_all(tmp_path)

    own = typed(town.mia, tmp_path)
    assert [(row.public_id, row.visibility) for row in own] == [(draft, Visibility.DRAFT)]
    assert typed(town.pia, tmp_path) == []


def test_what_is_withdrawn_is_found_no_more(town: Town, tmp_path: Path) -> None:
    from tracker.services import initiatives

    shown = add(town.lea, "Läxhjälp i köket")
    match_all(tmp_path)
    assert typed(town.pia, tmp_path)

    initiatives.withdraw(town.lea, shown, reason="", now=START)
    assert typed(town.pia, tmp_path) == []
    match_all(tmp_path)
    assert typed(town.pia, tmp_path) == []
