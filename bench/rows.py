"""Turns invented initiatives into rows of the tables, with the audit entries that belong to them."""

import secrets
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Table

from tracker.domain.roles import ListCode
from tracker.domain.sample_rows import SampleInitiative, SampleReport
from tracker.domain.sorting import sort_key
from tracker.domain.swedish import index_terms
from tracker.domain.verbs import SubjectKind, Verb
from tracker.models import (
    AuditEntry,
    AuditValue,
    Initiative,
    InitiativeGoal,
    InitiativeGoalArea,
    InitiativePlace,
    InitiativeTag,
    InitiativeWorkingGroup,
    Partnership,
    StatusReport,
)
from tracker.queries.reference import Reference
from tracker.services import audit

_TABLES = (
    Initiative,
    InitiativeGoalArea,
    InitiativeGoal,
    InitiativePlace,
    InitiativeTag,
    InitiativeWorkingGroup,
    Partnership,
    StatusReport,
    AuditEntry,
    AuditValue,
)
_PLAIN = ("title", "description", "purpose", "age_from", "age_to", "budget_sek", "diarienummer")
_TAGS = (
    ("goal_areas", InitiativeGoalArea, "goal_area_id"),
    ("goals", InitiativeGoal, "goal_id"),
    ("places", InitiativePlace, "place_id"),
    ("working_groups", InitiativeWorkingGroup, "working_group_id"),
)
_LISTS = (
    ("target_groups", ListCode.TARGET_GROUP),
    ("effort_types", ListCode.EFFORT_TYPE),
    ("funding", ListCode.FUNDING),
)


def _table(model: Any) -> Table:
    table: Table = model.__table__
    return table


@dataclass(slots=True)
class Rows:
    """Rows to insert, table by table in the order of their references, and the search index."""

    by_table: dict[Table, list[dict[str, Any]]] = field(
        default_factory=lambda: {_table(model): [] for model in _TABLES}
    )
    searched: list[dict[str, Any]] = field(default_factory=list)

    def add(self, model: Any, **values: Any) -> None:
        """Add one row."""
        self.by_table[_table(model)].append(values)


@dataclass(slots=True)
class RowMaker:
    """Makes the rows of one initiative after another; ids and the audit chain go on between them.

    `person_ids` names who writes for each organisation.
    """

    reference: Reference
    organisation_ids: Mapping[str, int]
    person_ids: Mapping[int, int]
    head_hash: str
    last_entry_id: int
    _initiatives: int = 0
    _ids: Mapping[str, Mapping[str, int]] = field(init=False)

    def __post_init__(self) -> None:
        known = {
            name: {row.code: row.id for row in getattr(self.reference, name).values()}
            for name, _model, _column in _TAGS
        }
        for code in ListCode:
            known[code.value] = {row.code: row.id for row in self.reference.of_list(code)}
        self._ids = known

    def make(self, samples: Iterable[SampleInitiative]) -> Rows:
        """The rows of these initiatives."""
        rows = Rows()
        for sample in samples:
            self._initiatives += 1
            self._add_initiative(rows, sample, self._initiatives)
        return rows

    def _add_initiative(self, rows: Rows, sample: SampleInitiative, row_id: int) -> None:
        lead_id = self.organisation_ids[sample.organisation]
        latest = sample.reports[-1]
        rows.add(
            Initiative,
            id=row_id,
            public_id=uuid.uuid4(),
            version=1 + len(sample.reports),
            title_key=sort_key(sample.title),
            lead_organisation_id=lead_id,
            phase=sample.phase,
            condition=latest.condition,
            visibility=sample.visibility,
            reach_id=self._ids[ListCode.REACH.value][sample.reach],
            start_on=sample.start_on,
            end_on=sample.end_on,
            is_complete=True,
            is_demo=False,
            contact_name="Robin Bengtsson",
            contact_email="",
            contact_phone="",
            last_reported_on=latest.reported_on,
            created_at=_moment(sample.registered_on, row_id),
            changed_at=_moment(latest.reported_on, row_id),
            **{name: getattr(sample, name) for name in _PLAIN},
        )
        self._add_tags(rows, sample, row_id)
        self._add_partners(rows, sample, row_id)
        self._add_registration(rows, sample, row_id, lead_id)
        for number, report in enumerate(sample.reports):
            self._add_report(rows, report, row_id, lead_id, number)
        rows.searched.append(self._searched(sample, row_id))

    def _add_tags(self, rows: Rows, sample: SampleInitiative, row_id: int) -> None:
        for name, model, column in _TAGS:
            for code in getattr(sample, name):
                rows.add(model, initiative_id=row_id, **{column: self._ids[name][code]})
        for name, list_code in _LISTS:
            for code in getattr(sample, name):
                entry_id = self._ids[list_code.value][code]
                rows.add(InitiativeTag, initiative_id=row_id, list_entry_id=entry_id)

    def _add_partners(self, rows: Rows, sample: SampleInitiative, row_id: int) -> None:
        for partner in sample.partners:
            rows.add(
                Partnership,
                public_id=uuid.uuid4(),
                initiative_id=row_id,
                organisation_id=self.organisation_ids[partner.organisation],
                role_id=self._ids[ListCode.PARTNER_ROLE.value][partner.role],
                standing=partner.standing,
                note="",
                created_at=_moment(sample.registered_on, row_id),
            )

    def _add_registration(
        self, rows: Rows, sample: SampleInitiative, row_id: int, lead_id: int
    ) -> None:
        said = {name: getattr(sample, name) for name in _PLAIN}
        said |= {name: list(getattr(sample, name)) for name, _model, _column in _TAGS}
        said |= {name: list(getattr(sample, name)) for name, _list_code in _LISTS}
        said |= {"start_on": sample.start_on.isoformat(), "phase": sample.phase.value}
        said |= {"reach": sample.reach, "visibility": "draft"}
        at = _moment(sample.registered_on, row_id)
        self._add_entry(rows, Verb.REGISTERED, row_id, lead_id, at, said)

    def _add_report(
        self, rows: Rows, report: SampleReport, row_id: int, lead_id: int, number: int
    ) -> None:
        at = _moment(report.reported_on, row_id)
        said = {
            "condition": report.condition,
            "phase": report.phase,
            "happened": report.happened,
            "obstacles": report.obstacles,
            "needs": report.needs,
            "people_reached": report.people_reached,
            "language": report.language,
            "reported_on": report.reported_on,
        }
        rows.add(
            StatusReport,
            public_id=uuid.uuid4(),
            initiative_id=row_id,
            organisation_id=lead_id,
            person_id=self.person_ids[lead_id],
            submission_key=f"{row_id}-{number}",
            is_nothing_new=False,
            created_at=at,
            **said,
        )
        self._add_entry(rows, Verb.REPORTED, row_id, lead_id, at, said)

    def _add_entry(
        self,
        rows: Rows,
        verb: Verb,
        row_id: int,
        lead_id: int,
        at: datetime,
        said: Mapping[str, Any],
    ) -> None:
        self.last_entry_id += 1
        values = [
            {
                "field": name,
                "before": "null",
                "after": audit.as_json(value),
                "salt": secrets.token_hex(16),
                "entry_id": self.last_entry_id,
            }
            for name, value in said.items()
            if value not in (None, "", [])
        ]
        entry: dict[str, Any] = {
            "at": at,
            "person_id": self.person_ids[lead_id],
            "organisation_id": lead_id,
            "verb": verb.value,
            "subject_kind": SubjectKind.INITIATIVE.value,
            "subject_id": row_id,
            "hashes": {value["field"]: audit.value_hash(_row(value)) for value in values},
            "previous_hash": self.head_hash,
        }
        self.head_hash = audit.entry_hash(_row(entry))
        rows.add(AuditEntry, **entry, id=self.last_entry_id, entry_hash=self.head_hash)
        rows.by_table[_table(AuditValue)].extend(values)

    def _searched(self, sample: SampleInitiative, row_id: int) -> dict[str, Any]:
        names = {row.code: row.name for row in self.reference.places.values()}
        words = (
            sample.title,
            sample.description,
            sample.purpose,
            sample.organisation,
            *(names[code] for code in sample.places),
            sample.diarienummer,
        )
        return {
            "id": row_id,
            "title": index_terms(sample.title),
            "body": index_terms(" ".join(words)),
        }


def _row(columns: Mapping[str, Any]) -> Any:
    """Columns as the audit trail reads them of a row; a mapped row costs ten times as much."""
    return SimpleNamespace(**columns)


def _moment(day: date, row_id: int) -> datetime:
    """A time of that working day, seldom the same for two initiatives."""
    return datetime.combine(day, time(7), tzinfo=UTC) + timedelta(seconds=row_id * 7919 % 36_000)
