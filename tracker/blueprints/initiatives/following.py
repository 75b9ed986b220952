"""Registering what comes after an initiative: which one, and whether what is written follows on it."""

import uuid

from flask import request
from flask_babel import gettext

from tracker import http
from tracker.access.permissions import Permission
from tracker.access.policy import may
from tracker.blueprints.initiatives.forms import InitiativeForm
from tracker.domain.lifecycle import Visibility
from tracker.domain.successors import Record, is_near_end, what_differs
from tracker.formats import short_date
from tracker.queries.initiatives import InitiativePage
from tracker.queries.successors import FollowerRow, find_follower


def asked_id() -> uuid.UUID | None:
    """The public id of the initiative that what is registered is to follow, by the address."""
    return request.args.get("after", type=uuid.UUID)


def counts(form: InitiativeForm, ended: InitiativePage | None, visibility: Visibility) -> bool:
    """Whether what is written counts as coming after; the form says of each field what falls short.

    A draft may be anything, and so may what comes after nothing.
    """
    if ended is None or visibility is Visibility.DRAFT:
        return True
    after = Record(
        form.organisation.data,
        form.content().phase,
        form.end_on.data,
        frozenset(form.places.data or ()),
        frozenset(form.goal_areas.data or ()),
    )
    before = Record(
        str(ended.organisation_public_id),
        ended.phase,
        ended.end_on,
        frozenset(row.code for row in ended.places) or after.places,
        frozenset(row.code for row in ended.goal_areas) or after.goal_areas,
    )
    differing = what_differs(before, after)
    for name in differing:
        form.add_error(name, _wanted(name, ended))
    return not differing


def _wanted(field: str, ended: InitiativePage) -> str:
    match field:
        case "organisation":
            return gettext(
                "Choose %(name)s, so that this counts as what comes after.",
                name=ended.organisation_name,
            )
        case "end_on":
            return gettext(
                "Choose a day after %(day)s, so that this counts as what comes after.",
                day=short_date(ended.end_on),
            )
        case "phase":
            return gettext("Choose a phase that is not over.")
        case _:
            return gettext(
                "Choose at least one that “%(title)s” has, so that this counts as what comes after.",
                title=ended.title,
            )


def what_comes_after(ended: InitiativePage) -> tuple[FollowerRow | None, bool]:
    """What follows on an initiative near its end; and whether the actor may register it, where nothing does."""
    is_shared = ended.visibility is not Visibility.DRAFT
    if not is_shared or not is_near_end(ended.end_on, today=http.today()):
        return None, False
    follower = find_follower(http.actor(), ended)
    may_follow = may(http.actor(), Permission.EDIT_INITIATIVE, ended.subject)
    return follower, follower is None and may_follow
