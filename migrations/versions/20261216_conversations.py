"""What is said about initiatives and their reports, and whom it mentions."""

import sqlalchemy as sa
from alembic import op

revision = "conversations"
down_revision = "schedules_of_reminders"


def upgrade() -> None:
    """Apply."""
    _add_comments()
    op.create_table(
        "comment_mentions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        _key("comment_mentions", "comment_id", "comments"),
        _key("comment_mentions", "initiative_id", "initiatives"),
        _key("comment_mentions", "person_id", "people"),
        _key("comment_mentions", "organisation_id", "organisations"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_mentions")),
    )
    for name in ("initiative_id", "person_id", "organisation_id"):
        op.create_index(f"ix_comment_mentions_{name}", "comment_mentions", [name])
    names = ["comment_id", "number"]
    op.create_index("uq_comment_mentions_number", "comment_mentions", names, unique=True)


def _add_comments() -> None:
    kinds = ("comment", "question", "thanks")
    kind = sa.Enum(*kinds, name="commentkind", native_enum=False, create_constraint=True, length=30)
    op.create_table(
        "comments",
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("root_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("kind", kind, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("is_sent_back", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        _key("comments", "initiative_id", "initiatives"),
        _key("comments", "report_id", "status_reports"),
        _key("comments", "root_id", "comments"),
        _key("comments", "person_id", "people"),
        _key("comments", "organisation_id", "organisations"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
        sa.UniqueConstraint("public_id", name=op.f("uq_comments_public_id")),
    )
    for name in ("report_id", "root_id", "person_id", "organisation_id"):
        op.create_index(f"ix_comments_{name}", "comments", [name])
    op.create_index("ix_comments_initiative", "comments", ["initiative_id", "id"])


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def downgrade() -> None:
    """Take back."""
    op.drop_table("comment_mentions")
    op.drop_table("comments")
