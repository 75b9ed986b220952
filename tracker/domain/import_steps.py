"""The closed sets of how far an import has come and what it would do with a row."""

from enum import StrEnum


class ImportStanding(StrEnum):
    """How far a file has come."""

    UPLOADED = "uploaded"
    READING = "reading"
    PREVIEWED = "previewed"
    SAVING = "saving"
    SAVED = "saved"
    FAILED = "failed"


class RowOutcome(StrEnum):
    """What saving would do with one row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    FAULT = "fault"


class PlanCause(StrEnum):
    """What the register says to a row that could be read: why it is refused, or what to know."""

    ORGANISATION_MISSING = "organisation_missing"
    ORGANISATION_UNKNOWN = "organisation_not_known"
    ORGANISATION_NEW = "organisation_new"
    ORGANISATION_CLOSED = "organisation_closed"
    ORGANISATION_NOT_YOURS = "organisation_not_yours"
    RECORD_NOT_FOUND = "record_not_found"
    RECORD_NOT_YOURS = "record_not_yours"
    PERSONAL_DATA = "personal_data"
    END_BEFORE_START = "end_before_start"
    TO_BE_COMPLETED = "to_be_completed"
    DRAFT_FOR_ORGANISATION = "draft_for_organisation"
    LEAD_STAYS = "lead_stays"
    VISIBILITY_STAYS = "visibility_stays"
