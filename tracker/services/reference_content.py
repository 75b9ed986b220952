"""What is kept of each kind of reference data: which fields, from where, and what fits together."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from tracker.domain.reference_kinds import ReferenceKind
from tracker.domain.roles import OrganisationFamily, PlaceKind
from tracker.errors import RefusedError
from tracker.extensions import db
from tracker.models import (
    Goal,
    GoalArea,
    ListEntry,
    Place,
    PlaceAlias,
    PlaceTie,
    Programme,
    WorkingGroup,
)

CODE_LENGTHS = {
    ReferenceKind.PROGRAMME: 40,
    ReferenceKind.GOAL: 20,
    ReferenceKind.GOAL_AREA: 40,
    ReferenceKind.PLACE: 40,
}
LONGEST_CODE = 60
RESERVED_CODES = frozenset({"new"})
_FIXED = ("code", "text_sv", "official_name_sv", "adopted_by", "adopted_on")
_PLAIN = ("name_sv", "name_en", "valid_from", "valid_to")
EDITED_FIELDS: dict[ReferenceKind, tuple[str, ...]] = {
    ReferenceKind.PROGRAMME: (*_PLAIN, "text_en"),
    ReferenceKind.GOAL: (*_PLAIN, "text_en"),
    ReferenceKind.PLACE: (*_PLAIN, "is_focus"),
    ReferenceKind.TARGET_GROUP: (*_PLAIN, "age_from", "age_to"),
}
"""What may change later; kinds that are not named have names and days alone."""


@dataclass(frozen=True, kw_only=True)
class ReferenceContent:
    """The fields of all kinds; each kind uses its own.

    `code` empty is made from the English name. `within` is the code of what the row belongs to:
    a goal area to a programme, a goal to a goal area, a working group to a place. `ties` are codes
    of the RegSO areas a district lies in.
    """

    name_sv: str
    name_en: str
    code: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    age_from: int | None = None
    age_to: int | None = None
    family: OrganisationFamily | None = None
    within: str = ""
    official_name_sv: str = ""
    text_sv: str = ""
    text_en: str = ""
    adopted_by: str = ""
    adopted_on: date | None = None
    is_focus: bool = False
    aliases: tuple[str, ...] = ()
    ties: tuple[str, ...] = ()


def check_content(content: ReferenceContent) -> None:
    """Refuse what does not fit together.

    Raises:
        RefusedError: `period_reversed` or `ages_reversed`, each on its field.
    """
    if _is_reversed(content.valid_from, content.valid_to):
        raise RefusedError("period_reversed", "valid_to")
    if _is_reversed(content.age_from, content.age_to):
        raise RefusedError("ages_reversed", "age_to")


def _is_reversed(first: Any, last: Any) -> bool:
    return first is not None and last is not None and first > last


def new_row(kind: ReferenceKind, content: ReferenceContent) -> Any:
    """A row with its code, adopted wording, what it belongs to, and all that may change later.

    Aliases and ties of a place are stored once it has an id.

    Raises:
        RefusedError: `code_taken`, or `unknown_choice` of what it belongs to.
    """
    code = content.code or code_from(content.name_en, longest=CODE_LENGTHS.get(kind, LONGEST_CODE))
    if code in RESERVED_CODES or not code:
        raise RefusedError("code_taken", "code")
    row = _bare_row(kind, code, content)
    _store_fields(kind, row, content)
    return row


def _bare_row(kind: ReferenceKind, code: str, content: ReferenceContent) -> Any:
    match kind:
        case ReferenceKind.PROGRAMME:
            return Programme(
                code=code,
                version=1,
                text_sv=content.text_sv,
                adopted_by=content.adopted_by,
                adopted_on=content.adopted_on,
            )
        case ReferenceKind.GOAL_AREA:
            return GoalArea(
                code=code,
                version=1,
                programme_id=_id_of(Programme, content.within),
                official_name_sv=content.official_name_sv or content.name_sv,
            )
        case ReferenceKind.GOAL:
            area_id = _id_of(GoalArea, content.within)
            return Goal(code=code, version=1, goal_area_id=area_id, text_sv=content.text_sv)
        case ReferenceKind.PLACE:
            return Place(code=code, version=1, kind=PlaceKind.DISTRICT)
        case ReferenceKind.WORKING_GROUP:
            return WorkingGroup(code=code, version=1, place_id=_id_of(Place, content.within))
        case _:
            is_municipal = content.family is OrganisationFamily.MUNICIPAL
            return ListEntry(
                code=code,
                version=1,
                list_code=kind.list_code,
                family=content.family,
                is_municipal=is_municipal,
            )


def code_from(name: str, *, longest: int) -> str:
    """A code made from an English name: small letters, digits and underscores."""
    return re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")[:longest].strip("_")


def _id_of(model: Any, code: str) -> int:
    row_id: int | None = db.session.scalar(select(model.id).where(model.code == code))
    if row_id is None:
        raise RefusedError("unknown_choice", "within")
    return row_id


def store(kind: ReferenceKind, row: Any, content: ReferenceContent) -> None:
    """Write what may change later to a row, with the aliases and ties of a place.

    Raises:
        RefusedError: `unknown_choice`, of a tie.
    """
    _store_fields(kind, row, content)
    if kind is ReferenceKind.PLACE:
        db.session.flush()
        _store_aliases(row, content.aliases)
        if row.kind is PlaceKind.DISTRICT:
            _store_ties(row, content.ties)
    db.session.flush()


def _store_fields(kind: ReferenceKind, row: Any, content: ReferenceContent) -> None:
    for name in EDITED_FIELDS.get(kind, _PLAIN):
        setattr(row, name, getattr(content, name))


def _store_aliases(place: Place, names: Iterable[str]) -> None:
    wanted = dict.fromkeys(names)
    standing = db.session.scalars(select(PlaceAlias).where(PlaceAlias.place_id == place.id)).all()
    for row in standing:
        if row.name not in wanted:
            db.session.delete(row)
    known = {row.name for row in standing}
    db.session.add_all(
        PlaceAlias(place_id=place.id, name=name) for name in wanted if name not in known
    )


def _store_ties(district: Place, codes: Iterable[str]) -> None:
    known = dict(
        db.session.execute(select(Place.code, Place.id).where(Place.kind == PlaceKind.REGSO)).all()
    )
    if not set(codes) <= set(known):
        raise RefusedError("unknown_choice", "ties")
    wanted = {known[code] for code in codes}
    standing = db.session.scalars(select(PlaceTie).where(PlaceTie.district_id == district.id)).all()
    for row in standing:
        if row.regso_id not in wanted:
            db.session.delete(row)
    tied = {row.regso_id for row in standing}
    db.session.add_all(
        PlaceTie(district_id=district.id, regso_id=regso_id) for regso_id in sorted(wanted - tied)
    )


def describe(kind: ReferenceKind, row: Any) -> dict[str, Any]:
    """What stands of a row, as JSON values by field name."""
    db.session.flush()
    fixed = [name for name in _FIXED if hasattr(row, name)]
    described = {
        name: _plain(getattr(row, name)) for name in (*EDITED_FIELDS.get(kind, _PLAIN), *fixed)
    }
    if kind.list_code is not None:
        described["list_code"] = kind.list_code.value
    if kind is ReferenceKind.PLACE:
        aliases = select(PlaceAlias.name).where(PlaceAlias.place_id == row.id)
        ties = select(Place.code).join(PlaceTie, PlaceTie.regso_id == Place.id)
        described["aliases"] = sorted(db.session.scalars(aliases))
        described["ties"] = sorted(db.session.scalars(ties.where(PlaceTie.district_id == row.id)))
    return described


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
