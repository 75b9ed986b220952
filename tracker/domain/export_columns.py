"""Answers which columns an exported list has, in what order, and what they are called.

The same codes and headers are read by the import, so that an exported list can be edited and read
back. The columns of the latest report are there to be read, not to be imported.
"""

from collections.abc import Mapping
from enum import StrEnum

SEPARATOR = "; "
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class ExportColumn(StrEnum):
    """A column, in the order of the file."""

    REGISTER_ID = "register_id"
    EXTERNAL_ID = "external_id"
    TITLE = "title"
    DESCRIPTION = "description"
    PURPOSE = "purpose"
    LEAD_ORGANISATION = "lead_organisation"
    ORGANISATION_KIND = "organisation_kind"
    ORGANISATION_NUMBER = "organisation_number"
    PARTNERS = "partners"
    GOAL_AREAS = "goal_areas"
    GOALS = "goals"
    PLACES = "places"
    WORKING_GROUPS = "working_groups"
    TARGET_GROUPS = "target_groups"
    AGES = "ages"
    EFFORT_TYPES = "effort_types"
    START_ON = "start_on"
    END_ON = "end_on"
    PHASE = "phase"
    VISIBILITY = "visibility"
    REACH = "reach"
    FUNDING = "funding"
    BUDGET_SEK = "budget_sek"
    CONTACT_NAME = "contact_name"
    CONTACT_EMAIL = "contact_email"
    CONTACT_PHONE = "contact_phone"
    LINKS = "links"
    DIARIENUMMER = "diarienummer"
    CONDITION = "condition"
    REPORTED_ON = "reported_on"
    HAPPENED = "happened"
    OBSTACLES = "obstacles"
    NEEDS = "needs"
    PEOPLE_REACHED = "people_reached"
    MEASURES = "measures"
    CHANGED_ON = "changed_on"
    PAGE = "page"


READ_ONLY_COLUMNS = frozenset(
    {
        ExportColumn.CONDITION,
        ExportColumn.REPORTED_ON,
        ExportColumn.HAPPENED,
        ExportColumn.OBSTACLES,
        ExportColumn.NEEDS,
        ExportColumn.PEOPLE_REACHED,
        ExportColumn.MEASURES,
        ExportColumn.CHANGED_ON,
        ExportColumn.PAGE,
    }
)
"""What the register says by itself: never read back by an import."""

HEADERS: Mapping[ExportColumn, tuple[str, str]] = {
    ExportColumn.REGISTER_ID: ("Register-id", "Register ID"),
    ExportColumn.EXTERNAL_ID: ("Eget id", "Own ID"),
    ExportColumn.TITLE: ("Titel", "Title"),
    ExportColumn.DESCRIPTION: ("Vad vi gör och för vem", "What we do and for whom"),
    ExportColumn.PURPOSE: ("Vad som ska förändras", "What should change"),
    ExportColumn.LEAD_ORGANISATION: ("Ansvarig organisation", "Lead organisation"),
    ExportColumn.ORGANISATION_KIND: ("Typ av organisation", "Kind of organisation"),
    ExportColumn.ORGANISATION_NUMBER: ("Organisationsnummer", "Organisation number"),
    ExportColumn.PARTNERS: ("Samverkansparter", "Partners"),
    ExportColumn.GOAL_AREAS: ("Målområden", "Goal areas"),
    ExportColumn.GOALS: ("Mål", "Goals"),
    ExportColumn.PLACES: ("Platser", "Places"),
    ExportColumn.WORKING_GROUPS: ("Arbetsgrupper", "Working groups"),
    ExportColumn.TARGET_GROUPS: ("Målgrupper", "Target groups"),
    ExportColumn.AGES: ("Åldrar", "Ages"),
    ExportColumn.EFFORT_TYPES: ("Insatstyper", "Types of effort"),
    ExportColumn.START_ON: ("Startdatum", "Start date"),
    ExportColumn.END_ON: ("Slutdatum", "End date"),
    ExportColumn.PHASE: ("Skede", "Phase"),
    ExportColumn.VISIBILITY: ("Synlighet", "Visibility"),
    ExportColumn.REACH: ("Räckvidd", "Reach"),
    ExportColumn.FUNDING: ("Finansiering", "Funding"),
    ExportColumn.BUDGET_SEK: ("Budget (kr)", "Budget (SEK)"),
    ExportColumn.CONTACT_NAME: ("Kontaktperson", "Contact person"),
    ExportColumn.CONTACT_EMAIL: ("Kontaktpersonens e-post", "The contact's e-mail"),
    ExportColumn.CONTACT_PHONE: ("Kontaktpersonens telefon", "The contact's phone"),
    ExportColumn.LINKS: ("Länkar", "Links"),
    ExportColumn.DIARIENUMMER: ("Diarienummer", "Registration number"),
    ExportColumn.CONDITION: ("Läge", "Condition"),
    ExportColumn.REPORTED_ON: ("Senaste lägesrapport", "Latest status report"),
    ExportColumn.HAPPENED: ("Vad som har hänt", "Reported progress"),
    ExportColumn.OBSTACLES: ("Hinder", "Obstacles"),
    ExportColumn.NEEDS: ("Vad som behövs", "Needed now"),
    ExportColumn.PEOPLE_REACHED: ("Antal nådda personer", "People reached"),
    ExportColumn.MEASURES: ("Mått", "Measures"),
    ExportColumn.CHANGED_ON: ("Senast ändrad", "Last changed"),
    ExportColumn.PAGE: ("Sida i Väven", "Page in Väven"),
}
"""The header of each column, in Swedish and in English."""


def header(column: ExportColumn, language: str) -> str:
    """The header of a column in one language."""
    swedish, english = HEADERS[column]
    return english if language == "en" else swedish


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet might take this text for a formula."""
    return text.lstrip(" ").startswith(_FORMULA_STARTS)


def guarded(text: str) -> str:
    """The text so that a spreadsheet reading a CSV file never computes it."""
    return f"'{text}" if is_formula_like(text) else text


def unguarded(text: str) -> str:
    """The text without the sign that `guarded` put before it."""
    return text[1:] if text.startswith("'") and is_formula_like(text[1:]) else text
