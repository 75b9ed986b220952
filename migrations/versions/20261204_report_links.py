"""Links in mails that open one report form without signing in."""

import sqlalchemy as sa
from alembic import op

from tracker.database import UtcDateTime

revision = "report_links"
down_revision = "message_of_invitations"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "report_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer()),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime()),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiatives.id"], name="fk_report_links_initiative_id_initiatives"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_report_links_person_id_people"
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["status_reports.id"], name="fk_report_links_report_id_status_reports"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_report_links"),
        sa.UniqueConstraint("token_hash", name="uq_report_links_token_hash"),
    )
    op.create_index("ix_report_links_initiative", "report_links", ["initiative_id", "ended_at"])
    op.create_index("ix_report_links_person_id", "report_links", ["person_id"])
    op.create_index("ix_report_links_report_id", "report_links", ["report_id"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("report_links")
