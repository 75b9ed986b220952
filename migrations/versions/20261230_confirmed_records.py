"""When an initiative's people last said that what is written is right."""

import sqlalchemy as sa
from alembic import op

revision = "confirmed_records"
down_revision = "measures"


def upgrade() -> None:
    """Apply."""
    op.add_column("initiatives", sa.Column("confirmed_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Take back."""
    op.drop_column("initiatives", "confirmed_on")
