"""What the pages of activities share: the blueprint, and the initiative that they are about."""

import uuid

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response as BaseResponse

from tracker import http, identity
from tracker.access.permissions import Permission
from tracker.access.policy import may
from tracker.errors import NotAllowedError
from tracker.queries import initiatives
from tracker.queries.initiatives import InitiativePage

blueprint = Blueprint("activities", __name__)


def load(public_id: uuid.UUID) -> InitiativePage:
    """An initiative that the actor sees.

    Raises:
        NotFoundError
    """
    return initiatives.get_page(
        http.actor(), public_id, reference=identity.reference(), today=http.today()
    )


def load_own(public_id: uuid.UUID) -> InitiativePage:
    """An initiative whose activities the actor may change.

    Raises:
        NotFoundError, NotAllowedError
    """
    initiative = load(public_id)
    if not may(http.actor(), Permission.REPORT_STATUS, initiative.subject):
        raise NotAllowedError(Permission.REPORT_STATUS)
    return initiative


def here(public_id: uuid.UUID) -> BaseResponse:
    """Back to the activities of an initiative."""
    return redirect(url_for("activities.index", public_id=public_id), code=303)
