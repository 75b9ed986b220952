"""The adopted goals, the places and the editable lists that a new register starts with.

Reading and checking the files is all that happens here: `tracker seed` stores the rows, and an
administrator edits them afterwards. Sources: the target picture of 22 November 2021 and Statistics
Sweden's RegSO areas, edition 2025.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from tracker.domain.data_files import read_json
from tracker.domain.reference_rows import (
    Goal,
    GoalArea,
    ListEntry,
    Place,
    Programme,
    ReferenceData,
    WorkingGroup,
)
from tracker.domain.roles import ListCode, OrganisationFamily, PlaceKind


class ReferenceDataError(ValueError):
    """The files contradict themselves; `problems` names each contradiction."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def load_reference_data() -> ReferenceData:
    """Read all reference data.

    Raises:
        ReferenceDataError: a code stands twice or points at nothing, or a name is empty.
    """
    goals = read_json("goals.json")
    places = read_json("places.json")
    shapes = read_json("boras_regso_2025.geojson")
    return checked(
        ReferenceData(
            programme=_programme(goals["programme"]),
            goal_areas=_goal_areas(goals["goal_areas"]),
            goals=_goals(goals["goal_areas"]),
            places=_places(places, {f["id"]: f for f in shapes["features"]}),
            working_groups=_working_groups(places["focus_areas"]),
            list_entries=_list_entries(read_json("lists.json")),
        )
    )


def checked(data: ReferenceData) -> ReferenceData:
    """Return `data` unchanged if it holds together.

    Raises:
        ReferenceDataError: it does not.
    """
    checks: tuple[Callable[[ReferenceData], Iterable[str]], ...] = (
        _doubled_codes,
        _loose_ends,
        _faulty_entries,
    )
    problems = tuple(problem for check in checks for problem in check(data))
    if problems:
        raise ReferenceDataError(problems)
    return data


def _programme(row: Mapping[str, Any]) -> Programme:
    dates = {k: date.fromisoformat(row[k]) for k in ("adopted_on", "valid_from", "valid_to")}
    return Programme(**{**row, **dates})


def _goal_areas(areas: list[dict[str, Any]]) -> tuple[GoalArea, ...]:
    return tuple(
        GoalArea(position=position, **{k: v for k, v in area.items() if k != "goals"})
        for position, area in enumerate(areas, 1)
    )


def _goals(areas: list[dict[str, Any]]) -> tuple[Goal, ...]:
    rows = [(area["code"], goal) for area in areas for goal in area["goals"]]
    return tuple(
        Goal(goal_area_code=area_code, position=position, **goal)
        for position, (area_code, goal) in enumerate(rows, 1)
    )


def _places(file: Mapping[str, Any], shapes: Mapping[str, Any]) -> tuple[Place, ...]:
    edition = file["edition"]
    focus = {area["district"] for area in file["focus_areas"]}
    districts = tuple(
        _district(row, position, edition, is_focus=row["code"] in focus)
        for position, row in enumerate(file["districts"], 1)
    )
    regso = tuple(
        _regso(row, position, edition, shapes.get(row["code"]))
        for position, row in enumerate(file["regso"], 1)
    )
    return (_municipality(file["municipality"], edition), *districts, *regso)


def _municipality(row: Mapping[str, Any], edition: str) -> Place:
    return Place(
        code=row["code"],
        kind=PlaceKind.MUNICIPALITY,
        position=0,
        name_sv=row["whole_name_sv"],
        name_en=row["whole_name_en"],
        edition=edition,
        aliases=(row["name"],),
    )


def _district(row: Mapping[str, Any], position: int, edition: str, *, is_focus: bool) -> Place:
    return Place(
        code=row["code"],
        kind=PlaceKind.DISTRICT,
        position=position,
        name_sv=row["name"],
        name_en=row["name"],
        edition=edition,
        aliases=tuple(row["aliases"]),
        ties=tuple(row["regso"]),
        is_focus=is_focus,
    )


def _regso(
    row: Mapping[str, Any], position: int, edition: str, shape: Mapping[str, Any] | None
) -> Place:
    longitude, latitude = shape["properties"]["punkt"] if shape else (0.0, 0.0)
    return Place(
        code=row["code"],
        kind=PlaceKind.REGSO,
        position=position,
        name_sv=row["name"],
        name_en=row["name"],
        edition=edition,
        polygon=shape["geometry"] if shape else None,
        label_point=(longitude, latitude) if shape else None,
    )


def _working_groups(focus_areas: list[dict[str, Any]]) -> tuple[WorkingGroup, ...]:
    return tuple(
        WorkingGroup(place_code=area["district"], position=position, **group)
        for area in focus_areas
        for position, group in enumerate(area["working_groups"], 1)
    )


def _list_entries(lists: Mapping[str, Any]) -> tuple[ListEntry, ...]:
    return tuple(
        ListEntry(
            list_code=list_code,
            code=row["code"],
            position=position,
            name_sv=row["name_sv"],
            name_en=row["name_en"],
            age_from=row.get("age_from"),
            age_to=row.get("age_to"),
            family=OrganisationFamily(row["family"]) if "family" in row else None,
            is_municipal=row.get("is_municipal"),
        )
        for list_code, content in lists.items()
        for position, row in enumerate(content["entries"], 1)
    )


def _doubled_codes(data: ReferenceData) -> Iterable[str]:
    keys = [
        *(("goal area", a.code) for a in data.goal_areas),
        *(("goal", g.code) for g in data.goals),
        *(("place", p.code) for p in data.places),
        *(("working group", w.code) for w in data.working_groups),
        *((e.list_code, e.code) for e in data.list_entries),
    ]
    return (f"{kind} {code} stands twice" for (kind, code), n in Counter(keys).items() if n > 1)


def _loose_ends(data: ReferenceData) -> Iterable[str]:
    areas = {a.code for a in data.goal_areas}
    regso = {p.code for p in data.places if p.kind is PlaceKind.REGSO}
    focus = {p.code for p in data.places if p.is_focus}
    yield from (f"goal {g.code} has no area" for g in data.goals if g.goal_area_code not in areas)
    yield from (f"{p.code} ties to {t}" for p in data.places for t in p.ties if t not in regso)
    yield from (
        f"{p.code} has no polygon" for p in data.places if p.code in regso and not p.polygon
    )
    yield from (
        f"{w.code} lies in no focus district"
        for w in data.working_groups
        if w.place_code not in focus
    )


def _faulty_entries(data: ReferenceData) -> Iterable[str]:
    for entry in data.list_entries:
        if not (entry.name_sv and entry.name_en):
            yield f"{entry.list_code} {entry.code} lacks a name"
        if entry.list_code == ListCode.ORGANISATION_KIND and entry.family is None:
            yield f"organisation kind {entry.code} has no family"
        if None not in (entry.age_from, entry.age_to) and entry.age_from > entry.age_to:  # type: ignore[operator]
            yield f"{entry.code} ends before it begins"
