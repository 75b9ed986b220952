"""Touchpoints: fingerprints, pairs, decisions, messages and mergers."""

import sqlalchemy as sa
from alembic import op

revision = "touchpoints"
down_revision = "search_and_audit_guards"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "initiative_fingerprints",
        sa.Column("initiative_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("initiative_version", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("is_listed", sa.Boolean(), nullable=False),
        sa.Column("is_limited", sa.Boolean(), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("initiative_id", name=op.f("pk_initiative_fingerprints")),
    )
    with op.batch_alter_table("initiative_fingerprints", schema=None) as batch_op:
        batch_op.create_index("ix_initiative_fingerprints_revision", ["revision"], unique=False)

    op.create_table(
        "touchpoints",
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("chance", sa.Double(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "duplicate",
                "coordinate",
                "complement",
                "related",
                name="touchpointkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "suggested",
                "settled",
                name="touchpointstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_facts", sa.JSON(), nullable=True),
        sa.Column("changed_facts", sa.JSON(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("one_id < other_id", name=op.f("ck_touchpoints_order")),
        sa.ForeignKeyConstraint(["one_id"], ["initiatives.id"], name=op.f("fk_touchpoints_one_id")),
        sa.ForeignKeyConstraint(
            ["other_id"], ["initiatives.id"], name=op.f("fk_touchpoints_other_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_touchpoints")),
        sa.UniqueConstraint("one_id", "other_id", name=op.f("uq_touchpoints_one_id_other_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_touchpoints_public_id")),
    )
    with op.batch_alter_table("touchpoints", schema=None) as batch_op:
        batch_op.create_index("ix_touchpoints_other", ["other_id"], unique=False)
        batch_op.create_index(
            "ix_touchpoints_worklist", ["is_current", "state", "chance", "id"], unique=False
        )

    op.create_table(
        "initiative_mergers",
        sa.Column("touchpoint_id", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("absorbed_id", sa.Integer(), nullable=False),
        sa.Column(
            "absorbed_visibility",
            sa.Enum(
                "draft",
                "shared",
                "open",
                name="visibility",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["absorbed_id"], ["initiatives.id"], name=op.f("fk_initiative_mergers_absorbed_id")
        ),
        sa.ForeignKeyConstraint(
            ["kept_id"], ["initiatives.id"], name=op.f("fk_initiative_mergers_kept_id")
        ),
        sa.ForeignKeyConstraint(
            ["touchpoint_id"], ["touchpoints.id"], name=op.f("fk_initiative_mergers_touchpoint_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_mergers")),
        sa.UniqueConstraint("public_id", name=op.f("uq_initiative_mergers_public_id")),
    )
    with op.batch_alter_table("initiative_mergers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_initiative_mergers_absorbed_id"), ["absorbed_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_initiative_mergers_kept_id"), ["kept_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_initiative_mergers_touchpoint_id"), ["touchpoint_id"], unique=False
        )

    op.create_table(
        "touchpoint_decisions",
        sa.Column("touchpoint_id", sa.Integer(), nullable=False),
        sa.Column(
            "decision",
            sa.Enum(
                "cooperate",
                "coordinate_time_place",
                "complement",
                "merge",
                "not_relevant",
                name="decision",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "keeps",
            sa.Enum(
                "one", "other", name="side", native_enum=False, create_constraint=True, length=30
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("follow_up_on", sa.Date(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("one_answer", sa.Boolean(), nullable=True),
        sa.Column("other_answer", sa.Boolean(), nullable=True),
        sa.Column("stands_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("batch", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["people.id"], name=op.f("fk_touchpoint_decisions_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["organisations.id"], name=op.f("fk_touchpoint_decisions_owner_id")
        ),
        sa.ForeignKeyConstraint(
            ["touchpoint_id"],
            ["touchpoints.id"],
            name=op.f("fk_touchpoint_decisions_touchpoint_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_touchpoint_decisions")),
        sa.UniqueConstraint("public_id", name=op.f("uq_touchpoint_decisions_public_id")),
    )
    with op.batch_alter_table("touchpoint_decisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_touchpoint_decisions_batch"), ["batch"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_touchpoint_decisions_made_by_id"), ["made_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_touchpoint_decisions_owner_id"), ["owner_id"], unique=False
        )
        batch_op.create_index(
            "ix_touchpoint_decisions_touchpoint", ["touchpoint_id", "id"], unique=False
        )

    op.create_table(
        "touchpoint_messages",
        sa.Column("touchpoint_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column(
            "answer",
            sa.Enum(
                "talking",
                "not_the_same",
                name="answer",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_touchpoint_messages_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_touchpoint_messages_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["touchpoint_id"], ["touchpoints.id"], name=op.f("fk_touchpoint_messages_touchpoint_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_touchpoint_messages")),
        sa.UniqueConstraint("public_id", name=op.f("uq_touchpoint_messages_public_id")),
    )
    with op.batch_alter_table("touchpoint_messages", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_touchpoint_messages_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_touchpoint_messages_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            "ix_touchpoint_messages_touchpoint", ["touchpoint_id", "id"], unique=False
        )


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("touchpoint_messages", schema=None) as batch_op:
        batch_op.drop_index("ix_touchpoint_messages_touchpoint")
        batch_op.drop_index(batch_op.f("ix_touchpoint_messages_person_id"))
        batch_op.drop_index(batch_op.f("ix_touchpoint_messages_organisation_id"))

    op.drop_table("touchpoint_messages")
    with op.batch_alter_table("touchpoint_decisions", schema=None) as batch_op:
        batch_op.drop_index("ix_touchpoint_decisions_touchpoint")
        batch_op.drop_index(batch_op.f("ix_touchpoint_decisions_owner_id"))
        batch_op.drop_index(batch_op.f("ix_touchpoint_decisions_made_by_id"))
        batch_op.drop_index(batch_op.f("ix_touchpoint_decisions_batch"))

    op.drop_table("touchpoint_decisions")
    with op.batch_alter_table("initiative_mergers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_initiative_mergers_touchpoint_id"))
        batch_op.drop_index(batch_op.f("ix_initiative_mergers_kept_id"))
        batch_op.drop_index(batch_op.f("ix_initiative_mergers_absorbed_id"))

    op.drop_table("initiative_mergers")
    with op.batch_alter_table("touchpoints", schema=None) as batch_op:
        batch_op.drop_index("ix_touchpoints_worklist")
        batch_op.drop_index("ix_touchpoints_other")

    op.drop_table("touchpoints")
    with op.batch_alter_table("initiative_fingerprints", schema=None) as batch_op:
        batch_op.drop_index("ix_initiative_fingerprints_revision")

    op.drop_table("initiative_fingerprints")
