"""The public sees what its organisation opens; a coordinator confirms an organisation's first."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.clock import START
from tests.register import (
    add_initiative,
    add_partner,
    change_row,
    get_initiative,
    open_to_everyone,
    verbs_on,
)
from tests.town import Town
from tracker.domain.lifecycle import Visibility
from tracker.domain.verbs import Verb
from tracker.errors import NotAllowedError, NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import Organisation, OutboxEvent
from tracker.services import publication

pytestmark = pytest.mark.usefixtures("in_app")

LATER = START + timedelta(hours=1)


@pytest.fixture
def initiative_id(town: Town) -> uuid.UUID:
    return add_initiative(town.lea, "Matlaget")


def mails() -> list[str]:
    payloads = db.session.scalars(select(OutboxEvent.payload).order_by(OutboxEvent.id))
    return [payload["template"] for payload in payloads]


def test_the_first_one_waits_for_a_coordinator(town: Town, initiative_id: uuid.UUID) -> None:
    is_open = publication.publish(town.lea, initiative_id, now=LATER)

    row = get_initiative(initiative_id)
    assert not is_open
    assert (row.visibility, row.publication_asked_at) == (Visibility.SHARED, LATER)
    assert mails() == ["publication_asked"]


def test_asking_twice_asks_once(town: Town, initiative_id: uuid.UUID) -> None:
    publication.publish(town.lea, initiative_id, now=START)
    publication.publish(town.lea, initiative_id, now=LATER)

    assert get_initiative(initiative_id).publication_asked_at == START
    assert mails() == ["publication_asked"]


def test_a_coordinators_yes_opens_it_and_all_later_ones(
    town: Town, initiative_id: uuid.UUID
) -> None:
    publication.publish(town.lea, initiative_id, now=START)

    publication.confirm(town.cim, initiative_id, now=LATER)

    row = get_initiative(initiative_id)
    assert (row.visibility, row.published_at) == (Visibility.OPEN, LATER)
    assert row.publication_asked_at is None
    second = add_initiative(town.mia, "Matlaget 2")
    assert publication.publish(town.mia, second, now=LATER)
    assert get_initiative(second).visibility is Visibility.OPEN


def test_the_confirmation_is_told_of_the_organisation_too(
    town: Town, initiative_id: uuid.UUID
) -> None:
    open_to_everyone(initiative_id, by=town.lea, confirmed_by=town.cim)

    organisation = db.session.get_one(Organisation, town.kitchen.id)
    assert organisation.publication_confirmed_at == START
    assert verbs_on(initiative_id) == [Verb.REGISTERED, Verb.PUBLICATION_ASKED, Verb.PUBLISHED]
    assert mails() == ["publication_asked", "publication_confirmed"]


def test_opening_what_is_open_changes_nothing(town: Town, initiative_id: uuid.UUID) -> None:
    open_to_everyone(initiative_id, by=town.lea, confirmed_by=town.cim)

    assert publication.publish(town.lea, initiative_id, now=LATER)

    assert get_initiative(initiative_id).published_at == START
    assert verbs_on(initiative_id)[-1] == Verb.PUBLISHED


def test_a_member_cannot_ask_for_the_first_one(town: Town, initiative_id: uuid.UUID) -> None:
    with pytest.raises(NotAllowedError):
        publication.publish(town.mia, initiative_id, now=LATER)

    assert get_initiative(initiative_id).publication_asked_at is None


def test_a_coordinator_opens_a_confirmed_municipal_record_but_not_the_first(town: Town) -> None:
    initiative_id = add_initiative(town.stina, "Läxhjälp")

    with pytest.raises(NotAllowedError):
        publication.publish(town.cim, initiative_id, now=LATER)
    change_row(db.session.get_one(Organisation, town.school.id), publication_confirmed_at=START)

    assert publication.publish(town.cim, initiative_id, now=LATER)


def test_a_draft_is_not_opened(town: Town) -> None:
    draft = add_initiative(town.lea, "Utkast", is_draft=True)

    with pytest.raises(RefusedError) as refused:
        publication.publish(town.lea, draft, now=LATER)
    assert refused.value.code == "not_complete"


def test_what_came_incomplete_from_a_list_is_not_opened(
    town: Town, initiative_id: uuid.UUID
) -> None:
    change_row(get_initiative(initiative_id), is_complete=False)

    with pytest.raises(RefusedError) as refused:
        publication.publish(town.lea, initiative_id, now=LATER)
    assert refused.value.code == "not_complete"


@pytest.mark.parametrize("who", ["pia", "cim", "rut", "ada"])
def test_others_do_not_open_or_close_it(town: Town, initiative_id: uuid.UUID, who: str) -> None:
    add_partner(town.lea, initiative_id, town.pia)

    with pytest.raises(NotAllowedError):
        publication.publish(getattr(town, who), initiative_id, now=LATER)
    with pytest.raises(NotAllowedError):
        publication.unpublish(getattr(town, who), initiative_id, now=LATER)


@pytest.mark.parametrize("who", ["lea", "mia", "pia", "rut", "ada"])
def test_only_a_coordinator_confirms(town: Town, initiative_id: uuid.UUID, who: str) -> None:
    publication.publish(town.lea, initiative_id, now=START)

    with pytest.raises(NotAllowedError):
        publication.confirm(getattr(town, who), initiative_id, now=LATER)


def test_nothing_is_confirmed_unasked(town: Town, initiative_id: uuid.UUID) -> None:
    with pytest.raises(RefusedError) as refused:
        publication.confirm(town.cim, initiative_id, now=LATER)

    assert refused.value.code == "not_asked"


def test_closing_to_the_public_is_at_once_and_everyone_signed_in_still_sees_it(
    town: Town, initiative_id: uuid.UUID
) -> None:
    open_to_everyone(initiative_id, by=town.lea, confirmed_by=town.cim)

    publication.unpublish(town.mia, initiative_id, now=LATER)

    assert get_initiative(initiative_id).visibility is Visibility.SHARED
    assert verbs_on(initiative_id)[-1] == Verb.UNPUBLISHED


def test_a_question_can_be_taken_back(town: Town, initiative_id: uuid.UUID) -> None:
    publication.publish(town.lea, initiative_id, now=START)

    publication.unpublish(town.lea, initiative_id, now=LATER)

    assert get_initiative(initiative_id).publication_asked_at is None
    with pytest.raises(RefusedError):
        publication.confirm(town.cim, initiative_id, now=LATER)


def test_closing_what_is_not_open_changes_nothing(town: Town, initiative_id: uuid.UUID) -> None:
    publication.unpublish(town.lea, initiative_id, now=LATER)

    assert verbs_on(initiative_id) == [Verb.REGISTERED]


def test_what_does_not_exist_cannot_be_opened(town: Town) -> None:
    for deed in (publication.publish, publication.confirm, publication.unpublish):
        with pytest.raises(NotFoundError):
            deed(town.cim, uuid.uuid4(), now=LATER)
