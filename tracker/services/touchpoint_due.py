"""Has initiatives matched again whose own version says nothing of it, as when a place is renamed."""

from sqlalchemy import ColumnElement, select, update

from tracker.extensions import db
from tracker.models import Initiative, InitiativeFingerprint

_OF_NO_VERSION = 0


def match_again(wanted: ColumnElement[bool]) -> None:
    """Let the worker match the wanted initiatives again, once the caller's transaction is kept."""
    ids = select(Initiative.id).where(wanted)
    db.session.execute(
        update(InitiativeFingerprint)
        .where(InitiativeFingerprint.initiative_id.in_(ids))
        .values(mark=_OF_NO_VERSION)
        .execution_options(synchronize_session=False)
    )
