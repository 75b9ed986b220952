"""Words a draft out of what was reported, in the language that the text is wanted in."""

from flask_babel import gettext, lazy_gettext, lazy_pgettext, ngettext

from tracker import formats
from tracker.blueprints.year_texts.document import Table
from tracker.domain.small_numbers import FEWEST_COUNTED
from tracker.domain.year_texts import Part, YearTextKind, joined
from tracker.queries.organisations import OrganisationPage
from tracker.queries.year_texts import InitiativeYear, OrganisationYear

KINDS = {
    YearTextKind.ANNUAL: lazy_gettext("The annual report"),
    YearTextKind.GRANT: lazy_gettext("Follow-up of a grant"),
    YearTextKind.IOP: lazy_gettext("Follow-up of an agreement with the city (IOP)"),
}
HEADINGS = {
    Part.SUMMARY: lazy_gettext("The year in short"),
    Part.PURPOSE: lazy_gettext("What was agreed on"),
    Part.MONEY: lazy_gettext("What the money was used for"),
    Part.COOPERATION: lazy_gettext("Those we worked with"),
    Part.OBSTACLES: lazy_gettext("What got in the way"),
    Part.AHEAD: lazy_pgettext("next year", "What we need"),
}
HINTS = {
    Part.PURPOSE: lazy_gettext("For example what the decision or the agreement says."),
    Part.MONEY: lazy_gettext("For example pay, rooms and material."),
}


def title_of(organisation: OrganisationPage, kind: YearTextKind, year: int) -> str:
    """What the text is called."""
    values = {"organisation": organisation.name, "year": year}
    match kind:
        case YearTextKind.ANNUAL:
            return gettext("Annual report %(year)s, %(organisation)s", **values)
        case YearTextKind.GRANT:
            return gettext("Follow-up of a grant %(year)s, %(organisation)s", **values)
        case YearTextKind.IOP:
            return gettext("Follow-up of the agreement %(year)s, %(organisation)s", **values)


def draft_part(part: Part, organisation: OrganisationPage, found: OrganisationYear) -> str:
    """The draft of a part; empty where only the organisation can know."""
    match part:
        case Part.SUMMARY:
            return _summary(organisation, found)
        case Part.PURPOSE | Part.MONEY:
            return ""
        case Part.COOPERATION:
            return "\n".join(found.partners)
        case Part.OBSTACLES:
            return _each(found, "obstacles")
        case Part.AHEAD:
            return _each(found, "needs")


def draft_initiative(row: InitiativeYear) -> tuple[str, bool]:
    """What the reports tell, each in a paragraph; and whether some had no room."""
    return joined(report.happened for report in row.reports if report.happened)


def _summary(organisation: OrganisationPage, found: OrganisationYear) -> str:
    lines = [
        ngettext(
            "In %(year)s %(name)s worked with %(num)d initiative.",
            "In %(year)s %(name)s worked with %(num)d initiatives.",
            len(found.initiatives),
            year=found.year,
            name=organisation.name,
        )
    ]
    if found.days_held:
        lines.append(
            ngettext(
                "Activities were held on %(num)d day.",
                "Activities were held on %(num)d days.",
                found.days_held,
            )
        )
    if found.people_on_days:
        count = formats.number(found.people_on_days)
        lines.append(gettext("%(count)s took part, each day counted by itself.", count=count))
    if found.people_reached:
        count = formats.number(found.people_reached)
        lines.append(gettext("Our reports count %(count)s people.", count=count))
    return " ".join(lines)


def _each(found: OrganisationYear, name: str) -> str:
    told = [
        f"{row.title}: {text}"
        for row in found.initiatives
        for report in row.reports
        if (text := getattr(report, name))
    ]
    return joined(dict.fromkeys(told))[0]


def figures_of(found: OrganisationYear, *, without: frozenset[str]) -> Table:
    """The figures of the year; counts of fewer than five are not told, nor what gives them away."""
    shown = [row for row in found.initiatives if row.public_id.hex not in without]
    return Table(
        heading=gettext("The year in figures"),
        columns=[
            gettext("Initiative"),
            gettext("Reports"),
            gettext("People in the reports"),
            gettext("Days held"),
            gettext("People on those days"),
        ],
        rows=[_figures(row) for row in shown],
        note=gettext(
            "Each report and each day is counted by itself, so that the same person may be "
            "counted more than once. Counts of fewer than %(fewest)s are left out.",
            fewest=FEWEST_COUNTED,
        ),
    )


def _figures(row: InitiativeYear) -> list[str]:
    return [
        row.title,
        formats.number(len(row.reports)),
        count_told(row.people_reached, has_few=row.has_few),
        formats.number(row.days.held),
        count_told(row.days.people, has_few=row.days.has_few),
    ]


def count_told(people: int | None, *, has_few: bool) -> str:
    """A count as it may be told: the number, "fewer than 5", or a dash where nobody counted."""
    if people is not None:
        return formats.number(people)
    return gettext("fewer than %(fewest)s", fewest=FEWEST_COUNTED) if has_few else "–"
