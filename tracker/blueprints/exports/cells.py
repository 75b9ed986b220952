"""Turns the rows of an export into cells in the reader's language: text, whole numbers, dates."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from flask_babel import gettext

from tracker import labels
from tracker.csv_file import Cell
from tracker.domain.export_columns import SEPARATOR, ExportColumn
from tracker.domain.local_time import ZONE
from tracker.domain.small_numbers import FEWEST_COUNTED
from tracker.queries.export import ExportRow


def rows_of_cells(rows: Iterable[ExportRow], *, address: str) -> Iterator[Sequence[Cell]]:
    """The cells of each row, in the order of `ExportColumn`; `address` is where the pages are."""
    columns = _columns(address)
    makers = [columns[column] for column in ExportColumn]
    for row in rows:
        yield [make(row) for make in makers]


def _columns(address: str) -> dict[ExportColumn, Callable[[ExportRow], Cell]]:
    return {
        ExportColumn.REGISTER_ID: lambda row: str(row.public_id),
        ExportColumn.EXTERNAL_ID: lambda row: row.import_key,
        ExportColumn.TITLE: lambda row: row.title,
        ExportColumn.DESCRIPTION: lambda row: row.description,
        ExportColumn.PURPOSE: lambda row: row.purpose,
        ExportColumn.LEAD_ORGANISATION: lambda row: row.organisation_name,
        ExportColumn.ORGANISATION_KIND: lambda row: row.organisation_kind,
        ExportColumn.ORGANISATION_NUMBER: lambda row: row.organisation_number,
        ExportColumn.PARTNERS: _partners,
        ExportColumn.START_ON: lambda row: row.start_on,
        ExportColumn.END_ON: lambda row: row.end_on,
        ExportColumn.REACH: lambda row: row.reach,
        ExportColumn.BUDGET_SEK: lambda row: row.budget_sek,
        ExportColumn.DIARIENUMMER: lambda row: row.diarienummer,
        ExportColumn.CHANGED_ON: lambda row: row.changed_at.astimezone(ZONE).date(),
        ExportColumn.PAGE: lambda row: f"{address}/initiatives/{row.public_id}",
        ExportColumn.MEASURES: _measures,
        **_of_tags(),
        **_of_choices(),
        **_of_contact(),
        **_of_report(),
    }


def _of_tags() -> dict[ExportColumn, Callable[[ExportRow], Cell]]:
    return {
        ExportColumn.GOAL_AREAS: lambda row: SEPARATOR.join(row.goal_areas),
        ExportColumn.GOALS: lambda row: SEPARATOR.join(row.goals),
        ExportColumn.PLACES: lambda row: SEPARATOR.join(row.places),
        ExportColumn.WORKING_GROUPS: lambda row: SEPARATOR.join(row.working_groups),
        ExportColumn.TARGET_GROUPS: lambda row: SEPARATOR.join(row.target_groups),
        ExportColumn.EFFORT_TYPES: lambda row: SEPARATOR.join(row.effort_types),
        ExportColumn.FUNDING: lambda row: SEPARATOR.join(row.funding),
        ExportColumn.LINKS: lambda row: SEPARATOR.join(row.links),
    }


def _of_choices() -> dict[ExportColumn, Callable[[ExportRow], Cell]]:
    phases = {phase: str(name) for phase, name in labels.PHASES.items()}
    conditions = {condition: str(name) for condition, name in labels.CONDITIONS.items()}
    visibilities = {visibility: str(name) for visibility, name in labels.SHORT_VISIBILITIES.items()}
    ages = {
        "range": gettext("%(first)s–%(last)s years"),
        "from": gettext("from %(first)s years"),
        "to": gettext("up to %(last)s years"),
    }
    return {
        ExportColumn.PHASE: lambda row: phases[row.phase],
        ExportColumn.CONDITION: lambda row: conditions[row.condition],
        ExportColumn.VISIBILITY: lambda row: visibilities[row.visibility],
        ExportColumn.AGES: lambda row: _ages(row, ages),
    }


def _of_contact() -> dict[ExportColumn, Callable[[ExportRow], Cell]]:
    return {
        ExportColumn.CONTACT_NAME: lambda row: row.contact.name if row.contact else None,
        ExportColumn.CONTACT_EMAIL: lambda row: row.contact.email if row.contact else None,
        ExportColumn.CONTACT_PHONE: lambda row: row.contact.phone if row.contact else None,
    }


def _of_report() -> dict[ExportColumn, Callable[[ExportRow], Cell]]:
    return {
        ExportColumn.REPORTED_ON: lambda row: row.report.reported_on if row.report else None,
        ExportColumn.HAPPENED: lambda row: row.report.happened if row.report else None,
        ExportColumn.OBSTACLES: lambda row: row.report.obstacles if row.report else None,
        ExportColumn.NEEDS: lambda row: row.report.needs if row.report else None,
        ExportColumn.PEOPLE_REACHED: lambda row: row.report.people_reached if row.report else None,
    }


def _partners(row: ExportRow) -> str:
    return SEPARATOR.join(f"{partner.name} ({partner.role})" for partner in row.partners)


def _measures(row: ExportRow) -> str:
    few = gettext("fewer than %(fewest)s", fewest=FEWEST_COUNTED)
    return SEPARATOR.join(
        f"{each.name}: {few if each.number is None else each.number} {each.unit} ({each.year})"
        for each in row.measures
    )


def _ages(row: ExportRow, sentences: dict[str, Any]) -> str:
    """In words, so that no spreadsheet takes 7-12 for the 7th of December."""
    if row.age_from is None and row.age_to is None:
        return ""
    if row.age_to is None:
        return str(sentences["from"] % {"first": row.age_from})
    if row.age_from is None:
        return str(sentences["to"] % {"last": row.age_to})
    return str(sentences["range"] % {"first": row.age_from, "last": row.age_to})
