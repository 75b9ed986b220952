"""Creates the organisations that a list names and nobody knows, unverified."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from tracker.access.actors import Actor
from tracker.domain.roles import ListCode
from tracker.domain.sorting import sort_key
from tracker.extensions import db
from tracker.models import Organisation
from tracker.queries.reference import Reference
from tracker.services import organisations
from tracker.services.import_ready import Ready
from tracker.services.organisations import OrganisationContent

CHUNK = 500
DEFAULT_KIND = "association"
LONGEST_NAME = 200
_Mark = tuple[str, str]


class Creation:
    """The organisations of one list, created as its rows come; each once, by name or by number."""

    def __init__(self, actor: Actor, reference: Reference, now: datetime) -> None:
        self._actor, self._now = actor, now
        self._kinds = {row.code for row in reference.of_list(ListCode.ORGANISATION_KIND)}
        self._ids: dict[_Mark, int] = {}

    def settle(self, rows: Sequence[Ready]) -> None:
        """Give every row without an organisation its `lead_id`."""
        nameless = [(each, _marks(each)) for each in rows if each.lead_id is None]
        self._find({mark for _, marks in nameless for mark in marks} - self._ids.keys())
        fresh: dict[_Mark, int] = {}
        for at, (_, marks) in enumerate(nameless):
            if not any(mark in self._ids for mark in marks):
                same = next((fresh[mark] for mark in marks if mark in fresh), at)
                for mark in marks:
                    fresh.setdefault(mark, same)
        self._add({at: nameless[at][0] for at in fresh.values()}, fresh)
        for each, marks in nameless:
            each.lead_id = next(self._ids[mark] for mark in marks if mark in self._ids)
            for mark in marks:
                self._ids.setdefault(mark, each.lead_id)

    def _add(self, named: dict[int, Ready], fresh: dict[_Mark, int]) -> None:
        contents = [self._content(each) for each in named.values()]
        added = organisations.add_unverified(self._actor, contents, now=self._now)
        ids = dict(zip(named, (row.id for row in added), strict=True))
        self._ids |= {mark: ids[at] for mark, at in fresh.items()}

    def _find(self, marks: set[_Mark]) -> None:
        """Look for what somebody else has created since the preview."""
        for kind, column in (
            ("name", Organisation.name_key),
            ("number", Organisation.organisation_number),
        ):
            missing = sorted(text for mark, text in marks if mark == kind)
            for start in range(0, len(missing), CHUNK):
                part = missing[start : start + CHUNK]
                query = select(column, Organisation.id).where(column.in_(part))
                found = db.session.execute(query).all()
                self._ids |= {(kind, text): row_id for text, row_id in found}

    def _content(self, each: Ready) -> OrganisationContent:
        kind = each.lead_kind if each.lead_kind in self._kinds else DEFAULT_KIND
        return OrganisationContent(
            name=_name(each), kind=kind, organisation_number=each.lead_number
        )


def _name(each: Ready) -> str:
    return each.lead_name[:LONGEST_NAME]


def _marks(each: Ready) -> list[_Mark]:
    """By what an organisation is known again: its name, and its number where the list says it."""
    named = ("name", sort_key(_name(each)))
    return [named, ("number", each.lead_number)] if each.lead_number else [named]
