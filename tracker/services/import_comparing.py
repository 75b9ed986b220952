"""Compares what a row says with what the register says, and with what may be changed."""

from datetime import date
from typing import Any

from tracker.access.permissions import Permission
from tracker.access.policy import Subject, may
from tracker.domain.import_steps import PlanCause, RowOutcome
from tracker.domain.importing.findings import RemarkCause
from tracker.domain.importing.plans import Plan, changed_fields, merged, plain
from tracker.domain.importing.proposals import ProposedInitiative
from tracker.domain.initiative_content import WANTED_FOR_SHARING
from tracker.domain.lifecycle import Visibility
from tracker.queries.import_register import StandingRecord
from tracker.services.import_matching import Ground


def as_new(plan: Plan, proposal: ProposedInitiative, ground: Ground) -> None:
    """Plan a record that nobody has registered yet: shared where it is complete, else a draft.

    A list may hold it back, as a draft or for the coordinators only.
    """
    plan.outcome = RowOutcome.NEW
    is_own = plan.lead_id in ground.actor.organisation_ids
    may_share = is_own or plan.lead_id in ground.municipal_ids
    missing = missing_fields(plan.content)
    is_ready = may_share and not missing
    plan.visibility = _asked_visibility(proposal) if is_ready else Visibility.DRAFT
    if missing:
        plan.remark(PlanCause.TO_BE_COMPLETED, fields=missing)
    elif not may_share:
        plan.remark(PlanCause.DRAFT_FOR_ORGANISATION)
    if proposal.visibility is Visibility.OPEN:
        plan.remark(PlanCause.VISIBILITY_STAYS, field="visibility")


def _asked_visibility(proposal: ProposedInitiative) -> Visibility:
    """Who is to see it; a list opens nothing to the public."""
    is_chosen = proposal.visibility in (Visibility.DRAFT, Visibility.COORDINATED)
    return proposal.visibility if proposal.visibility and is_chosen else Visibility.SHARED


def missing_fields(content: dict[str, Any]) -> list[str]:
    """The fields that must be filled in before others may see the initiative."""
    return [name for name in WANTED_FOR_SHARING if not content[name]]


def compared(
    plan: Plan, proposal: ProposedInitiative, standing: StandingRecord, ground: Ground
) -> None:
    """Plan what a row would change in the record that it means."""
    plan.standing_id, plan.standing_version = standing.id, standing.version
    changed = changed_fields(standing.content, proposal, ground.filled - _guessed(plan))
    content = merged(standing.content, proposal, changed)
    _settle_goal_areas(content, changed, proposal, standing, ground)
    _remark_what_stays(plan, proposal, standing)
    plan.lead_id, plan.lead_name = standing.lead_organisation_id, ""
    if not changed:
        plan.outcome, plan.content = RowOutcome.UNCHANGED, content
        return
    if not _may_change(standing, ground):
        _refuse_change(plan, proposal, ground)
        return
    plan.changed, plan.content = changed, content
    plan.before = {name: plain(standing.content[name]) for name in changed}
    plan.outcome = RowOutcome.CHANGED
    if _ends_before_it_starts(content):
        plan.outcome = RowOutcome.FAULT
        plan.remark(
            PlanCause.END_BEFORE_START, is_fault=True, field="end_on", value=content["end_on"],
            suggestions=[content["start_on"]],
        )  # fmt: skip
    elif _is_completed(standing, content, ground):
        is_held_back = proposal.visibility is Visibility.COORDINATED
        plan.visibility = Visibility.COORDINATED if is_held_back else Visibility.SHARED
    elif standing.visibility is Visibility.DRAFT and missing_fields(content):
        plan.remark(PlanCause.TO_BE_COMPLETED, fields=missing_fields(content))


def _guessed(plan: Plan) -> frozenset[str]:
    """Fields that the row does not say itself; they serve what is new, and change nothing."""
    cause = RemarkCause.TARGET_GROUPS_FROM_AGES.value
    told = [finding for finding in plan.findings if finding["cause"] == cause]
    plan.findings = [finding for finding in plan.findings if finding not in told]
    return frozenset({"target_groups"}) if told else frozenset()


def _settle_goal_areas(
    content: dict[str, Any],
    changed: list[str],
    proposal: ProposedInitiative,
    standing: StandingRecord,
    ground: Ground,
) -> None:
    """Areas that only follow from goals come with a change of the goals, and never replace others."""
    before = list(standing.content["goal_areas"])
    follows = {ground.area_of_goal.get(goal) for goal in proposal.goals}
    if "goals" in changed and "goal_areas" not in ground.filled:
        added = [code for code in proposal.goal_areas if code not in before]
        content["goal_areas"] = before + added
        changed += ["goal_areas"] if added else []
    elif "goal_areas" in changed and "goals" not in changed:
        said = {code for code in proposal.goal_areas if code in before or code not in follows}
        if said == set(before):
            changed.remove("goal_areas")
            content["goal_areas"] = before


def _remark_what_stays(plan: Plan, proposal: ProposedInitiative, standing: StandingRecord) -> None:
    """Say what a list cannot change: who answers for an initiative, and who may see it."""
    names_another = bool(plan.lead_name) or plan.lead_id != standing.lead_organisation_id
    if proposal.lead is not None and names_another:
        plan.remark(PlanCause.LEAD_STAYS, field="lead_organisation", value=proposal.lead.name)
    if proposal.visibility is not None and proposal.visibility is not standing.visibility:
        plan.remark(PlanCause.VISIBILITY_STAYS, field="visibility")


def _may_change(standing: StandingRecord, ground: Ground) -> bool:
    subject = Subject(standing.lead_organisation_id, standing.is_municipal)
    if may(ground.actor, Permission.EDIT_INITIATIVE, subject):
        return True
    is_draft = standing.visibility is Visibility.DRAFT
    return is_draft and standing.imported_by_id == ground.actor.person_id


def _refuse_change(plan: Plan, proposal: ProposedInitiative, ground: Ground) -> None:
    """Another organisation's record stays; a coordinator holds whole lists and need not mend them."""
    is_fault = not ground.actor.is_coordinator
    plan.outcome = RowOutcome.FAULT if is_fault else RowOutcome.SKIPPED
    plan.remark(PlanCause.RECORD_NOT_YOURS, is_fault=is_fault, field="title", value=proposal.title)


def _ends_before_it_starts(content: dict[str, Any]) -> bool:
    start, end = content["start_on"], content["end_on"]
    return bool(start and end) and date.fromisoformat(end) < date.fromisoformat(start)


def _is_completed(standing: StandingRecord, content: dict[str, Any], ground: Ground) -> bool:
    """Whether what kept an imported record a draft, its gaps, is now filled in."""
    was_waiting = standing.visibility is Visibility.DRAFT and not standing.is_complete
    is_own = standing.lead_organisation_id in ground.actor.organisation_ids
    may_share = is_own or standing.is_municipal
    return was_waiting and may_share and not missing_fields(content)
