"""Ways in: steps, second factors, passkeys, outside identities, devices; what sessions proved; days."""

import sqlalchemy as sa
from alembic import op

revision = "ways_in"
down_revision = "joining"

WAYS = sa.Enum(
    "email_code",
    "email_link",
    "invitation",
    "password",
    "passkey",
    "oidc",
    name="wayin",
    native_enum=False,
    create_constraint=True,
    length=30,
)


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("sign_in_sessions") as sessions:
        sessions.add_column(sa.Column("way", WAYS, nullable=False, server_default="password"))
        sessions.add_column(
            sa.Column("is_strong", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        sessions.add_column(sa.Column("proved_at", sa.DateTime(timezone=True)))
    op.execute("UPDATE sign_in_sessions SET proved_at = created_at")
    with op.batch_alter_table("sign_in_sessions") as sessions:
        sessions.alter_column("proved_at", nullable=False)
    op.add_column(
        "register_state",
        sa.Column("content_hash", sa.String(64), nullable=False, server_default=""),
    )
    op.execute("UPDATE register_state SET content_hash = head_hash")
    op.create_table(
        "daily_jobs",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_daily_jobs")),
    )
    op.create_table(
        "authenticator_apps",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(length=300), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_authenticator_apps_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_authenticator_apps")),
    )
    op.create_table(
        "known_devices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_known_devices_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_devices")),
    )
    with op.batch_alter_table("known_devices", schema=None) as batch_op:
        batch_op.create_index(
            "uq_known_devices_person_token", ["person_id", "token_hash"], unique=True
        )

    op.create_table(
        "outside_identities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_outside_identities_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_identities")),
    )
    with op.batch_alter_table("outside_identities", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_outside_identities_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index("uq_outside_identities_subject", ["issuer", "subject"], unique=True)

    op.create_table(
        "passkeys",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(length=1023), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_passkeys_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkeys")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkeys_credential_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_passkeys_public_id")),
    )
    with op.batch_alter_table("passkeys", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_passkeys_person_id"), ["person_id"], unique=False)

    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_recovery_codes_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_recovery_codes_code_hash")),
    )
    with op.batch_alter_table("recovery_codes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_recovery_codes_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "sign_in_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "code",
                "factor",
                "passkey",
                "oidc",
                "proof",
                name="stepkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("link_hash", sa.String(length=64), nullable=True),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column(
            "way",
            sa.Enum(
                "email_code",
                "email_link",
                "invitation",
                "password",
                "passkey",
                "oidc",
                name="wayin",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_path", sa.String(length=500), nullable=False),
        sa.Column("kept_form", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_sign_in_steps_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_steps")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_sign_in_steps_link_hash")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_steps_token_hash")),
    )
    with op.batch_alter_table("sign_in_steps", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_in_steps_expires_at"), ["expires_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_sign_in_steps_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("register_state") as state:
        state.drop_column("content_hash")
    with op.batch_alter_table("sign_in_sessions") as sessions:
        sessions.drop_constraint(op.f("ck_sign_in_sessions_wayin"), type_="check")
        for name in ("way", "is_strong", "proved_at"):
            sessions.drop_column(name)
    with op.batch_alter_table("sign_in_steps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_steps_person_id"))
        batch_op.drop_index(batch_op.f("ix_sign_in_steps_expires_at"))

    op.drop_table("sign_in_steps")
    with op.batch_alter_table("recovery_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recovery_codes_person_id"))

    op.drop_table("recovery_codes")
    with op.batch_alter_table("passkeys", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_passkeys_person_id"))

    op.drop_table("passkeys")
    with op.batch_alter_table("outside_identities", schema=None) as batch_op:
        batch_op.drop_index("uq_outside_identities_subject")
        batch_op.drop_index(batch_op.f("ix_outside_identities_person_id"))

    op.drop_table("outside_identities")
    with op.batch_alter_table("known_devices", schema=None) as batch_op:
        batch_op.drop_index("uq_known_devices_person_token")

    op.drop_table("known_devices")
    op.drop_table("authenticator_apps")
    op.drop_table("daily_jobs")
