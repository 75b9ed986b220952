"""Says in a sentence what is wrong with a file or a cell, and what would be right."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext, lazy_gettext

from tracker import labels
from tracker.domain.importing import errors
from tracker.domain.importing.errors import Breakage, Extent, ImportFileError
from tracker.domain.importing.fields import EXPORT_HEADERS, ImportField
from tracker.languages import language

_FILES: dict[type[ImportFileError], Any] = {
    errors.EmptyFileError: lazy_gettext("The file is empty."),
    errors.ProtectedWorkbookError: lazy_gettext(
        "The workbook is locked with a password. Save a copy without password and choose that."
    ),
    errors.NoTableFoundError: lazy_gettext(
        "We find no list in the file. It needs a row of headings with the rows below it."
    ),
    errors.SheetNotFoundError: lazy_gettext("That sheet is not in the file. Choose another one."),
}
_EXTENTS = {
    Extent.BYTES: lazy_gettext("The file is larger than 20 MB. Split it in two."),
    Extent.UNPACKED_BYTES: lazy_gettext(
        "The file is far larger inside than outside. Save the list alone in a new file."
    ),
    Extent.ROWS: lazy_gettext("The list has more than 50,000 rows. Split it in two."),
    Extent.COLUMNS: lazy_gettext(
        "The list has more than 200 columns. Keep the ones you need in a new file."
    ),
    Extent.CELLS: lazy_gettext("The file has too many cells. Keep the list alone in a new file."),
    Extent.SHEETS: lazy_gettext("The file has too many sheets. Keep the list alone in a new file."),
}
_CAUSES = {
    "title_missing": lazy_gettext("The row has no name."),
    "text_too_long": lazy_gettext("The text is too long. At most %(limit)s characters fit."),
    "cell_error": lazy_gettext("The cell shows an error: %(value)s. Correct it in the file."),
    "formula_without_value": lazy_gettext(
        "The cell holds a formula without a value. Open and save the file in Excel first."
    ),
    "date_unreadable": lazy_gettext("We cannot read the date %(value)s."),
    "date_impossible": lazy_gettext("There is no such day: %(value)s."),
    "date_implausible": lazy_gettext("The year cannot be right: %(value)s."),
    "period_unreadable": lazy_gettext("We cannot read the period %(value)s."),
    "end_before_start": lazy_gettext("The end date %(value)s comes before the start date."),
    "money_unreadable": lazy_gettext("We cannot read the amount %(value)s."),
    "money_negative": lazy_gettext("The amount is less than nothing: %(value)s."),
    "money_range": lazy_gettext("Two amounts in one cell: %(value)s. Choose one."),
    "money_foreign": lazy_gettext("The amount is not in Swedish kronor: %(value)s."),
    "money_implausible": lazy_gettext("The amount is too large: %(value)s."),
    "count_unreadable": lazy_gettext("We cannot read the number %(value)s."),
    "ages_unreadable": lazy_gettext("We cannot read the ages %(value)s."),
    "choice_unreadable": lazy_gettext("We do not know %(value)s."),
    "unknown_tag": lazy_gettext("We do not know %(value)s."),
    "link_unreadable": lazy_gettext("This is no web address: %(value)s."),
    "register_id_unreadable": lazy_gettext("This is no register ID: %(value)s."),
    "organisation_number_wrong": lazy_gettext("The organisation number %(value)s is not right."),
    "organisation_number_personal": lazy_gettext(
        "The organisation number is a personal identity number. Take it away."
    ),
    "same_key_twice": lazy_gettext("The same ID stands in row %(other_row)s already."),
    "to_be_completed": lazy_gettext("Saved as a draft to be completed. Missing: %(fields)s."),
    "unknown_tag_left_out": lazy_gettext("We do not know %(value)s, and leave it out."),
    "read_as": lazy_gettext("%(value)s is read as %(read_as)s."),
    "date_ambiguous": lazy_gettext("%(value)s is read as %(read_as)s, the day before the month."),
    "date_approximate": lazy_gettext("%(value)s is read as %(read_as)s."),
    "money_ambiguous": lazy_gettext("%(value)s is read as %(read_as)s kronor."),
    "target_groups_from_ages": lazy_gettext("The target group follows from the ages."),
    "duplicate_row": lazy_gettext("The same as row %(other_row)s, and skipped."),
    "possible_duplicate": lazy_gettext("The same name and organisation as row %(other_row)s."),
    "cell_without_column": lazy_gettext("%(value)s stands outside the list and is left out."),
    "personal_data_left_out": lazy_gettext("Personal data is left out."),
    "organisation_missing": lazy_gettext(
        "No organisation. Choose whose initiatives they are, or a column that says so."
    ),
    "organisation_unknown": lazy_gettext("The register does not know the organisation %(value)s."),
    "organisation_not_yours": lazy_gettext("You may not register for %(value)s."),
    "record_not_found": lazy_gettext("There is no initiative with the register ID %(value)s."),
    "record_not_yours": lazy_gettext("%(value)s is another organisation's. Only they change it."),
    "personal_data": lazy_gettext("The text holds personal data: %(value)s. Take it away."),
}


def file_sentence(error: ImportFileError) -> str:
    """Why a file cannot be read as a list, and what to do."""
    if isinstance(error, errors.NotATableError):
        return gettext("This is no list, but something else. Choose an Excel or CSV file.")
    if isinstance(error, errors.TooLargeError):
        return str(_EXTENTS[error.extent])
    if isinstance(error, errors.BrokenWorkbookError):
        if error.breakage is Breakage.DAMAGED:
            return gettext(
                "The file is damaged. Open it in Excel, save it again, and try once more."
            )
        return gettext("The file is not made as workbooks are. Save the list in a new file.")
    return str(_FILES.get(type(error), gettext("The file cannot be read.")))


def finding_sentence(finding: Mapping[str, Any]) -> str:
    """What was found in a cell, and what would be right."""
    values = {name: str(value) for name, value in finding.items() if not isinstance(value, list)}
    values["fields"] = ", ".join(field_label(name) for name in finding.get("fields", ()))
    for name in ("value", "read_as", "limit", "other_row"):
        values.setdefault(name, "–")
    sentence = str(_CAUSES[finding["cause"]]) % values
    suggestions = finding.get("suggestions")
    if not suggestions:
        return sentence
    right = gettext("Right would be, for example: %(right)s.", right=", ".join(suggestions))
    return f"{sentence} {right}"


@dataclass(frozen=True, slots=True)
class FindingView:
    """What was found in a row: in which column, in a sentence, and whether it keeps the row out."""

    where: str
    sentence: str
    is_fault: bool


def finding_view(finding: Mapping[str, Any]) -> FindingView:
    """A finding, ready to print."""
    column, field = finding.get("column"), finding.get("field")
    where = column or (field_label(field) if field else "")
    return FindingView(where, finding_sentence(finding), bool(finding["is_fault"]))


def field_label(name: str) -> str:
    """What a field is called in the reader's language."""
    if name in labels.FIELDS:
        return str(labels.FIELDS[name])
    headers = EXPORT_HEADERS.get(ImportField(name)) if name in list(ImportField) else None
    if headers:
        return headers[0] if language() == "sv" else headers[1]
    return str(_OTHER_FIELDS.get(name, name))


_OTHER_FIELDS = {
    "period": lazy_gettext("Period"),
    "ages": lazy_gettext("Ages"),
    "notes": lazy_gettext("Leave out"),
}
