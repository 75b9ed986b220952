"""Periods that reports are handed in for, and how often reports are asked for."""

import sqlalchemy as sa
from alembic import op

revision = "reporting_periods"
down_revision = "report_links"
_PERIOD_OF_REPORT = (
    "ALTER TABLE status_reports ADD COLUMN period_id INTEGER"
    " CONSTRAINT fk_status_reports_period_id REFERENCES reporting_periods (id)"
)


def _closed_set(name: str, *codes: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True, length=30)


def upgrade() -> None:
    """Apply."""
    kinds = _closed_set("periodkind", "tertial_1", "tertial_2", "year")
    op.create_table(
        "reporting_periods",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", kinds, nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reopened_reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "due_on >= opens_on", name=op.f("ck_reporting_periods_due_after_opening")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporting_periods")),
        sa.UniqueConstraint("public_id", name=op.f("uq_reporting_periods_public_id")),
        sa.UniqueConstraint("year", "kind", name=op.f("uq_reporting_periods_year_kind")),
        sqlite_autoincrement=True,
    )
    _add_rhythms()
    op.execute(_PERIOD_OF_REPORT)
    op.create_index("ix_status_reports_period_id", "status_reports", ["period_id"])


def _add_rhythms() -> None:
    families = _closed_set("organisationfamily", "municipal", "public", "business", "civil")
    op.create_table(
        "report_rhythms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("family", families, nullable=True),
        sa.Column("initiative_id", sa.Integer(), nullable=True),
        sa.Column("wants_tertials", sa.Boolean(), nullable=False),
        sa.Column("wants_year", sa.Boolean(), nullable=False),
        sa.Column("every_days", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(family IS NULL) <> (initiative_id IS NULL)", name=op.f("ck_report_rhythms_of_one")
        ),
        sa.CheckConstraint(
            "every_days IS NULL OR every_days > 0", name=op.f("ck_report_rhythms_every_days")
        ),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiatives.id"], name=op.f("fk_report_rhythms_initiative_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_rhythms")),
        sa.UniqueConstraint("family", name=op.f("uq_report_rhythms_family")),
        sa.UniqueConstraint("initiative_id", name=op.f("uq_report_rhythms_initiative_id")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_status_reports_period_id", "status_reports")
    op.drop_column("status_reports", "period_id")
    op.drop_table("report_rhythms")
    op.drop_table("reporting_periods")
