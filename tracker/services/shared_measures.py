"""Keeping the shared list of measures: adding to it, wording it anew, retiring what nobody should choose."""

import uuid
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import func, select

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import demand_somewhere
from tracker.database import for_change, transaction, wait_in_line
from tracker.domain.local_time import local_day
from tracker.domain.measures import MeasureKind
from tracker.domain.verbs import Verb
from tracker.errors import RefusedError
from tracker.extensions import db
from tracker.models import SharedMeasure
from tracker.services import audit
from tracker.services.personal_data import refuse_personal_data

WORDS = ("name_sv", "name_en", "unit_sv", "unit_en")
_LINE = "shared measures"


def add(actor: Actor, kind: MeasureKind, *, now: datetime) -> uuid.UUID:
    """Put a measure last on the list.

    Raises:
        NotAllowedError, PersonalDataError, RefusedError: `measure_name_taken`.
    """
    demand_somewhere(actor, Permission.COORDINATE)
    said = asdict(kind)
    refuse_personal_data({name: said[name] for name in WORDS})
    with transaction() as session:
        wait_in_line([_LINE])
        _refuse_taken(kind)
        last = session.scalar(select(func.max(SharedMeasure.position))) or 0
        row = SharedMeasure(position=last + 1, **said)
        session.add(row)
        session.flush()
        audit.record(actor, Verb.CREATED, row, at=now, changes=audit.differences({}, said))
        return row.public_id


def reword(actor: Actor, public_id: uuid.UUID, kind: MeasureKind, *, now: datetime) -> None:
    """Say otherwise what is counted, and in what; how it is counted stays, as numbers are told.

    Raises:
        NotFoundError, NotAllowedError, PersonalDataError, RefusedError: `measure_name_taken`.
    """
    demand_somewhere(actor, Permission.COORDINATE)
    words = {name: getattr(kind, name) for name in WORDS}
    refuse_personal_data(words)
    with transaction():
        wait_in_line([_LINE])
        row = for_change(SharedMeasure, public_id)
        _refuse_taken(kind, but=row)
        before = {name: getattr(row, name) for name in WORDS}
        changes = audit.differences(before, words)
        if changes:
            for name, value in words.items():
                setattr(row, name, value)
            audit.record(actor, Verb.EDITED, row, at=now, changes=changes)


def retire(actor: Actor, public_id: uuid.UUID, *, now: datetime) -> None:
    """Let nobody choose it any more; those that count it go on.

    Raises:
        NotFoundError, NotAllowedError.
    """
    demand_somewhere(actor, Permission.COORDINATE)
    with transaction():
        row = for_change(SharedMeasure, public_id)
        if row.retired_on is None:
            row.retired_on = local_day(now)
            audit.record(actor, Verb.RETIRED, row, at=now)


def bring_back(actor: Actor, public_id: uuid.UUID, *, now: datetime) -> None:
    """Let it be chosen again.

    Raises:
        NotFoundError, NotAllowedError.
    """
    demand_somewhere(actor, Permission.COORDINATE)
    with transaction():
        row = for_change(SharedMeasure, public_id)
        if row.retired_on is not None:
            row.retired_on = None
            audit.record(actor, Verb.RETURNED, row, at=now)


def _refuse_taken(kind: MeasureKind, *, but: SharedMeasure | None = None) -> None:
    for field in ("name_sv", "name_en"):
        query = select(SharedMeasure.id).where(
            func.lower(getattr(SharedMeasure, field)) == getattr(kind, field).lower()
        )
        if but is not None:
            query = query.where(SharedMeasure.id != but.id)
        if db.session.scalar(query.limit(1)) is not None:
            raise RefusedError("measure_name_taken", field)
