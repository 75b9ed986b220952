"""Nobody is named as partner unasked: one side asks or offers, the other side answers."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.clock import START
from tests.register import (
    add_initiative,
    add_partner,
    change_row,
    get_initiative,
    verbs_on,
)
from tests.town import Town
from tracker.access.actors import Actor, OwnOrganisation
from tracker.domain.roles import PartnerStanding
from tracker.domain.verbs import Verb
from tracker.errors import NotAllowedError, NotFoundError, PersonalDataError, RefusedError
from tracker.extensions import db
from tracker.models import ListEntry, Organisation, OutboxEvent, Partnership
from tracker.services import initiatives, partnerships

pytestmark = pytest.mark.usefixtures("in_app")

LATER = START + timedelta(hours=1)


@pytest.fixture
def initiative_id(town: Town) -> uuid.UUID:
    return add_initiative(town.lea, "Matlaget")


def ask(
    actor: Actor,
    initiative_id: uuid.UUID,
    organisation: OwnOrganisation,
    *,
    role: str = "contributing",
    note: str = "",
) -> None:
    partnerships.ask(
        actor,
        initiative_id,
        organisation_id=organisation.public_id,
        role=role,
        note=note,
        now=LATER,
    )


def offer(
    actor: Actor,
    initiative_id: uuid.UUID,
    organisation: OwnOrganisation,
    *,
    role: str = "contributing",
    note: str = "",
) -> None:
    partnerships.offer(
        actor,
        initiative_id,
        organisation_id=organisation.public_id,
        role=role,
        note=note,
        now=LATER,
    )


def partnership() -> Partnership:
    db.session.rollback()
    row: Partnership = db.session.scalars(select(Partnership)).one()
    return row


def answer(actor: Actor, *, is_accepted: bool = True) -> uuid.UUID:
    return partnerships.answer(actor, partnership().public_id, is_accepted=is_accepted, now=LATER)


def role_of(row: Partnership) -> str:
    entry: ListEntry = db.session.get_one(ListEntry, row.role_id)
    return entry.code


def mails() -> int:
    return len(db.session.scalars(select(OutboxEvent.id)).all())


# Asking -----------------------------------------------------------------------------------


def test_an_asked_organisation_stands_as_asked_until_it_answers(
    town: Town, initiative_id: uuid.UUID
) -> None:
    ask(town.mia, initiative_id, town.house, role="funding", note="  Kan ni bidra?  ")

    row = partnership()
    assert (row.standing, role_of(row), row.note) == (
        PartnerStanding.ASKED,
        "funding",
        "Kan ni bidra?",
    )
    assert row.answered_at is None
    assert verbs_on(initiative_id)[-1] == Verb.PARTNER_ASKED


@pytest.mark.parametrize(
    ("is_accepted", "standing", "verb"),
    [
        (True, PartnerStanding.ACCEPTED, Verb.PARTNER_ACCEPTED),
        (False, PartnerStanding.DECLINED, Verb.PARTNER_DECLINED),
    ],
)
def test_the_asked_organisation_answers(
    town: Town,
    initiative_id: uuid.UUID,
    is_accepted: bool,
    standing: PartnerStanding,
    verb: Verb,
) -> None:
    ask(town.lea, initiative_id, town.house)

    assert answer(town.pia, is_accepted=is_accepted) == initiative_id

    assert (partnership().standing, partnership().answered_at) == (standing, LATER)
    assert verbs_on(initiative_id)[-1] == verb


def test_nobody_answers_for_the_asked_organisation(town: Town, initiative_id: uuid.UUID) -> None:
    ask(town.lea, initiative_id, town.house)

    for actor in (town.lea, town.mia, town.cim, town.rut, town.ada, town.stina):
        with pytest.raises(NotAllowedError):
            answer(actor)


def test_an_answer_is_given_once(town: Town, initiative_id: uuid.UUID) -> None:
    ask(town.lea, initiative_id, town.house)
    answer(town.pia, is_accepted=False)

    with pytest.raises(RefusedError) as refused:
        answer(town.pia)
    assert refused.value.code == "answered_already"


def test_an_organisation_that_declined_may_be_asked_again(
    town: Town, initiative_id: uuid.UUID
) -> None:
    ask(town.lea, initiative_id, town.house)
    answer(town.pia, is_accepted=False)

    ask(town.lea, initiative_id, town.house, role="mediating")

    assert (partnership().standing, role_of(partnership())) == (PartnerStanding.ASKED, "mediating")


@pytest.mark.parametrize("is_accepted", [True, False])
def test_an_organisation_is_not_asked_twice(
    town: Town, initiative_id: uuid.UUID, is_accepted: bool
) -> None:
    add_partner(town.lea, initiative_id, town.pia, is_accepted=is_accepted)
    sent = mails()

    with pytest.raises(RefusedError) as refused:
        ask(town.lea, initiative_id, town.house)
    assert (refused.value.code, refused.value.field_name) == ("partner_already", "organisation")
    assert mails() == sent


def test_the_lead_organisation_is_not_its_own_partner(town: Town, initiative_id: uuid.UUID) -> None:
    with pytest.raises(RefusedError) as refused:
        ask(town.lea, initiative_id, town.kitchen)

    assert (refused.value.code, refused.value.field_name) == ("same_organisation", "organisation")


@pytest.mark.parametrize("role", ["lead", "chef", ""])
def test_a_role_is_chosen_from_the_list_and_lead_is_taken(
    town: Town, initiative_id: uuid.UUID, role: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        ask(town.lea, initiative_id, town.house, role=role)

    assert (refused.value.code, refused.value.field_name) == ("unknown_choice", "role")


def test_the_note_is_guarded(town: Town, initiative_id: uuid.UUID) -> None:
    for deed, actor, organisation in ((ask, town.lea, town.house), (offer, town.pia, town.house)):
        with pytest.raises(PersonalDataError) as refused:
            deed(actor, initiative_id, organisation, note="Ring Kim 070-174 06 35.")
        assert list(refused.value.findings) == ["note"]


def test_nobody_is_asked_about_a_draft_that_they_cannot_see(town: Town) -> None:
    draft = add_initiative(town.lea, "Utkast", is_draft=True)

    with pytest.raises(RefusedError) as refused:
        ask(town.lea, draft, town.house)
    assert refused.value.code == "is_draft"
    assert mails() == 0


def test_a_closed_organisation_is_not_asked(town: Town, initiative_id: uuid.UUID) -> None:
    change_row(db.session.get_one(Organisation, town.house.id), closed_on=date(2026, 1, 1))

    with pytest.raises(NotFoundError):
        ask(town.lea, initiative_id, town.house)


def test_only_the_lead_organisation_asks(town: Town, initiative_id: uuid.UUID) -> None:
    for actor in (town.pia, town.cim, town.rut, town.ada):
        with pytest.raises(NotAllowedError):
            ask(actor, initiative_id, town.school)


def test_a_coordinator_asks_on_behalf_of_a_municipal_organisation(town: Town) -> None:
    initiative_id = add_initiative(town.stina, "Läxhjälp")

    ask(town.cim, initiative_id, town.kitchen)

    assert partnership().standing is PartnerStanding.ASKED


# Offering ---------------------------------------------------------------------------------


def test_an_offer_waits_for_the_lead_organisation(town: Town, initiative_id: uuid.UUID) -> None:
    offer(town.pia, initiative_id, town.house, note="Vi har en tom lokal.")

    assert partnership().standing is PartnerStanding.OFFERED
    with pytest.raises(NotAllowedError):
        answer(town.pia)
    answer(town.mia)
    assert partnership().standing is PartnerStanding.ACCEPTED


def test_a_declined_offer_may_be_made_again(town: Town, initiative_id: uuid.UUID) -> None:
    offer(town.pia, initiative_id, town.house)
    answer(town.lea, is_accepted=False)

    offer(town.pia, initiative_id, town.house, role="funding")

    assert (partnership().standing, role_of(partnership())) == (PartnerStanding.OFFERED, "funding")


def test_asking_an_organisation_that_offers_the_same_says_yes(
    town: Town, initiative_id: uuid.UUID
) -> None:
    offer(town.pia, initiative_id, town.house)

    ask(town.lea, initiative_id, town.house)

    assert (partnership().standing, partnership().answered_at) == (PartnerStanding.ACCEPTED, LATER)
    assert verbs_on(initiative_id)[-1] == Verb.PARTNER_ACCEPTED


def test_asking_for_another_role_than_offered_asks_back(
    town: Town, initiative_id: uuid.UUID
) -> None:
    offer(town.pia, initiative_id, town.house, role="contributing")

    ask(town.lea, initiative_id, town.house, role="funding")

    assert (partnership().standing, role_of(partnership())) == (PartnerStanding.ASKED, "funding")
    answer(town.pia)
    assert partnership().standing is PartnerStanding.ACCEPTED


def test_an_organisation_does_not_offer_what_it_is_asked_or_does_already(
    town: Town, initiative_id: uuid.UUID
) -> None:
    add_partner(town.lea, initiative_id, town.pia, is_accepted=False)

    with pytest.raises(RefusedError) as refused:
        offer(town.pia, initiative_id, town.house)
    assert refused.value.code == "partner_already"


def test_nobody_offers_for_another_organisation(town: Town, initiative_id: uuid.UUID) -> None:
    for actor in (town.stina, town.cim, town.rut, town.ada):
        with pytest.raises(NotAllowedError):
            offer(actor, initiative_id, town.house)


def test_the_lead_organisation_has_nothing_to_offer_itself(
    town: Town, initiative_id: uuid.UUID
) -> None:
    with pytest.raises(RefusedError) as refused:
        offer(town.lea, initiative_id, town.kitchen)
    assert refused.value.code == "same_organisation"


def test_a_draft_takes_no_offers(town: Town) -> None:
    draft = add_initiative(town.lea, "Utkast", is_draft=True)

    with pytest.raises(NotFoundError):
        offer(town.pia, draft, town.house)
    with pytest.raises(RefusedError) as refused:
        offer(town.lea, draft, town.house)
    assert refused.value.code == "is_draft"


# Ending -----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["lea", "mia", "pia"])
@pytest.mark.parametrize("is_accepted", [True, False])
def test_either_side_ends_a_partnership_or_takes_back_a_question(
    town: Town, initiative_id: uuid.UUID, who: str, is_accepted: bool
) -> None:
    partnership_id = add_partner(town.lea, initiative_id, town.pia, is_accepted=is_accepted)

    assert partnerships.end(getattr(town, who), partnership_id, now=LATER) == initiative_id

    assert partnership().standing is PartnerStanding.ENDED
    assert verbs_on(initiative_id)[-1] == Verb.PARTNER_ENDED


def test_an_ended_partnership_cannot_be_ended_or_answered_again(
    town: Town, initiative_id: uuid.UUID
) -> None:
    partnership_id = add_partner(town.lea, initiative_id, town.pia)
    partnerships.end(town.pia, partnership_id, now=LATER)

    with pytest.raises(RefusedError):
        partnerships.end(town.lea, partnership_id, now=LATER)
    with pytest.raises(RefusedError):
        answer(town.pia)


def test_others_do_not_end_a_partnership(town: Town, initiative_id: uuid.UUID) -> None:
    partnership_id = add_partner(town.lea, initiative_id, town.pia)

    for actor in (town.stina, town.cim, town.rut, town.ada):
        with pytest.raises(NotAllowedError):
            partnerships.end(actor, partnership_id, now=LATER)


def test_a_partnership_of_a_withdrawn_initiative_is_out_of_the_partners_sight(
    town: Town, initiative_id: uuid.UUID
) -> None:
    add_partner(town.lea, initiative_id, town.pia, is_accepted=False)
    initiatives.withdraw(town.lea, initiative_id, reason="", now=LATER)

    with pytest.raises(NotFoundError):
        answer(town.pia)


def test_an_unknown_partnership_is_not_found(town: Town) -> None:
    with pytest.raises(NotFoundError):
        partnerships.answer(town.pia, uuid.uuid4(), is_accepted=True, now=LATER)
    with pytest.raises(NotFoundError):
        partnerships.end(town.pia, uuid.uuid4(), now=LATER)


def test_partnerships_are_news_to_readers_of_the_board(
    town: Town, initiative_id: uuid.UUID
) -> None:
    ask(town.lea, initiative_id, town.house)

    assert get_initiative(initiative_id).changed_at == LATER
