"""People who are invited to act for an organisation."""

import sqlalchemy as sa
from alembic import op

revision = "invitations"
down_revision = "audit"


def upgrade() -> None:
    """Apply."""
    columns = {
        "organisation_id": "organisations",
        "kind_id": "list_entries",
        "initiative_id": "initiatives",
        "partner_role_id": "list_entries",
        "invited_by_id": "people",
        "inviting_organisation_id": "organisations",
    }
    op.create_table(
        "invitations",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        _closed_set("standing", "sent", "accepted", "declined", "withdrawn", "expired"),
        *(sa.Column(name, sa.Integer(), nullable=name != "invited_by_id") for name in columns),
        sa.Column("organisation_name", sa.String(length=200), nullable=False),
        _closed_set("role", "member", "manager", kind="membershiprole"),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_invitations_{name}"))
            for name, table in columns.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("public_id", name=op.f("uq_invitations_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
        sqlite_autoincrement=True,
    )
    for name in (*columns, "email_key"):
        op.create_index(f"ix_invitations_{name}", "invitations", [name], unique=False)


def _closed_set(name: str, *codes: str, kind: str = "invitationstanding") -> sa.Column[str]:
    values = sa.Enum(*codes, name=kind, native_enum=False, create_constraint=True, length=30)
    return sa.Column(name, values, nullable=False)


def downgrade() -> None:
    """Take back."""
    op.drop_table("invitations")
