"""How fresh and complete the records are, over all and of one organisation, and the one tap."""

import uuid
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import http, identity
from tracker.access.permissions import Permission
from tracker.domain.record_health import Freshness, Step
from tracker.http import requires
from tracker.pages import page
from tracker.paging import paging, wanted_page
from tracker.queries import organisations
from tracker.queries import record_health as queries
from tracker.queries.organisations import OrganisationPage
from tracker.services import record_health

blueprint = Blueprint("record_health", __name__)


@blueprint.get("/record-health")
@requires(Permission.COORDINATE)
def index() -> Response:
    """What would help the records of the whole register most."""
    return _page(None)


@blueprint.get("/organisations/<uuid:public_id>/record-health")
@requires(Permission.SEE_COORDINATED)
def organisation(public_id: uuid.UUID) -> Response:
    """What would help the records of one organisation most."""
    return _page(
        organisations.get_organisation(http.actor(), public_id, reference=identity.reference())
    )


def _page(of: OrganisationPage | None) -> Response:
    chosen_freshness, chosen_step = request.args.get("freshness"), request.args.get("step")
    freshness = Freshness(chosen_freshness) if chosen_freshness in list(Freshness) else None
    step = Step(chosen_step) if chosen_step in list(Step) else None
    number = wanted_page()
    rows, total = queries.list_to_help(
        http.actor(),
        organisation=of,
        freshness=freshness,
        step=step,
        page=number,
        today=http.today(),
    )
    address = _addresses(of)
    return page(
        "record_health/index.html",
        organisation=of,
        counts=queries.count_health(
            http.actor(),
            organisation=of,
            today=http.today(),
            content_hash=identity.register_state().content_hash,
        ),
        rows=rows,
        freshness=freshness,
        step=step,
        address=address,
        paging=paging(
            total,
            number=number,
            per_page=queries.ROWS_PER_PAGE,
            url=lambda wanted: address(freshness, step, wanted),
        ),
    )


def _addresses(of: OrganisationPage | None) -> Callable[..., str]:
    """Makes the address of this page with another choice."""

    def address(freshness: str | None, step: str | None, number: int | None = None) -> str:
        chosen: dict[str, Any] = {"freshness": freshness, "step": step, "page": number}
        if of is None:
            return url_for("record_health.index", **chosen)
        return url_for("record_health.organisation", public_id=of.public_id, **chosen)

    return address


@blueprint.post("/initiatives/<uuid:public_id>/confirmation")
@requires(Permission.EDIT_INITIATIVE)
def confirm(public_id: uuid.UUID) -> BaseResponse:
    """Say that what is written is right; back to where it was asked."""
    record_health.confirm(http.actor(), public_id, now=http.now())
    flash(gettext("Thank you. It is noted that it is right."), "success")
    if request.form.get("from") == "start":
        return redirect(url_for("start.own"), code=303)
    return redirect(url_for("initiatives.show", public_id=public_id), code=303)
