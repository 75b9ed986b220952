"""One form for all reference data; each kind keeps the fields it has."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, SelectField
from wtforms.validators import InputRequired, Optional, Regexp

from tracker import labels
from tracker.domain.reference_kinds import ReferenceKind
from tracker.domain.roles import OrganisationFamily, PlaceKind
from tracker.forms import (
    Choices,
    Day,
    Line,
    Paragraph,
    TrackerForm,
    Version,
    WholeNumber,
    offered,
    required,
)
from tracker.queries.reference import PlaceRow, Reference
from tracker.queries.reference_rows import ReferenceRow
from tracker.services.reference_content import CODE_LENGTHS, LONGEST_CODE, ReferenceContent

LONGEST_ALIAS = 120
MOST_ALIASES = 20
OLDEST = 120
_ALWAYS = ("name_sv", "name_en", "valid_from", "valid_to", "version")
_LATER: dict[ReferenceKind, tuple[str, ...]] = {
    ReferenceKind.PROGRAMME: ("text_en",),
    ReferenceKind.GOAL: ("text_en",),
    ReferenceKind.PLACE: ("is_focus", "aliases", "ties"),
    ReferenceKind.TARGET_GROUP: ("age_from", "age_to"),
}
_AT_FIRST: dict[ReferenceKind, tuple[str, ...]] = {
    ReferenceKind.PROGRAMME: ("text_sv", "adopted_by", "adopted_on"),
    ReferenceKind.GOAL: ("within", "text_sv"),
    ReferenceKind.GOAL_AREA: ("within", "official_name_sv"),
    ReferenceKind.WORKING_GROUP: ("within",),
    ReferenceKind.ORGANISATION_KIND: ("family",),
}
_PARENTS = {
    ReferenceKind.GOAL_AREA: lazy_gettext("Programme"),
    ReferenceKind.GOAL: lazy_gettext("Goal area"),
    ReferenceKind.WORKING_GROUP: lazy_gettext("District"),
}


class ReferenceForm(TrackerForm):
    """Every field that some kind has; `keep_only` takes away the others."""

    text_sv = Paragraph(
        lazy_gettext("Adopted wording, in Swedish"),
        required(),
        description=lazy_gettext("Word for word as decided. It cannot be changed afterwards."),
    )
    text_en = Paragraph(
        lazy_gettext("Our translation of the wording"),
        required(),
        description=lazy_gettext("Shown to those who read English, marked as our translation."),
    )
    name_sv = Line(lazy_gettext("Short name in Swedish"), 120, required())
    name_en = Line(lazy_gettext("Short name in English"), 120, required())
    official_name_sv = Line(
        lazy_gettext("Official name, in Swedish"),
        200,
        required(),
        description=lazy_gettext("As decided; used in reports. It cannot be changed afterwards."),
    )
    adopted_by = Line(lazy_gettext("Adopted by"), 200, required())
    adopted_on = Day(lazy_gettext("Adopted on"), required())
    within = SelectField(lazy_gettext("Belongs to"), [InputRequired()])
    family = SelectField(
        lazy_gettext("Family"),
        [InputRequired()],
        description=lazy_gettext(
            "Coordinators may edit the records of the city. It cannot be changed afterwards."
        ),
    )
    age_from = WholeNumber(lazy_gettext("Youngest age"), OLDEST)
    age_to = WholeNumber(lazy_gettext("Oldest age"), OLDEST)
    aliases = Paragraph(
        lazy_gettext("Other names"),
        description=lazy_gettext(
            "One on each line. Search and import find the place by these too."
        ),
    )
    ties = Choices(
        lazy_gettext("Lies in these statistical areas"),
        description=lazy_gettext("Wholly or in part. Figures and maps follow these."),
    )
    is_focus = BooleanField(
        lazy_gettext("Focus district"),
        description=lazy_gettext("Shown first, and with its working groups."),
    )
    code = Line(
        lazy_gettext("Code"),
        LONGEST_CODE,
        Optional(),
        Regexp(r"^[A-Za-z0-9_-]+$", message=lazy_gettext("Use letters a to z, digits, - and _.")),
        description=lazy_gettext(
            "Used in addresses and exports. Left empty, it is made from the English name."
        ),
    )
    valid_from = Day(
        lazy_gettext("First day"),
        description=lazy_gettext("From when it can be chosen. Leave empty for always."),
    )
    valid_to = Day(
        lazy_gettext("Last day"),
        description=lazy_gettext(
            "Until when it can be chosen. Leave empty for until further notice."
        ),
    )
    version = Version(default=0)

    def keep_only(self, kind: ReferenceKind, *, is_new: bool, has_ties: bool) -> None:
        """Take away the fields that the kind does not have, or that are decided already."""
        wanted = {*_ALWAYS, *_LATER.get(kind, ())}
        if is_new:
            wanted |= {*_AT_FIRST.get(kind, ()), "code"}
        if not has_ties:
            wanted -= {"ties", "is_focus"}
        for name in [field.name for field in self if field.name not in wanted]:
            if name != "csrf_token":
                del self[name]
        if kind is ReferenceKind.PROGRAMME:  # its years are shown, and decide nothing
            self.valid_from.description = self.valid_to.description = ""

    def offer(self, kind: ReferenceKind, reference: Reference) -> None:
        """Fill in what can be chosen."""
        if "within" in self:
            self.within.label.text = str(_PARENTS[kind])
            parents = _parents(kind, reference)
            self.within.choices = offered((row.code, row.name) for row in parents)
        if "family" in self:
            self.family.choices = offered(
                (family.value, str(label)) for family, label in labels.FAMILIES.items()
            )
        if "ties" in self:
            self.ties.choices = offered(_regso(reference.places.values()))
        if "code" in self and kind in CODE_LENGTHS:
            self.code.render_kw = {"maxlength": CODE_LENGTHS[kind]}

    def content(self) -> ReferenceContent:
        """What was typed; fields that the kind does not have are empty."""
        family = self._typed("family")
        return ReferenceContent(
            name_sv=self.name_sv.data,
            name_en=self.name_en.data,
            code=self._typed("code") or "",
            valid_from=self.valid_from.data,
            valid_to=self.valid_to.data,
            age_from=self._typed("age_from"),
            age_to=self._typed("age_to"),
            family=OrganisationFamily(family) if family else None,
            within=self._typed("within") or "",
            official_name_sv=self._typed("official_name_sv") or "",
            text_sv=self._typed("text_sv") or "",
            text_en=self._typed("text_en") or "",
            adopted_by=self._typed("adopted_by") or "",
            adopted_on=self._typed("adopted_on"),
            is_focus=bool(self._typed("is_focus")),
            aliases=_lines(self._typed("aliases")),
            ties=tuple(self._typed("ties") or ()),
        )

    def _typed(self, name: str) -> Any:
        return self[name].data if name in self else None


def _parents(kind: ReferenceKind, reference: Reference) -> Iterable[Any]:
    match kind:
        case ReferenceKind.GOAL_AREA:
            return reference.programmes.values()
        case ReferenceKind.GOAL:
            return reference.goal_areas.values()
        case _:
            return reference.focus_places


def _lines(text: object) -> tuple[str, ...]:
    lines = (" ".join(line.split())[:LONGEST_ALIAS] for line in str(text or "").splitlines())
    return tuple(line for line in lines if line)[:MOST_ALIASES]


def _regso(places: Iterable[PlaceRow]) -> list[tuple[str, str]]:
    return [(row.code, row.name) for row in places if row.kind is PlaceKind.REGSO]


def form_values(row: ReferenceRow) -> dict[str, object]:
    """What stands now, as the form wants it."""
    return {
        "name_sv": row.name_sv,
        "name_en": row.name_en,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "age_from": row.age_from,
        "age_to": row.age_to,
        "text_en": row.text_en,
        "is_focus": row.is_focus,
        "aliases": "\n".join(row.aliases),
        "ties": list(row.ties),
        "version": row.version,
    }


def group_label(kind: ReferenceKind, group: str, reference: Reference) -> str:
    """The heading above a group of rows; empty where the kind has no groups."""
    match kind:
        case ReferenceKind.GOAL_AREA:
            return next(row.name for row in reference.programmes.values() if row.code == group)
        case ReferenceKind.GOAL:
            names = {row.code: row.name for row in reference.goal_areas.values()}
            return names[group]
        case ReferenceKind.WORKING_GROUP:
            place = reference.place(group)
            return place.name if place else gettext("Elsewhere")
        case ReferenceKind.PLACE:
            return str(labels.PLACE_KINDS[PlaceKind(group)])
        case _:
            return ""


def first_day_of_next_month(today: date) -> date:
    """A likely first day of a new wording."""
    return date(today.year + today.month // 12, today.month % 12 + 1, 1)
