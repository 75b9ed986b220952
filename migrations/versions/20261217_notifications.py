"""What people have been told, and of what they want mails at once."""

import sqlalchemy as sa
from alembic import op

revision = "notifications"
down_revision = "conversations"
GROUPS = (
    "reports", "conversations", "partners", "initiatives", "touchpoints", "organisations",
    "coordination", "views",
)  # fmt: skip


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "notifications",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("template", sa.String(length=40), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_notifications_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications")),
        sa.UniqueConstraint("public_id", name=op.f("uq_notifications_public_id")),
    )
    op.create_index("ix_notifications_person", "notifications", ["person_id", "id"])
    op.create_index("ix_notifications_unread", "notifications", ["person_id", "read_at"])
    group = sa.Enum(
        *GROUPS, name="notificationgroup", native_enum=False, create_constraint=True, length=30
    )
    op.create_table(
        "unmailed_groups",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("group", group, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_unmailed_groups_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "group", name=op.f("pk_unmailed_groups")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("unmailed_groups")
    op.drop_table("notifications")
