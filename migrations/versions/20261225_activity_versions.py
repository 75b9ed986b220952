"""Versions of activities, and when each was changed last."""

import sqlalchemy as sa
from alembic import op

revision = "activity_versions"
down_revision = "attachments"
_BEFORE_ALL = "1970-01-01 00:00:00+00:00"


def upgrade() -> None:
    """Apply; the table is changed where it stands, since days of activities point to it."""
    version = sa.Column("version", sa.Integer(), nullable=False, server_default="1")
    at = sa.DateTime(timezone=True)
    changed_at = sa.Column("changed_at", at, nullable=False, server_default=_BEFORE_ALL)
    for column in (version, changed_at):
        op.add_column("activities", column)
    op.execute(sa.text("UPDATE activities SET changed_at = created_at"))


def downgrade() -> None:
    """Take back."""
    for name in ("changed_at", "version"):
        op.drop_column("activities", name)
