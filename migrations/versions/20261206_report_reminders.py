"""Reminders of reports that were mailed, and who gets none."""

import sqlalchemy as sa
from alembic import op

revision = "report_reminders"
down_revision = "reporting_periods"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "report_reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("stop_hash", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_report_reminders_person_id_people"
        ),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiatives.id"],
            name="fk_report_reminders_initiative_id_initiatives",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_report_reminders"),
    )
    op.create_index("ix_report_reminders_person", "report_reminders", ["person_id", "sent_on"])
    op.create_index(
        "ix_report_reminders_initiative", "report_reminders", ["initiative_id", "due_on"]
    )
    op.create_index("ix_report_reminders_stop_hash", "report_reminders", ["stop_hash"])
    op.create_table(
        "reminder_stops",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "unwanted",
                "undeliverable",
                name="stopreason",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_reminder_stops_person_id_people"
        ),
        sa.PrimaryKeyConstraint("person_id", name="pk_reminder_stops"),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("reminder_stops")
    op.drop_table("report_reminders")
