"""What is found in the rows of a list: faults that keep a row out, remarks that do not.

Both carry data, never sentences. What each cause carries is said beside it.
"""

from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.importing.fields import ImportField


class FaultCause(StrEnum):
    """Why a row cannot be imported as it stands."""

    TITLE_MISSING = "title_missing"
    TEXT_TOO_LONG = "text_too_long"  # limit: characters; value: the beginning
    CELL_ERROR = "cell_error"  # value: what the cell shows, #REF!
    FORMULA_WITHOUT_VALUE = "formula_without_value"  # value: the formula
    DATE_UNREADABLE = "date_unreadable"  # suggestions: a way of writing it
    DATE_IMPOSSIBLE = "date_impossible"  # suggestions: the nearest real date
    DATE_IMPLAUSIBLE = "date_implausible"  # before 1950 or after 2100
    PERIOD_UNREADABLE = "period_unreadable"
    END_BEFORE_START = "end_before_start"  # value: end; suggestions: start
    MONEY_UNREADABLE = "money_unreadable"
    MONEY_NEGATIVE = "money_negative"
    MONEY_RANGE = "money_range"  # suggestions: the two ends
    MONEY_FOREIGN = "money_foreign"  # a currency other than SEK
    MONEY_IMPLAUSIBLE = "money_implausible"  # limit: the highest amount taken
    COUNT_UNREADABLE = "count_unreadable"
    AGES_UNREADABLE = "ages_unreadable"
    CHOICE_UNREADABLE = "choice_unreadable"  # suggestions: what could stand there
    UNKNOWN_TAG = "unknown_tag"  # value: the part of the cell; suggestions: nearest names
    LINK_UNREADABLE = "link_unreadable"
    REGISTER_ID_UNREADABLE = "register_id_unreadable"
    ORGANISATION_NUMBER_WRONG = "organisation_number_wrong"
    ORGANISATION_NUMBER_PERSONAL = "organisation_number_personal"  # value is left empty
    SAME_KEY_TWICE = "same_key_twice"  # value: the key; other_row: where it stood first


class RemarkCause(StrEnum):
    """What is worth telling about a row that can be imported."""

    TO_BE_COMPLETED = "to_be_completed"  # fields: what is missing
    UNKNOWN_TAG_LEFT_OUT = "unknown_tag_left_out"  # value; suggestions
    READ_AS = "read_as"  # value; read_as: what it was taken for
    DATE_AMBIGUOUS = "date_ambiguous"  # value; read_as: ISO date
    DATE_APPROXIMATE = "date_approximate"  # value ("VT 2025"); read_as: ISO date
    MONEY_AMBIGUOUS = "money_ambiguous"  # value; read_as: whole kronor
    ORGANISATION_UNKNOWN = "organisation_unknown"  # value: name; suggestions: near ones
    TARGET_GROUPS_FROM_AGES = "target_groups_from_ages"  # read_as: codes, comma-separated
    FORMULA_WITHOUT_VALUE = "formula_without_value"  # value: the formula
    DUPLICATE_ROW = "duplicate_row"  # other_row: the same content stood there
    POSSIBLE_DUPLICATE = "possible_duplicate"  # other_row: same title and organisation
    PERSONAL_DATA_LEFT_OUT = "personal_data_left_out"  # value is left empty


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Where in the file, in which field, and the data of the cause.

    `row` is the number a spreadsheet shows; `column` the header as it stands in the file, or
    its letter when it has none, and empty for what concerns the whole row.
    """

    row: int
    column: str = ""
    field: ImportField | None = None
    value: str = ""
    read_as: str = ""
    suggestions: tuple[str, ...] = ()
    limit: int | None = None
    other_row: int | None = None
    fields: tuple[ImportField, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault(Finding):
    """A finding that keeps its row from being imported."""

    cause: FaultCause


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark(Finding):
    """A finding to know about; the row is imported."""

    cause: RemarkCause
