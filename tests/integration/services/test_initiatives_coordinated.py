"""What is registered for the coordinators only: complete, seen by few, and shared when it is time."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.clock import START
from tests.register import add_initiative, add_partner, change_row, get_initiative, last_changes
from tests.town import Town
from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.database import transaction
from tracker.domain.initiative_content import InitiativeContent
from tracker.domain.lifecycle import Phase, Visibility
from tracker.domain.roles import PartnerStanding
from tracker.errors import MissingFieldsError, NotAllowedError, NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import Organisation, OutboxEvent, Partnership
from tracker.queries.initiatives import content_of, get_page
from tracker.queries.reference import get_reference
from tracker.services import initiatives, partnerships, phases, publication

pytestmark = pytest.mark.usefixtures("in_app")

LATER = START + timedelta(hours=1)
DRAFT, COORDINATED = Visibility.DRAFT, Visibility.COORDINATED
SHARED, OPEN = Visibility.SHARED, Visibility.OPEN


@pytest.fixture
def coordinated(town: Town) -> uuid.UUID:
    """An association's initiative, for the coordinators only."""
    return add_initiative(town.lea, "Matlaget", visibility=COORDINATED)


def edit(
    actor: Actor, public_id: uuid.UUID, visibility: Visibility, content: InitiativeContent
) -> None:
    initiatives.edit(
        actor,
        public_id,
        content,
        version=get_initiative(public_id).version,
        visibility=visibility,
        note="",
        now=LATER,
    )


def said_of(town: Town, public_id: uuid.UUID) -> InitiativeContent:
    page = get_page(town.lea, public_id, reference=get_reference("sv"), today=START.date())
    db.session.rollback()
    return content_of(page)


def mails() -> list[str]:
    return [event.payload["template"] for event in db.session.scalars(select(OutboxEvent))]


def finds(actor: Actor, public_id: uuid.UUID) -> bool:
    """Whether the actor's deeds, and pages, know of the initiative."""
    try:
        with transaction():
            initiatives.load(actor, public_id, Permission.READ_REGISTER)
    except NotFoundError:
        loaded = False
    else:
        loaded = True
    try:
        get_page(actor, public_id, reference=get_reference("sv"), today=START.date())
    except NotFoundError:
        shown = False
    else:
        shown = True
    db.session.rollback()
    assert loaded == shown
    return loaded


def test_what_coordinators_are_to_see_must_be_complete(town: Town) -> None:
    with pytest.raises(MissingFieldsError):
        add_initiative(town.lea, "Matlaget", visibility=COORDINATED, places=())


@pytest.mark.parametrize(
    ("who", "is_found"),
    [
        ("lea", True),
        ("mia", True),
        ("cim", True),
        ("pia", False),
        ("stina", False),
        ("rut", False),
        ("ada", False),
    ],
)
def test_the_organisation_and_coordinators_find_it(
    town: Town, coordinated: uuid.UUID, who: str, is_found: bool
) -> None:
    assert finds(getattr(town, who), coordinated) is is_found


def test_a_partner_from_before_does_not_see_it(town: Town) -> None:
    public_id = add_initiative(town.lea, "Matlaget")
    add_partner(town.lea, public_id, town.pia)
    initiatives.withdraw(town.lea, public_id, reason="", now=LATER)
    edit(town.lea, public_id, COORDINATED, said_of(town, public_id))

    assert not finds(town.pia, public_id)
    assert finds(town.cim, public_id)
    assert get_initiative(public_id).withdrawn_at is None


def test_whoever_read_it_in_and_coordinates_no_longer_does_not_see_it(
    town: Town, coordinated: uuid.UUID
) -> None:
    change_row(get_initiative(coordinated), imported_by_id=town.pia.person_id)

    assert not finds(town.pia, coordinated)


@pytest.mark.parametrize(
    ("standing", "asked", "becomes"),
    [
        (DRAFT, DRAFT, DRAFT),
        (DRAFT, COORDINATED, COORDINATED),
        (COORDINATED, DRAFT, COORDINATED),
        (COORDINATED, COORDINATED, COORDINATED),
        (COORDINATED, SHARED, SHARED),
        (SHARED, DRAFT, SHARED),
        (SHARED, COORDINATED, SHARED),
        (OPEN, COORDINATED, OPEN),
        (OPEN, SHARED, OPEN),
    ],
)
def test_editing_lets_more_see_it_and_never_fewer(
    town: Town, coordinated: uuid.UUID, standing: Visibility, asked: Visibility, becomes: Visibility
) -> None:
    change_row(get_initiative(coordinated), visibility=standing)

    edit(town.lea, coordinated, asked, said_of(town, coordinated))

    assert get_initiative(coordinated).visibility is becomes
    moved = {"visibility": (standing.value, becomes.value)} if standing is not becomes else {}
    assert last_changes(coordinated) == moved


def test_a_gap_is_refused_whatever_is_asked_once_coordinators_see_it(
    town: Town, coordinated: uuid.UUID
) -> None:
    with pytest.raises(MissingFieldsError):
        edit(town.lea, coordinated, DRAFT, InitiativeContent(title="Matlaget"))


def test_nothing_is_opened_to_everyone_by_writing_it(town: Town, coordinated: uuid.UUID) -> None:
    with pytest.raises(RefusedError) as registering:
        add_initiative(town.lea, "Matlaget", visibility=OPEN)
    with pytest.raises(RefusedError) as editing:
        edit(town.lea, coordinated, OPEN, said_of(town, coordinated))

    assert registering.value.code == editing.value.code == "unknown_choice"
    assert get_initiative(coordinated).visibility is COORDINATED


def test_what_concerns_others_waits_until_they_see_it(town: Town, coordinated: uuid.UUID) -> None:
    with pytest.raises(RefusedError) as asking:
        partnerships.ask(
            town.lea,
            coordinated,
            organisation_id=town.house.public_id,
            role="contributing",
            note="",
            now=LATER,
        )
    with pytest.raises(RefusedError) as opening:
        publication.publish(town.lea, coordinated, now=LATER)
    with pytest.raises(NotFoundError):
        partnerships.offer(
            town.pia,
            coordinated,
            organisation_id=town.house.public_id,
            role="contributing",
            note="",
            now=LATER,
        )

    assert asking.value.code == opening.value.code == "is_coordinated"
    assert mails() == []


def test_an_offer_from_before_is_answered_without_a_mail(town: Town) -> None:
    public_id = add_initiative(town.lea, "Matlaget")
    partnerships.offer(
        town.pia,
        public_id,
        organisation_id=town.house.public_id,
        role="contributing",
        note="",
        now=START,
    )
    initiatives.withdraw(town.lea, public_id, reason="", now=START)
    edit(town.lea, public_id, COORDINATED, said_of(town, public_id))
    partnership = db.session.scalars(select(Partnership)).one().public_id
    told = mails()
    db.session.rollback()

    partnerships.answer(town.lea, partnership, is_accepted=True, now=LATER)

    assert db.session.scalars(select(Partnership)).one().standing is PartnerStanding.ACCEPTED
    assert mails() == told


def test_a_coordinator_proposes_a_move_but_changes_nothing(
    town: Town, coordinated: uuid.UUID
) -> None:
    phases.propose(town.cim, coordinated, Phase.ONGOING, reason="Ni har börjat.", now=LATER)

    with pytest.raises(NotAllowedError):
        edit(town.cim, coordinated, SHARED, said_of(town, coordinated))
    assert get_initiative(coordinated).visibility is COORDINATED


def test_handed_over_it_is_seen_by_the_new_organisation_alone(
    town: Town, coordinated: uuid.UUID
) -> None:
    change_row(db.session.get_one(Organisation, town.house.id), publication_confirmed_at=START)

    initiatives.hand_over(
        town.lea, coordinated, organisation_id=town.house.public_id, note="", now=LATER
    )

    assert get_initiative(coordinated).visibility is COORDINATED
    assert [finds(actor, coordinated) for actor in (town.pia, town.cim, town.lea)] == [
        True, True, False,
    ]  # fmt: skip


def test_taken_back_it_is_a_draft_that_coordinators_see_no_more(
    town: Town, coordinated: uuid.UUID
) -> None:
    initiatives.withdraw(town.lea, coordinated, reason="", now=LATER)

    assert last_changes(coordinated)["visibility"] == ("coordinated", "draft")
    assert not finds(town.cim, coordinated)
