"""The second factor while signing in: a code of the app, or setting one up where one is demanded."""

from flask import Response, redirect, url_for
from werkzeug.wrappers import Response as BaseResponse

from tracker import entrance, http
from tracker.blueprints.accounts.app_drawing import qr_of
from tracker.blueprints.accounts.area import blueprint
from tracker.blueprints.accounts.forms import AppForm, FactorForm
from tracker.domain.ways_in import StepKind
from tracker.errors import NotFoundError, RefusedError, TooManyAttemptsError
from tracker.http import public
from tracker.pages import page
from tracker.queries.second_factors import SecondFactors, find_at_step
from tracker.services import second_factors


@blueprint.get("/sign-in/second-factor")
@public
def second_factor() -> BaseResponse:
    """Ask for a second factor, or lead to where one is set up."""
    factors = _factors()
    if factors is None:
        return redirect(url_for("accounts.sign_in"), code=303)
    if not factors.has_any:
        return redirect(url_for("accounts.set_up_at_sign_in"), code=303)
    return _ask(FactorForm(), factors)


def _factors() -> SecondFactors | None:
    return find_at_step(entrance.step_token(StepKind.FACTOR), now=http.now())


def _ask(form: FactorForm, factors: SecondFactors | None, status: int = 200) -> Response:
    if factors is not None and factors.app_since is None:
        form.ask_for_recovery_code()
    return page(
        "accounts/second_factor.html",
        status=status,
        form=form,
        factors=factors,
        ways=http.settings().ways_in,
    )


@blueprint.post("/sign-in/second-factor")
@public
def show_second_factor() -> BaseResponse:
    """Sign in with a code of the app, or with a recovery code."""
    form = FactorForm()
    if not form.validate_on_submit():
        return _ask(form, _factors(), status=422)
    try:
        arrival = second_factors.show_factor(
            entrance.step_token(StepKind.FACTOR),
            form.code.data,
            visitor=entrance.visitor(),
            settings=http.settings(),
            now=http.now(),
        )
    except NotFoundError:
        return page("accounts/code_ended.html", status=404)
    except TooManyAttemptsError as too_many:
        form.ask_for_patience(too_many)
        return _ask(form, _factors(), status=429)
    except RefusedError as refused:
        form.refuse(refused)
        return _ask(form, _factors(), status=422)
    return entrance.let_in(arrival)


@blueprint.get("/sign-in/set-up")
@public
def set_up_at_sign_in() -> BaseResponse:
    """Show a new app's secret to somebody who needs two factors and has one."""
    factors = _factors()
    if factors is None or factors.has_any:
        return redirect(url_for("accounts.second_factor"), code=303)
    new = second_factors.offer_app(factors.email, http.settings())
    return _set_up(AppForm(sealed=new.sealed), new)


def _set_up(form: AppForm, new: second_factors.NewApp, status: int = 200) -> Response:
    return page(
        "accounts/set_up_at_sign_in.html",
        status=status,
        form=form,
        new=new,
        drawing=qr_of(new.address),
    )


@blueprint.post("/sign-in/set-up")
@public
def finish_set_up_at_sign_in() -> BaseResponse:
    """Keep the app once it has shown a right code, and sign in."""
    factors = _factors()
    if factors is None or factors.has_any:
        return redirect(url_for("accounts.second_factor"), code=303)
    form = AppForm()
    try:
        if form.validate_on_submit():
            arrival, codes = second_factors.set_up_at_sign_in(
                entrance.step_token(StepKind.FACTOR),
                form.sealed.data,
                form.code.data,
                visitor=entrance.visitor(),
                settings=http.settings(),
                now=http.now(),
            )
            next_url = entrance.safe_path(arrival.bound.next_path)
            return entrance.let_in_by(
                arrival,
                lambda: page("accounts/recovery_codes.html", codes=codes, next_url=next_url),
            )
    except RefusedError as refused:
        form.refuse(refused)
    except NotFoundError:
        return redirect(url_for("accounts.set_up_at_sign_in"), code=303)
    return _mistyped(form, factors)


def _mistyped(form: AppForm, factors: SecondFactors) -> Response:
    new = second_factors.offer_again(form.sealed.data or "", factors.email, http.settings())
    return _set_up(form, new, status=422)
