"""Erased people, and contact persons who confirm that they are."""

import sqlalchemy as sa
from alembic import op

revision = "audit"
down_revision = "ways_in"


def upgrade() -> None:
    """Apply."""
    moment = sa.DateTime(timezone=True)
    op.add_column("people", sa.Column("erasure_asked_at", moment, nullable=True))
    op.add_column("people", sa.Column("erased_at", moment, nullable=True))
    op.create_table(
        "contact_listings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("address_key", sa.String(length=64), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("confirmed_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiatives.id"], name=op.f("fk_contact_listings_initiative_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_listings")),
        sa.UniqueConstraint("initiative_id", name=op.f("uq_contact_listings_initiative_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_contact_listings_token_hash")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("contact_listings")
    op.drop_column("people", "erased_at")
    op.drop_column("people", "erasure_asked_at")
