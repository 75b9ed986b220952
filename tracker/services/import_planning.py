"""Decides for each row of a list what saving would do: new, changed, unchanged, skipped or fault."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.access.actors import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import Subject, may
from tracker.domain.import_steps import PlanCause, RowOutcome
from tracker.domain.importing.organisation_kinds import guess_kind
from tracker.domain.importing.plans import (
    Plan,
    changed_fields,
    content_of,
    finding_json,
    merged,
)
from tracker.domain.importing.proposals import ImportRow, ProposedInitiative
from tracker.domain.personal_data import find_personal_data
from tracker.domain.sorting import sort_key
from tracker.queries.import_register import StandingRecord

_GUARDED = ("title", "description", "purpose", "diarienummer")


@dataclass(frozen=True)
class Ground:
    """What planning rests on: who asks, the fields the list fills, and what stands in the register.

    `municipal` tells of each organisation, by id, whether it is a municipal body;
    `default_lead_id` is whose initiatives they are where the list does not say.
    """

    actor: Actor
    filled: frozenset[str]
    today: date
    default_lead_id: int | None
    creates_organisations: bool
    municipal: Mapping[int, bool]
    by_public_id: Mapping[uuid.UUID, StandingRecord]
    by_key: Mapping[tuple[int, str], StandingRecord]
    by_title: Mapping[tuple[int, str], StandingRecord]


def plan_row(row: ImportRow, ground: Ground) -> Plan:
    """The plan for one row."""
    plan = Plan(
        number=row.number,
        outcome=RowOutcome.FAULT,
        key=row.key,
        content=content_of(row.proposal, today=ground.today),
        findings=[finding_json(found) for found in (*row.faults, *row.remarks)],
    )
    if row.faults:
        return plan
    if row.duplicate_of is not None:
        plan.outcome = RowOutcome.SKIPPED
        return plan
    refused = _find_lead(plan, row.proposal, ground) or _personal_data(row.proposal)
    if refused:
        plan.findings = [*refused, *plan.findings]
        return plan
    plan.partners = [
        {"id": int(partner.code), "role": partner.role_code}
        for partner in row.proposal.partners
        if partner.code and int(partner.code) != plan.lead_id
    ]
    return _against_register(plan, row, ground)


def _refusal(cause: PlanCause, *, field: str, value: str = "") -> list[dict[str, Any]]:
    return [{"cause": cause.value, "is_fault": True, "field": field, "value": value}]


def _find_lead(plan: Plan, proposal: ProposedInitiative, ground: Ground) -> list[dict[str, Any]]:
    lead = proposal.lead
    if lead is None or not (lead.code or lead.name):
        plan.lead_id = ground.default_lead_id
        if plan.lead_id is None and not proposal.register_id:
            return _refusal(PlanCause.ORGANISATION_MISSING, field="lead_organisation")
    elif lead.code:
        plan.lead_id = int(lead.code)
    elif not ground.creates_organisations or not ground.actor.is_coordinator:
        return _refusal(PlanCause.ORGANISATION_UNKNOWN, field="lead_organisation", value=lead.name)
    else:
        plan.lead_name = lead.name
        plan.lead_kind = lead.kind_code or guess_kind(lead.name)
        plan.lead_number = lead.number
    if plan.lead_id is not None and not _may_import(plan.lead_id, ground):
        named = lead.name if lead else ""
        return _refusal(PlanCause.ORGANISATION_NOT_YOURS, field="lead_organisation", value=named)
    return []


def _may_import(organisation_id: int, ground: Ground) -> bool:
    subject = Subject(organisation_id, ground.municipal.get(organisation_id, False))
    return may(ground.actor, Permission.IMPORT_INITIATIVES, subject)


def _personal_data(proposal: ProposedInitiative) -> list[dict[str, Any]]:
    found = []
    for name in _GUARDED:
        for finding in find_personal_data(getattr(proposal, name))[:3]:
            found += _refusal(PlanCause.PERSONAL_DATA, field=name, value=finding.excerpt)
    return found


def _against_register(plan: Plan, row: ImportRow, ground: Ground) -> Plan:
    standing = _standing(plan, row.proposal, ground)
    if standing is None:
        if row.proposal.register_id:
            plan.findings = [
                *_refusal(
                    PlanCause.RECORD_NOT_FOUND, field="register_id", value=row.proposal.register_id
                ),
                *plan.findings,
            ]
            return plan
        plan.outcome = RowOutcome.NEW
        return plan
    if not _may_change(standing, ground.actor):
        plan.findings = [
            *_refusal(PlanCause.RECORD_NOT_YOURS, field="title", value=row.proposal.title),
            *plan.findings,
        ]
        return plan
    plan.lead_id = standing.lead_organisation_id
    plan.lead_name = ""
    plan.standing_id = standing.id
    plan.standing_version = standing.version
    plan.changed = changed_fields(standing.content, row.proposal, ground.filled)
    plan.content = merged(standing.content, row.proposal, plan.changed)
    plan.outcome = RowOutcome.CHANGED if plan.changed else RowOutcome.UNCHANGED
    return plan


def _standing(plan: Plan, proposal: ProposedInitiative, ground: Ground) -> StandingRecord | None:
    if proposal.register_id:
        return ground.by_public_id.get(uuid.UUID(proposal.register_id))
    if plan.lead_id is None:
        return None
    return ground.by_key.get((plan.lead_id, plan.key)) or ground.by_title.get(
        (plan.lead_id, sort_key(proposal.title))
    )


def _may_change(standing: StandingRecord, actor: Actor) -> bool:
    subject = Subject(standing.lead_organisation_id, standing.is_municipal)
    if may(actor, Permission.EDIT_INITIATIVE, subject):
        return True
    return standing.is_draft and standing.imported_by_id == actor.person_id


def without_rivals(plans: Sequence[Plan]) -> None:
    """Skip rows that would change a record which an earlier row already changes."""
    taken: set[int] = set()
    for plan in plans:
        if plan.standing_id is None:
            continue
        if plan.standing_id in taken:
            plan.outcome = RowOutcome.SKIPPED
        taken.add(plan.standing_id)
