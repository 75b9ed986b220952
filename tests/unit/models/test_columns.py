"""A column of a closed set stores codes and refuses others, on both databases."""

from __future__ import annotations

from sqlalchemy import CheckConstraint
from sqlalchemy.dialects import postgresql, sqlite

from tracker.domain.lifecycle import Phase
from tracker.models import Initiative
from tracker.models.columns import closed_set


def test_a_closed_set_is_stored_by_its_codes() -> None:
    column_type = closed_set(Phase)

    assert column_type.enums == [phase.value for phase in Phase]
    for dialect in (sqlite.dialect(), postgresql.dialect()):
        assert column_type.compile(dialect=dialect) == "VARCHAR(30)"


def test_the_database_itself_refuses_a_code_that_is_not_in_the_set() -> None:
    table = Initiative.metadata.tables["initiatives"]
    names = {str(row.name) for row in table.constraints if isinstance(row, CheckConstraint)}

    assert "ck_initiatives_phase" in names
    assert "ck_initiatives_visibility" in names
