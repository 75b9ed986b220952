"""Says in a sentence what was found in a row of a list, and what would be right."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext, lazy_gettext

from tracker import labels
from tracker.domain.import_steps import RowOutcome
from tracker.domain.importing.fields import EXPORT_HEADERS, ImportField
from tracker.languages import language

OUTCOMES = {
    RowOutcome.FAULT: lazy_gettext("To be corrected"),
    RowOutcome.NEW: lazy_gettext("New"),
    RowOutcome.CHANGED: lazy_gettext("Changed"),
    RowOutcome.UNCHANGED: lazy_gettext("Unchanged"),
    RowOutcome.SKIPPED: lazy_gettext("Skipped"),
}
"""What saving would do with a row; what somebody has to do something about stands first."""
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
    **{visibility.value: label for visibility, label in labels.SHORT_VISIBILITIES.items()},
}


@dataclass(frozen=True, slots=True)
class FindingView:
    """What was found in a row: where, in a sentence, and whether it keeps the row out.

    `is_column` says that `where` is a heading of the file, not a word of ours.
    """

    where: str
    sentence: str
    is_fault: bool
    is_column: bool


def finding_view(finding: Mapping[str, Any]) -> FindingView:
    """A finding, ready to print."""
    column, field = finding.get("column"), finding.get("field")
    where = column or (field_label(field) if field else "")
    is_fault, is_column = bool(finding["is_fault"]), bool(column)
    return FindingView(where, finding_sentence(finding), is_fault, is_column)


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
