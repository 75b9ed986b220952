"""What whoever invites an organisation wants to say in the mail."""

import sqlalchemy as sa
from alembic import op

revision = "message_of_invitations"
down_revision = "told_of_views"


def upgrade() -> None:
    """Apply."""
    column = sa.Column("message", sa.Text(), nullable=False, server_default="")
    op.add_column("invitations", column)


def downgrade() -> None:
    """Take back."""
    op.drop_column("invitations", "message")
