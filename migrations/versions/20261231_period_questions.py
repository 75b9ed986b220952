"""Questions that every report of a period answers, and the answers."""

import sqlalchemy as sa
from alembic import op

revision = "period_questions"
down_revision = "activity_versions"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "period_questions",
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("replaced_in", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["period_id"], ["reporting_periods.id"], name=op.f("fk_period_questions_period_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period_questions")),
        sa.UniqueConstraint("public_id", name=op.f("uq_period_questions_public_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_period_questions_period_id", "period_questions", ["period_id"])
    op.add_column(
        "status_reports",
        sa.Column("answers", sa.JSON(), nullable=False, server_default=sa.text("'[]'")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_column("status_reports", "answers")
    op.drop_table("period_questions")
