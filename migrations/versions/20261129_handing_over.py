"""When an organisation last said who answers for it, and who leaves when somebody new says yes."""

import sqlalchemy as sa
from alembic import op

revision = "handing_over"
down_revision = "invitations"

COLUMNS = ("answers_confirmed_on", "answers_asked_on")


def upgrade() -> None:
    """Apply."""
    for name in COLUMNS:
        op.add_column("organisations", sa.Column(name, sa.Date(), nullable=True))
    op.create_table(
        "invitation_departures",
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitations.id"],
            name=op.f("fk_invitation_departures_invitation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_invitation_departures_person_id")
        ),
        sa.PrimaryKeyConstraint(
            "invitation_id", "person_id", name=op.f("pk_invitation_departures")
        ),
    )
    op.create_index(
        "ix_invitation_departures_person_id", "invitation_departures", ["person_id"], unique=False
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("invitation_departures")
    for name in COLUMNS:
        op.drop_column("organisations", name)
