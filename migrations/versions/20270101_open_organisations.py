"""Whether an organisation shows a page of its own to everyone, and since when."""

import sqlalchemy as sa
from alembic import op

revision = "open_organisations"
down_revision = "measure_values"


def upgrade() -> None:
    """Apply."""
    column = sa.Column("page_opened_at", sa.DateTime(timezone=True), nullable=True)
    op.add_column("organisations", column)


def downgrade() -> None:
    """Take back."""
    op.drop_column("organisations", "page_opened_at")
