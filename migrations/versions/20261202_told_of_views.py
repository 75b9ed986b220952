"""The day on which somebody was last mailed about a view."""

import sqlalchemy as sa
from alembic import op

revision = "told_of_views"
down_revision = "saved_views"


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("view_subscriptions") as table:
        table.add_column(sa.Column("told_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("view_subscriptions") as table:
        table.drop_column("told_on")
