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
    """Why a row that could be read cannot be saved, judged against the register."""

    ORGANISATION_MISSING = "organisation_missing"
    ORGANISATION_UNKNOWN = "organisation_unknown"
    ORGANISATION_NOT_YOURS = "organisation_not_yours"
    RECORD_NOT_FOUND = "record_not_found"
    RECORD_NOT_YOURS = "record_not_yours"
    PERSONAL_DATA = "personal_data"
