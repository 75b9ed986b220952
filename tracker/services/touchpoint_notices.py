"""Tells people by mail what waits for them about a touchpoint; a side reads only what it may see."""

from datetime import datetime

from tracker.access.actors import Actor
from tracker.domain.mails import MailTemplate
from tracker.domain.roles import PlatformRole
from tracker.domain.touchpoint_decisions import Decision, Side
from tracker.extensions import db
from tracker.models import Organisation, TouchpointDecision
from tracker.services.notices import Values, people_of, people_with, tell
from tracker.services.touchpoint_pairs import Pair


def tell_found(actor: Actor, pair: Pair, side: Side, *, now: datetime) -> None:
    """Tell a side, once, that what another organisation has registered touches its own."""
    other = pair.of(side.opposite)
    values = {
        **_about(pair, side),
        "other": other.title,
        "organisation": _name(other.lead_organisation_id),
    }
    _tell_side(actor, pair, side, MailTemplate.TOUCHPOINT_FOUND, values, now=now)


def tell_released(actor: Actor, pair: Pair, *, now: datetime) -> None:
    """Tell a side that may not see the other one that something touches its own."""
    for side in Side:
        if not pair.is_seen_by(side, side.opposite):
            _tell_side(
                actor,
                pair,
                side,
                MailTemplate.TOUCHPOINT_RELEASED,
                _about(pair, side),
                now=now,
            )


def tell_suggested(
    actor: Actor, pair: Pair, decision: TouchpointDecision, *, now: datetime
) -> None:
    """Ask both sides for a yes or a no."""
    for side in Side:
        values = {
            **_about(pair, side),
            "other": pair.of(side.opposite).title,
            "is_merger": decision.decision is Decision.MERGE,
        }
        _tell_side(actor, pair, side, MailTemplate.TOUCHPOINT_SUGGESTED, values, now=now)


def tell_answered(actor: Actor, pair: Pair, *, is_accepted: bool, now: datetime) -> None:
    """Tell the other side and the coordinators what one side has answered."""
    answering = pair.sides_of(actor)
    name = _name(pair.of(answering[0]).lead_organisation_id)
    told: dict[str, str | int | bool | None] = {"answering": name, "is_accepted": is_accepted}
    for side in Side:
        if side not in answering:
            values = {**_about(pair, side), **told}
            _tell_side(actor, pair, side, MailTemplate.TOUCHPOINT_ANSWERED, values, now=now)
    values = {**_about(pair, answering[0]), **told}
    coordinators = people_with(PlatformRole.COORDINATOR, but=actor)
    tell(coordinators, MailTemplate.TOUCHPOINT_ANSWERED, lambda _: values, now=now)


def tell_written(actor: Actor, pair: Pair, *, now: datetime) -> None:
    """Tell whoever may read it that something is written: the text itself stays on the page.

    Sides that do not both see each other do not read one another.
    """
    own = pair.sides_of(actor)
    writing = _name(pair.of(own[0]).lead_organisation_id) if own else ""
    for side in Side:
        may_read = pair.sides_see_each_other if own else pair.is_known_to(side)
        if side not in own and may_read:
            values = {**_about(pair, side), "writing": writing}
            _tell_side(actor, pair, side, MailTemplate.TOUCHPOINT_WRITTEN, values, now=now)
    if own:
        values = {**_about(pair, own[0]), "writing": writing}
        coordinators = people_with(PlatformRole.COORDINATOR, but=actor)
        tell(coordinators, MailTemplate.TOUCHPOINT_WRITTEN, lambda _: values, now=now)


def _tell_side(
    actor: Actor, pair: Pair, side: Side, template: MailTemplate, values: Values, *, now: datetime
) -> None:
    people = people_of(pair.of(side).lead_organisation_id, but=actor)
    tell(people, template, lambda _: values, now=now)


def _about(pair: Pair, side: Side) -> dict[str, str | int | bool | None]:
    return {
        "initiative": pair.of(side).title,
        "touchpoint_id": str(pair.touchpoint.public_id),
    }


def _name(organisation_id: int) -> str:
    name: str = db.session.get_one(Organisation, organisation_id).name
    return name
