"""The filter form above every view: what can be chosen, and what is.

The form is kept under the register's `reference_hash`, with a gap for the words that are searched:
three hundred options drawn on every page would cost more than the page itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from flask_babel import gettext
from markupsafe import Markup, escape

from tracker import http, identity, labels, languages
from tracker.domain.lifecycle import Condition, Phase
from tracker.domain.roles import ListCode, PlaceKind
from tracker.domain.selection import Selection
from tracker.queries.organisation_choices import all_at
from tracker.queries.reference import GoalAreaRow, Reference, is_current, reference_at
from tracker.templating import Frame, draw, gap

_WORDS = "words"
SILENT_DAYS = (30, 60, 90, 180)


@dataclass(frozen=True, slots=True)
class Filters:
    """A selection, and the form that changes it, ready to print."""

    selection: Selection
    form: Markup


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filter form prints."""

    selection: Selection
    goal_areas: tuple[GoalAreaRow, ...]
    selects: tuple["Select", ...]

    @property
    def is_more_open(self) -> bool:
        """Whether one of the rarer filters is in use."""
        chosen = {name for name, _value in self.selection.to_arguments()}
        return bool(chosen - {"q", "goal_area", "place", "organisation"})


@dataclass(frozen=True, slots=True)
class Select:
    """One list to choose from; `is_first` stands in the first row."""

    name: str
    label: str
    options: Markup
    is_first: bool = False


def make_filters(selection: Selection, *, here: str) -> Filters:
    """The filter form for a selection; `here` is the endpoint that it asks."""
    any_words = replace(selection, q=gap(_WORDS)) if selection.q else selection
    reference_hash = identity.register_state().reference_hash
    form = _form(any_words, here, reference_hash, languages.language(), http.today())
    drawn = form.filled({_WORDS: escape(selection.q)})
    return Filters(selection, Markup(drawn))  # noqa: S704 - drawn by our template, words escaped


@lru_cache(maxsize=512)
def _form(
    selection: Selection, here: str, reference_hash: str, language: str, today: date
) -> Frame:
    choices = make_choices(selection, reference_hash=reference_hash, language=language, today=today)
    return Frame(draw("board/filters.html", "filter_form", choices, here))


def make_choices(
    selection: Selection, *, reference_hash: str, language: str, today: date
) -> Choices:
    """What can be chosen, and what is."""
    reference = reference_at(reference_hash, language)
    names = (
        ("place", gettext("Place"), selection.place, True),
        ("organisation", gettext("Organisation"), selection.organisation, True),
        ("kind", gettext("Kind of organisation"), selection.kind, False),
        ("goal", gettext("Goal"), selection.goal, False),
        ("working_group", gettext("Working group"), selection.working_group, False),
        ("target_group", gettext("Target group"), selection.target_group, False),
        ("effort_type", gettext("Type of effort"), selection.effort_type, False),
        ("phase", gettext("Phase"), ",".join(selection.phase), False),
        ("condition", gettext("Condition"), selection.condition, False),
        (
            "silent_days",
            gettext("No report for"),
            "" if selection.silent_days is None else str(selection.silent_days),
            False,
        ),
    )
    return Choices(
        selection=selection,
        goal_areas=tuple(row for row in reference.goal_areas.values() if is_current(row, today)),
        selects=tuple(
            Select(name, label, _options(reference_hash, language, name, chosen, today), is_first)
            for name, label, chosen, is_first in names
        ),
    )


@lru_cache(maxsize=2048)
def _options(reference_hash: str, language: str, name: str, chosen: str, today: date) -> Markup:
    reference = reference_at(reference_hash, language)
    first = _printed([("", gettext("All"))], chosen)
    if name == "place":
        return first + _place_options(reference, chosen, today)
    return first + _printed(_offered(name, reference, reference_hash, today, chosen), chosen)


def _offered(
    name: str, reference: Reference, reference_hash: str, today: date, chosen: str
) -> list[tuple[str, str]]:
    """The choices, and the filter in force where it is none of them."""
    rows = list(_choices(name, reference, reference_hash, today))
    return [*rows, *_unusual(name, chosen, rows, reference)]


def _unusual(
    name: str, chosen: str, rows: list[tuple[str, str]], reference: Reference
) -> list[tuple[str, str]]:
    is_among = not chosen or chosen in dict(rows)
    return [] if is_among else [(chosen, _name_of(name, chosen, reference))]


def _printed(rows: Iterable[tuple[str, str]], chosen: str) -> Markup:
    return Markup("").join(
        Markup('<option value="{}"{}>{}</option>').format(
            value, Markup(" selected") if value == chosen else "", label
        )
        for value, label in rows
    )


def _place_options(reference: Reference, chosen: str, today: date) -> Markup:
    """The whole and the focus first, then the districts and the statistical areas under headings.

    A district and a statistical area can have one name.
    """
    places = list(reference.places.values())
    regso = [row for row in places if row.kind is PlaceKind.REGSO]
    first = [row for row in places if row.kind is PlaceKind.MUNICIPALITY or row.is_focus]
    districts = [row for row in places if row not in first and row not in regso]
    unusual = _unusual("place", chosen, _named(places, today), reference)
    group = Markup('<optgroup label="{}">{}</optgroup>')
    return (
        _printed([*_named(first, today), *unusual], chosen)
        + group.format(
            gettext("All districts and towns"), _printed(_named(districts, today), chosen)
        )
        + group.format(gettext("Statistical areas (RegSO)"), _printed(_named(regso, today), chosen))
    )


def _name_of(name: str, chosen: str, reference: Reference) -> str:
    """What a filter in force is called that is not offered any more, or never was."""
    retired = {
        row.code: row.name
        for rows in (reference.places, reference.goals, reference.working_groups, reference.entries)
        for row in rows.values()
    }
    match name:
        case "silent_days":
            return gettext("%(days)s days", days=chosen)
        case "phase":
            known = {phase.value: str(label) for phase, label in labels.PHASES.items()}
            return ", ".join(known.get(code, code) for code in chosen.split(","))
        case _:
            return retired.get(chosen, chosen)


def _choices(
    name: str, reference: Reference, reference_hash: str, today: date
) -> Iterable[tuple[str, str]]:
    match name:
        case "organisation":
            return [(str(row.public_id), row.name) for row in all_at(reference_hash)]
        case "goal":
            return _named(reference.goals.values(), today)
        case "working_group":
            return _named(reference.working_groups.values(), today)
        case "phase":
            return [(phase.value, str(labels.PHASES[phase])) for phase in Phase]
        case "condition":
            return [(code.value, str(labels.CONDITIONS[code])) for code in Condition]
        case "silent_days":
            return [(str(days), gettext("%(days)s days", days=days)) for days in SILENT_DAYS]
        case _:
            list_code = ListCode.ORGANISATION_KIND if name == "kind" else ListCode(name)
            return _named(reference.of_list(list_code), today)


def _named(rows: Iterable[object], today: date) -> list[tuple[str, str]]:
    return [(row.code, row.name) for row in rows if is_current(row, today)]  # type: ignore[attr-defined]
