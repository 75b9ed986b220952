"""Each table of the register belongs to a record that the audit trail can name."""

from __future__ import annotations

import pytest

from tracker.domain.verbs import SubjectKind
from tracker.extensions import Base
from tracker.models import (
    Initiative,
    InitiativePlace,
    Membership,
    OutboxEvent,
    Partnership,
    PlaceTie,
    StatusReport,
)
from tracker.services.audited_tables import AUDITED_TABLES, SubjectKey, subject_of

WITHOUT_REGISTER_DATA = {
    "audit_entries",
    "audit_values",
    "contact_listings",  # told of as the initiative's
    "daily_jobs",
    "import_files",
    "import_mappings",
    "import_rows",
    "initiative_fingerprints",  # found by the engine, as are the pairs themselves
    "known_devices",
    "one_time_links",
    "notifications",
    "outbox_events",
    "register_state",
    "reminder_stops",
    "report_reminders",  # told of as the initiative's
    "report_links",  # told of as the initiative's
    "sign_in_attempts",
    "sign_in_sessions",
    "sign_in_steps",
    "touchpoints",
    "unmailed_groups",
    "view_subscriptions",  # how somebody reads, but for feeds, which are told of as the view's
}


def test_every_table_is_either_audited_or_known_to_hold_no_register_data() -> None:
    assert set(Base.metadata.tables) == set(AUDITED_TABLES) | WITHOUT_REGISTER_DATA


@pytest.mark.parametrize("name", AUDITED_TABLES)
def test_the_record_of_every_audited_row_can_be_found(name: str) -> None:
    assert AUDITED_TABLES[name].id_column in Base.metadata.tables[name].columns


@pytest.mark.parametrize(
    ("row", "subject"),
    [
        (Initiative(id=7), (SubjectKind.INITIATIVE, 7)),
        (StatusReport(id=1, initiative_id=7), (SubjectKind.INITIATIVE, 7)),
        (Partnership(id=1, initiative_id=7), (SubjectKind.INITIATIVE, 7)),
        (InitiativePlace(initiative_id=7, place_id=3), (SubjectKind.INITIATIVE, 7)),
        (Membership(person_id=4, organisation_id=2), (SubjectKind.PERSON, 4)),
        (PlaceTie(district_id=3, regso_id=9), (SubjectKind.PLACE, 3)),
        (OutboxEvent(id=5), (SubjectKind.REGISTER, 5)),
        (SubjectKey(SubjectKind.GOAL, 9), (SubjectKind.GOAL, 9)),
    ],
)
def test_a_row_speaks_of_the_record_it_belongs_to(
    row: object, subject: tuple[SubjectKind, int]
) -> None:
    assert subject_of(row) == subject
