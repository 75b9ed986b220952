"""Activities of initiatives, and how each of their days went."""

import sqlalchemy as sa
from alembic import op

revision = "activities"
down_revision = "report_reminders"


def upgrade() -> None:
    """Apply."""
    _add_activities()
    op.create_table(
        "activity_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("people_reached", sa.Integer(), nullable=True),
        sa.Column("is_called_off", sa.Boolean(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "people_reached IS NULL OR people_reached >= 0",
            name=op.f("ck_activity_days_people_reached"),
        ),
        _key("activity_days", "activity_id", "activities"),
        _key("activity_days", "initiative_id", "initiatives"),
        _key("activity_days", "person_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_days")),
    )
    for name in ("initiative_id", "person_id"):
        op.create_index(f"ix_activity_days_{name}", "activity_days", [name])
    names = ["activity_id", "held_on"]
    op.create_index("uq_activity_days_activity_day", "activity_days", names, unique=True)


def _add_activities() -> None:
    repeats = sa.Enum(
        "once", "weekly", name="repeats", native_enum=False, create_constraint=True, length=30
    )
    op.create_table(
        "activities",
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("repeats", repeats, nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("begins_at", sa.Time(), nullable=True),
        sa.Column("ends_at", sa.Time(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        _key("activities", "initiative_id", "initiatives"),
        _key("activities", "person_id", "people"),
        _key("activities", "place_id", "places"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
        sa.UniqueConstraint("public_id", name=op.f("uq_activities_public_id")),
    )
    for name in ("initiative_id", "person_id", "place_id"):
        op.create_index(f"ix_activities_{name}", "activities", [name])


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def downgrade() -> None:
    """Take back."""
    op.drop_table("activity_days")
    op.drop_table("activities")
