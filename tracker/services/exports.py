"""Keeps who took a list out of the register: one entry an export, in a transaction of its own."""

from datetime import datetime

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand_somewhere
from tracker.database import transaction
from tracker.domain.selection import Selection
from tracker.domain.verbs import Verb
from tracker.models import RegisterState
from tracker.services import audit


def note_export(
    actor: Actor, selection: Selection, *, file_format: str, rows: int, now: datetime
) -> None:
    """Note that the actor took out `rows` initiatives of a selection; the file is given after.

    Raises:
        NotAllowedError: the deed is not the actor's to do.
    """
    demand_somewhere(actor, Permission.EXPORT_REGISTER)
    changes = {
        "selection": (None, selection.to_arguments()),
        "format": (None, file_format),
        "rows": (None, rows),
    }
    with transaction() as session:
        register = session.get_one(RegisterState, 1)
        audit.record(actor, Verb.EXPORTED, register, at=now, changes=changes)
