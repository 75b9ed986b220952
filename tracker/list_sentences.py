"""Says in a sentence what is wrong with a list as a whole, and what is worth knowing of its file."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext, ngettext

from tracker.domain.importing import errors
from tracker.domain.importing.errors import Breakage, Extent, ImportFileError, SeemsToBe
from tracker.domain.importing.fields import SEVERAL_COLUMNS, ImportField
from tracker.domain.importing.grid import FileRemark, Remarked
from tracker.domain.importing.mappings import Mapping
from tracker.domain.importing.tables import SkippedRow, SkipReason
from tracker.import_sentences import field_label
from tracker.refusals import REFUSALS, refusal

_SEVERAL = SEVERAL_COLUMNS | {ImportField.PURPOSE}
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
    """Why a list could not be read or saved, by the name of the cause that was kept."""
    if cause in REFUSALS:
        return refusal(cause)
    causes = {known.__name__: sentence for known, sentence in _FILES.items()}
    return str(causes.get(cause, gettext("The list could not be read this way.")))


def mapping_faults(mapping: Mapping, *, has_organisation: bool) -> list[str]:
    """What keeps every row from being read: no name, no organisation, one field twice."""
    fields = Counter(column.field for column in mapping.columns if column.field)
    faults = [
        gettext("Two columns are read as %(field)s. Choose one of them.", field=field_label(field))
        for field, count in fields.items()
        if count > 1 and field not in _SEVERAL
    ]
    if ImportField.TITLE not in fields:
        faults.append(gettext("Choose which column holds the names of the initiatives."))
    names_organisation = {ImportField.LEAD_ORGANISATION, ImportField.ORGANISATION_NUMBER}
    told = has_organisation or ImportField.REGISTER_ID in fields
    if not told and not names_organisation & fields.keys():
        faults.append(
            gettext(
                "No column says whose initiatives they are. Choose such a column, or throw the list "
                "away and choose the organisation together with the file."
            )
        )
    return faults
