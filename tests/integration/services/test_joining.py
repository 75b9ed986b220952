"""An organisation asks to join, confirms its address, and is answered."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select

from tests.clock import Clock
from tests.register import add_organisation, add_person, last_mail, mails
from tests.town import Town
from tracker.domain.joining import (
    ANSWER_WITHIN,
    CONFIRM_WITHIN,
    REQUESTS_PER_ADDRESS,
    REQUESTS_PER_EMAIL,
    REQUESTS_PER_EMAIL_A_DAY,
    JoinFamily,
    JoinStanding,
)
from tracker.domain.roles import MembershipRole
from tracker.errors import (
    NotAllowedError,
    NotFoundError,
    PersonalDataError,
    RefusedError,
    TooManyAttemptsError,
)
from tracker.extensions import db
from tracker.models import AuditEntry, AuditValue, Invitation, JoinRequest, Organisation, Person
from tracker.queries.accounts import find_actor_by_email
from tracker.queries.join_requests import count_requests
from tracker.services import join_answers, join_requests
from tracker.services.join_requests import JoinContent

pytestmark = pytest.mark.usefixtures("in_app")

SEWING = JoinContent(
    family=JoinFamily.CIVIL,
    organisation_name="Syrummet i Norrby",
    kind="association",
    organisation_number="802401-1234",
    about="Vi syr tillsammans.",
    name="Sara Ek",
    email="Sara@example.org",
    language="sv",
)


def ask(clock: Clock, **changes: object) -> str:
    """Ask to join; returns the token that was mailed."""
    content = replace(SEWING, **changes)  # type: ignore[arg-type]
    join_requests.ask(content, address="192.0.2.1", now=clock())
    return str(last_mail()["values"]["token"])


def confirmed(clock: Clock, **changes: object) -> uuid.UUID:
    join_requests.confirm(ask(clock, **changes), now=clock())
    return stored().public_id


def stored() -> JoinRequest:
    db.session.rollback()
    query = select(JoinRequest).order_by(JoinRequest.id.desc()).limit(1)
    row: JoinRequest = db.session.scalars(query).one()
    return row


def accept(
    town: Town, public_id: uuid.UUID, now: datetime, organisation_id: uuid.UUID | None = None
) -> uuid.UUID:
    return join_answers.accept(
        town.cim,
        public_id,
        organisation_id=organisation_id,
        role=MembershipRole.MEMBER,
        now=now,
    )


def test_nobody_is_told_before_the_address_is_confirmed(town: Town, clock: Clock) -> None:
    token = ask(clock)

    assert [mail["to"] for mail in mails()] == ["Sara@example.org"]
    assert count_requests(town.cim, None, now=clock()) == 0

    join_requests.confirm(token, now=clock())
    join_requests.confirm(token, now=clock())
    assert last_mail()["template"] == "join_waiting"
    assert [mail["to"] for mail in mails()][1:] == ["cim@example.org"]
    assert count_requests(town.cim, JoinStanding.WAITING, now=clock()) == 1


def test_the_mail_alone_tells_what_is_known(town: Town, clock: Clock) -> None:
    ask(clock, email="lea@example.org", organisation_name="norrby  KÖK")
    known = last_mail()["values"]
    ask(clock)
    unknown = last_mail()["values"]

    assert (known["has_account"], known["is_known_organisation"]) == (True, True)
    assert (unknown["has_account"], unknown["is_known_organisation"]) == (False, False)


def test_an_organisation_is_known_by_its_number_too(town: Town, clock: Clock) -> None:
    accept(town, confirmed(clock), clock())

    ask(clock, email="other@example.org", organisation_name="Ett annat namn")

    assert last_mail()["values"]["is_known_organisation"] is True


def test_a_persons_own_number_is_kept_nowhere(town: Town, clock: Clock) -> None:
    number = "811228-9874"
    is_personal = join_requests.ask(
        replace(SEWING, organisation_number=number), address="192.0.2.1", now=clock()
    )

    assert is_personal
    assert (stored().organisation_number, stored().has_personal_number) == (None, True)
    values = db.session.scalars(select(AuditValue.after)).all()
    assert not [text for text in (*values, str(mails())) if text and "9874" in text]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"organisation_number": "123"}, "organisation_number"),
        ({"kind": "department"}, "kind"),
        ({"kind": "kings"}, "kind"),
    ],
)
def test_what_cannot_be_is_refused_and_counts_for_nothing(
    town: Town, clock: Clock, changes: dict[str, str], field: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        ask(clock, **changes)

    assert refused.value.field_name == field
    assert mails() == []


def test_what_is_told_of_the_organisation_names_nobody(town: Town, clock: Clock) -> None:
    with pytest.raises(PersonalDataError):
        ask(clock, about="Ring 070-123 45 67")


def test_asking_is_limited_for_each_mail_address_and_each_network(town: Town, clock: Clock) -> None:
    for _time in range(REQUESTS_PER_EMAIL):
        ask(clock)
    with pytest.raises(TooManyAttemptsError):
        ask(clock)
    for number in range(REQUESTS_PER_ADDRESS - REQUESTS_PER_EMAIL):
        ask(clock, email=f"n{number}@example.org")
    with pytest.raises(TooManyAttemptsError):
        ask(clock, email="one-more@example.org")

    clock.advance(hours=1, minutes=1)
    ask(clock)


def test_asking_is_limited_over_a_day_too(town: Town, clock: Clock) -> None:
    for _time in range(REQUESTS_PER_EMAIL_A_DAY):
        ask(clock)
        clock.advance(hours=1)
    with pytest.raises(TooManyAttemptsError):
        ask(clock)

    clock.advance(days=1)
    ask(clock)


def test_a_link_that_is_sent_again_replaces_the_one_before(town: Town, clock: Clock) -> None:
    first = ask(clock)
    clock.advance(CONFIRM_WITHIN)
    join_requests.send_again("SARA@example.org", address="192.0.2.1", now=clock())
    again = str(last_mail()["values"]["token"])

    with pytest.raises(NotFoundError):
        join_requests.confirm(first, now=clock())
    join_requests.mail_link(again, address="192.0.2.1", now=clock())
    assert last_mail()["values"]["token"] == again
    join_requests.confirm(again, now=clock())

    before = len(mails())
    join_requests.send_again("nobody@example.org", address="192.0.2.1", now=clock())
    assert len(mails()) == before


def test_a_request_ends_by_itself(town: Town, clock: Clock) -> None:
    token = ask(clock)
    clock.advance(CONFIRM_WITHIN)
    with pytest.raises(RefusedError, match="request_expired"):
        join_requests.confirm(token, now=clock())

    public_id = confirmed(clock)
    clock.advance(ANSWER_WITHIN)
    assert count_requests(town.cim, JoinStanding.WAITING, now=clock()) == 0
    assert count_requests(town.cim, JoinStanding.EXPIRED, now=clock()) == 1
    with pytest.raises(RefusedError, match="request_expired"):
        accept(town, public_id, clock())


def test_accepting_adds_the_organisation_and_invites_its_manager(town: Town, clock: Clock) -> None:
    organisation_id = accept(town, confirmed(clock), clock())

    organisation = db.session.scalars(
        select(Organisation).where(Organisation.public_id == organisation_id)
    ).one()
    assert (organisation.name, organisation.organisation_number, organisation.is_verified) == (
        "Syrummet i Norrby",
        "802401-1234",
        True,
    )
    invited = db.session.scalars(select(Invitation)).one()
    assert (invited.organisation_id, invited.role) == (organisation.id, MembershipRole.MANAGER)
    mail = last_mail("Sara@example.org")
    assert (mail["template"], mail["values"]["is_request"]) == ("invited", True)


def test_accepting_can_mean_an_organisation_that_is_here_and_a_person_who_is(
    town: Town, clock: Clock
) -> None:
    people = db.session.query(Person).count()
    public_id = confirmed(clock, email="pia@example.org")

    accept(town, public_id, clock(), town.kitchen.public_id)

    pia = find_actor_by_email("pia@example.org")
    assert pia is not None
    roles = {own.name: own.role.value for own in pia.organisations}
    assert roles == {"AB Huset": "manager", "Norrby kök": "member"}
    assert db.session.query(Person).count() == people
    assert last_mail()["template"] == "membership_given"


def test_what_stands_in_the_way_of_a_yes_is_told_on_its_field(town: Town, clock: Clock) -> None:
    public_id = confirmed(clock, organisation_name="Norrby kök")
    with pytest.raises(RefusedError) as taken:
        accept(town, public_id, clock())
    with pytest.raises(RefusedError) as unknown:
        accept(town, public_id, clock(), uuid.uuid4())

    assert (taken.value.code, taken.value.field_name) == ("name_taken", "organisation")
    assert (unknown.value.code, unknown.value.field_name) == ("unknown_choice", "organisation")
    add_person("Old Name", add_organisation("Gamla"), email="old@example.org", is_disabled=True)
    closed = confirmed(clock, email="old@example.org", organisation_number="")
    with pytest.raises(RefusedError, match="person_disabled"):
        accept(town, closed, clock())


def test_a_question_goes_back_and_forth(town: Town, clock: Clock) -> None:
    public_id = confirmed(clock)
    join_answers.ask_back(town.cim, public_id, "Vilka lokaler har ni?", now=clock())
    asked = last_mail()
    assert (asked["to"], asked["values"]["is_question"]) == ("Sara@example.org", True)

    token = str(asked["values"]["token"])
    with pytest.raises(PersonalDataError):
        join_requests.reply(token, "Mejla a@example.org", now=clock())
    join_requests.reply(token, "Bottenvåningen på Källgatan.", now=clock())

    told = last_mail()
    assert (told["to"], told["values"]["is_reply"]) == ("cim@example.org", True)
    with pytest.raises(RefusedError, match="answered_already"):
        join_requests.reply(token, "En gång till.", now=clock())
    accept(town, public_id, clock())


def test_an_answer_is_given_once(town: Town, clock: Clock) -> None:
    public_id = confirmed(clock)
    join_answers.decline(town.cim, public_id, "Ni arbetar inte i Borås.", now=clock())

    assert last_mail()["values"]["is_question"] is False
    for deed in (join_answers.ask_back, join_answers.decline):
        with pytest.raises(RefusedError, match="answered_already"):
            deed(town.cim, public_id, "Igen.", now=clock())
    with pytest.raises(RefusedError, match="answered_already"):
        join_requests.withdraw(str(last_mail()["values"]["token"]), now=clock())


def test_a_request_can_be_withdrawn_until_it_is_answered(town: Town, clock: Clock) -> None:
    token = ask(clock)

    join_requests.withdraw(token, now=clock())

    assert stored().standing is JoinStanding.WITHDRAWN


def test_nobody_but_coordinators_answers(town: Town, clock: Clock) -> None:
    public_id = confirmed(clock)
    ask(clock, email="b@example.org")
    unconfirmed = stored().public_id
    for actor in (town.lea, town.rut, town.ada):
        for deed in (join_answers.ask_back, join_answers.decline):
            with pytest.raises(NotAllowedError):
                deed(actor, public_id, "Nej.", now=clock())
    with pytest.raises(NotAllowedError):
        accept(replace(town, cim=town.ada), public_id, clock())
    with pytest.raises(NotFoundError):
        join_answers.decline(town.cim, unconfirmed, "Nej.", now=clock())


def test_every_step_is_in_the_trail_without_naming_who_asks(town: Town, clock: Clock) -> None:
    accept(town, confirmed(clock), clock())

    entries = select(AuditEntry.verb).where(AuditEntry.subject_kind == "join_request")
    assert db.session.scalars(entries).all() == ["join_asked", "join_confirmed", "join_accepted"]
