"""The numbers that are told of measures, and the parts that they are divided into."""

import sqlalchemy as sa
from alembic import op

revision = "measure_values"
down_revision = "confirmed_records"

_PARTS = (
    "girls_women", "boys_men", "other_gender", "age_0_12", "age_13_19", "age_20_64", "age_65_up",
    "age_unknown",
)  # fmt: skip


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "measure_values",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("measured_on", sa.Date(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 0", name=op.f("ck_measure_values_number")),
        _key("measure_values", "measure_id", "measures"),
        _key("measure_values", "initiative_id", "initiatives"),
        _key("measure_values", "organisation_id", "organisations"),
        _key("measure_values", "person_id", "people"),
        _key("measure_values", "report_id", "status_reports"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_values")),
    )
    for name in ("initiative_id", "organisation_id", "person_id", "report_id"):
        op.create_index(f"ix_measure_values_{name}", "measure_values", [name])
    names = ["measure_id", "measured_on"]
    op.create_index("uq_measure_values_measure_day", "measure_values", names, unique=True)
    _add_parts()


def _add_parts() -> None:
    part = sa.Enum(*_PARTS, name="part", native_enum=False, create_constraint=True, length=30)
    op.create_table(
        "measure_value_parts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("value_id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("part", part, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("number >= 0", name=op.f("ck_measure_value_parts_number")),
        _key("measure_value_parts", "value_id", "measure_values"),
        _key("measure_value_parts", "initiative_id", "initiatives"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_value_parts")),
        sa.UniqueConstraint("value_id", "part", name=op.f("uq_measure_value_parts_value_id_part")),
    )
    op.create_index(
        "ix_measure_value_parts_initiative_id", "measure_value_parts", ["initiative_id"]
    )


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def downgrade() -> None:
    """Take back."""
    op.drop_table("measure_value_parts")
    op.drop_table("measure_values")
