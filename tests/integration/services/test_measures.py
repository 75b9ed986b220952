"""The services of measures refuse what the form cannot know."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import select

from tests.clock import START
from tests.register import add_initiative, add_partner, verbs_on
from tests.town import Town
from tracker.domain.measures import Counting, Direction
from tracker.domain.verbs import Verb
from tracker.errors import NotAllowedError, NotFoundError, PersonalDataError, RefusedError
from tracker.extensions import db
from tracker.models import Measure
from tracker.services import initiatives, measures, organisation_mergers
from tracker.services.measures import MeasureContent, MeasureWording

pytestmark = pytest.mark.usefixtures("in_app")
WORDING = MeasureWording(
    name="Portioner", unit="portioner", direction=Direction.MORE, counting=Counting.EACH_TIME
)
OWN = MeasureContent(wording=WORDING)


@pytest.fixture
def initiative_id(town: Town) -> uuid.UUID:
    """An initiative of Lea's."""
    return add_initiative(town.lea, "Matlaget")


def test_only_its_own_organisation_says_what_is_counted(
    town: Town, initiative_id: uuid.UUID
) -> None:
    with pytest.raises(NotAllowedError):
        measures.add(town.pia, initiative_id, OWN, now=START)


def test_names_of_people_are_refused(town: Town, initiative_id: uuid.UUID) -> None:
    content = MeasureContent(
        wording=WORDING, cannot_be_measured=True, missing="Ring Anna på 070-123 45 67"
    )
    with pytest.raises(PersonalDataError):
        measures.add(town.lea, initiative_id, content, now=START)


def test_an_owner_takes_part(town: Town, initiative_id: uuid.UUID) -> None:
    content = MeasureContent(wording=WORDING, owner=town.house.public_id)
    with pytest.raises(RefusedError, match="not_taking_part"):
        measures.add(town.lea, initiative_id, content, now=START)


def test_a_shared_measure_that_is_not_there_is_not_chosen(
    town: Town, initiative_id: uuid.UUID
) -> None:
    with pytest.raises(RefusedError, match="unknown_choice"):
        measures.add(town.lea, initiative_id, MeasureContent(), shared_id=uuid.uuid4(), now=START)


def test_a_measure_of_another_initiative_is_not_found(town: Town, initiative_id: uuid.UUID) -> None:
    measure_id = measures.add(town.lea, initiative_id, OWN, now=START)
    other = add_initiative(town.lea, "Läxhjälp")
    with pytest.raises(NotFoundError):
        measures.end(town.lea, other, measure_id, now=START)


def owner_of(measure_id: uuid.UUID) -> int:
    query = select(Measure.organisation_id).where(Measure.public_id == measure_id)
    return db.session.scalars(query).one()


def test_who_takes_over_an_initiative_owns_its_numbers(
    town: Town, initiative_id: uuid.UUID
) -> None:
    measure_id = measures.add(town.lea, initiative_id, OWN, now=START)
    house = town.house
    initiatives.hand_over(
        town.lea, initiative_id, organisation_id=house.public_id, note="", now=START
    )
    assert owner_of(measure_id) == house.id


def test_an_organisation_that_goes_up_in_another_takes_its_numbers_along(
    town: Town, initiative_id: uuid.UUID
) -> None:
    add_partner(town.lea, initiative_id, town.pia)
    content = MeasureContent(wording=WORDING, owner=town.house.public_id)
    measure_id = measures.add(town.lea, initiative_id, content, now=START)
    organisation_mergers.merge(town.ada, town.house.public_id, town.kitchen.public_id, now=START)
    assert owner_of(measure_id) == town.kitchen.id
    assert Verb.MEASURE_EDITED in verbs_on(initiative_id)
