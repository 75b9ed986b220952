"""Withdrawing and handing over: at once, with its history, and told to those it concerns."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.clock import START, Clock
from tests.register import (
    add_initiative,
    add_partner,
    change_row,
    get_initiative,
    last_changes,
    open_to_everyone,
    verbs_on,
)
from tests.town import Town
from tracker.access.actors import Actor
from tracker.domain.initiative_content import InitiativeContent
from tracker.domain.lifecycle import Visibility
from tracker.domain.roles import PartnerStanding
from tracker.domain.verbs import Verb
from tracker.errors import (
    NotAllowedError,
    NotFoundError,
    PersonalDataError,
    RefusedError,
)
from tracker.extensions import db
from tracker.models import Organisation, Partnership
from tracker.services import initiatives, publication

pytestmark = pytest.mark.usefixtures("in_app")

COMPLETE = InitiativeContent(
    title="Matlaget",
    description="Barn lagar mat tillsammans.",
    goal_areas=("children_youth",),
    places=("norrby",),
    start_on=date(2026, 1, 12),
)
PERSONAL = "Ring Kim 811228-9874 på 070-174 06 35, kim@example.org."


def register(town: Town, *, actor: Actor | None = None) -> uuid.UUID:
    asking = actor or town.lea
    return initiatives.register(
        asking,
        COMPLETE,
        organisation_id=asking.organisations[0].public_id,
        visibility=Visibility.SHARED,
        now=START,
    )


def edit(actor: Actor, public_id: uuid.UUID, *, version: int) -> None:
    initiatives.edit(
        actor,
        public_id,
        COMPLETE,
        version=version,
        visibility=Visibility.SHARED,
        note="",
        now=START,
    )


# Withdrawing ------------------------------------------------------------------------------


def test_a_withdrawn_initiative_is_its_own_organisations_draft_at_once(
    town: Town, clock: Clock
) -> None:
    public_id = register(town)
    open_to_everyone(public_id, by=town.lea, confirmed_by=town.cim)

    initiatives.withdraw(town.mia, public_id, reason="Vi hinner inte.", now=clock.now)

    row = get_initiative(public_id)
    assert (row.visibility, row.withdrawn_at) == (Visibility.DRAFT, clock.now)
    assert (row.published_at, row.publication_asked_at) == (None, None)
    assert last_changes(public_id) == {
        "visibility": ("open", "draft"),
        "note": (None, "Vi hinner inte."),
    }


def test_withdrawing_needs_no_reason_from_the_own_organisation(town: Town, clock: Clock) -> None:
    public_id = register(town)

    initiatives.withdraw(town.lea, public_id, reason="", now=clock.now)

    assert last_changes(public_id) == {"visibility": ("shared", "draft")}


def test_a_second_withdrawal_changes_nothing(town: Town, clock: Clock) -> None:
    public_id = register(town)
    initiatives.withdraw(town.lea, public_id, reason="", now=clock.now)

    initiatives.withdraw(town.lea, public_id, reason="", now=clock.advance(minutes=1))

    assert verbs_on(public_id) == [Verb.REGISTERED, Verb.WITHDRAWN]


def test_a_coordinator_withdraws_a_municipal_record_with_a_reason(town: Town, clock: Clock) -> None:
    public_id = register(town, actor=town.stina)

    with pytest.raises(RefusedError) as refused:
        initiatives.withdraw(town.cim, public_id, reason="", now=clock.now)
    assert (refused.value.code, refused.value.field_name) == ("note_needed", "reason")
    initiatives.withdraw(town.cim, public_id, reason="Står dubbelt.", now=clock.now)

    assert get_initiative(public_id).visibility is Visibility.DRAFT


def test_the_reason_for_withdrawing_is_guarded(town: Town, clock: Clock) -> None:
    public_id = register(town)

    with pytest.raises(PersonalDataError):
        initiatives.withdraw(town.lea, public_id, reason=PERSONAL, now=clock.now)
    assert get_initiative(public_id).visibility is Visibility.SHARED


def test_a_withdrawn_initiative_can_be_brought_back(town: Town, clock: Clock) -> None:
    public_id = register(town)
    initiatives.withdraw(town.lea, public_id, reason="", now=clock.now)

    edit(town.lea, public_id, version=2)

    row = get_initiative(public_id)
    assert (row.visibility, row.withdrawn_at) == (Visibility.SHARED, None)


def test_a_partner_cannot_withdraw(town: Town, clock: Clock) -> None:
    public_id = register(town)
    add_partner(town.lea, public_id, town.pia)

    with pytest.raises(NotAllowedError):
        initiatives.withdraw(town.pia, public_id, reason="", now=clock.now)


# Handing over -----------------------------------------------------------------------------


def hand_over(
    town: Town, public_id: uuid.UUID, *, actor: Actor | None = None, note: str = ""
) -> None:
    initiatives.hand_over(
        actor or town.lea,
        public_id,
        organisation_id=town.house.public_id,
        note=note,
        now=START + timedelta(hours=1),
    )


def test_the_new_organisation_answers_from_now_on(town: Town) -> None:
    public_id = register(town)

    hand_over(town, public_id, note="Ni har lokalen.")

    assert get_initiative(public_id).lead_organisation_id == town.house.id
    assert last_changes(public_id) == {
        "lead_organisation": ("Norrby kök", "AB Huset"),
        "note": (None, "Ni har lokalen."),
    }
    edit(town.pia, public_id, version=2)
    with pytest.raises(NotAllowedError):
        edit(town.lea, public_id, version=3)


def test_it_cannot_be_handed_to_the_organisation_that_has_it(town: Town) -> None:
    public_id = register(town, actor=town.pia)

    with pytest.raises(RefusedError) as refused:
        hand_over(town, public_id, actor=town.pia)
    assert (refused.value.code, refused.value.field_name) == ("same_organisation", "organisation")


def test_it_cannot_be_handed_to_a_closed_organisation(town: Town) -> None:
    public_id = register(town)
    change_row(db.session.get_one(Organisation, town.house.id), closed_on=date(2026, 1, 1))

    with pytest.raises(NotFoundError):
        hand_over(town, public_id)


def test_a_coordinator_hands_over_a_municipal_record_with_a_note(town: Town) -> None:
    public_id = register(town, actor=town.stina)

    with pytest.raises(RefusedError):
        hand_over(town, public_id, actor=town.cim)
    hand_over(town, public_id, actor=town.cim, note="Ny organisation från årsskiftet.")

    assert get_initiative(public_id).lead_organisation_id == town.house.id


def test_a_partner_that_takes_over_is_no_longer_its_own_partner(town: Town) -> None:
    public_id = register(town)
    partnership_id = add_partner(town.lea, public_id, town.pia)

    hand_over(town, public_id)

    db.session.rollback()
    row = db.session.scalars(
        select(Partnership).where(Partnership.public_id == partnership_id)
    ).one()
    assert row.standing is PartnerStanding.ENDED


def test_the_public_waits_until_the_new_organisation_is_public_itself(town: Town) -> None:
    public_id = register(town)
    open_to_everyone(public_id, by=town.lea, confirmed_by=town.cim)

    hand_over(town, public_id)

    assert get_initiative(public_id).visibility is Visibility.SHARED
    assert last_changes(public_id)["visibility"] == ("open", "shared")


def test_it_stays_public_with_an_organisation_that_is_public_already(town: Town) -> None:
    open_to_everyone(
        add_initiative(town.pia, "Lokaler till föreningar"), by=town.pia, confirmed_by=town.cim
    )
    public_id = register(town)
    open_to_everyone(public_id, by=town.lea, confirmed_by=town.cim)

    hand_over(town, public_id)

    assert get_initiative(public_id).visibility is Visibility.OPEN


def test_a_question_to_the_coordinators_does_not_go_along(town: Town, clock: Clock) -> None:
    public_id = register(town)
    publication.publish(town.lea, public_id, now=clock.now)

    hand_over(town, public_id)

    assert get_initiative(public_id).publication_asked_at is None


def test_the_note_of_a_hand_over_is_guarded(town: Town) -> None:
    public_id = register(town)

    with pytest.raises(PersonalDataError):
        hand_over(town, public_id, note=PERSONAL)
