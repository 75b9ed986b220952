"""Views that people keep, and how they follow them."""

import sqlalchemy as sa
from alembic import op

revision = "saved_views"
down_revision = "organisation_mergers"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "saved_views",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "board",
                "table",
                "coverage",
                "timeline",
                "map",
                name="viewkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("query", sa.String(length=2000), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_saved_views_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
        sa.UniqueConstraint("public_id", name=op.f("uq_saved_views_public_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_saved_views_person_id", "saved_views", ["person_id"], unique=False)
    op.create_table(
        "view_subscriptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("view_id", sa.Integer(), nullable=False),
        sa.Column("is_start", sa.Boolean(), nullable=False),
        sa.Column("is_mailed", sa.Boolean(), nullable=False),
        sa.Column("seen_ids", sa.LargeBinary(), nullable=True),
        sa.Column("feed_hash", sa.String(length=64), nullable=True),
        sa.Column("feed_opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_view_subscriptions_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["view_id"], ["saved_views.id"], name=op.f("fk_view_subscriptions_view_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_view_subscriptions")),
        sa.UniqueConstraint("feed_hash", name=op.f("uq_view_subscriptions_feed_hash")),
    )
    op.create_index(
        "uq_view_subscriptions_person_view",
        "view_subscriptions",
        ["person_id", "view_id"],
        unique=True,
    )
    op.create_index(
        "ix_view_subscriptions_view_id", "view_subscriptions", ["view_id"], unique=False
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("view_subscriptions")
    op.drop_table("saved_views")
