"""Keeps that a text about an organisation's year was taken out; the text itself is nobody's but theirs."""

from datetime import datetime

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import Subject, demand
from tracker.database import transaction
from tracker.domain.verbs import SubjectKind, Verb
from tracker.domain.year_texts import YearTextKind
from tracker.services import audit
from tracker.services.audited_tables import SubjectKey


def note_year_text(
    actor: Actor,
    organisation_id: int,
    subject: Subject,
    *,
    kind: YearTextKind,
    year: int,
    file_format: str,
    now: datetime,
) -> None:
    """Note that the actor took out a text about a year, what for, and in which kind of file.

    Raises:
        NotAllowedError: the deed is not the actor's to do.
    """
    demand(actor, Permission.WRITE_YEAR_TEXT, subject)
    changes = {"use": (None, kind.value), "year": (None, year), "format": (None, file_format)}
    with transaction():
        audit.record(
            actor,
            Verb.YEAR_TEXT_TAKEN,
            SubjectKey(SubjectKind.ORGANISATION, organisation_id),
            at=now,
            organisation_id=organisation_id,
            changes=changes,
        )
