"""The filter form above the list: what can be chosen, and what is."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from urllib.parse import urlencode

from flask_babel import gettext
from markupsafe import Markup

from tracker.addresses import address_of
from tracker.domain.roles import PlaceKind
from tracker.domain.touchpoint_decisions import TouchpointState
from tracker.domain.touchpoint_selection import TouchpointSelection, WorklistOrder
from tracker.queries.organisation_choices import all_at
from tracker.queries.reference import Reference, is_current, reference_at
from tracker.templating import kept_drawing
from tracker.touchpoint_labels import KINDS, ORDERS, STATES

Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Choices under a heading; without one they stand first."""

    label: str
    options: Options


@dataclass(frozen=True, slots=True)
class Select:
    """One list to choose from."""

    name: str
    label: str
    chosen: str
    groups: tuple[Group, ...]
    is_first: bool


@dataclass(frozen=True, slots=True)
class StateLink:
    """One of the lists: what waits, what is asked, what is settled."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Filters:
    """What the form prints."""

    selection: TouchpointSelection
    selects: tuple[Select, ...]
    near: tuple[tuple[str, str, bool], ...]

    @property
    def is_more_open(self) -> bool:
        """Whether one of the rarer filters is in use."""
        return bool(self.selection.goal or self.selection.order is not WorklistOrder.STRONGEST)


def drawn_filters(
    selection: TouchpointSelection, *, reference_hash: str, language: str, today: date
) -> Markup:
    """The filter form, drawn once for each selection."""
    filters = _filters(selection, reference_hash, language, today)
    return kept_drawing("touchpoints/filters.html", "filter_form", filters)


@lru_cache(maxsize=256)
def _filters(
    selection: TouchpointSelection, reference_hash: str, language: str, today: date
) -> Filters:
    reference = reference_at(reference_hash, language)
    organisations = tuple((str(row.public_id), row.name) for row in all_at(reference_hash))
    current = {
        "goal_area": _named(reference.goal_areas.values(), today),
        "goal": _named(reference.goals.values(), today),
    }
    plain = (
        ("goal_area", gettext("Goal area"), current["goal_area"], True),
        ("organisation", gettext("Organisation"), organisations, True),
        ("kind", gettext("Kind of touchpoint"), _words(KINDS), True),
        ("goal", gettext("Goal"), current["goal"], False),
        ("order", gettext("Order"), _words(ORDERS), False),
    )
    selects = [
        Select(name, label, str(getattr(selection, name)), _first(name, options), is_first)
        for name, label, options, is_first in plain
    ]
    selects.insert(1, _places(selection.place, reference, today))
    return Filters(
        selection, tuple(_with_chosen(select) for select in selects), _near(selection, reference)
    )


def _first(name: str, options: Options) -> tuple[Group, ...]:
    every: Options = () if name == "order" else (("", gettext("All")),)
    return (Group("", (*every, *options)),)


def _words(labels: object) -> Options:
    return tuple((code.value, str(label)) for code, label in labels.items())  # type: ignore[attr-defined]


def _named(rows: Iterable[object], today: date) -> Options:
    return tuple((row.code, row.name) for row in rows if is_current(row, today))  # type: ignore[attr-defined]


def _places(chosen: str, reference: Reference, today: date) -> Select:
    places = list(reference.places.values())
    regso = [row for row in places if row.kind is PlaceKind.REGSO]
    first = [row for row in places if row.kind is PlaceKind.MUNICIPALITY or row.is_focus]
    districts = [row for row in places if row not in first and row not in regso]
    groups = (
        Group("", (("", gettext("All")), *_named(first, today))),
        Group(gettext("All districts and towns"), _named(districts, today)),
        Group(gettext("Statistical areas (RegSO)"), _named(regso, today)),
    )
    return Select("place", gettext("Place"), chosen, groups, is_first=True)


def _with_chosen(select: Select) -> Select:
    """A filter in force that is not offered any more, or never was, is offered all the same."""
    offered = {value for group in select.groups for value, _label in group.options}
    if not select.chosen or select.chosen in offered:
        return select
    unusual = Group("", ((select.chosen, select.chosen),))
    return replace(select, groups=(*select.groups, unusual))


def _near(
    selection: TouchpointSelection, reference: Reference
) -> tuple[tuple[str, str, bool], ...]:
    """The focus districts, one tap away: name, address, and whether it is chosen."""
    rows = []
    for place in reference.focus_places:
        is_chosen = selection.place == place.code
        wanted = replace(selection, place="" if is_chosen else place.code)
        rows.append((place.name, address(wanted), is_chosen))
    return tuple(rows)


def state_links(selection: TouchpointSelection) -> list[StateLink]:
    """The three lists of a selection."""
    return [
        StateLink(
            str(STATES[state]), address(replace(selection, state=state)), state is selection.state
        )
        for state in TouchpointState
    ]


def address(selection: TouchpointSelection, *more: tuple[str, str]) -> str:
    """The address of the list of a selection."""
    query = urlencode([*selection.to_arguments(), *more])
    path = address_of("touchpoints.index")
    return f"{path}?{query}" if query else path
