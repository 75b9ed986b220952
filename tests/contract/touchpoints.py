"""The touchpoints of the sample register: in every state, and between those who may not see each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tests.clock import START
from tests.contract.register import SampleRegister, marker
from tests.register import add_initiative, add_touchpoint
from tracker.domain.touchpoint_decisions import Decision
from tracker.extensions import db
from tracker.models import InitiativeMerger, TouchpointDecision
from tracker.services import touchpoint_talk, touchpoints
from tracker.services.touchpoints import Wish

KEPT, ABSORBED = "kept", "absorbed"


@dataclass(frozen=True)
class SamplePair:
    """Two initiatives by label, the organisations that know of the other one, and what was decided."""

    one: str
    other: str
    known_to: tuple[str, ...]
    decision: Decision | None = None
    is_released: bool = False
    is_known_to_nobody: bool = False


TOUCHPOINTS = {
    "waiting": SamplePair("association_shared", "department_shared", ("association", "department")),
    "suggested": SamplePair(
        "association_open",
        "department_open",
        ("association", "department"),
        decision=Decision.COOPERATE,
    ),
    "settled": SamplePair(
        "association_shared",
        "department_received",
        ("association", "other_department"),
        decision=Decision.COMPLEMENT,
    ),
    "held_back": SamplePair("association_returned", "stranger_coordinated", ("stranger",)),
    "told": SamplePair(
        "association_shared",
        "department_coordinated",
        ("association", "department"),
        decision=Decision.COMPLEMENT,
        is_released=True,
    ),
    "draft": SamplePair("association_draft", "partner_shared", (), is_known_to_nobody=True),
    "merged": SamplePair(KEPT, ABSORBED, ("partner", "authority"), decision=Decision.MERGE),
}


def add_touchpoints(register: SampleRegister) -> None:
    """Put them in, with what is decided and said about each."""
    ids = {
        **register.initiatives,
        KEPT: add_initiative(register.people["partner_manager"], "Den som blir kvar"),
        ABSORBED: add_initiative(register.people["authority_manager"], "Den som går upp i den"),
    }
    for label, pair in TOUCHPOINTS.items():
        register.touchpoints[label] = add_touchpoint(ids[pair.one], ids[pair.other])
        if not pair.is_known_to_nobody:
            _decide(register, label, pair)
            _talk(register, label, pair)


def _decide(register: SampleRegister, label: str, pair: SamplePair) -> None:
    coordinator, touchpoint_id = register.people["coordinator"], register.touchpoints[label]
    if pair.is_released:
        touchpoints.release(coordinator, touchpoint_id, now=START)
    if pair.decision is None:
        return
    wish = Wish(
        pair.decision, note=f"{marker(label, 'decision')} skäl", follow_up_on=date(2026, 9, 1)
    )
    version = 2 if pair.is_released else 1
    register.batches[label] = touchpoints.decide(
        coordinator, touchpoint_id, wish, version=version, now=START
    )
    query = select(TouchpointDecision.public_id).order_by(TouchpointDecision.id.desc())
    register.decisions[label] = db.session.scalars(query.limit(1)).one()
    if pair.decision is Decision.MERGE:
        for side in pair.known_to:
            manager = register.people[f"{side}_manager"]
            touchpoints.answer(manager, register.decisions[label], is_accepted=True, now=START)
        register.mergers[label] = db.session.scalars(select(InitiativeMerger.public_id)).one()


def _talk(register: SampleRegister, label: str, pair: SamplePair) -> None:
    if pair.decision is Decision.MERGE:
        return
    for side in pair.known_to:
        touchpoint_talk.write(
            register.people[f"{side}_manager"],
            register.touchpoints[label],
            f"{marker(label, side)} hälsar",
            now=START,
        )
