"""The page of one touchpoint: both initiatives side by side, the decision, and what is said."""

import uuid
from collections.abc import Mapping

from flask import Response, abort, flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import http, identity
from tracker.access.permissions import Permission
from tracker.access.policy import may_somewhere
from tracker.blueprints.touchpoints import views
from tracker.blueprints.touchpoints.area import blueprint
from tracker.blueprints.touchpoints.forms import (
    AT_ONCE,
    DecisionForm,
    MessageForm,
    TellForm,
    YesNoForm,
)
from tracker.domain.touchpoint_decisions import Decision, Side, can_be_parted
from tracker.errors import StaleVersionError
from tracker.http import requires
from tracker.pages import page
from tracker.queries import touchpoint_talk as talk
from tracker.queries import touchpoint_worklist as worklist
from tracker.queries import touchpoints as queries
from tracker.queries.touchpoints import PairPage
from tracker.services import mergers, touchpoint_talk, touchpoints
from tracker.touchpoint_labels import DECISION_HINTS, QUESTIONS


def _load(public_id: uuid.UUID) -> PairPage:
    return queries.get_pair(http.actor(), public_id, reference=identity.reference())


def _here(public_id: uuid.UUID) -> BaseResponse:
    return redirect(url_for("touchpoints.show", public_id=public_id), code=303)


def _reviews() -> bool:
    return may_somewhere(http.actor(), Permission.REVIEW_TOUCHPOINTS)


@blueprint.get("/<uuid:public_id>")
@requires(Permission.SEE_TOUCHPOINT)
def show(public_id: uuid.UUID) -> Response:
    """Two initiatives that meet; a side that may not see the other one learns that it is there."""
    return _page(_load(public_id))


def _page(
    pair: PairPage,
    *,
    form: DecisionForm | None = None,
    message: MessageForm | None = None,
    status: int = 200,
) -> Response:
    actor = http.actor()
    decisions = talk.list_decisions(actor, pair)
    standing = next((row for row in decisions if row.undone_at is None), None)
    merged_at = standing.merged_at if standing else None
    return page(
        "touchpoints/show.html",
        status=status,
        pair=pair,
        question=str(QUESTIONS[pair.likeness.kind]) if pair.likeness else "",
        shared=views.shared(pair),
        reasons=views.told_reasons(pair),
        changed=views.changed(pair),
        decisions=decisions,
        standing=standing,
        can_part=can_be_parted(merged_at, now=http.now()),
        form=(form or _decision_form(pair)) if _reviews() and merged_at is None else None,
        hints={each.value: str(hint) for each, hint in DECISION_HINTS.items()},
        is_stale=status == 409,
        messages=talk.list_messages(actor, pair),
        message=message or MessageForm(formdata=None),
        waiting=_waiting(pair),
        reviews=_reviews(),
    )


def _waiting(pair: PairPage) -> tuple[int, uuid.UUID | None] | None:
    """How many wait for the coordinators, and the next of them."""
    if not _reviews():
        return None
    actor = http.actor()
    count = worklist.count_waiting(
        actor, reference=identity.reference(), state=identity.register_state()
    )
    following = worklist.find_next_waiting(actor, pair.chance, pair.id) if count else None
    return count, following


def _decision_form(pair: PairPage, *, is_sent: bool = False) -> DecisionForm:
    values = {"version": pair.version, "owner": "coordinators", "keeps": Side.ONE.value}
    form = DecisionForm(data=values) if is_sent else DecisionForm(formdata=None, data=values)
    form.offer(pair.sides, list(Decision) if pair.is_told is None else AT_ONCE)
    return form


@blueprint.post("/<uuid:public_id>/decisions")
@requires(Permission.REVIEW_TOUCHPOINTS)
def decide(public_id: uuid.UUID) -> BaseResponse:
    """Decide, or suggest what wants a yes from both; where somebody was faster, ask again."""
    pair = _load(public_id)
    form = _decision_form(pair, is_sent=True)
    try:
        if form.validate_on_submit() and form.accept(lambda: _decide(pair, form)):
            flash(_decided_sentence(Decision(form.decision.data)), "success")
            return _here(public_id)
    except StaleVersionError:
        form.version.renew(pair.version)
        return _page(pair, form=form, status=409)
    return _page(pair, form=form, status=422)


def _decide(pair: PairPage, form: DecisionForm) -> None:
    touchpoints.decide(
        http.actor(),
        pair.public_id,
        form.wish(_organisations(pair)),
        version=form.version.data or 0,
        now=http.now(),
    )


def _organisations(pair: PairPage) -> Mapping[Side, uuid.UUID]:
    return {side: row.organisation_public_id for side, row in pair.sides.items()}


def _decided_sentence(decision: Decision) -> str:
    if decision in (Decision.COOPERATE, Decision.MERGE):
        return gettext("Both sides are asked now. Nothing happens before both have said yes.")
    return gettext("Decided. It stands in the history of both.")


@blueprint.post("/decisions/<uuid:decision_id>/answer")
@requires(Permission.ANSWER_TOUCHPOINT)
def answer(decision_id: uuid.UUID) -> BaseResponse:
    """Say yes or no to what is suggested, for one's own side."""
    form = YesNoForm()
    says_yes = form.says_yes()
    if not form.validate_on_submit() or says_yes is None:
        abort(422)
    public_id = touchpoints.answer(http.actor(), decision_id, is_accepted=says_yes, now=http.now())
    flash(gettext("Thank you for the answer."), "success")
    return _here(public_id)


@blueprint.post("/<uuid:public_id>/answer")
@requires(Permission.ANSWER_TOUCHPOINT)
def tell(public_id: uuid.UUID) -> BaseResponse:
    """Say for one's own side that one talks already, or that the two are not the same."""
    form = TellForm()
    wanted = form.wanted()
    if not form.validate_on_submit() or wanted is None:
        abort(422)
    touchpoint_talk.answer(http.actor(), public_id, wanted, now=http.now())
    flash(gettext("Thank you. The coordinators see your answer."), "success")
    return _here(public_id)


@blueprint.post("/<uuid:public_id>/messages")
@requires(Permission.SEE_TOUCHPOINT)
def write(public_id: uuid.UUID) -> BaseResponse:
    """Say something about the pair; it stays with the pair."""
    pair, form = _load(public_id), MessageForm()
    if form.validate_on_submit() and form.accept(
        lambda: touchpoint_talk.write(http.actor(), public_id, form.body.data, now=http.now())
    ):
        flash(gettext("Your message is sent."), "success")
        return _here(public_id)
    return _page(pair, message=form, status=422)


@blueprint.post("/<uuid:public_id>/release")
@requires(Permission.REVIEW_TOUCHPOINTS)
def release(public_id: uuid.UUID) -> BaseResponse:
    """Tell a side that may not see the other one that something touches its own."""
    touchpoints.release(http.actor(), public_id, now=http.now())
    flash(gettext("They are told that a registered initiative touches theirs."), "success")
    return _here(public_id)


@blueprint.post("/mergers/<uuid:merger_id>/undo")
@requires(Permission.SEE_TOUCHPOINT)
def part(merger_id: uuid.UUID) -> BaseResponse:
    """Part two initiatives that have become one."""
    public_id = mergers.undo(http.actor(), merger_id, now=http.now())
    flash(gettext("The two are parted again, each as it was."), "success")
    return redirect(url_for("initiatives.show", public_id=public_id), code=303)
