"""The page of one initiative: whole for those concerned, and never more than one may see."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest

from tests.clock import START
from tests.register import (
    add_initiative,
    add_partner,
    add_report,
    open_to_everyone,
)
from tests.town import Town
from tracker.access.actors import ANONYMOUS, Actor
from tracker.domain.lifecycle import Condition, Phase, Visibility
from tracker.domain.roles import ListCode
from tracker.errors import NotFoundError
from tracker.extensions import db
from tracker.queries.initiatives import InitiativePage, content_of, get_page
from tracker.queries.reference import get_reference
from tracker.services import initiatives, publication

pytestmark = pytest.mark.usefixtures("in_app")
TODAY = START.date()
CONTACT: dict[str, Any] = {
    "contact_name": "Lea Lund",
    "contact_email": "lea@example.org",
    "contact_phone": "033-12 34 56",
}


def shown(actor: Actor, public_id: uuid.UUID, *, today: date = TODAY) -> InitiativePage:
    db.session.rollback()
    return get_page(actor, public_id, reference=get_reference("sv"), today=today)


def is_hidden(actor: Actor, public_id: uuid.UUID) -> bool:
    try:
        shown(actor, public_id)
    except NotFoundError:
        return True
    return False


@pytest.fixture
def matlaget(town: Town, in_app: None) -> uuid.UUID:
    return add_initiative(town.lea, "Matlaget", phase=Phase.ONGOING, **CONTACT)


def test_all_that_was_said_is_there(town: Town) -> None:
    public_id = add_initiative(
        town.lea,
        "Matlaget",
        purpose="Fler äter.",
        goals=("CY1", "CY2"),
        places=("norrby", "hulta"),
        working_groups=("meaningful_leisure",),
        target_groups=("children",),
        funding=("activity_grant",),
        reach="group",
        age_from=7,
        age_to=12,
        budget_sek=40_000,
        links=("https://b.example.org", "https://a.example.org"),
    )

    page = shown(town.rut, public_id)

    assert (page.title, page.purpose, page.organisation_name) == (
        "Matlaget",
        "Fler äter.",
        "Norrby kök",
    )
    assert [goal.code for goal in page.goals] == ["CY1", "CY2"]
    assert {place.code for place in page.places} == {"norrby", "hulta"}
    assert [group.code for group in page.working_groups] == ["meaningful_leisure"]
    assert [row.code for row in page.of_list(ListCode.TARGET_GROUP)] == ["children"]
    assert [row.code for row in page.of_list(ListCode.FUNDING)] == ["activity_grant"]
    assert page.reach is not None
    assert (page.reach.code, page.age_from, page.age_to) == ("group", 7, 12)
    assert page.links == ("https://b.example.org", "https://a.example.org")


def test_what_the_page_says_can_be_put_back_into_the_form(town: Town) -> None:
    said: dict[str, Any] = {
        "purpose": "Fler äter.",
        "goals": ("CY1",),
        "effort_types": ("leisure_activity",),
        "end_on": date(2026, 6, 1),
        "diarienummer": "FK 2026-1",
        "links": ("https://a.example.org",),
        **CONTACT,
    }
    public_id = add_initiative(town.lea, "Matlaget", **said)

    content = content_of(shown(town.lea, public_id))

    assert {name: getattr(content, name) for name in said} == said
    assert content.reach is None


def test_nothing_said_is_nothing_shown(town: Town) -> None:
    public_id = add_initiative(
        town.lea, "Utkast", is_draft=True, description="", goal_areas=(), places=(), start_on=None
    )

    page = shown(town.lea, public_id)

    assert (page.goal_areas, page.places, page.links, page.partners) == ((), (), (), ())
    assert (page.reach, page.budget_sek, page.start_on) == (None, None, None)


# Who sees it ------------------------------------------------------------------------------


def test_a_draft_is_seen_by_its_own_organisation_alone(town: Town) -> None:
    draft = add_initiative(town.lea, "Utkast", is_draft=True)

    assert shown(town.mia, draft).visibility is Visibility.DRAFT
    for actor in (town.pia, town.stina, town.cim, town.rut, town.ada, ANONYMOUS):
        assert is_hidden(actor, draft)


def test_what_is_shared_is_seen_by_everyone_signed_in(town: Town, matlaget: uuid.UUID) -> None:
    for actor in (town.lea, town.pia, town.stina, town.cim, town.rut, town.ada):
        assert not is_hidden(actor, matlaget)
    assert is_hidden(ANONYMOUS, matlaget)


def test_what_is_open_is_seen_by_everyone(town: Town, matlaget: uuid.UUID) -> None:
    open_to_everyone(matlaget, by=town.lea, confirmed_by=town.cim)

    assert shown(ANONYMOUS, matlaget).is_publication_confirmed
    initiatives.withdraw(town.lea, matlaget, reason="", now=START)
    assert is_hidden(ANONYMOUS, matlaget)
    assert is_hidden(town.cim, matlaget)


def test_what_does_not_exist_is_not_found(town: Town) -> None:
    assert is_hidden(town.cim, uuid.uuid4())


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("lea", True),
        ("mia", True),
        ("pia", True),
        ("cim", True),
        ("stina", False),
        ("rut", False),
        ("ada", False),
    ],
)
def test_the_contact_is_seen_by_own_partners_and_coordinators(
    town: Town, matlaget: uuid.UUID, who: str, sees: bool
) -> None:
    add_partner(town.lea, matlaget, town.pia)

    assert (shown(getattr(town, who), matlaget).contact is not None) is sees


def test_an_organisation_that_is_only_asked_does_not_see_the_contact(
    town: Town, matlaget: uuid.UUID
) -> None:
    add_partner(town.lea, matlaget, town.pia, is_accepted=False)

    assert shown(town.pia, matlaget).contact is None


def test_the_contact_is_never_public(town: Town, matlaget: uuid.UUID) -> None:
    open_to_everyone(matlaget, by=town.lea, confirmed_by=town.cim)

    page = shown(ANONYMOUS, matlaget)

    assert page.contact is None
    assert content_of(page).contact_email == ""


# How it stands ----------------------------------------------------------------------------


def test_the_latest_report_tells_how_it_stands(town: Town, matlaget: uuid.UUID) -> None:
    add_report(town.lea, matlaget, condition=Condition.NEEDS_SUPPORT, phase=Phase.CLOSING)

    page = shown(town.rut, matlaget)

    assert (page.condition, page.phase) == (Condition.NEEDS_SUPPORT, Phase.CLOSING)
    assert (page.last_reported_on, page.days_silent, page.is_late) == (TODAY, 0, False)


def test_long_silence_is_late(town: Town, matlaget: uuid.UUID) -> None:
    page = shown(town.rut, matlaget, today=TODAY + timedelta(days=61))

    assert (page.days_silent, page.is_late) == (61, True)


def test_a_question_about_publication_is_told(town: Town, matlaget: uuid.UUID) -> None:
    publication.publish(town.lea, matlaget, now=START)

    page = shown(town.cim, matlaget)

    assert page.publication_asked_at == START
    assert not page.is_publication_confirmed


def test_the_page_takes_few_statements_however_much_it_shows(
    town: Town, matlaget: uuid.UUID
) -> None:
    from sqlalchemy import event

    add_partner(town.lea, matlaget, town.pia)
    counted: list[str] = []
    reference = get_reference("sv")
    db.session.rollback()
    engine = db.engine

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        counted.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    get_page(town.lea, matlaget, reference=reference, today=TODAY)
    event.remove(engine, "before_cursor_execute", note)

    assert len([text for text in counted if text.startswith("SELECT")]) <= 4
