"""Answers which record of the register a row belongs to, for the audit trail.

Tables not named here hold no register data: sessions, attempts, outbox, staged imports.
"""

from dataclasses import dataclass
from typing import Any

from tracker.domain.verbs import SubjectKind


@dataclass(frozen=True)
class AuditedAs:
    """The kind of record, and the column that holds its id."""

    kind: SubjectKind
    id_column: str = "id"


_OF_INITIATIVE = AuditedAs(SubjectKind.INITIATIVE, "initiative_id")
_OF_TOUCHPOINT = AuditedAs(SubjectKind.TOUCHPOINT, "touchpoint_id")
_OF_PERSON = AuditedAs(SubjectKind.PERSON, "person_id")
_OF_PLACE = AuditedAs(SubjectKind.PLACE, "place_id")

AUDITED_TABLES: dict[str, AuditedAs] = {
    "initiatives": AuditedAs(SubjectKind.INITIATIVE),
    "initiative_links": _OF_INITIATIVE,
    "initiative_goal_areas": _OF_INITIATIVE,
    "initiative_goals": _OF_INITIATIVE,
    "initiative_places": _OF_INITIATIVE,
    "initiative_tags": _OF_INITIATIVE,
    "initiative_working_groups": _OF_INITIATIVE,
    "phase_proposals": _OF_INITIATIVE,
    "partnerships": _OF_INITIATIVE,
    "status_reports": _OF_INITIATIVE,
    "attachments": _OF_INITIATIVE,
    "activities": _OF_INITIATIVE,
    "activity_days": _OF_INITIATIVE,
    "counted_elsewhere": _OF_INITIATIVE,
    "measure_values": _OF_INITIATIVE,
    "measure_value_parts": _OF_INITIATIVE,
    "measures": _OF_INITIATIVE,
    "shared_measures": AuditedAs(SubjectKind.SHARED_MEASURE),
    "coordinator_notes": AuditedAs(SubjectKind.COORDINATOR_NOTE),
    "comments": _OF_INITIATIVE,
    "comment_mentions": _OF_INITIATIVE,
    "touchpoint_decisions": _OF_TOUCHPOINT,
    "touchpoint_messages": _OF_TOUCHPOINT,
    "initiative_mergers": _OF_TOUCHPOINT,
    "organisations": AuditedAs(SubjectKind.ORGANISATION),
    "organisation_mergers": AuditedAs(SubjectKind.ORGANISATION, "absorbed_id"),
    "people": AuditedAs(SubjectKind.PERSON),
    "person_roles": _OF_PERSON,
    "memberships": _OF_PERSON,
    "invitations": AuditedAs(SubjectKind.INVITATION),
    "invitation_departures": AuditedAs(SubjectKind.INVITATION, "invitation_id"),
    "join_requests": AuditedAs(SubjectKind.JOIN_REQUEST),
    "join_messages": AuditedAs(SubjectKind.JOIN_REQUEST, "request_id"),
    "authenticator_apps": _OF_PERSON,
    "recovery_codes": _OF_PERSON,
    "passkeys": _OF_PERSON,
    "outside_identities": _OF_PERSON,
    "list_entries": AuditedAs(SubjectKind.LIST_ENTRY),
    "programmes": AuditedAs(SubjectKind.PROGRAMME),
    "goal_areas": AuditedAs(SubjectKind.GOAL_AREA),
    "goals": AuditedAs(SubjectKind.GOAL),
    "places": AuditedAs(SubjectKind.PLACE),
    "place_aliases": _OF_PLACE,
    "place_ties": AuditedAs(SubjectKind.PLACE, "district_id"),
    "working_groups": AuditedAs(SubjectKind.WORKING_GROUP),
    "reporting_periods": AuditedAs(SubjectKind.REPORTING_PERIOD),
    "period_questions": AuditedAs(SubjectKind.REPORTING_PERIOD, "period_id"),
    "report_rhythms": AuditedAs(SubjectKind.REPORT_RHYTHM),
    "saved_views": AuditedAs(SubjectKind.SAVED_VIEW),
}


@dataclass(frozen=True, slots=True)
class SubjectKey:
    """A record by kind and id, where rows are written in bulk and none is at hand."""

    kind: SubjectKind
    id: int


_REGISTER = AuditedAs(SubjectKind.REGISTER)


def subject_of(row: Any) -> tuple[SubjectKind, int]:
    """The record that a row belongs to; a row of no audited table stands for the whole register."""
    if isinstance(row, SubjectKey):
        return row.kind, row.id
    audited_as = AUDITED_TABLES.get(row.__tablename__, _REGISTER)
    return audited_as.kind, getattr(row, audited_as.id_column)
