"""The causes why a wish is not carried out; each carries data, the sentence is made where it is shown."""

import traceback
from dataclasses import dataclass, field


class TrackerError(Exception):
    """Any refusal that a person can be told about."""


class NotFoundError(TrackerError):
    """There is no such record, or the actor may not know that there is."""


@dataclass
class NotAllowedError(TrackerError):
    """The actor sees the record but may not do this deed."""

    permission: str


@dataclass
class StaleVersionError(TrackerError):
    """Somebody else saved the record since the form was opened.

    `current` holds the values that stand now, by field name.
    """

    current: dict[str, object] = field(default_factory=dict)


@dataclass
class UnauditedChangeError(TrackerError):
    """A row of the register was changed without an audit entry: a fault in the code."""

    rows: tuple[str, ...]


class WriteOutsideTransactionError(TrackerError):
    """A change was flushed outside `transaction()`: a fault in the code."""


@dataclass
class RefusedError(TrackerError):
    """The wish breaks a rule of the field. `code` names the rule; `field_name` where it shows."""

    code: str
    field_name: str | None = None


@dataclass
class TooManyAttemptsError(TrackerError):
    """Too many tries in a short time. `retry_after_s` says when to try again, in seconds."""

    retry_after_s: int


@dataclass
class MissingFieldsError(TrackerError):
    """Fields that must be filled in before the record can be shared, by name."""

    field_names: tuple[str, ...]


@dataclass
class PersonalDataError(TrackerError):
    """Free text holds personal data. `findings` gives kind and masked excerpt by field name."""

    findings: dict[str, tuple[tuple[str, str], ...]]


def frames_of(error: BaseException) -> str:
    """Where a fault happened, and of what class it is, for the log.

    What it says is left out: the database's words hold values, such as an address that is taken.
    """
    lines: list[str] = []
    cause: BaseException | None = error
    while cause is not None:
        kind = type(cause)
        lines[:0] = [
            *traceback.format_tb(cause.__traceback__),
            f"{kind.__module__}.{kind.__qualname__}\n",
        ]
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return "".join(lines)
