"""What would be done with one row of a list: the outcome, its content and what it rests on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from tracker.domain.import_steps import PlanCause, RowOutcome
from tracker.domain.importing.fields import ImportField
from tracker.domain.importing.findings import Fault, Finding, Remark
from tracker.domain.importing.folding import clean
from tracker.domain.importing.proposals import ImportRow, ProposedInitiative, shortened
from tracker.domain.lifecycle import Phase
from tracker.domain.sorting import sort_key

OWN_KEY = "own:"
CONTENT_FIELDS = (
    "title", "description", "purpose", "goal_areas", "goals", "places", "target_groups",
    "effort_types", "working_groups", "funding", "reach", "age_from", "age_to", "start_on",
    "end_on", "phase", "budget_sek", "contact_name", "links", "diarienummer",
)  # fmt: skip
_FILLED_BY = {
    ImportField.AGES: ("age_from", "age_to"),
    ImportField.PERIOD: ("start_on", "end_on"),
}
_AGES = ("age_from", "age_to")


@dataclass(slots=True)
class Plan:
    """The plan for one row, as it is kept until somebody says yes.

    `lead_id` is the organisation's id, or None where `lead_name` is to be created. `standing_id`
    and `standing_version` are the record that would change, `changed` the fields that would, and
    `before` what they say now. `visibility` is what it becomes; None leaves it. `terms` are
    the search terms of title and body.
    """

    number: int
    outcome: RowOutcome
    key: str
    content: dict[str, Any]
    findings: list[dict[str, Any]] = field(default_factory=list)
    lead_id: int | None = None
    lead_name: str = ""
    lead_kind: str = ""
    lead_number: str = ""
    partners: list[dict[str, Any]] = field(default_factory=list)
    standing_id: int | None = None
    standing_version: int | None = None
    changed: list[str] = field(default_factory=list)
    before: dict[str, Any] = field(default_factory=dict)
    visibility: str | None = None
    terms: tuple[str, str] = ("", "")

    def remark(self, cause: PlanCause, *, is_fault: bool = False, **values: Any) -> None:
        """Add what is worth telling about the row; faults stand first."""
        finding = {"cause": cause.value, "is_fault": is_fault, **values}
        self.findings.insert(0 if is_fault else len(self.findings), finding)

    def to_json(self) -> dict[str, Any]:
        """The plan as plain values."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


def first_key(row: ImportRow) -> str:
    """The key under which a new record is found again at the next import.

    How the list names the organisation is no part of it: that name may be unknown the first time.
    """
    proposal = row.proposal
    if proposal.register_id or proposal.external_id:
        return row.key
    _, counted, number = row.key.rpartition("#")
    return shortened(f"title:{sort_key(proposal.title)}") + (f"#{number}" if counted else "")


def content_fields(mapped: Iterable[ImportField]) -> frozenset[str]:
    """The fields of an initiative that some column of the list fills."""
    filled = {name for which in mapped for name in _FILLED_BY.get(which, (which.value,))}
    return frozenset(filled & set(CONTENT_FIELDS))


def content_of(proposal: ProposedInitiative, *, today: date) -> dict[str, Any]:
    """What a new initiative would say; where the list gives no phase, the dates tell it."""
    content = {name: plain(getattr(proposal, name)) for name in CONTENT_FIELDS}
    content["phase"] = (proposal.phase or _phase_by_dates(proposal, today)).value
    content["reach"] = proposal.reach or None
    return content


def _phase_by_dates(proposal: ProposedInitiative, today: date) -> Phase:
    if proposal.end_on is not None and proposal.end_on < today:
        return Phase.COMPLETED
    if proposal.start_on is not None and proposal.start_on <= today:
        return Phase.ONGOING
    return Phase.PLANNED


def changed_fields(
    standing: Mapping[str, Any], proposal: ProposedInitiative, filled: Iterable[str]
) -> list[str]:
    """The fields that the row would change; what the row says nothing about stays."""
    wanted = {name: plain(getattr(proposal, name)) for name in filled if _given(proposal, name)}
    return sorted(
        name
        for name, value in wanted.items()
        if _comparable(name, value) != _comparable(name, plain(standing[name]))
    )


def _given(proposal: ProposedInitiative, name: str) -> bool:
    """Whether the row says something of a field; an age that is open at one end says both."""
    names = _AGES if name in _AGES else (name,)
    return any(getattr(proposal, each) not in (None, "", ()) for each in names)


def merged(
    standing: Mapping[str, Any], proposal: ProposedInitiative, changed: Iterable[str]
) -> dict[str, Any]:
    """What the initiative would say after the change."""
    content = {name: plain(standing[name]) for name in CONTENT_FIELDS}
    return content | {name: plain(getattr(proposal, name)) for name in changed}


def plain(value: Any) -> Any:
    """A value of a field as JSON has it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return list(value)
    return value.value if isinstance(value, Phase) else value


def _comparable(name: str, value: Any) -> Any:
    """What two ways of writing the same share: spaces, line ends and the order of tags aside."""
    if name == "age_from":
        return value or 0  # up to twelve years is from none
    if isinstance(value, list):
        return sorted(value)
    return clean(value) if isinstance(value, str) else value


def finding_json(finding: Finding) -> dict[str, Any]:
    """A fault or remark as plain values, for keeping until it is shown."""
    is_fault = isinstance(finding, Fault)
    cause = finding.cause.value if isinstance(finding, Fault | Remark) else ""
    values = {
        "cause": cause,
        "is_fault": is_fault,
        "column": finding.column,
        "field": finding.field.value if finding.field else None,
        "value": finding.value,
        "read_as": finding.read_as,
        "suggestions": list(finding.suggestions),
        "limit": finding.limit,
        "other_row": finding.other_row,
        "fields": [name.value for name in finding.fields],
    }
    return {name: value for name, value in values.items() if value not in (None, "", [])} | {
        "is_fault": is_fault
    }
