"""Creates the organisations that a list names and nobody knows, unverified."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from tracker.access.actors import Actor
from tracker.domain.roles import ListCode
from tracker.domain.sorting import sort_key
from tracker.domain.verbs import Verb
from tracker.extensions import db
from tracker.models import Organisation
from tracker.queries.reference import Reference
from tracker.services import audit
from tracker.services.import_ready import Ready

CHUNK = 500
DEFAULT_KIND = "association"


class Creation:
    """The organisations of one list, created as its rows come; each once, by number or by name."""

    def __init__(self, actor: Actor, reference: Reference, now: datetime) -> None:
        self._actor, self._now = actor, now
        self._kinds = {row.code: row for row in reference.of_list(ListCode.ORGANISATION_KIND)}
        self._by_name: dict[str, int] = {}
        self._by_number: dict[str, int] = {}

    def settle(self, rows: Sequence[Ready]) -> None:
        """Give every row without an organisation its `lead_id`."""
        nameless = [each for each in rows if each.lead_id is None]
        self._find(
            {sort_key(each.lead_name) for each in nameless},
            {each.lead_number for each in nameless} - {""},
        )
        created: dict[str, Organisation] = {}
        for each in nameless:
            key, number = sort_key(each.lead_name), each.lead_number
            if key not in self._by_name and key not in created and number not in self._by_number:
                same = (
                    row for row in created.values() if number and row.organisation_number == number
                )
                created[key] = next(same, None) or self._new(each)
        self._keep(created)
        for each in nameless:
            key, number = sort_key(each.lead_name), each.lead_number
            each.lead_id = self._by_name.get(key) or self._by_number[number]

    def _keep(self, created: Mapping[str, Organisation]) -> None:
        db.session.add_all(created.values())
        db.session.flush()
        for key, row in created.items():
            self._by_name[key] = row.id
            if row.organisation_number:
                self._by_number[row.organisation_number] = row.id
        for row in dict.fromkeys(created.values()):
            audit.record(
                self._actor,
                Verb.CREATED,
                row,
                at=self._now,
                organisation_id=row.id,
                changes={"name": (None, row.name)},
            )

    def _find(self, keys: set[str], numbers: set[str]) -> None:
        """Look for what somebody else has created since the preview."""
        for known, column, wanted in (
            (self._by_name, Organisation.name_key, keys),
            (self._by_number, Organisation.organisation_number, numbers),
        ):
            missing = sorted(wanted - known.keys())
            for start in range(0, len(missing), CHUNK):
                part = missing[start : start + CHUNK]
                query = select(column, Organisation.id).where(column.in_(part))
                known.update(db.session.execute(query).all())

    def _new(self, each: Ready) -> Organisation:
        kind = self._kinds.get(each.lead_kind) or self._kinds[DEFAULT_KIND]
        name = each.lead_name[:200]
        return Organisation(
            name=name,
            name_key=sort_key(name),
            kind_id=kind.id,
            is_municipal=kind.is_municipal,
            is_verified=False,
            organisation_number=each.lead_number or None,
            created_at=self._now,
        )
