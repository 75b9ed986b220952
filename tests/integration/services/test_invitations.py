"""People are invited to act for an organisation, and come in by the link in their mail."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.clock import Clock
from tests.register import add_initiative, add_person, last_mail, mails
from tests.town import Town
from tracker.access.actors import Actor
from tracker.domain.invitations import ANSWER_WITHIN, INVITATIONS_PER_PERSON, InvitationStanding
from tracker.domain.lifecycle import Visibility
from tracker.domain.roles import MembershipRole, PartnerStanding
from tracker.errors import (
    NotAllowedError,
    NotFoundError,
    PersonalDataError,
    RefusedError,
    TooManyAttemptsError,
)
from tracker.extensions import db
from tracker.models import Initiative, Invitation, Organisation, Partnership
from tracker.queries.accounts import find_actor_by_email, find_signed_in
from tracker.services import invitation_answers, invitations, invitations_on_behalf, organisations
from tracker.services.arrivals import Arrival, Visitor
from tracker.services.initiatives import withdraw as withdraw_initiative
from tracker.services.invitation_answers import Welcome
from tracker.services.invitations import Invited
from tracker.services.invitations_on_behalf import NewOrganisation

pytestmark = pytest.mark.usefixtures("in_app")

SARA = Invited(name="Sara", email="Sara@example.org", language="sv", role=MembershipRole.MEMBER)
SEWING = NewOrganisation(name="Syrummet", kind="informal_group")


@pytest.fixture
def accept(app: Flask, clock: Clock) -> Any:
    def accept(token: str) -> Arrival:
        return invitation_answers.accept(
            token,
            Welcome(name="Sara Ek", language="en"),
            visitor=Visitor("Firefox", "192.0.2.1"),
            settings=app.config["SETTINGS"],
            now=clock(),
        )

    return accept


def invite(town: Town, clock: Clock, **changes: object) -> str:
    """Invite somebody to the kitchen; returns the token that was mailed."""
    invited = replace(SARA, **changes)  # type: ignore[arg-type]
    invitations.invite(town.lea, town.kitchen.public_id, invited, now=clock())
    return token()


def token() -> str:
    return str(last_mail()["values"]["token"])


def stored() -> Invitation:
    db.session.rollback()
    query = select(Invitation).order_by(Invitation.id.desc()).limit(1)
    row: Invitation = db.session.scalars(query).one()
    return row


def organisations_of(email: str) -> dict[str, str]:
    actor = find_actor_by_email(email)
    assert actor is not None
    return {own.name: own.role.value for own in actor.organisations}


def test_a_colleague_says_yes_and_is_in(town: Town, clock: Clock, accept: Any) -> None:
    arrival = accept(invite(town, clock))

    assert organisations_of("sara@example.org") == {"Norrby kök": "member"}
    signed_in = find_signed_in(arrival.session_token)
    assert signed_in is not None
    assert (signed_in.actor.name, signed_in.actor.language) == ("Sara Ek", "en")
    assert last_mail("lea@example.org")["values"]["is_accepted"] is True


def test_who_has_an_account_keeps_it_and_gets_one_more_organisation(
    town: Town, clock: Clock, accept: Any
) -> None:
    accept(invite(town, clock, email="PIA@example.org"))

    pia = find_actor_by_email("pia@example.org")
    assert pia is not None
    assert (pia.name, pia.public_id) == ("Pia Ek", town.pia.public_id)
    assert organisations_of("pia@example.org") == {"AB Huset": "manager", "Norrby kök": "member"}


def test_a_link_works_once_and_not_after_its_time(town: Town, clock: Clock, accept: Any) -> None:
    used, late = invite(town, clock), invite(town, clock, email="b@example.org")
    accept(used)
    with pytest.raises(RefusedError, match="invitation_ended"):
        accept(used)
    clock.advance(ANSWER_WITHIN)
    with pytest.raises(RefusedError, match="invitation_ended"):
        accept(late)
    with pytest.raises(NotFoundError):
        accept("unknown")

    invitations.send_again(town.lea, stored().public_id, now=clock())
    with pytest.raises(NotFoundError):
        accept(late)
    accept(token())


def test_an_invitation_is_taken_back_or_declined_once(
    town: Town, clock: Clock, accept: Any
) -> None:
    link = invite(town, clock)
    invitations.withdraw(town.lea, stored().public_id, now=clock())
    for deed in (invitations.withdraw, invitations.send_again):
        with pytest.raises(RefusedError, match="answered_already"):
            deed(town.lea, stored().public_id, now=clock())
    with pytest.raises(RefusedError, match="invitation_ended"):
        accept(link)

    invitation_answers.decline(invite(town, clock), now=clock())
    assert stored().standing is InvitationStanding.DECLINED
    assert last_mail("lea@example.org")["values"]["is_accepted"] is False


def test_nobody_is_invited_twice_or_where_they_are(town: Town, clock: Clock) -> None:
    invite(town, clock)
    for email, code in (("sara@EXAMPLE.org", "invited_already"), ("mia@example.org", "member")):
        with pytest.raises(RefusedError, match=code) as refused:
            invite(town, clock, email=email)
        assert refused.value.field_name == "email"
    organisations.close(town.cim, town.kitchen.public_id, now=clock())
    with pytest.raises(RefusedError, match="organisation_closed"):
        invite(town, clock, email="c@example.org")


def test_a_closed_account_or_organisation_lets_nobody_in(
    town: Town, clock: Clock, accept: Any
) -> None:
    add_person("Old Name", email="old@example.org", is_disabled=True)
    with pytest.raises(RefusedError, match="person_disabled"):
        accept(invite(town, clock, email="old@example.org"))
    link = invite(town, clock)
    organisations.close(town.cim, town.kitchen.public_id, now=clock())
    with pytest.raises(RefusedError, match="invitation_ended"):
        accept(link)


def test_mails_of_invitations_are_limited(town: Town, clock: Clock) -> None:
    for number in range(INVITATIONS_PER_PERSON):
        invite(town, clock, email=f"n{number}@example.org")
    with pytest.raises(TooManyAttemptsError):
        invite(town, clock)
    with pytest.raises(TooManyAttemptsError):
        invitations.send_again(town.lea, stored().public_id, now=clock())


@pytest.mark.parametrize("who", ["mia", "pia", "rut", "ada"])
def test_others_do_not_invite_nor_look_after(town: Town, clock: Clock, who: str) -> None:
    actor: Actor = getattr(town, who)
    with pytest.raises(NotAllowedError):
        invitations.invite(actor, town.kitchen.public_id, SARA, now=clock())
    with pytest.raises(NotAllowedError):
        invitations_on_behalf.invite_organisation(actor, SEWING, SARA, now=clock())
    invite(town, clock)
    for deed in (invitations.withdraw, invitations.send_again):
        with pytest.raises(NotFoundError):
            deed(actor, stored().public_id, now=clock())


def test_a_coordinator_brings_an_organisation_in_through_its_first_person(
    town: Town, clock: Clock, accept: Any
) -> None:
    manager = replace(SARA, role=MembershipRole.MANAGER)
    invitations_on_behalf.invite_organisation(town.cim, SEWING, manager, now=clock())
    assert db.session.query(Organisation).filter_by(name="Syrummet").count() == 0

    accept(token())

    sewing = db.session.query(Organisation).filter_by(name="Syrummet").one()
    assert sewing.is_verified
    assert organisations_of("sara@example.org") == {"Syrummet": "manager"}


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (replace(SEWING, name="norrby  KÖK"), "organisation_name"),
        (replace(SEWING, kind="kings"), "kind"),
    ],
)
def test_what_stands_in_the_way_of_a_new_one_is_told(
    town: Town, clock: Clock, new: NewOrganisation, field: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        invitations_on_behalf.invite_organisation(town.cim, new, SARA, now=clock())
    assert refused.value.field_name == field
    with pytest.raises(PersonalDataError):
        invitations_on_behalf.invite_organisation(
            town.cim, replace(SEWING, name="Ring 070-123 45 67"), SARA, now=clock()
        )


def test_a_name_that_was_taken_meanwhile_ends_the_invitation(
    town: Town, clock: Clock, accept: Any
) -> None:
    for email in ("a@example.org", "b@example.org"):
        invited = replace(SARA, email=email)
        invitations_on_behalf.invite_organisation(town.cim, SEWING, invited, now=clock())
    links = [str(mail["values"]["token"]) for mail in mails()]

    accept(links[0])
    with pytest.raises(RefusedError, match="invitation_ended"):
        accept(links[1])


def partner_invited(town: Town, clock: Clock, **changes: Any) -> uuid.UUID:
    initiative_id = add_initiative(town.lea, "Matlaget", **changes)
    invitations_on_behalf.invite_partner(
        town.lea,
        initiative_id,
        SEWING,
        replace(SARA, role=MembershipRole.MANAGER),
        role="contributing",
        now=clock(),
    )
    return initiative_id


def test_a_small_partner_comes_in_unverified_and_is_asked_to_take_part(
    town: Town, clock: Clock, accept: Any
) -> None:
    partner_invited(town, clock)
    assert last_mail()["values"]["initiative"] == "Matlaget"

    accept(token())

    sewing = db.session.query(Organisation).filter_by(name="Syrummet").one()
    partnership = db.session.query(Partnership).one()
    assert not sewing.is_verified
    assert (partnership.organisation_id, partnership.standing) == (
        sewing.id,
        PartnerStanding.ASKED,
    )
    assert last_mail("cim@example.org")["template"] == "organisation_came"


def test_an_initiative_that_is_withdrawn_meanwhile_asks_nobody(
    town: Town, clock: Clock, accept: Any
) -> None:
    withdraw_initiative(town.lea, partner_invited(town, clock), reason="Nej.", now=clock())

    accept(str([mail for mail in mails() if mail["template"] == "invited"][-1]["values"]["token"]))

    assert db.session.query(Partnership).count() == 0
    assert db.session.query(Initiative).one().visibility is Visibility.DRAFT


def test_a_partner_is_invited_by_the_lead_organisations_manager(town: Town, clock: Clock) -> None:
    initiative_id = add_initiative(town.lea, "Matlaget")
    for actor in (town.mia, town.pia, town.cim, town.ada):
        with pytest.raises(NotAllowedError):
            invitations_on_behalf.invite_partner(
                actor, initiative_id, SEWING, SARA, role="contributing", now=clock()
            )
    with pytest.raises(RefusedError, match="unknown_choice"):
        invitations_on_behalf.invite_partner(
            town.lea, initiative_id, SEWING, SARA, role="lead", now=clock()
        )
    with pytest.raises(RefusedError, match="is_draft"):
        partner_invited(town, clock, is_draft=True)
