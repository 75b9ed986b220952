"""Organisations that ask to join, and what is written about it."""

import sqlalchemy as sa
from alembic import op

revision = "joining"
down_revision = "touchpoints"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "join_requests",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "standing",
            sa.Enum(
                "unconfirmed",
                "waiting",
                "questioned",
                "accepted",
                "declined",
                "withdrawn",
                "expired",
                name="joinstanding",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("organisation_name", sa.String(length=200), nullable=False),
        sa.Column("kind_id", sa.Integer(), nullable=False),
        sa.Column("organisation_number", sa.String(length=20), nullable=True),
        sa.Column("has_personal_number", sa.Boolean(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["kind_id"], ["list_entries.id"], name=op.f("fk_join_requests_kind_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_join_requests_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_requests")),
        sa.UniqueConstraint("public_id", name=op.f("uq_join_requests_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_join_requests_token_hash")),
        sqlite_autoincrement=True,
    )
    for columns in (["standing", "expires_at"], ["kind_id"], ["email_key"], ["organisation_id"]):
        name = f"ix_join_requests_{'_'.join(columns)}"
        op.create_index(name, "join_requests", columns, unique=False)
    op.create_table(
        "join_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["join_requests.id"], name=op.f("fk_join_messages_request_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_join_messages_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_messages")),
        sqlite_autoincrement=True,
    )
    for column in ("request_id", "person_id"):
        op.create_index(f"ix_join_messages_{column}", "join_messages", [column], unique=False)


def downgrade() -> None:
    """Take back."""
    op.drop_table("join_messages")
    op.drop_table("join_requests")
