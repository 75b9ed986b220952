"""Answers what a list of the selection holds, row by row, without ever holding all rows at once."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, literal, select, union_all
from sqlalchemy.orm import aliased

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import Subject, may
from tracker.domain.lifecycle import Condition, Phase, Visibility
from tracker.domain.roles import ListCode, PartnerStanding
from tracker.domain.selection import Selection
from tracker.extensions import db
from tracker.models import (
    Initiative,
    InitiativeGoal,
    InitiativeGoalArea,
    InitiativeLink,
    InitiativePlace,
    InitiativeTag,
    InitiativeWorkingGroup,
    Organisation,
    Partnership,
    StatusReport,
)
from tracker.queries.initiatives import Contact
from tracker.queries.measure_sums import MeasureFigure, list_figures
from tracker.queries.reference import Reference
from tracker.queries.selection import conditions

ROWS_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class ExportPartner:
    """An organisation that takes part, with the name of its role."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class ExportReport:
    """The latest status report; `people_reached` None means that nobody can count yet."""

    reported_on: date
    happened: str
    obstacles: str
    needs: str
    people_reached: int | None


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One initiative of the list; tags by their names, `contact` None where it may not be seen."""

    public_id: uuid.UUID
    import_key: str | None
    title: str
    description: str
    purpose: str
    organisation_name: str
    organisation_kind: str
    organisation_number: str | None
    phase: Phase
    condition: Condition
    visibility: Visibility
    reach: str
    age_from: int | None
    age_to: int | None
    start_on: date | None
    end_on: date | None
    budget_sek: int | None
    diarienummer: str
    changed_at: datetime
    contact: Contact | None
    report: ExportReport | None
    goal_areas: tuple[str, ...]
    goals: tuple[str, ...]
    places: tuple[str, ...]
    working_groups: tuple[str, ...]
    target_groups: tuple[str, ...]
    effort_types: tuple[str, ...]
    funding: tuple[str, ...]
    links: tuple[str, ...]
    partners: tuple[ExportPartner, ...]
    measures: tuple[MeasureFigure, ...]


def stream(
    actor: Actor, selection: Selection, *, reference: Reference, language: str, today: date
) -> Iterator[ExportRow]:
    """The whole selection, latest changed first: four statements for each `ROWS_AT_A_TIME` rows.

    Partners are those who have accepted; the report is the latest that stands uncorrected.
    Figures of measures are those that may be published: a file leaves the register.
    """
    chosen = conditions(selection, actor, reference=reference, today=today)
    query = _query().where(*chosen).execution_options(yield_per=ROWS_AT_A_TIME)
    for part in db.session.execute(query).partitions():
        ids = [row.id for row in part]
        tags = _tags(ids, reference)
        partners = _partners(ids)
        measures = list_figures(ids, language=language, today=today)
        for row in part:
            yield replace(
                _row(row, tags[row.id], partners[row.id], reference=reference, actor=actor),
                measures=tuple(measures.get(row.public_id, ())),
            )


def _query() -> Any:
    correction = aliased(StatusReport)
    latest = (
        select(StatusReport.id)
        .where(
            StatusReport.initiative_id == Initiative.id,
            ~exists().where(correction.corrects_id == StatusReport.id),
        )
        .order_by(StatusReport.reported_on.desc(), StatusReport.id.desc())
        .limit(1)
        .correlate(Initiative)
        .scalar_subquery()
    )
    report = aliased(StatusReport)
    return (
        select(
            *_INITIATIVE_COLUMNS,
            *_ORGANISATION_COLUMNS,
            report.reported_on,
            report.happened,
            report.obstacles,
            report.needs,
            report.people_reached,
        )
        .join(Organisation, Organisation.id == Initiative.lead_organisation_id)
        .outerjoin(report, report.id == latest)
        .order_by(Initiative.changed_at.desc(), Initiative.id.desc())
    )


_INITIATIVE_COLUMNS = (
    Initiative.id,
    Initiative.public_id,
    Initiative.import_key,
    Initiative.title,
    Initiative.description,
    Initiative.purpose,
    Initiative.phase,
    Initiative.condition,
    Initiative.visibility,
    Initiative.reach_id,
    Initiative.age_from,
    Initiative.age_to,
    Initiative.start_on,
    Initiative.end_on,
    Initiative.budget_sek,
    Initiative.diarienummer,
    Initiative.changed_at,
    Initiative.contact_name,
    Initiative.contact_email,
    Initiative.contact_phone,
)
_ORGANISATION_COLUMNS = (
    Organisation.id.label("organisation_id"),
    Organisation.name.label("organisation_name"),
    Organisation.kind_id,
    Organisation.is_municipal,
    Organisation.organisation_number,
)
_TAG_KINDS: tuple[tuple[str, Any, Any], ...] = (
    ("goal_areas", InitiativeGoalArea, InitiativeGoalArea.goal_area_id),
    ("goals", InitiativeGoal, InitiativeGoal.goal_id),
    ("places", InitiativePlace, InitiativePlace.place_id),
    ("working_groups", InitiativeWorkingGroup, InitiativeWorkingGroup.working_group_id),
    ("entries", InitiativeTag, InitiativeTag.list_entry_id),
)
_ENTRY_KINDS = {
    ListCode.TARGET_GROUP: "target_groups",
    ListCode.EFFORT_TYPE: "effort_types",
    ListCode.FUNDING: "funding",
}
_TAG_NAMES = (
    *(name for name, _, _ in _TAG_KINDS if name != "entries"),
    *_ENTRY_KINDS.values(),
    "links",
)
Tags = dict[str, list[str]]


def _tags(ids: list[int], reference: Reference) -> Mapping[int, Tags]:
    parts = [
        select(
            literal(kind).label("kind"),
            table.initiative_id.label("owner"),
            column.label("tag"),
            literal("").label("url"),
        ).where(table.initiative_id.in_(ids))
        for kind, table, column in _TAG_KINDS
    ]
    links = select(
        literal("links"), InitiativeLink.initiative_id, InitiativeLink.position, InitiativeLink.url
    ).where(InitiativeLink.initiative_id.in_(ids))
    tags: dict[int, Tags] = {row_id: {name: [] for name in _TAG_NAMES} for row_id in ids}
    found = union_all(*parts, links).subquery()
    for kind, owner, tag, url in db.session.execute(select(found).order_by(found.c.tag)):
        match kind:
            case "links":
                tags[owner]["links"].append(url)
            case "entries":
                entry = reference.entries[tag]
                tags[owner][_ENTRY_KINDS[entry.list_code]].append(entry.name)
            case _:
                tags[owner][kind].append(getattr(reference, kind)[tag].name)
    return tags


def _partners(ids: list[int]) -> Mapping[int, list[Any]]:
    partners: dict[int, list[Any]] = {row_id: [] for row_id in ids}
    query = (
        select(
            Partnership.initiative_id,
            Partnership.organisation_id,
            Partnership.role_id,
            Organisation.name,
        )
        .join(Organisation, Organisation.id == Partnership.organisation_id)
        .where(Partnership.initiative_id.in_(ids), Partnership.standing == PartnerStanding.ACCEPTED)
        .order_by(Organisation.name_key, Partnership.id)
    )
    for row in db.session.execute(query):
        partners[row.initiative_id].append(row)
    return partners


def _row(
    row: Any, tags: Tags, partners: Sequence[Any], *, reference: Reference, actor: Actor
) -> ExportRow:
    subject = Subject(
        organisation_id=row.organisation_id,
        is_municipal=row.is_municipal,
        partner_ids=frozenset(partner.organisation_id for partner in partners),
    )
    return ExportRow(
        public_id=row.public_id,
        import_key=row.import_key,
        title=row.title,
        description=row.description,
        purpose=row.purpose,
        organisation_name=row.organisation_name,
        organisation_kind=reference.entries[row.kind_id].name,
        organisation_number=row.organisation_number,
        phase=row.phase,
        condition=row.condition,
        visibility=row.visibility,
        reach=reference.entries[row.reach_id].name if row.reach_id else "",
        age_from=row.age_from,
        age_to=row.age_to,
        start_on=row.start_on,
        end_on=row.end_on,
        budget_sek=row.budget_sek if may(actor, Permission.SEE_BUDGET, subject) else None,
        diarienummer=row.diarienummer,
        changed_at=row.changed_at,
        contact=_contact(row) if may(actor, Permission.SEE_CONTACT, subject) else None,
        report=_report(row),
        measures=(),
        partners=tuple(
            ExportPartner(partner.name, reference.entries[partner.role_id].name)
            for partner in partners
        ),
        **{name: tuple(names) for name, names in tags.items()},
    )


def _contact(row: Any) -> Contact:
    return Contact(row.contact_name, row.contact_email, row.contact_phone)


def _report(row: Any) -> ExportReport | None:
    if row.reported_on is None:
        return None
    return ExportReport(row.reported_on, row.happened, row.obstacles, row.needs, row.people_reached)
