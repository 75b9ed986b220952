"""Organisations that have become one with another."""

import sqlalchemy as sa
from alembic import op

revision = "organisation_mergers"
down_revision = "handing_over"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "organisation_mergers",
        sa.Column("absorbed_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["absorbed_id"],
            ["organisations.id"],
            name=op.f("fk_organisation_mergers_absorbed_id"),
        ),
        sa.ForeignKeyConstraint(
            ["kept_id"], ["organisations.id"], name=op.f("fk_organisation_mergers_kept_id")
        ),
        sa.PrimaryKeyConstraint("absorbed_id", name=op.f("pk_organisation_mergers")),
    )
    op.create_index(
        "ix_organisation_mergers_kept_id", "organisation_mergers", ["kept_id"], unique=False
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("organisation_mergers")
