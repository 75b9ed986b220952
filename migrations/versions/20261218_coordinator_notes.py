"""What the coordinators note for themselves about an initiative."""

import sqlalchemy as sa
from alembic import op

revision = "coordinator_notes"
down_revision = "notifications"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "coordinator_notes",
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiatives.id"],
            name=op.f("fk_coordinator_notes_initiative_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_coordinator_notes_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coordinator_notes")),
        sa.UniqueConstraint("public_id", name=op.f("uq_coordinator_notes_public_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_coordinator_notes_person_id", "coordinator_notes", ["person_id"])
    names = ["initiative_id", "id"]
    op.create_index("ix_coordinator_notes_initiative", "coordinator_notes", names)


def downgrade() -> None:
    """Take back."""
    op.drop_table("coordinator_notes")
