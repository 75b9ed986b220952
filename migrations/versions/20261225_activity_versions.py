"""Versions of activities, and when each was changed last."""

import sqlalchemy as sa
from alembic import op

revision = "activity_versions"
down_revision = "attachments"


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("activities") as table:
        table.add_column(sa.Column("version", sa.Integer(), nullable=True))
        table.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(sa.text("UPDATE activities SET version = 1, changed_at = created_at"))
    with op.batch_alter_table("activities") as table:
        table.alter_column("version", existing_type=sa.Integer(), nullable=False)
        table.alter_column("changed_at", existing_type=sa.DateTime(timezone=True), nullable=False)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("activities") as table:
        table.drop_column("changed_at")
        table.drop_column("version")
