"""The services of measures refuse what the form cannot know."""

from __future__ import annotations

import uuid

import pytest

from tests.clock import START
from tests.register import add_initiative
from tests.town import Town
from tracker.domain.measures import Counting, Direction
from tracker.errors import NotAllowedError, NotFoundError, PersonalDataError, RefusedError
from tracker.services import measures
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
