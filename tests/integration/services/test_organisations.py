"""Creating, editing, verifying and closing organisations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from tests.clock import Clock
from tests.register import add_initiative, add_organisation, add_person
from tracker.access.actors import Actor
from tracker.database import refusing, transaction
from tracker.domain.roles import ListCode, MembershipRole, PlatformRole
from tracker.domain.selection import Selection
from tracker.domain.verbs import Verb
from tracker.errors import (
    NotAllowedError,
    NotFoundError,
    PersonalDataError,
    RefusedError,
    StaleVersionError,
)
from tracker.extensions import db
from tracker.models import AuditEntry, ListEntry, Organisation
from tracker.queries.board import list_all
from tracker.queries.reference import get_reference
from tracker.services import audit, organisations
from tracker.services.initiatives import organisation_named
from tracker.services.organisations import TAKEN, OrganisationContent

FIELDS = OrganisationContent(
    name="Östra köket",
    kind="association",
    organisation_number="802481-1234",
    about="Vi lagar mat tillsammans.",
    website="www.ostrakoket.se",
    email="hej@ostrakoket.se",
)
PERSONAL_NUMBER = "811228-9874"


@pytest.fixture(autouse=True)
def _in_app(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def coordinator() -> Actor:
    return add_person("Elin Lind", platform_roles=[PlatformRole.COORDINATOR])


def numbered(number: str = "556036-0793", **changes: str) -> OrganisationContent:
    return replace(FIELDS, organisation_number=number, **changes)


def stored(name: str) -> Organisation:
    row: Organisation = db.session.scalars(
        select(Organisation).where(Organisation.name == name)
    ).one()
    return row


def verbs_of(organisation: Organisation) -> list[str]:
    query = select(AuditEntry.verb).where(
        AuditEntry.subject_kind == "organisation", AuditEntry.subject_id == organisation.id
    )
    return list(db.session.scalars(query.order_by(AuditEntry.id)))


def test_a_coordinator_adds_an_organisation_that_counts_as_verified(
    coordinator: Actor, clock: Clock
) -> None:
    organisations.create(coordinator, numbered("5560360793"), now=clock.now)

    row = stored("Östra köket")
    assert row.organisation_number == "556036-0793"
    assert row.website == "https://www.ostrakoket.se"
    assert row.is_verified
    assert not row.is_municipal
    assert verbs_of(row) == ["created"]


def test_a_department_belongs_to_the_city(coordinator: Actor, clock: Clock) -> None:
    organisations.create(coordinator, numbered(kind="department"), now=clock.now)

    assert stored("Östra köket").is_municipal


def test_a_member_cannot_add_organisations(clock: Clock) -> None:
    member = add_person("Bo Rask", add_organisation("Läsro"))
    with pytest.raises(NotAllowedError):
        organisations.create(member, numbered(), now=clock.now)


@pytest.mark.parametrize(
    ("number", "code"), [("556036-0794", "number_invalid"), (PERSONAL_NUMBER, "number_personal")]
)
def test_a_number_that_is_wrong_or_a_persons_is_refused(
    coordinator: Actor, clock: Clock, number: str, code: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        organisations.create(coordinator, numbered(number), now=clock.now)

    assert refused.value == RefusedError(code, "organisation_number")
    assert db.session.scalars(select(Organisation)).all() == []


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"name": " ÖSTRA  Köket", "organisation_number": ""}, "name_taken", "name"),
        ({"name": "Västra köket"}, "number_taken", "organisation_number"),
        ({"kind": "royal"}, "unknown_choice", "kind"),
        ({"website": "javascript:alert(1)"}, "address_not_web", "website"),
        ({"website": "ftp://x.se"}, "address_not_web", "website"),
        ({"website": "inte en adress"}, "address_not_web", "website"),
        ({"website": "https://[ostrakoket.se"}, "address_not_web", "website"),
    ],
)
def test_each_refusal_names_its_field(
    coordinator: Actor, clock: Clock, changes: dict[str, str], code: str, field: str
) -> None:
    organisations.create(coordinator, numbered(), now=clock.now)

    with pytest.raises(RefusedError) as refused:
        organisations.create(coordinator, replace(numbered(), **changes), now=clock.now)

    assert refused.value == RefusedError(code, field)


def test_several_organisations_may_lack_a_number(coordinator: Actor, clock: Clock) -> None:
    for name in ("Granngruppen", "Läxgruppen"):
        organisations.create(coordinator, numbered("", name=name), now=clock.now)

    assert stored("Granngruppen").organisation_number is None


def test_the_text_about_an_organisation_holds_no_personal_data(
    coordinator: Actor, clock: Clock
) -> None:
    with pytest.raises(PersonalDataError) as refused:
        organisations.create(
            coordinator, numbered(about="Ring Anna på 070-123 45 67"), now=clock.now
        )
    assert set(refused.value.findings) == {"about"}


def test_a_retired_kind_cannot_be_chosen_but_is_kept_where_it_stands(
    coordinator: Actor, clock: Clock
) -> None:
    public_id = organisations.create(coordinator, numbered(), now=clock.now)
    with transaction() as session:
        kind = session.scalars(
            select(ListEntry).where(
                ListEntry.list_code == ListCode.ORGANISATION_KIND, ListEntry.code == "association"
            )
        ).one()
        kind.valid_to = clock.today.replace(year=2020)
        audit.record(coordinator, Verb.RETIRED, kind, at=clock.now)

    organisations.verify(coordinator, public_id, numbered(about="Ny"), version=1, now=clock.now)
    with pytest.raises(RefusedError):
        organisations.create(coordinator, numbered("", name="Andra"), now=clock.now)

    assert stored("Östra köket").about == "Ny"


def test_a_manager_edits_the_own_organisation_alone(coordinator: Actor, clock: Clock) -> None:
    own, other = add_organisation("Läsro"), add_organisation("Tråden")
    manager = add_person("Bo Rask", own)
    member = add_person("Leyla Sund", own, role=MembershipRole.MEMBER)

    content = numbered(name="Läsro", about="Läxhjälp.")
    organisations.edit(manager, own.public_id, content, version=1, now=clock.now)
    for actor, organisation in ((manager, other), (member, own), (coordinator, own)):
        with pytest.raises(NotAllowedError):
            organisations.edit(actor, organisation.public_id, content, version=2, now=clock.now)

    assert stored("Läsro").about == "Läxhjälp."
    assert verbs_of(stored("Läsro")) == ["created", "edited"]


def test_a_coordinator_edits_what_belongs_to_the_city(coordinator: Actor, clock: Clock) -> None:
    office = add_organisation("Fritidsförvaltningen", kind="department", is_municipal=True)

    content = numbered(name="Fritids- och kulturförvaltningen", kind="department")
    organisations.edit(coordinator, office.public_id, content, version=1, now=clock.now)

    assert stored("Fritids- och kulturförvaltningen").version == 2


def test_a_manager_cannot_leave_the_city_or_join_it(clock: Clock) -> None:
    office = add_organisation("Fritidsförvaltningen", kind="department", is_municipal=True)
    manager = add_person("Sofia Hed", office)

    with pytest.raises(RefusedError) as refused:
        organisations.edit(
            manager, office.public_id, numbered(kind="association"), version=1, now=clock.now
        )

    assert refused.value == RefusedError("kind_of_another_family", "kind")


def test_a_stale_form_is_refused_with_what_stands_now(clock: Clock) -> None:
    own = add_organisation("Läsro")
    manager = add_person("Bo Rask", own)
    organisations.edit(
        manager, own.public_id, numbered(name="Läsro", about="Nytt"), version=1, now=clock.now
    )

    with pytest.raises(StaleVersionError) as stale:
        organisations.edit(manager, own.public_id, numbered(), version=1, now=clock.now)

    assert stale.value.current["about"] == "Nytt"


def test_initiatives_are_found_by_the_new_name(clock: Clock) -> None:
    own = add_organisation("Läsro")
    manager = add_person("Bo Rask", own)
    add_initiative(manager, "Läxhjälp")

    organisations.edit(
        manager, own.public_id, numbered(name="Stjärnbacken"), version=1, now=clock.now
    )

    found = list_all(
        manager,
        Selection(q="stjärnbacken"),
        limit=10,
        reference=get_reference("sv"),
        today=clock.today,
    )
    assert [row.title for row in found] == ["Läxhjälp"]


def test_verifying_puts_right_what_an_import_guessed(coordinator: Actor, clock: Clock) -> None:
    with refusing(TAKEN), transaction():
        (added,) = organisations.add_unverified(
            coordinator,
            [OrganisationContent(name="Ostra koket", kind="association")],
            now=clock.now,
        )
        public_id = added.public_id
    assert not stored("Ostra koket").is_verified

    organisations.verify(coordinator, public_id, numbered(), version=1, now=clock.now)

    assert stored("Östra köket").is_verified
    assert verbs_of(stored("Östra köket")) == ["created", "verified"]


def test_a_list_of_known_organisations_is_refused_by_field(
    coordinator: Actor, clock: Clock
) -> None:
    add_organisation("Läsro")
    with pytest.raises(RefusedError) as refused, refusing(TAKEN), transaction():
        organisations.add_unverified(
            coordinator, [OrganisationContent(name="läsro", kind="association")], now=clock.now
        )
    assert refused.value.code == "name_taken"


def test_a_closed_organisation_cannot_be_chosen_until_it_is_opened_again(
    coordinator: Actor, clock: Clock
) -> None:
    own = add_organisation("Läsro")

    organisations.close(coordinator, own.public_id, now=clock.now)
    assert stored("Läsro").closed_on == clock.today
    with pytest.raises(NotFoundError):
        organisation_named(own.public_id)

    organisations.reopen(coordinator, own.public_id, now=clock.now)
    assert organisation_named(own.public_id).name == "Läsro"
    assert verbs_of(stored("Läsro")) == ["created", "closed", "reopened"]


def test_a_manager_can_neither_verify_nor_close_nor_reopen(clock: Clock) -> None:
    own = add_organisation("Läsro")
    manager = add_person("Bo Rask", own)

    with pytest.raises(NotAllowedError):
        organisations.verify(manager, own.public_id, numbered(), version=1, now=clock.now)
    with pytest.raises(NotAllowedError):
        organisations.close(manager, own.public_id, now=clock.now)
    with pytest.raises(NotAllowedError):
        organisations.reopen(manager, own.public_id, now=clock.now)
