"""Numbers are told by their owner, once for each day, and never without a word in the history."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from sqlalchemy import func, select

from tests.clock import START
from tests.register import add_initiative, verbs_on
from tests.town import Town
from tracker.domain.lifecycle import Condition, Phase
from tracker.domain.measures import Counting, Direction, Part, Split
from tracker.domain.verbs import Verb
from tracker.errors import NotAllowedError, NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import MeasureValue, MeasureValuePart
from tracker.services import measure_values, measures, status_reports
from tracker.services.measure_values import ValueContent
from tracker.services.measures import MeasureContent, MeasureWording
from tracker.services.status_reports import ReportContent

pytestmark = pytest.mark.usefixtures("in_app")
DAY = date(2026, 2, 20)
WORDING = MeasureWording(
    name="Deltagare",
    unit="personer",
    direction=Direction.MORE,
    counting=Counting.EACH_TIME,
    split=Split.GENDER,
)


@pytest.fixture
def initiative_id(town: Town) -> uuid.UUID:
    """An initiative of Lea's."""
    return add_initiative(town.lea, "Matlaget")


@pytest.fixture
def measure_id(town: Town, initiative_id: uuid.UUID) -> uuid.UUID:
    """What it counts, divided by gender."""
    return measures.add(town.lea, initiative_id, MeasureContent(wording=WORDING), now=START)


def told() -> list[tuple[date, int]]:
    query = select(MeasureValue).order_by(MeasureValue.measured_on)
    return [(row.measured_on, row.number) for row in db.session.scalars(query)]


def content(number: int, **parts: int) -> ValueContent:
    named = {Part(name): count for name, count in parts.items()}
    return ValueContent(number=number, measured_on=DAY, parts=named)


def test_a_day_has_one_number(town: Town, initiative_id: uuid.UUID, measure_id: uuid.UUID) -> None:
    for number in (14, 14, 12):
        measure_values.tell(town.lea, initiative_id, measure_id, content(number), now=START)

    assert told() == [(DAY, 12)]
    assert verbs_on(initiative_id).count(Verb.MEASURE_TOLD) == 2


def test_parts_add_up_or_are_refused(
    town: Town, initiative_id: uuid.UUID, measure_id: uuid.UUID
) -> None:
    for wrong in (content(14, girls_women=9), content(9, age_0_12=9)):
        with pytest.raises(RefusedError, match="parts_do_not_add"):
            measure_values.tell(town.lea, initiative_id, measure_id, wrong, now=START)
    right = content(14, girls_women=9, boys_men=5)
    measure_values.tell(town.lea, initiative_id, measure_id, right, now=START)
    measure_values.tell(town.lea, initiative_id, measure_id, content(14), now=START)

    assert db.session.scalar(select(func.count(MeasureValuePart.id))) == 0


def test_what_cannot_be_is_refused(
    town: Town, initiative_id: uuid.UUID, measure_id: uuid.UUID
) -> None:
    tomorrow = ValueContent(number=1, measured_on=date(2027, 1, 1))
    with pytest.raises(RefusedError, match="future_date"):
        measure_values.tell(town.lea, initiative_id, measure_id, tomorrow, now=START)
    unmeasurable = MeasureContent(wording=WORDING, cannot_be_measured=True, missing="En lista")
    measures.edit(town.lea, initiative_id, measure_id, unmeasurable, now=START)
    with pytest.raises(RefusedError, match="measure_unmeasurable"):
        measure_values.tell(town.lea, initiative_id, measure_id, content(3), now=START)
    measures.end(town.lea, initiative_id, measure_id, now=START)
    with pytest.raises(RefusedError, match="measure_ended"):
        measure_values.tell(town.lea, initiative_id, measure_id, content(3), now=START)


def test_a_stranger_tells_nothing(
    town: Town, initiative_id: uuid.UUID, measure_id: uuid.UUID
) -> None:
    with pytest.raises(NotAllowedError):
        measure_values.tell(town.pia, initiative_id, measure_id, content(3), now=START)


def test_numbers_come_with_a_report_however_often_it_is_sent(
    town: Town, initiative_id: uuid.UUID, measure_id: uuid.UUID
) -> None:
    report = ReportContent(
        condition=Condition.ON_PLAN, phase=Phase.ONGOING, happened="Vi åt.", reported_on=DAY
    )
    for _ in range(2):
        status_reports.submit(
            town.lea,
            initiative_id,
            report,
            submission_key="nyckel",
            numbers={measure_id: 31},
            now=START,
        )

    assert told() == [(DAY, 31)]
    assert db.session.scalars(select(MeasureValue.report_id)).one() is not None


def test_a_number_told_by_mistake_is_taken_back(
    town: Town, initiative_id: uuid.UUID, measure_id: uuid.UUID
) -> None:
    divided = content(14, girls_women=9, boys_men=5)
    measure_values.tell(town.lea, initiative_id, measure_id, divided, now=START)
    with pytest.raises(NotAllowedError):
        measure_values.take_back(town.pia, initiative_id, measure_id, DAY, now=START)
    measure_values.take_back(town.lea, initiative_id, measure_id, DAY, now=START)

    assert told() == []
    with pytest.raises(NotFoundError):
        measure_values.take_back(town.lea, initiative_id, measure_id, DAY, now=START)
