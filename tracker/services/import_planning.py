"""Decides for each row of a list what saving would do: new, changed, unchanged, skipped or fault."""

from collections.abc import Sequence
from typing import Any

from tracker.access.permissions import Permission
from tracker.access.policy import Subject, may
from tracker.domain.import_steps import PlanCause, RowOutcome
from tracker.domain.importing.fields import ImportField
from tracker.domain.importing.findings import Remark, RemarkCause
from tracker.domain.importing.organisation_kinds import guess_kind
from tracker.domain.importing.plans import Plan, content_of, finding_json, first_key
from tracker.domain.importing.proposals import ImportRow, ProposedInitiative
from tracker.domain.personal_data import find_personal_data
from tracker.domain.sorting import sort_key
from tracker.services.import_comparing import as_new, compared
from tracker.services.import_matching import Ground, matches

_GUARDED = ("title", "description", "purpose", "diarienummer", "external_id")
_JUDGED_ANEW = (RemarkCause.TO_BE_COMPLETED, RemarkCause.ORGANISATION_UNKNOWN)


def plan_rows(rows: Sequence[ImportRow], ground: Ground) -> list[Plan]:
    """The plan for every row, in the order of the list."""
    plans = [_begun(row, ground) for row in rows]
    pairs = [(row, plan) for row, plan in zip(rows, plans, strict=True) if not _is_decided(plan)]
    found = matches(pairs, ground)
    for row, plan in pairs:
        standing = found.get(row.number)
        if standing is not None:
            compared(plan, row.proposal, standing, ground)
        elif row.proposal.register_id:
            _refuse(
                plan,
                PlanCause.RECORD_NOT_FOUND,
                field="register_id",
                value=row.proposal.register_id,
            )
        else:
            _plan_new(plan, row.proposal, ground)
    return plans


def _is_decided(plan: Plan) -> bool:
    return plan.outcome in (RowOutcome.FAULT, RowOutcome.SKIPPED)


def _begun(row: ImportRow, ground: Ground) -> Plan:
    """What can be said of a row before the register is looked at."""
    plan = Plan(
        number=row.number,
        outcome=RowOutcome.NEW,
        key=first_key(row),
        content=content_of(row.proposal, today=ground.today),
        findings=[finding_json(found) for found in (*row.faults, *_told(row.remarks))],
    )
    if row.faults:
        plan.outcome = RowOutcome.FAULT
    elif row.duplicate_of is not None:
        plan.outcome = RowOutcome.SKIPPED
    else:
        _find_lead(plan, row.proposal, ground)
        _find_personal_data(plan, row.proposal)
        plan.partners = _partners(plan, row.proposal)
    return plan


def _told(remarks: Sequence[Remark]) -> list[Remark]:
    """The remarks that hold whatever the register says."""
    return [
        remark
        for remark in remarks
        if remark.cause not in _JUDGED_ANEW or remark.field is ImportField.PARTNERS
    ]


def _refuse(plan: Plan, cause: PlanCause, *, field: str, value: str = "", right: str = "") -> None:
    plan.outcome = RowOutcome.FAULT
    finding: dict[str, Any] = {
        "cause": cause.value,
        "is_fault": True,
        "field": field,
        "value": value,
        "suggestions": [right] if right else [],
    }
    plan.findings.insert(0, finding)


def _find_lead(plan: Plan, proposal: ProposedInitiative, ground: Ground) -> None:
    """Say whose initiative a row is; a name that the register lacks is kept as it stands."""
    lead = proposal.lead
    if lead is None or not (lead.code or lead.name):
        plan.lead_id = ground.default_lead_id
    elif lead.code:
        plan.lead_id = int(lead.code)
    else:
        plan.lead_id = ground.ids_by_name.get(sort_key(lead.name))
        plan.lead_name = "" if plan.lead_id else lead.name
        plan.lead_kind = lead.kind_code or guess_kind(lead.name)
        plan.lead_number = lead.number


def _find_personal_data(plan: Plan, proposal: ProposedInitiative) -> None:
    texts = {name: getattr(proposal, name) for name in _GUARDED}
    for name, text in (texts | {"lead_organisation": plan.lead_name}).items():
        for finding in find_personal_data(text)[:3]:
            _refuse(plan, PlanCause.PERSONAL_DATA, field=name, value=finding.excerpt)


def _partners(plan: Plan, proposal: ProposedInitiative) -> list[dict[str, Any]]:
    return [
        {"id": int(partner.code), "role": partner.role_code}
        for partner in proposal.partners
        if partner.code and int(partner.code) != plan.lead_id
    ]


def _plan_new(plan: Plan, proposal: ProposedInitiative, ground: Ground) -> None:
    """A record that the register does not have, if the actor may add it."""
    named = proposal.lead.name if proposal.lead else ""
    if plan.lead_id is None and not plan.lead_name:
        _refuse(plan, PlanCause.ORGANISATION_MISSING, field="lead_organisation")
    elif plan.lead_id is None and not ground.may_create:
        near = _near(proposal, ground)
        cause = PlanCause.ORGANISATION_UNKNOWN
        _refuse(plan, cause, field="lead_organisation", value=named, right=near)
    elif plan.lead_id in ground.closed_ids:
        _refuse(plan, PlanCause.ORGANISATION_CLOSED, field="lead_organisation", value=named)
    elif plan.lead_id is not None and not _may_import(plan.lead_id, ground):
        own = ", ".join(own.name for own in ground.actor.organisations)
        cause = PlanCause.ORGANISATION_NOT_YOURS
        _refuse(plan, cause, field="lead_organisation", value=named, right=own)
    elif plan.lead_id is not None and (plan.lead_id, plan.key) in ground.hidden_keys:
        plan.outcome = RowOutcome.SKIPPED
        plan.remark(PlanCause.RECORD_NOT_YOURS, field="title", value=proposal.title)
    else:
        _remark_near(plan, proposal, ground)
        as_new(plan, proposal, ground)


def _remark_near(plan: Plan, proposal: ProposedInitiative, ground: Ground) -> None:
    """Before an organisation is added, name the one that it might be."""
    near = _near(proposal, ground) if plan.lead_name else ""
    if near:
        cause, right = PlanCause.ORGANISATION_NEW, [near]
        plan.remark(cause, field="lead_organisation", value=plan.lead_name, suggestions=right)


def _near(proposal: ProposedInitiative, ground: Ground) -> str:
    """The name in the register that is nearest to an unknown one, where any is near."""
    return ground.near_names.get(proposal.lead.name, "") if proposal.lead else ""


def _may_import(organisation_id: int, ground: Ground) -> bool:
    subject = Subject(organisation_id, organisation_id in ground.municipal_ids)
    return may(ground.actor, Permission.IMPORT_INITIATIVES, subject)
