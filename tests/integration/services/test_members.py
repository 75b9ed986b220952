"""The people of an organisation: roles, leaving, handing over, and who answers year by year."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

import pytest
from flask import Flask

from tests.clock import START, Clock
from tests.register import add_person, change_row, last_mail, mails
from tests.threads import at_once
from tests.town import Town
from tracker.access.actors import Actor
from tracker.database import transaction
from tracker.domain.answering import ASKED_EVERY, UNANSWERED_AFTER
from tracker.domain.roles import MembershipRole, PlatformRole
from tracker.domain.ways_in import WayIn
from tracker.errors import NotAllowedError, NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import Organisation, Person, SignInSession
from tracker.queries.accounts import find_actor_by_email
from tracker.queries.members import list_due
from tracker.queries.organisations import (
    OrganisationSelection,
    Standing,
    count_organisations,
)
from tracker.queries.reference import get_reference
from tracker.services import hand_over, invitation_answers, members
from tracker.services.answer_questions import ask_for_answers
from tracker.services.arrivals import Visitor
from tracker.services.hand_over import HandOver
from tracker.services.invitation_answers import Welcome
from tracker.services.invitations import Invited
from tracker.services.sessions import begin_session

pytestmark = pytest.mark.usefixtures("in_app")

MEMBER, MANAGER = MembershipRole.MEMBER, MembershipRole.MANAGER
SARA = Invited(name="Sara Ek", email="sara@example.org", language="sv")


def id_of(actor: Actor) -> uuid.UUID:
    assert actor.public_id is not None
    return actor.public_id


def roles(town: Town) -> dict[str, str]:
    """Who belongs to the kitchen, by address."""
    found = {}
    db.session.rollback()
    for email in ("lea", "mia", "sara"):
        actor = find_actor_by_email(f"{email}@example.org")
        own = {o.id: o.role.value for o in actor.organisations} if actor else {}
        if town.kitchen.id in own:
            found[email] = own[town.kitchen.id]
    db.session.rollback()
    return found


def kitchen(town: Town) -> Organisation:
    db.session.rollback()
    row: Organisation = db.session.get_one(Organisation, town.kitchen.id)
    return row


def sign_in(app: Flask, actor: Actor) -> None:
    with transaction() as session:
        begin_session(
            session.get_one(Person, actor.person_id),
            WayIn.PASSWORD,
            browser="",
            is_strong=False,
            settings=app.config["SETTINGS"],
            now=START,
        )


def sessions_of(actor: Actor) -> int:
    db.session.rollback()
    return db.session.query(SignInSession).filter_by(person_id=actor.person_id).count()


def test_a_manager_changes_roles_and_somebody_stays_manager(town: Town) -> None:
    here = town.kitchen.public_id
    with pytest.raises(RefusedError, match="last_manager"):
        members.change_role(town.lea, here, id_of(town.lea), MEMBER, now=START)

    members.change_role(town.lea, here, id_of(town.mia), MANAGER, now=START)
    members.change_role(town.lea, here, id_of(town.lea), MEMBER, now=START)

    assert roles(town) == {"lea": "member", "mia": "manager"}


def test_who_is_taken_out_is_signed_out_where_nothing_is_left(app: Flask, town: Town) -> None:
    both = add_person("Bo Rask", town.kitchen, town.house, role=MEMBER)
    coordinator = add_person(
        "Eva Lo", town.kitchen, role=MEMBER, platform_roles=[PlatformRole.COORDINATOR]
    )
    for actor in (town.mia, both, coordinator):
        sign_in(app, actor)
        members.remove(town.lea, town.kitchen.public_id, id_of(actor), now=START)

    assert [sessions_of(actor) for actor in (town.mia, both, coordinator)] == [0, 1, 1]
    assert roles(town) == {"lea": "manager"}
    with pytest.raises(NotFoundError):
        members.remove(town.lea, town.kitchen.public_id, id_of(town.mia), now=START)


def test_the_last_manager_cannot_leave_without_handing_over(town: Town) -> None:
    here = town.kitchen.public_id
    members.leave(town.mia, here, now=START)
    for deed in (
        lambda: members.leave(town.lea, here, now=START),
        lambda: members.remove(town.lea, here, id_of(town.lea), now=START),
    ):
        with pytest.raises(RefusedError, match="last_manager"):
            deed()
    with pytest.raises(NotFoundError):
        members.leave(town.pia, here, now=START)
    assert roles(town) == {"lea": "manager"}


def test_a_manager_whose_account_is_closed_does_not_count(town: Town) -> None:
    add_person("Old Name", town.kitchen, role=MANAGER, is_disabled=True)
    with pytest.raises(RefusedError, match="last_manager"):
        members.leave(town.lea, town.kitchen.public_id, now=START)


@pytest.mark.parametrize("who", ["mia", "pia", "cim", "rut"])
def test_others_change_nobodys_role(town: Town, who: str) -> None:
    actor: Actor = getattr(town, who)
    here = town.kitchen.public_id
    for deed in (
        lambda: members.change_role(actor, here, id_of(town.mia), MANAGER, now=START),
        lambda: members.remove(actor, here, id_of(town.mia), now=START),
        lambda: members.confirm_answers(actor, here, now=START),
        lambda: hand_over.hand_over(actor, here, HandOver(answering=(id_of(town.mia),)), now=START),
    ):
        with pytest.raises(NotAllowedError):
            deed()


def test_an_administrator_helps_an_organisation_that_has_lost_its_manager(town: Town) -> None:
    members.change_role(town.ada, town.kitchen.public_id, id_of(town.mia), MANAGER, now=START)

    assert roles(town)["mia"] == "manager"


def test_two_managers_cannot_take_out_each_other(app: Flask, town: Town) -> None:
    here = town.kitchen.public_id
    members.change_role(town.lea, here, id_of(town.mia), MANAGER, now=START)
    lea, mia = find_actor_by_email("lea@example.org"), find_actor_by_email("mia@example.org")
    assert lea
    assert mia
    pairs = ((lea, mia), (mia, lea))

    def take_out(number: int) -> str:
        actor, other = pairs[number % 2]
        with app.app_context():
            try:
                members.remove(actor, here, id_of(other), now=START)
            except (RefusedError, NotFoundError) as refused:
                return type(refused).__name__
        return "done"

    assert sorted(at_once(take_out, 2)).count("done") == 1
    assert len(roles(town)) == 1


def test_a_board_changes_at_once_among_those_who_are_here(app: Flask, town: Town) -> None:
    sign_in(app, town.lea)
    wish = HandOver(answering=(id_of(town.mia),), leaving=(id_of(town.lea),))

    assert hand_over.hand_over(town.lea, town.kitchen.public_id, wish, now=START)

    assert roles(town) == {"mia": "manager"}
    assert kitchen(town).answers_confirmed_on == START.date()
    assert sessions_of(town.lea) == 0


def accept(app: Flask, now: datetime) -> None:
    invitation_answers.accept(
        str(last_mail(SARA.email)["values"]["token"]),
        Welcome(name="Sara Ek", language="sv"),
        visitor=Visitor("Firefox", "192.0.2.1"),
        settings=app.config["SETTINGS"],
        now=now,
    )


def test_where_somebody_new_is_invited_those_who_leave_stay_until_the_yes(
    app: Flask, town: Town, clock: Clock
) -> None:
    wish = HandOver(invited=SARA, leaving=(id_of(town.lea), id_of(town.mia)))
    assert not hand_over.hand_over(town.lea, town.kitchen.public_id, wish, now=START)
    assert roles(town) == {"lea": "manager", "mia": "member"}
    assert kitchen(town).answers_confirmed_on is None
    members.leave(town.mia, town.kitchen.public_id, now=START)

    accept(app, clock.advance(days=3))

    assert roles(town) == {"sara": "manager"}
    assert kitchen(town).answers_confirmed_on == clock.today


def test_a_new_manager_beside_the_others_is_an_answer_at_once(app: Flask, town: Town) -> None:
    wish = HandOver(invited=SARA)

    assert hand_over.hand_over(town.lea, town.kitchen.public_id, wish, now=START)
    accept(app, START)

    assert roles(town) == {"lea": "manager", "mia": "member", "sara": "manager"}


@pytest.mark.parametrize("case", ["nothing", "both", "nobody", "stranger", "twice"])
def test_a_hand_over_that_cannot_be_changes_nothing(town: Town, case: str) -> None:
    lea, mia = id_of(town.lea), id_of(town.mia)
    wish, fault = {
        "nothing": (HandOver(), "nothing_changes"),
        "both": (HandOver(answering=(mia,), leaving=(mia,)), "stays_or_leaves"),
        "nobody": (HandOver(leaving=(lea,)), "nobody_answers"),
        "stranger": (HandOver(answering=(id_of(town.pia),)), "^$"),
        "twice": (
            HandOver(invited=Invited(name="Mia", email="mia@example.org", language="sv")),
            "member_already",
        ),
    }[case]
    with pytest.raises((RefusedError, NotFoundError), match=fault):
        hand_over.hand_over(town.lea, town.kitchen.public_id, wish, now=START)

    assert roles(town) == {"lea": "manager", "mia": "member"}
    assert mails() == []


def due(town: Town, now: datetime) -> list[str]:
    return [row.name for row in list_due(town.lea, today=now.date())]


def unanswered(town: Town, now: datetime) -> int:
    selection = OrganisationSelection(standing=Standing.UNANSWERED, today=now.date())
    return count_organisations(town.cim, selection, reference=get_reference("sv"))


def test_managers_are_asked_once_a_year_until_they_answer(town: Town, clock: Clock) -> None:
    clock.advance(ASKED_EVERY - timedelta(days=1))
    assert (ask_for_answers(now=clock()), due(town, clock())) == (0, [])

    clock.advance(days=1)
    assert ask_for_answers(now=clock()) == 2  # the school has a member and no manager
    assert ask_for_answers(now=clock.advance(days=30)) == 0
    assert sorted(str(mail["to"]) for mail in mails()) == ["lea@example.org", "pia@example.org"]
    assert due(town, clock()) == ["Norrby kök"]
    assert unanswered(town, clock()) == 3

    members.confirm_answers(town.lea, town.kitchen.public_id, now=clock())
    assert due(town, clock()) == []
    assert unanswered(town, clock()) == 2

    clock.advance(ASKED_EVERY)
    assert ask_for_answers(now=clock()) == 2


def test_an_answer_counts_for_thirteen_months(town: Town, clock: Clock) -> None:
    members.confirm_answers(town.lea, town.kitchen.public_id, now=START)
    clock.advance(UNANSWERED_AFTER - timedelta(days=1))
    assert unanswered(town, clock()) == 0
    assert unanswered(town, clock.advance(days=1)) == 3


def test_an_organisation_without_a_manager_cannot_be_answered_for(town: Town) -> None:
    with pytest.raises(RefusedError, match="nobody_answers"):
        members.confirm_answers(town.ada, town.school.public_id, now=START)


def test_closed_and_made_up_organisations_are_not_asked(town: Town, clock: Clock) -> None:
    change_row(db.session.get_one(Organisation, town.kitchen.id), closed_on=START.date())
    change_row(db.session.get_one(Organisation, town.house.id), is_demo=True)

    assert ask_for_answers(now=clock.advance(ASKED_EVERY)) == 0
    assert due(town, clock()) == []
