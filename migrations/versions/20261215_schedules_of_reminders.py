"""When people are reminded of the report of a period."""

import sqlalchemy as sa
from alembic import op

revision = "schedules_of_reminders"
down_revision = "activities"
_COLUMNS = (
    ("remind_before", sa.Integer(), True, "14"),
    ("remind_on_day", sa.Boolean(), False, sa.true()),
    ("remind_after", sa.Integer(), True, "10"),
)


def upgrade() -> None:
    """Apply."""
    for name, kind, is_nullable, usual in _COLUMNS:
        column = sa.Column(name, kind, nullable=is_nullable, server_default=usual)
        op.add_column("reporting_periods", column)


def downgrade() -> None:
    """Take back."""
    for name, *_ in _COLUMNS:
        op.drop_column("reporting_periods", name)
