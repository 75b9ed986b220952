"""Measures of initiatives, and the shared list that they may be chosen from."""

import sqlalchemy as sa
from alembic import op

revision = "measures"
down_revision = "coordinator_notes"

_SETS = {
    "direction": ("more", "less", "keep"),
    "counting": ("each_time", "since_january", "as_it_stands"),
    "split": ("none", "gender", "age"),
}


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "shared_measures",
        sa.Column("code", sa.String(length=60), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name_sv", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("unit_sv", sa.String(length=60), nullable=False),
        sa.Column("unit_en", sa.String(length=60), nullable=False),
        *_sets(),
        sa.Column("is_summed", sa.Boolean(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        *_addressed("shared_measures"),
        sa.UniqueConstraint("code", name=op.f("uq_shared_measures_code")),
        sqlite_autoincrement=True,
    )
    _add_measures()


def _add_measures() -> None:
    op.create_table(
        "measures",
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("shared_measure_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        *_sets(),
        sa.Column("baseline", sa.BigInteger(), nullable=True),
        sa.Column("target", sa.BigInteger(), nullable=True),
        sa.Column("cannot_be_measured", sa.Boolean(), nullable=False),
        sa.Column("missing", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint("baseline IS NULL OR baseline >= 0", name=op.f("ck_measures_baseline")),
        sa.CheckConstraint("target IS NULL OR target >= 0", name=op.f("ck_measures_target")),
        _key("initiative_id", "initiatives"),
        _key("organisation_id", "organisations"),
        _key("shared_measure_id", "shared_measures"),
        *_addressed("measures"),
        sqlite_autoincrement=True,
    )
    for name in ("initiative_id", "organisation_id", "shared_measure_id"):
        op.create_index(f"ix_measures_{name}", "measures", [name])
    is_counted = sa.text("ended_on IS NULL")
    op.create_index(
        "uq_measures_initiative_id_shared_measure_id",
        "measures",
        ["initiative_id", "shared_measure_id"],
        unique=True,
        sqlite_where=is_counted,
        postgresql_where=is_counted,
    )


def _sets() -> list[sa.Column[str]]:
    return [
        sa.Column(
            name,
            sa.Enum(*codes, name=name, native_enum=False, create_constraint=True, length=30),
            nullable=False,
        )
        for name, codes in _SETS.items()
    ]


def _addressed(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("public_id", name=op.f(f"uq_{table}_public_id")),
    ]


def _key(column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_measures_{column}"))


def downgrade() -> None:
    """Take back."""
    op.drop_table("measures")
    op.drop_table("shared_measures")
