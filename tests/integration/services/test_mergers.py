"""Two become one with both organisations, nothing is lost, nothing counted twice, and it can be undone."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.clock import START
from tests.register import add_initiative, add_report, add_touchpoint, get_initiative, verbs_on
from tests.town import Town
from tracker.domain.lifecycle import Visibility
from tracker.domain.roles import PartnerStanding
from tracker.domain.touchpoint_decisions import Decision, Side, TouchpointState
from tracker.domain.verbs import Verb
from tracker.errors import NotFoundError, RefusedError
from tracker.extensions import db
from tracker.models import (
    InitiativeMerger,
    InitiativePlace,
    Partnership,
    StatusReport,
    Touchpoint,
    TouchpointDecision,
)
from tracker.services import mergers, touchpoints
from tracker.services.touchpoints import Wish

pytestmark = pytest.mark.usefixtures("in_app")

LATER = START + timedelta(hours=1)


@pytest.fixture
def merged(town: Town) -> tuple[uuid.UUID, uuid.UUID]:
    """What was kept, and what went up in it."""
    kept = add_initiative(town.lea, "Läxhjälp i köket", end_on=date(2026, 6, 1))
    absorbed = add_initiative(
        town.stina, "Läxhjälp i skolan", places=("norrby", "hassleholmen"),
        start_on=date(2025, 9, 1), end_on=date(2026, 12, 1),
    )  # fmt: skip
    add_report(town.stina, absorbed, "Tolv barn kom.")
    touchpoint_id = add_touchpoint(kept, absorbed)
    wish = Wish(Decision.MERGE, keeps=Side.ONE)
    touchpoints.decide(town.cim, touchpoint_id, wish, version=1, now=LATER)
    decision_id = db.session.scalars(select(TouchpointDecision.public_id)).one()
    for side in (town.lea, town.stina):
        touchpoints.answer(side, decision_id, is_accepted=True, now=LATER)
    return kept, absorbed


def merger_id() -> uuid.UUID:
    return db.session.scalars(select(InitiativeMerger.public_id)).one()


def places_of(initiative_id: uuid.UUID) -> int:
    row_id = get_initiative(initiative_id).id
    query = select(InitiativePlace.place_id).where(InitiativePlace.initiative_id == row_id)
    return len(db.session.scalars(query).all())


def partners_of(initiative_id: uuid.UUID) -> dict[int, PartnerStanding]:
    row_id = get_initiative(initiative_id).id
    query = select(Partnership).where(Partnership.initiative_id == row_id)
    return {row.organisation_id: row.standing for row in db.session.scalars(query)}


def test_the_common_one_has_both_organisations_places_and_days(
    town: Town, merged: tuple[uuid.UUID, uuid.UUID]
) -> None:
    kept, absorbed = map(get_initiative, merged)
    assert (kept.visibility, kept.merged_into_id) == (Visibility.SHARED, None)
    assert (absorbed.visibility, absorbed.merged_into_id) == (Visibility.DRAFT, kept.id)
    assert (kept.start_on, kept.end_on) == (date(2025, 9, 1), date(2026, 12, 1))
    assert places_of(merged[0]) == 2
    assert partners_of(merged[0]) == {town.school.id: PartnerStanding.ACCEPTED}
    for each in merged:
        assert verbs_on(each)[-1] == Verb.MERGED


def test_reports_stay_with_the_one_they_were_written_for(
    merged: tuple[uuid.UUID, uuid.UUID],
) -> None:
    owner = db.session.scalars(select(StatusReport.initiative_id)).one()
    assert owner == get_initiative(merged[1]).id


def test_parting_them_puts_everything_back(town: Town, merged: tuple[uuid.UUID, uuid.UUID]) -> None:
    mergers.undo(town.stina, merger_id(), now=LATER + timedelta(days=29))

    kept, absorbed = map(get_initiative, merged)
    assert (absorbed.visibility, absorbed.merged_into_id) == (Visibility.SHARED, None)
    assert (kept.start_on, kept.end_on) == (date(2026, 1, 12), date(2026, 6, 1))
    assert places_of(merged[0]) == 1
    assert partners_of(merged[0]) == {town.school.id: PartnerStanding.ENDED}
    assert db.session.scalars(select(Touchpoint.state)).one() is TouchpointState.WAITING
    with pytest.raises(RefusedError, match="undone_already"):
        mergers.undo(town.lea, merger_id(), now=LATER)


@pytest.mark.usefixtures("in_app", "merged")
def test_after_thirty_days_it_is_too_late_and_others_never_may(town: Town) -> None:
    with pytest.raises(NotFoundError):
        mergers.undo(town.pia, merger_id(), now=LATER)
    with pytest.raises(RefusedError, match="too_late"):
        mergers.undo(town.cim, merger_id(), now=LATER + timedelta(days=31))


@pytest.mark.usefixtures("in_app", "merged")
def test_what_is_merged_is_decided_no_more(town: Town) -> None:
    batch = db.session.scalars(select(TouchpointDecision.batch)).one()
    with pytest.raises(RefusedError, match="merged_already"):
        touchpoints.undo(town.cim, batch, now=LATER)
