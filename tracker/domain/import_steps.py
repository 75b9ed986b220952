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
