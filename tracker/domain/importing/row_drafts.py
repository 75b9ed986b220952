"""Gather the cells of one row into a proposal: several columns joined, gaps and clashes told."""

import re
from datetime import date
from typing import Any

from tracker.domain.importing.ages import Ages
from tracker.domain.importing.cells import Outcome, Tags, TextLimits
from tracker.domain.importing.fields import TAG_FIELDS, ImportField
from tracker.domain.importing.findings import Fault, FaultCause, Remark, RemarkCause
from tracker.domain.importing.grid import CellFlaw, Flaw
from tracker.domain.importing.outcomes import Refusal
from tracker.domain.importing.periods import Period
from tracker.domain.importing.proposals import (
    ImportRow,
    OrganisationReference,
    ProposedInitiative,
)
from tracker.domain.importing.vocabulary import Vocabulary

COMPLETE_WITH = (
    ImportField.LEAD_ORGANISATION,
    ImportField.DESCRIPTION,
    ImportField.GOAL_AREAS,
    ImportField.PLACES,
    ImportField.TARGET_GROUPS,
    ImportField.EFFORT_TYPES,
    ImportField.START_ON,
)
_JOINED_TEXTS = frozenset({ImportField.DESCRIPTION, ImportField.PURPOSE})
_UNIT = re.compile(r"förvaltning|nämnd|kontoret\b|avdelning|enhet", re.IGNORECASE)


class RowDraft:
    """The row at hand while its cells come in."""

    def __init__(self, number: int, vocabulary: Vocabulary) -> None:
        self._number = number
        self._vocabulary = vocabulary
        self._values: dict[ImportField, Any] = {}
        self._columns: dict[ImportField, str] = {}
        self._ages: Ages | None = None
        self._faults: list[Fault] = []
        self._remarks: list[Remark] = []

    def take(self, outcome: Outcome, column: str, field: ImportField) -> None:
        """Take what a cell gave; a second column of a field adds to lists and texts."""
        for fault in outcome.faults:
            self._fault(fault, column, field)
        for note in outcome.notes:
            self._remarks.append(
                Remark(
                    row=self._number,
                    column=column,
                    field=field,
                    cause=note.cause,
                    value=note.value,
                    read_as=note.read_as,
                    suggestions=note.suggestions,
                )
            )
        self._columns.setdefault(field, column)
        if outcome.value is not None and outcome.value != "":
            self._add(field, outcome.value)

    def take_flaw(self, flaw: CellFlaw, column: str, field: ImportField) -> None:
        """Take a cell that shows an error, or a formula whose value is not in the file."""
        is_fault = flaw.flaw is Flaw.ERROR or field is ImportField.TITLE
        self._columns.setdefault(field, column)
        if is_fault:
            cause = FaultCause.CELL_ERROR
            if flaw.flaw is Flaw.NO_CACHED_VALUE:
                cause = FaultCause.FORMULA_WITHOUT_VALUE
            self._fault(Refusal(cause, flaw.shown[:200]), column, field)
        else:
            self._remarks.append(
                Remark(
                    row=self._number,
                    column=column,
                    field=field,
                    cause=RemarkCause.FORMULA_WITHOUT_VALUE,
                    value=flaw.shown[:200],
                )
            )

    def finished(self) -> ImportRow:
        """Give the row as a proposal with its faults and remarks."""
        if not self._values.get(ImportField.TITLE) and not self._is_faulty(ImportField.TITLE):
            self._faults.append(
                Fault(
                    row=self._number,
                    column=self._columns.get(ImportField.TITLE, ""),
                    field=ImportField.TITLE,
                    cause=FaultCause.TITLE_MISSING,
                )
            )
        self._refuse_long_texts()
        proposal = self._proposal()
        self._remark_gaps(proposal)
        return ImportRow(
            self._number,
            proposal.key(),
            proposal.content_hash(),
            proposal,
            tuple(self._faults),
            tuple(self._remarks),
        )

    def _refuse_long_texts(self) -> None:
        """Refuse a text that became too long by joining the cells of several columns."""
        longest = TextLimits().description
        for field in _JOINED_TEXTS:
            text = self._values.get(field) or ""
            if len(text) > longest:
                too_long = Refusal(FaultCause.TEXT_TOO_LONG, text[:200], limit=longest)
                self._fault(too_long, self._columns[field], field)

    def _add(self, field: ImportField, value: Any) -> None:
        if isinstance(value, Tags):
            self._ages = self._ages or value.ages
            value = value.codes
        before = self._values.get(field)
        if before is None:
            self._values[field] = value
        elif isinstance(before, tuple):
            self._values[field] = tuple(dict.fromkeys((*before, *value)))
        elif field in _JOINED_TEXTS and value not in before:
            self._values[field] = f"{before}\n\n{value}"

    def _proposal(self) -> ProposedInitiative:
        of = self._values.get
        start, end = self._period()
        ages = of(ImportField.AGES) or self._ages
        codes = {field: of(field, ()) for field in TAG_FIELDS}
        areas = [self._vocabulary.goal_area_of.get(goal) for goal in codes[ImportField.GOALS]]
        implied = tuple(area for area in areas if area)
        return ProposedInitiative(
            title=" ".join(of(ImportField.TITLE, "").split()),
            description=of(ImportField.DESCRIPTION, ""),
            purpose=of(ImportField.PURPOSE, ""),
            register_id=of(ImportField.REGISTER_ID, ""),
            external_id=of(ImportField.EXTERNAL_ID, ""),
            lead=self._lead(codes[ImportField.ORGANISATION_KIND]),
            partners=self._partners(),
            goal_areas=tuple(dict.fromkeys((*codes[ImportField.GOAL_AREAS], *implied))),
            goals=codes[ImportField.GOALS],
            places=codes[ImportField.PLACES],
            target_groups=codes[ImportField.TARGET_GROUPS] or self._groups_of(ages),
            effort_types=codes[ImportField.EFFORT_TYPES],
            working_groups=codes[ImportField.WORKING_GROUPS],
            funding=codes[ImportField.FUNDING],
            reach=next(iter(codes[ImportField.REACH]), ""),
            age_from=ages.youngest if ages else None,
            age_to=ages.oldest if ages else None,
            start_on=start,
            end_on=end,
            phase=of(ImportField.PHASE),
            visibility=of(ImportField.VISIBILITY),
            budget_sek=of(ImportField.BUDGET_SEK),
            contact_name=of(ImportField.CONTACT_NAME, ""),
            links=of(ImportField.LINKS, ()),
            diarienummer=of(ImportField.DIARIENUMMER, ""),
        )

    def _period(self) -> tuple[date | None, date | None]:
        period: Period = self._values.get(ImportField.PERIOD) or Period(None, None)
        start: date | None = self._values.get(ImportField.START_ON) or period.start_on
        end: date | None = self._values.get(ImportField.END_ON) or period.end_on
        if start and end and end < start:
            hint = (start.isoformat(),)
            fault = Refusal(FaultCause.END_BEFORE_START, end.isoformat(), hint)
            column = self._columns.get(ImportField.END_ON) or self._columns.get(
                ImportField.PERIOD, ""
            )
            self._fault(fault, column, ImportField.END_ON)
        return start, end

    def _lead(self, kinds: tuple[str, ...]) -> OrganisationReference | None:
        named: OrganisationReference | None = self._values.get(ImportField.LEAD_ORGANISATION)
        number: str = self._values.get(ImportField.ORGANISATION_NUMBER, "")
        code = self._vocabulary.organisation_numbers.get(number, "") if number else ""
        if named is None and not code:
            return None
        known = self._vocabulary.organisation_index.terms.get(code)
        if named is not None and (named.code or _UNIT.search(named.name)):
            code, known = named.code, None  # a city's departments share one number
            number = ""
        name = known.names[0] if known else named.name if named else ""
        return OrganisationReference(
            name,
            code,
            number,
            kinds[0] if kinds else "",
        )

    def _partners(self) -> tuple[OrganisationReference, ...]:
        partners: tuple[OrganisationReference, ...] = self._values.get(ImportField.PARTNERS, ())
        return partners

    def _groups_of(self, ages: Ages | None) -> tuple[str, ...]:
        """Give the target groups whose ages meet the given ones, with a remark that says so."""
        if ages is None or self._is_faulty(ImportField.TARGET_GROUPS):
            return ()
        oldest = 200 if ages.oldest is None else ages.oldest
        groups = tuple(
            term.code
            for term in self._vocabulary.target_groups
            if term.age_from is not None
            and term.age_from <= oldest
            and (term.age_to is None or term.age_to >= (ages.youngest or 0))
        )
        if groups:
            self._remarks.append(
                Remark(
                    row=self._number,
                    column=self._columns.get(ImportField.AGES, ""),
                    field=ImportField.TARGET_GROUPS,
                    cause=RemarkCause.TARGET_GROUPS_FROM_AGES,
                    read_as=",".join(groups),
                )
            )
        return groups

    def _remark_gaps(self, proposal: ProposedInitiative) -> None:
        has = {
            ImportField.LEAD_ORGANISATION: proposal.lead,
            ImportField.DESCRIPTION: proposal.description,
            ImportField.GOAL_AREAS: proposal.goal_areas,
            ImportField.PLACES: proposal.places,
            ImportField.TARGET_GROUPS: proposal.target_groups,
            ImportField.EFFORT_TYPES: proposal.effort_types,
            ImportField.START_ON: proposal.start_on,
        }
        missing = tuple(f for f in COMPLETE_WITH if not has[f] and not self._is_faulty(f))
        if missing:
            self._remarks.append(
                Remark(row=self._number, cause=RemarkCause.TO_BE_COMPLETED, fields=missing)
            )

    def _is_faulty(self, field: ImportField) -> bool:
        return any(fault.field is field for fault in self._faults)

    def _fault(self, fault: Refusal, column: str, field: ImportField) -> None:
        self._faults.append(
            Fault(
                row=self._number,
                column=column,
                field=field,
                cause=fault.cause,
                value=fault.value,
                suggestions=fault.suggestions,
                limit=fault.limit,
            )
        )
