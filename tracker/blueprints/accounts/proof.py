"""Showing again who one is, before something that must not be done by whoever finds a screen open."""

from flask import Response, redirect, request, session, url_for
from werkzeug.wrappers import Response as BaseResponse

from tracker import entrance, http, kept_forms
from tracker.access.permissions import Permission
from tracker.blueprints.accounts.area import blueprint
from tracker.blueprints.accounts.forms import ProofForm
from tracker.domain.ways_in import ProofKind, StepKind
from tracker.errors import NotFoundError, TooManyAttemptsError
from tracker.http import requires
from tracker.pages import page
from tracker.services import proofs

_STEP = f"{StepKind.PROOF}_step"


@blueprint.record_once
def ask_before(state: object) -> None:
    """Let the guard ask for proof where a form was sent without it."""
    state.app.extensions["ask_for_proof"] = _ask_and_keep  # type: ignore[attr-defined]


def _ask_and_keep() -> Response:
    return _ask(ProofForm(formdata=None, kept_form=kept_forms.keep()), status=401)


@blueprint.get("/account/proof")
@requires(Permission.USE_OWN_ACCOUNT)
def ask_for_proof() -> Response:
    """Ask for the app's code, the password or a mailed code."""
    return _ask(ProofForm(formdata=None, next=request.args.get("next", "")))


def _ask(form: ProofForm, status: int = 200) -> Response:
    kind = proofs.proof_wanted(http.actor())
    form.ask_for(kind)
    is_mailed = kind is not ProofKind.MAIL or bool(entrance.step_token(StepKind.PROOF))
    return page("accounts/proof.html", status=status, form=form, kind=kind, is_mailed=is_mailed)


@blueprint.post("/account/proof/code")
@requires(Permission.USE_OWN_ACCOUNT)
def mail_proof_code() -> BaseResponse:
    """Mail a code to one's own address."""
    form = ProofForm()
    try:
        session[_STEP] = proofs.send_proof_code(http.actor(), now=http.now())
    except TooManyAttemptsError as too_many:
        form.ask_for_patience(too_many)
        return _ask(form, status=429)
    return _ask(form)


@blueprint.post("/account/proof")
@requires(Permission.USE_OWN_ACCOUNT)
def prove() -> BaseResponse:
    """Take the proof, and go on to what was asked for."""
    form = ProofForm()
    try:
        if form.validate_on_submit() and form.accept(lambda: _prove(form)):
            session.pop(_STEP, None)
            if form.kept_form.data:
                return entrance.send_again(form.kept_form.data)
            return redirect(entrance.safe_path(form.next.data), code=303)
    except TooManyAttemptsError as too_many:
        form.ask_for_patience(too_many)
        return _ask(form, status=429)
    except NotFoundError:
        session.pop(_STEP, None)
        return redirect(url_for("accounts.ask_for_proof", next=form.next.data), code=303)
    return _ask(form, status=422)


def _prove(form: ProofForm) -> None:
    proofs.prove(
        http.actor(),
        form.shown.data,
        step_token=entrance.step_token(StepKind.PROOF),
        settings=http.settings(),
        now=http.now(),
    )
