"""One organisation goes up in another: what moves, and what stays as history."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask
from sqlalchemy import select

from tests.clock import START
from tests.page_client import PageClient
from tests.register import (
    add_initiative,
    add_organisation,
    add_partner,
    add_person,
    add_report,
    change_row,
    get_initiative,
    last_changes,
    last_mail,
    sign_in,
)
from tests.town import Town
from tracker.access.actors import Actor, OwnOrganisation
from tracker.domain.roles import MembershipRole
from tracker.errors import NotAllowedError, NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import (
    Initiative,
    Invitation,
    Organisation,
    OrganisationMerger,
    Partnership,
    StatusReport,
)
from tracker.queries.accounts import find_actor_by_email
from tracker.services import invitations, organisations
from tracker.services.invitations import Invited
from tracker.services.organisation_mergers import merge

MEMBER = MembershipRole.MEMBER


@pytest.fixture
def old(app: Flask, town: Town) -> OwnOrganisation:
    with app.app_context():
        return add_organisation("Gamla köket")


@pytest.fixture
def siv(app: Flask, old: OwnOrganisation) -> Actor:
    with app.app_context():
        return add_person("Siv Gran", old, language="en")


def row(organisation: OwnOrganisation) -> Organisation:
    db.session.rollback()
    found: Organisation = db.session.get_one(Organisation, organisation.id)
    return found


def partners(initiative_id: uuid.UUID) -> dict[str, str]:
    db.session.rollback()
    query = (
        select(Organisation.name, Partnership.standing)
        .join(Partnership, Partnership.organisation_id == Organisation.id)
        .join(Initiative, Initiative.id == Partnership.initiative_id)
        .where(Initiative.public_id == initiative_id)
    )
    return {name: standing.value for name, standing in db.session.execute(query)}


@pytest.mark.usefixtures("in_app")
def test_records_people_and_invitations_move_and_the_history_stays(
    town: Town, old: OwnOrganisation, siv: Actor
) -> None:
    shared = add_initiative(siv, "Matlaget")
    draft = add_initiative(siv, "Utkastet", is_draft=True)
    report = add_report(siv, shared)
    both = add_person("Bo Rask", town.kitchen, old, role=MEMBER)
    invited = Invited(name="Sara", email="sara@example.org", language="sv")
    invitations.invite(siv, old.public_id, invited, now=START)

    merge(town.cim, old.public_id, town.kitchen.public_id, now=START)

    for initiative_id in (shared, draft):
        assert get_initiative(initiative_id).lead_organisation_id == town.kitchen.id
    assert last_changes(shared)["lead_organisation"] == ("Gamla köket", "Norrby kök")
    written = db.session.scalars(select(StatusReport).where(StatusReport.public_id == report))
    assert written.one().organisation_id == old.id
    for person, role in ((siv, "manager"), (both, "member")):
        actor = find_actor_by_email(f"{person.name.split()[0].lower()}@example.org")
        assert actor is not None
        assert [(own.name, own.role.value) for own in actor.organisations] == [("Norrby kök", role)]
    assert db.session.query(Invitation).one().organisation_id == town.kitchen.id
    assert row(old).closed_on == START.date()
    assert last_mail("siv@example.org")["values"]["organisation"] == "Norrby kök"


@pytest.mark.usefixtures("in_app")
def test_partnerships_of_both_become_one(town: Town, old: OwnOrganisation, siv: Actor) -> None:
    of_house = add_initiative(town.pia, "Lokalen")
    add_partner(town.pia, of_house, siv)
    only_old = add_initiative(town.pia, "Gården")
    add_partner(town.pia, only_old, siv)
    both = add_initiative(town.pia, "Torget")
    add_partner(town.pia, both, siv)
    add_partner(town.pia, both, town.lea, is_accepted=False)
    own = add_initiative(town.lea, "Matlaget")
    add_partner(town.lea, own, siv)
    theirs = add_initiative(siv, "Soppan")
    add_partner(siv, theirs, town.lea)

    merge(town.cim, old.public_id, town.kitchen.public_id, now=START)

    assert partners(of_house) == partners(only_old) == {"Norrby kök": "accepted"}
    assert partners(both) == {"Gamla köket": "ended", "Norrby kök": "accepted"}
    assert partners(own) == {"Gamla köket": "ended"}
    assert partners(theirs) == {"Norrby kök": "ended"}


@pytest.mark.usefixtures("in_app")
def test_keys_of_lists_that_collide_are_let_go_and_a_confirmation_is_kept(
    town: Town, old: OwnOrganisation, siv: Actor
) -> None:
    ours, theirs = add_initiative(town.lea, "Matlaget"), add_initiative(siv, "Soppan")
    for initiative_id in (ours, theirs):
        change_row(get_initiative(initiative_id), import_key="own:1")
    change_row(row(old), publication_confirmed_at=START)

    merge(town.ada, old.public_id, town.kitchen.public_id, now=START)

    assert get_initiative(ours).import_key == "own:1"
    assert get_initiative(theirs).import_key is None
    assert row(town.kitchen).publication_confirmed_at == START


@pytest.mark.usefixtures("in_app")
def test_what_cannot_be_merged_is_refused(town: Town, old: OwnOrganisation) -> None:
    here = old.public_id
    for kept, code in (
        (here, "merger_with_itself"),
        (town.school.public_id, "merger_across"),
        (uuid.uuid4(), "unknown_choice"),
    ):
        with pytest.raises(RefusedError) as refused:
            merge(town.cim, here, kept, now=START)
        assert (refused.value.code, refused.value.field_name) == (code, "kept")
    with pytest.raises(NotFoundError):
        merge(town.cim, uuid.uuid4(), here, now=START)
    for actor in (town.lea, town.rut):
        with pytest.raises(NotAllowedError):
            merge(actor, here, town.kitchen.public_id, now=START)


@pytest.mark.usefixtures("in_app")
def test_a_merger_is_final(town: Town, old: OwnOrganisation) -> None:
    merge(town.cim, old.public_id, town.kitchen.public_id, now=START)

    with pytest.raises(RefusedError, match="organisation_merged"):
        merge(town.cim, old.public_id, town.house.public_id, now=START)
    with pytest.raises(RefusedError, match="organisation_merged"):
        organisations.reopen(town.cim, old.public_id, now=START)
    with pytest.raises(RefusedError, match="unknown_choice"):
        merge(town.cim, town.house.public_id, old.public_id, now=START)
    assert db.session.query(OrganisationMerger).count() == 1


def test_the_page_tells_what_moves_and_the_old_address_leads_on(
    app: Flask, town: Town, old: OwnOrganisation, siv: Actor, client: PageClient
) -> None:
    with app.app_context():
        add_initiative(siv, "Matlaget")
    sign_in(client, town.cim)
    here = f"/organisations/{old.public_id}"
    ask = client.get_page(str(client.get_page(here).one('a[href$="/merger"]')["href"]))
    assert "1 initiative moves." in ask.text("main")
    assert "1 person moves" in ask.text("main")
    assert client.submit(ask).status_code == 422

    answer = client.submit(ask, kept=str(town.kitchen.public_id))

    assert answer.location == f"/organisations/{town.kitchen.public_id}"
    page = client.get_page(answer.location)
    assert "Gamla köket, since" in page.text(".facts")
    assert client.get(here).location == answer.location
