"""Says in a sentence what is wrong with a file or a cell of a list, and what would be right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext, lazy_gettext, lazy_pgettext, ngettext

from tracker import labels
from tracker.domain.importing import errors
from tracker.domain.importing.errors import Breakage, Extent, ImportFileError, SeemsToBe
from tracker.domain.importing.fields import EXPORT_HEADERS, ImportField
from tracker.domain.importing.grid import FileRemark, Remarked
from tracker.domain.importing.tables import SkippedRow, SkipReason
from tracker.domain.lifecycle import Visibility
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
_KINDS = {
    SeemsToBe.PICTURE: lazy_gettext("This is a picture. Choose an Excel or CSV file."),
    SeemsToBe.PDF: lazy_gettext(
        "This is a PDF. Choose the Excel or CSV file that it was made from."
    ),
    SeemsToBe.WORD: lazy_gettext(
        "This is a Word file. Copy its table to Excel and choose that file."
    ),
    SeemsToBe.HTML: lazy_gettext(
        "This is a web page, though it may open in Excel. Save it there as an Excel workbook (xlsx)."
    ),
    SeemsToBe.NUMBERS: lazy_gettext(
        "This is a Numbers file. Export it to Excel and choose that file."
    ),
    SeemsToBe.EXCEL_BINARY: lazy_gettext(
        "This is a binary workbook (xlsb). Save it as an Excel workbook (xlsx) and choose that."
    ),
    SeemsToBe.ARCHIVE: lazy_gettext("This is a zip archive. Unpack it and choose the list itself."),
    SeemsToBe.BINARY: lazy_gettext(
        "This is no list, but something else. Choose an Excel or CSV file."
    ),
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
    "title_missing": lazy_gettext("The row has no name. Write one in the file."),
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
    "organisation_number_wrong": lazy_gettext("The organisation number is not right."),
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
    "possible_duplicate": lazy_gettext(
        "The same name and organisation as row %(other_row)s. Is it the same initiative?"
    ),
    "personal_data_left_out": lazy_gettext("Personal data is left out."),
    "organisation_missing": lazy_gettext("The row names no organisation."),
    "organisation_not_known": lazy_gettext(
        "The register does not know the organisation %(value)s."
    ),
    "organisation_unknown": lazy_gettext(
        "The register does not know the partner %(value)s, who is left out."
    ),
    "organisation_new": lazy_gettext(
        "%(value)s is added to the register. If it is there by another name, write that in the file."
    ),
    "organisation_closed": lazy_gettext("The organisation %(value)s no longer exists."),
    "organisation_not_yours": lazy_gettext("You may not register initiatives for %(value)s."),
    "record_not_found": lazy_gettext(
        "There is no initiative with the register ID %(value)s. Empty the cell to add a new one."
    ),
    "record_not_yours": lazy_gettext(
        "%(value)s is another organisation's. Only they change it, so it stays as it is."
    ),
    "draft_for_organisation": lazy_gettext(
        "Saved as a draft that the organisation itself takes over."
    ),
    "lead_stays": lazy_gettext(
        "A list does not change whose initiative it is. Hand it over on its own page."
    ),
    "visibility_stays": lazy_gettext(
        "A list does not change who may see an initiative. That is chosen on its own page."
    ),
    "personal_data": lazy_gettext(
        "The text holds personal data: %(value)s. Others read this, so take it away."
    ),
}


def file_sentence(error: ImportFileError) -> str:
    """Why a file cannot be read as a list, and what to do."""
    if isinstance(error, errors.NotATableError):
        return str(_KINDS.get(error.seems_to_be, _KINDS[SeemsToBe.BINARY]))
    if isinstance(error, errors.TooLargeError):
        return str(_EXTENTS[error.extent])
    if isinstance(error, errors.BrokenWorkbookError):
        if error.breakage is Breakage.DAMAGED:
            return gettext(
                "The file is damaged. Open it in Excel, save it again, and try once more."
            )
        return gettext("The file is not made as workbooks are. Save the list in a new file.")
    return str(_FILES.get(type(error), gettext("The file cannot be read.")))


_REMARKS = {
    FileRemark.MACROS_IGNORED: lazy_gettext("The file has macros. They are not run."),
    FileRemark.FORMULAS_WITHOUT_VALUE: lazy_gettext(
        "The file has formulas without values, for example %(example)s. Open it in Excel and save it."
    ),
    FileRemark.ERROR_CELLS: lazy_gettext(
        "Cells of the file show an error, for example %(example)s. Those rows are to be corrected."
    ),
    FileRemark.ENCODING_GUESSED: lazy_gettext(
        "The file does not say how letters are written. We have guessed: look at å, ä and ö below."
    ),
    FileRemark.ENCODING_REPAIRED: lazy_gettext(
        "The letters å, ä and ö were broken in the file. We have mended them: look at them below."
    ),
    FileRemark.CHARACTERS_LOST: lazy_gettext(
        "Some letters cannot be read and show as �. Save the file anew as UTF-8 or Excel."
    ),
    FileRemark.CONTROL_CHARACTERS_REMOVED: lazy_gettext(
        "The file held characters that cannot be shown. They are taken away."
    ),
    FileRemark.QUOTES_UNBALANCED: lazy_gettext(
        "A quotation mark is opened and never closed, in row %(example)s. Look at the rows below it."
    ),
    FileRemark.NAME_AND_CONTENT_DIFFER: lazy_gettext(
        "The name of the file promises something else. It is read as %(example)s."
    ),
}


def file_remark(remarked: Remarked) -> str:
    """What is worth knowing of a file that could be read."""
    return str(_REMARKS[remarked.remark]) % {"example": remarked.example or "–"}


def skipped_sentences(skipped: Sequence[SkippedRow]) -> list[str]:
    """Which rows below the headings are not taken for rows of the list, and why."""
    rows: dict[SkipReason, list[SkippedRow]] = {}
    for row in skipped:
        rows.setdefault(row.reason, []).append(row)
    return [_skipped_sentence(reason, of_reason) for reason, of_reason in rows.items()]


def _skipped_sentence(reason: SkipReason, rows: Sequence[SkippedRow]) -> str:
    count, first = len(rows), rows[0]
    values = {"row": first.number, "text": first.text[:60]}
    match reason:
        case SkipReason.TOTAL:
            return ngettext(
                "Row %(row)s is a total and is left out: %(text)s.",
                "%(num)s rows are totals and are left out, the first in row %(row)s: %(text)s.",
                count, **values,
            )  # fmt: skip
        case SkipReason.REPEATED_HEADER:
            return ngettext(
                "Row %(row)s repeats the headings and is left out.",
                "%(num)s rows repeat the headings and are left out, the first is row %(row)s.",
                count, **values,
            )  # fmt: skip
        case SkipReason.SECTION:
            return ngettext(
                "Row %(row)s is a heading within the list and is left out: %(text)s.",
                "%(num)s rows are headings within the list and are left out, "
                "the first in row %(row)s: %(text)s.",
                count, **values,
            )  # fmt: skip
        case SkipReason.FOOTNOTE:
            return ngettext(
                "Row %(row)s is a note below the list and is left out: %(text)s.",
                "%(num)s rows are notes below the list and are left out, "
                "the first in row %(row)s: %(text)s.",
                count, **values,
            )  # fmt: skip


def failure_sentence(cause: str) -> str:
    """Why the rows of a list could not be read, by the name of the cause that was kept."""
    causes = {known.__name__: sentence for known, sentence in _FILES.items()}
    return str(causes.get(cause, gettext("The list could not be read this way.")))


def finding_sentence(finding: Mapping[str, Any]) -> str:
    """What was found in a cell, and what would be right."""
    values = {name: str(value) for name, value in finding.items() if not isinstance(value, list)}
    values["fields"] = ", ".join(field_label(name) for name in finding.get("fields", ()))
    for name in ("value", "read_as", "limit", "other_row"):
        values.setdefault(name, "–")
    sentence = str(_CAUSES[finding["cause"]]) % values
    suggestions = [_shown(text) for text in finding.get("suggestions", ())]
    if not suggestions:
        return sentence
    right = gettext("Right would be, for example: %(right)s.", right=", ".join(suggestions))
    return f"{sentence} {right}"


def _shown(suggestion: str) -> str:
    """A code of a closed set as it is called; anything else as it stands."""
    return str(_CHOICES.get(suggestion, suggestion))


_CHOICES: Mapping[str, Any] = {
    **{phase.value: label for phase, label in labels.PHASES.items()},
    Visibility.DRAFT.value: lazy_pgettext("visibility", "Draft"),
    Visibility.SHARED.value: lazy_pgettext("visibility", "Shared"),
    Visibility.OPEN.value: lazy_pgettext("visibility", "Open"),
}


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
