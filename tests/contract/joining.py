"""Organisations that ask to join the sample register: one request in every standing."""

from __future__ import annotations

from sqlalchemy import select

from tests.clock import START
from tests.contract.register import SampleRegister, marker
from tests.register import add_organisation, last_mail
from tracker.access.actors import Actor
from tracker.domain.joining import JoinFamily
from tracker.domain.roles import MembershipRole
from tracker.extensions import db
from tracker.models import JoinRequest
from tracker.services import (
    hand_over,
    invitation_answers,
    invitations,
    invitations_on_behalf,
    join_answers,
    join_requests,
    organisation_mergers,
)
from tracker.services.invitations import Invited
from tracker.services.invitations_on_behalf import NewOrganisation
from tracker.services.join_requests import JoinContent

UNCONFIRMED = "join_unconfirmed"
REQUESTS = (
    UNCONFIRMED,
    "join_waiting",
    "join_questioned",
    "join_accepted",
    "join_declined",
    "join_withdrawn",
)
INVITATIONS = ("invite_sent", "invite_partner", "invite_withdrawn", "invite_declined")


def add_joining(register: SampleRegister) -> None:
    """Put them in."""
    for label in REQUESTS:
        _ask(register, label)
        if label != UNCONFIRMED:
            join_requests.confirm(register.join_links[label], now=START)
    coordinator, made = register.people["coordinator"], register.join_requests
    join_requests.withdraw(register.join_links["join_withdrawn"], now=START)
    join_answers.accept(
        coordinator,
        made["join_accepted"],
        organisation_id=None,
        role=MembershipRole.MANAGER,
        now=START,
    )
    _write(coordinator, register, "join_questioned")
    _write(coordinator, register, "join_declined")
    _invite(register)
    gone, remains = (add_organisation(f"Organisation {name}") for name in ("gone", "remains"))
    organisation_mergers.merge(coordinator, gone.public_id, remains.public_id, now=START)


def _invite(register: SampleRegister) -> None:
    """Invitations of an association, in every standing; none that is told of one who is here."""
    manager = register.people["association_manager"]
    organisation_id = register.organisations["association"].public_id
    for label in INVITATIONS:
        invited = Invited(
            name=f"{marker(label, 'name')} Person",
            email=f"{marker(label, 'email')}@example.org",
            language="sv",
            role=MembershipRole.MEMBER,
        )
        if label == "invite_partner":
            register.invitations[label] = invitations_on_behalf.invite_partner(
                manager,
                register.initiatives["association_shared"],
                NewOrganisation(name=f"{marker(label, 'organisation')} grupp", kind="association"),
                invited,
                role="contributing",
                now=START,
            )
        else:
            register.invitations[label] = invitations.invite(
                manager, organisation_id, invited, now=START
            )
        register.invitation_links[label] = str(last_mail()["values"]["token"])
    member = register.people["association_member"]
    leaving = hand_over.HandOver(
        invited=Invited(
            name=f"{marker('hand_over', 'name')} Person",
            email=f"{marker('hand_over', 'email')}@example.org",
            language="sv",
        ),
        leaving=(member.public_id,) if member.public_id else (),
    )
    hand_over.hand_over(manager, organisation_id, leaving, now=START)
    invitations.withdraw(manager, register.invitations["invite_withdrawn"], now=START)
    invitation_answers.decline(register.invitation_links["invite_declined"], now=START)


def _ask(register: SampleRegister, label: str) -> None:
    join_requests.ask(
        JoinContent(
            family=JoinFamily.CIVIL,
            organisation_name=f"{marker(label, 'organisation')} förening",
            kind="association",
            organisation_number="",
            about=f"{marker(label, 'about')} gör något",
            name=f"{marker(label, 'name')} Person",
            email=f"{marker(label, 'email')}@example.org",
            language="sv",
        ),
        address="192.0.2.7",
        now=START,
    )
    register.join_links[label] = str(last_mail()["values"]["token"])
    newest = select(JoinRequest.public_id).order_by(JoinRequest.id.desc()).limit(1)
    register.join_requests[label] = db.session.scalars(newest).one()


def _write(coordinator: Actor, register: SampleRegister, label: str) -> None:
    deed = join_answers.ask_back if label == "join_questioned" else join_answers.decline
    text = f"{marker(label, 'message')} svarar vi"
    deed(coordinator, register.join_requests[label], text, now=START)
    register.join_links[label] = str(last_mail()["values"]["token"])
