"""Which measures share their number with that of another initiative, and where it is told."""

import sqlalchemy as sa
from alembic import op

revision = "counted_elsewhere"
down_revision = "open_organisations"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "counted_elsewhere",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("told_in_id", sa.Integer(), nullable=False),
        _key("measure_id", "measures"),
        _key("initiative_id", "initiatives"),
        _key("told_in_id", "measures"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counted_elsewhere")),
        sa.UniqueConstraint("measure_id", name=op.f("uq_counted_elsewhere_measure_id")),
    )
    for name in ("initiative_id", "told_in_id"):
        op.create_index(f"ix_counted_elsewhere_{name}", "counted_elsewhere", [name])


def _key(column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_counted_elsewhere_{column}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name)


def downgrade() -> None:
    """Take back."""
    op.drop_table("counted_elsewhere")
