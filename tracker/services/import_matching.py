"""Finds which record of the register each row of a list means."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tracker.access.actors import Actor
from tracker.domain.importing.plans import OWN_KEY, Plan
from tracker.domain.importing.proposals import ImportRow
from tracker.domain.sorting import sort_key
from tracker.queries.import_register import StandingRecord

Pair = tuple[ImportRow, Plan]


@dataclass(frozen=True)
class Ground:
    """What planning rests on: who asks, the fields the list fills, and what stands in the register.

    `default_lead_id` is whose initiatives they are where the list does not say. `hidden_keys` are
    keys (organisation and key) of records that the actor may not see; `ids_by_name` tells ids of
    organisations by the sorting key of their names, `near_names` what an unknown name is near to.
    """

    actor: Actor
    filled: frozenset[str]
    today: date
    default_lead_id: int | None
    creates_organisations: bool
    municipal_ids: frozenset[int]
    closed_ids: frozenset[int]
    ids_by_name: Mapping[str, int]
    near_names: Mapping[str, str]
    area_of_goal: Mapping[str, str]
    records: Sequence[StandingRecord]
    hidden_keys: frozenset[tuple[int, str]]

    @property
    def may_create(self) -> bool:
        """Whether organisations that nobody knows are created."""
        return self.creates_organisations and self.actor.is_coordinator

    @cached_property
    def by_public_id(self) -> Mapping[uuid.UUID, StandingRecord]:
        """The records that rows may name by their register id."""
        return {record.public_id: record for record in self.records}

    @cached_property
    def by_key(self) -> Mapping[tuple[int, str], StandingRecord]:
        """The records that an earlier list brought, by organisation and key."""
        return {
            (record.lead_organisation_id, record.import_key): record
            for record in self.records
            if record.import_key
        }


def matches(pairs: Sequence[Pair], ground: Ground) -> dict[int, StandingRecord]:
    """The record that each row means, by row number; no record is meant by two rows.

    A row's register id goes first, then the key of an earlier import, then the name: equal names
    of one organisation are taken in the order in which they were registered.
    """
    found: dict[int, StandingRecord] = {}
    taken: set[int] = set()
    for row, plan in pairs:
        record = _named(row, plan, ground)
        if record is not None and record.id not in taken:
            found[row.number] = record
            taken.add(record.id)
    by_title = _by_title(ground.records, taken)
    for row, plan in pairs:
        if row.number in found or row.proposal.register_id or plan.lead_id is None:
            continue
        alike = by_title.get((plan.lead_id, sort_key(row.proposal.title)), [])
        record = next((each for each in alike if _may_mean(row, each)), None)
        if record is not None:
            alike.remove(record)
            found[row.number] = record
    return found


def _named(row: ImportRow, plan: Plan, ground: Ground) -> StandingRecord | None:
    if row.proposal.register_id:
        return ground.by_public_id.get(uuid.UUID(row.proposal.register_id))
    return None if plan.lead_id is None else ground.by_key.get((plan.lead_id, plan.key))


def _by_title(
    records: Sequence[StandingRecord], taken: set[int]
) -> dict[tuple[int, str], list[StandingRecord]]:
    alike: dict[tuple[int, str], list[StandingRecord]] = {}
    for record in sorted(records, key=lambda each: each.id):
        if record.id not in taken:
            place = (record.lead_organisation_id, record.title_key)
            alike.setdefault(place, []).append(record)
    return alike


def _may_mean(row: ImportRow, record: StandingRecord) -> bool:
    """Whether equal names mean one initiative: not where both have ids of their own that differ."""
    has_own_key = bool(record.import_key and record.import_key.startswith(OWN_KEY))
    return not (row.proposal.external_id and has_own_key)
