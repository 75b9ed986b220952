"""The tables of the register."""

import sqlalchemy as sa
from alembic import op

revision = "register"
down_revision = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "list_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "list_code",
            sa.Enum(
                "organisation_kind",
                "partner_role",
                "target_group",
                "effort_type",
                "reach",
                "funding",
                name="listcode",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name_sv", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("age_from", sa.Integer(), nullable=True),
        sa.Column("age_to", sa.Integer(), nullable=True),
        sa.Column(
            "family",
            sa.Enum(
                "municipal",
                "public",
                "business",
                "civil",
                name="organisationfamily",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("is_municipal", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_entries")),
        sa.UniqueConstraint("list_code", "code", name=op.f("uq_list_entries_list_code_code")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "outbox_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("message_id", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_events")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_events_message_id")),
    )
    with op.batch_alter_table("outbox_events", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_events_due", ["done_at", "due_at"], unique=False)

    op.create_table(
        "people",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("is_disabled", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email_key", name=op.f("uq_people_email_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_people_public_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_people_name_key"), ["name_key"], unique=False)

    op.create_table(
        "places",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "municipality",
                "district",
                "regso",
                name="placekind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name_sv", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("edition", sa.String(length=40), nullable=True),
        sa.Column("is_focus", sa.Boolean(), nullable=False),
        sa.Column("polygon", sa.JSON(), nullable=True),
        sa.Column("label_point", sa.JSON(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_places")),
        sa.UniqueConstraint("code", name=op.f("uq_places_code")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "programmes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name_sv", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("text_sv", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("adopted_by", sa.String(length=200), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programmes")),
        sa.UniqueConstraint("code", name=op.f("uq_programmes_code")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "register_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference_hash", sa.String(length=64), nullable=False),
        sa.Column("head_hash", sa.String(length=64), nullable=False),
        sa.Column("has_demo", sa.Boolean(), nullable=False),
        sa.Column("touchpoint_revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_register_state_single_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_state")),
    )
    op.create_table(
        "sign_in_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_success", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempts")),
    )
    with op.batch_alter_table("sign_in_attempts", schema=None) as batch_op:
        batch_op.create_index("ix_sign_in_attempts_key_at", ["key", "at"], unique=False)

    op.create_table(
        "goal_areas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name_sv", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("official_name_sv", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_goal_areas_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_areas")),
        sa.UniqueConstraint("code", name=op.f("uq_goal_areas_code")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("goal_areas", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_goal_areas_programme_id"), ["programme_id"], unique=False
        )

    op.create_table(
        "import_mappings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_import_mappings_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_mappings")),
        sa.UniqueConstraint("person_id", "name", name=op.f("uq_import_mappings_person_id_name")),
    )
    op.create_table(
        "one_time_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_one_time_links_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_one_time_links_token_hash")),
    )
    with op.batch_alter_table("one_time_links", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_one_time_links_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "organisations",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("kind_id", sa.Integer(), nullable=False),
        sa.Column("is_municipal", sa.Boolean(), nullable=False),
        sa.Column("is_verified", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("organisation_number", sa.String(length=20), nullable=True),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("website", sa.String(length=300), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("publication_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["kind_id"], ["list_entries.id"], name=op.f("fk_organisations_kind_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("name_key", name=op.f("uq_organisations_name_key")),
        sa.UniqueConstraint(
            "organisation_number", name=op.f("uq_organisations_organisation_number")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_organisations_public_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisations_kind_id"), ["kind_id"], unique=False)

    op.create_table(
        "person_roles",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "coordinator",
                "reader",
                "administrator",
                name="platformrole",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_person_roles_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "role", name=op.f("pk_person_roles")),
    )
    op.create_table(
        "place_aliases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["place_id"], ["places.id"], name=op.f("fk_place_aliases_place_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_aliases")),
        sa.UniqueConstraint("place_id", "name", name=op.f("uq_place_aliases_place_id_name")),
    )
    op.create_table(
        "place_ties",
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("regso_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["places.id"], name=op.f("fk_place_ties_district_id")
        ),
        sa.ForeignKeyConstraint(["regso_id"], ["places.id"], name=op.f("fk_place_ties_regso_id")),
        sa.PrimaryKeyConstraint("district_id", "regso_id", name=op.f("pk_place_ties")),
    )
    with op.batch_alter_table("place_ties", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_place_ties_regso_id"), ["regso_id"], unique=False)

    op.create_table(
        "sign_in_sessions",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("browser", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_sign_in_sessions_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_sessions")),
        sa.UniqueConstraint("public_id", name=op.f("uq_sign_in_sessions_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_sessions_token_hash")),
    )
    with op.batch_alter_table("sign_in_sessions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_in_sessions_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "working_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name_sv", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["place_id"], ["places.id"], name=op.f("fk_working_groups_place_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_groups")),
        sa.UniqueConstraint("code", name=op.f("uq_working_groups_code")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("working_groups", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_working_groups_place_id"), ["place_id"], unique=False)

    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("verb", sa.String(length=60), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("hashes", sa.JSON(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("entry_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
        sa.UniqueConstraint("entry_hash", name=op.f("uq_audit_entries_entry_hash")),
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_audit_entries_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_audit_entries_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "ix_audit_entries_subject", ["subject_kind", "subject_id", "id"], unique=False
        )

    op.create_table(
        "goals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goal_area_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name_sv", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("text_sv", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["goal_area_id"], ["goal_areas.id"], name=op.f("fk_goals_goal_area_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goals")),
        sa.UniqueConstraint("code", name=op.f("uq_goals_code")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("goals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_goals_goal_area_id"), ["goal_area_id"], unique=False)

    op.create_table(
        "import_files",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column(
            "standing",
            sa.Enum(
                "uploaded",
                "reading",
                "previewed",
                "saving",
                "saved",
                "failed",
                name="importstanding",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("mapping", sa.JSON(), nullable=True),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("rows_total", sa.Integer(), nullable=False),
        sa.Column("fault", sa.JSON(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_import_files_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_import_files_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_files")),
        sa.UniqueConstraint("public_id", name=op.f("uq_import_files_public_id")),
    )
    with op.batch_alter_table("import_files", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_import_files_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_import_files_person_id"), ["person_id"], unique=False)

    op.create_table(
        "initiatives",
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("title_key", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("lead_organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "phase",
            sa.Enum(
                "idea",
                "planned",
                "ongoing",
                "closing",
                "paused",
                "completed",
                "cancelled",
                name="phase",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "condition",
            sa.Enum(
                "on_plan",
                "needs_attention",
                "needs_support",
                "not_assessed",
                name="condition",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "visibility",
            sa.Enum(
                "draft",
                "coordinated",
                "shared",
                "open",
                name="visibility",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("reach_id", sa.Integer(), nullable=True),
        sa.Column("age_from", sa.Integer(), nullable=True),
        sa.Column("age_to", sa.Integer(), nullable=True),
        sa.Column("start_on", sa.Date(), nullable=True),
        sa.Column("end_on", sa.Date(), nullable=True),
        sa.Column("budget_sek", sa.BigInteger(), nullable=True),
        sa.Column("contact_name", sa.String(length=120), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=False),
        sa.Column("contact_phone", sa.String(length=40), nullable=False),
        sa.Column("diarienummer", sa.String(length=60), nullable=False),
        sa.Column("import_key", sa.String(length=120), nullable=True),
        sa.Column("imported_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["imported_by_id"], ["people.id"], name=op.f("fk_initiatives_imported_by_id")
        ),
        sa.Column("is_complete", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("last_reported_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("publication_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["initiatives.id"], name=op.f("fk_initiatives_merged_into_id")
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "age_from IS NULL OR age_to IS NULL OR age_from <= age_to",
            name=op.f("ck_initiatives_ages"),
        ),
        sa.CheckConstraint(
            "budget_sek IS NULL OR budget_sek >= 0", name=op.f("ck_initiatives_budget")
        ),
        sa.CheckConstraint(
            "end_on IS NULL OR start_on IS NULL OR start_on <= end_on",
            name=op.f("ck_initiatives_period"),
        ),
        sa.ForeignKeyConstraint(
            ["lead_organisation_id"],
            ["organisations.id"],
            name=op.f("fk_initiatives_lead_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["reach_id"], ["list_entries.id"], name=op.f("fk_initiatives_reach_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiatives")),
        sa.UniqueConstraint("public_id", name=op.f("uq_initiatives_public_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("initiatives", schema=None) as batch_op:
        batch_op.create_index(
            "ix_initiatives_changed", ["changed_at", "id", "visibility"], unique=False
        )
        batch_op.create_index("ix_initiatives_title", ["title_key", "id"], unique=False)
        batch_op.create_index("ix_initiatives_imported_by_id", ["imported_by_id"], unique=False)
        batch_op.create_index("ix_initiatives_merged_into_id", ["merged_into_id"], unique=False)
        batch_op.create_index(
            "ix_initiatives_count",
            ["phase", "visibility", "lead_organisation_id", "imported_by_id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_initiatives_publication_asked", ["publication_asked_at", "id"], unique=False
        )
        batch_op.create_index(
            "ix_initiatives_silent",
            ["phase", "last_reported_on", "changed_at", "visibility"],
            unique=False,
        )
        batch_op.create_index("ix_initiatives_reported", ["last_reported_on", "id"], unique=False)
        batch_op.create_index("ix_initiatives_start", ["start_on", "id"], unique=False)
        batch_op.create_index("ix_initiatives_end", ["end_on", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_initiatives_lead_organisation_id"),
            ["lead_organisation_id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_initiatives_phase_changed", ["phase", "changed_at", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_initiatives_reach_id"), ["reach_id"], unique=False)
        batch_op.create_index(
            "uq_initiatives_import_key", ["lead_organisation_id", "import_key"], unique=True
        )

    op.create_table(
        "memberships",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "member",
                "manager",
                name="membershiprole",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_memberships_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_memberships_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "organisation_id", name=op.f("pk_memberships")),
    )
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_memberships_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "audit_values",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("salt", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["audit_entries.id"], name=op.f("fk_audit_values_entry_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_values")),
    )
    with op.batch_alter_table("audit_values", schema=None) as batch_op:
        batch_op.create_index("uq_audit_values_entry_field", ["entry_id", "field"], unique=True)

    op.create_table(
        "import_rows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_file_id", sa.Integer(), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "new",
                "changed",
                "unchanged",
                "skipped",
                "fault",
                name="rowoutcome",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("initiative_id", sa.Integer(), nullable=True),
        sa.Column("proposed", sa.JSON(), nullable=False),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_file_id"], ["import_files.id"], name=op.f("fk_import_rows_import_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiatives.id"], name=op.f("fk_import_rows_initiative_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_rows")),
    )
    with op.batch_alter_table("import_rows", schema=None) as batch_op:
        batch_op.create_index(
            "ix_import_rows_file", ["import_file_id", "outcome", "row_number"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_import_rows_initiative_id"), ["initiative_id"], unique=False
        )

    op.create_table(
        "initiative_goal_areas",
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("goal_area_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["goal_area_id"], ["goal_areas.id"], name=op.f("fk_initiative_goal_areas_goal_area_id")
        ),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiatives.id"],
            name=op.f("fk_initiative_goal_areas_initiative_id"),
        ),
        sa.PrimaryKeyConstraint(
            "initiative_id", "goal_area_id", name=op.f("pk_initiative_goal_areas")
        ),
    )
    with op.batch_alter_table("initiative_goal_areas", schema=None) as batch_op:
        batch_op.create_index(
            "ix_initiative_goal_areas_tag", ["goal_area_id", "initiative_id"], unique=False
        )

    op.create_table(
        "initiative_goals",
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["goal_id"], ["goals.id"], name=op.f("fk_initiative_goals_goal_id")
        ),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiatives.id"], name=op.f("fk_initiative_goals_initiative_id")
        ),
        sa.PrimaryKeyConstraint("initiative_id", "goal_id", name=op.f("pk_initiative_goals")),
    )
    with op.batch_alter_table("initiative_goals", schema=None) as batch_op:
        batch_op.create_index("ix_initiative_goals_tag", ["goal_id", "initiative_id"], unique=False)

    op.create_table(
        "initiative_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiatives.id"], name=op.f("fk_initiative_links_initiative_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_links")),
    )
    with op.batch_alter_table("initiative_links", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_initiative_links_initiative_id"), ["initiative_id"], unique=False
        )

    op.create_table(
        "initiative_places",
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiatives.id"], name=op.f("fk_initiative_places_initiative_id")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["places.id"], name=op.f("fk_initiative_places_place_id")
        ),
        sa.PrimaryKeyConstraint("initiative_id", "place_id", name=op.f("pk_initiative_places")),
    )
    with op.batch_alter_table("initiative_places", schema=None) as batch_op:
        batch_op.create_index(
            "ix_initiative_places_tag", ["place_id", "initiative_id"], unique=False
        )

    op.create_table(
        "initiative_tags",
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("list_entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiatives.id"], name=op.f("fk_initiative_tags_initiative_id")
        ),
        sa.ForeignKeyConstraint(
            ["list_entry_id"], ["list_entries.id"], name=op.f("fk_initiative_tags_list_entry_id")
        ),
        sa.PrimaryKeyConstraint("initiative_id", "list_entry_id", name=op.f("pk_initiative_tags")),
    )
    with op.batch_alter_table("initiative_tags", schema=None) as batch_op:
        batch_op.create_index(
            "ix_initiative_tags_tag", ["list_entry_id", "initiative_id"], unique=False
        )

    op.create_table(
        "initiative_working_groups",
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("working_group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiatives.id"],
            name=op.f("fk_initiative_working_groups_initiative_id"),
        ),
        sa.ForeignKeyConstraint(
            ["working_group_id"],
            ["working_groups.id"],
            name=op.f("fk_initiative_working_groups_working_group_id"),
        ),
        sa.PrimaryKeyConstraint(
            "initiative_id", "working_group_id", name=op.f("pk_initiative_working_groups")
        ),
    )
    with op.batch_alter_table("initiative_working_groups", schema=None) as batch_op:
        batch_op.create_index(
            "ix_initiative_working_groups_tag", ["working_group_id", "initiative_id"], unique=False
        )

    op.create_table(
        "partnerships",
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.Column(
            "standing",
            sa.Enum(
                "asked",
                "offered",
                "accepted",
                "declined",
                "ended",
                name="partnerstanding",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiatives.id"], name=op.f("fk_partnerships_initiative_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_partnerships_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["role_id"], ["list_entries.id"], name=op.f("fk_partnerships_role_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnerships")),
        sa.UniqueConstraint(
            "initiative_id",
            "organisation_id",
            name=op.f("uq_partnerships_initiative_id_organisation_id"),
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_partnerships_public_id")),
    )
    with op.batch_alter_table("partnerships", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_partnerships_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_partnerships_role_id"), ["role_id"], unique=False)

    op.create_table(
        "phase_proposals",
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "phase",
            sa.Enum(
                "idea",
                "planned",
                "ongoing",
                "closing",
                "paused",
                "completed",
                "cancelled",
                name="phase",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_accepted", sa.Boolean(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiatives.id"], name=op.f("fk_phase_proposals_initiative_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_phase_proposals_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phase_proposals")),
        sa.UniqueConstraint("public_id", name=op.f("uq_phase_proposals_public_id")),
    )
    with op.batch_alter_table("phase_proposals", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_phase_proposals_initiative_id"), ["initiative_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_phase_proposals_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "status_reports",
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("submission_key", sa.String(length=40), nullable=True),
        sa.Column(
            "condition",
            sa.Enum(
                "on_plan",
                "needs_attention",
                "needs_support",
                "not_assessed",
                name="condition",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "phase",
            sa.Enum(
                "idea",
                "planned",
                "ongoing",
                "closing",
                "paused",
                "completed",
                "cancelled",
                name="phase",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("happened", sa.Text(), nullable=False),
        sa.Column("obstacles", sa.Text(), nullable=False),
        sa.Column("needs", sa.Text(), nullable=False),
        sa.Column("people_reached", sa.Integer(), nullable=True),
        sa.Column("is_nothing_new", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "people_reached IS NULL OR people_reached >= 0",
            name=op.f("ck_status_reports_people_reached"),
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["status_reports.id"], name=op.f("fk_status_reports_corrects_id")
        ),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiatives.id"], name=op.f("fk_status_reports_initiative_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_status_reports_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_status_reports_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_reports")),
        sa.UniqueConstraint("public_id", name=op.f("uq_status_reports_public_id")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_status_reports_submission_key")),
    )
    with op.batch_alter_table("status_reports", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_status_reports_corrects_id"), ["corrects_id"], unique=False
        )
        batch_op.create_index(
            "ix_status_reports_initiative", ["initiative_id", "reported_on", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_status_reports_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_status_reports_person_id"), ["person_id"], unique=False
        )


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("status_reports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_status_reports_person_id"))
        batch_op.drop_index(batch_op.f("ix_status_reports_organisation_id"))
        batch_op.drop_index("ix_status_reports_initiative")
        batch_op.drop_index(batch_op.f("ix_status_reports_corrects_id"))

    op.drop_table("status_reports")
    with op.batch_alter_table("phase_proposals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_phase_proposals_person_id"))
        batch_op.drop_index(batch_op.f("ix_phase_proposals_initiative_id"))

    op.drop_table("phase_proposals")
    with op.batch_alter_table("partnerships", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_partnerships_role_id"))
        batch_op.drop_index(batch_op.f("ix_partnerships_organisation_id"))

    op.drop_table("partnerships")
    with op.batch_alter_table("initiative_working_groups", schema=None) as batch_op:
        batch_op.drop_index("ix_initiative_working_groups_tag")

    op.drop_table("initiative_working_groups")
    with op.batch_alter_table("initiative_tags", schema=None) as batch_op:
        batch_op.drop_index("ix_initiative_tags_tag")

    op.drop_table("initiative_tags")
    with op.batch_alter_table("initiative_places", schema=None) as batch_op:
        batch_op.drop_index("ix_initiative_places_tag")

    op.drop_table("initiative_places")
    with op.batch_alter_table("initiative_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_initiative_links_initiative_id"))

    op.drop_table("initiative_links")
    with op.batch_alter_table("initiative_goals", schema=None) as batch_op:
        batch_op.drop_index("ix_initiative_goals_tag")

    op.drop_table("initiative_goals")
    with op.batch_alter_table("initiative_goal_areas", schema=None) as batch_op:
        batch_op.drop_index("ix_initiative_goal_areas_tag")

    op.drop_table("initiative_goal_areas")
    with op.batch_alter_table("import_rows", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_rows_initiative_id"))
        batch_op.drop_index("ix_import_rows_file")

    op.drop_table("import_rows")
    with op.batch_alter_table("audit_values", schema=None) as batch_op:
        batch_op.drop_index("uq_audit_values_entry_field")

    op.drop_table("audit_values")
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_memberships_organisation_id"))

    op.drop_table("memberships")
    with op.batch_alter_table("initiatives", schema=None) as batch_op:
        batch_op.drop_index("uq_initiatives_import_key")
        batch_op.drop_index(batch_op.f("ix_initiatives_reach_id"))
        batch_op.drop_index("ix_initiatives_phase_changed")
        batch_op.drop_index(batch_op.f("ix_initiatives_lead_organisation_id"))
        batch_op.drop_index("ix_initiatives_end")
        batch_op.drop_index("ix_initiatives_start")
        batch_op.drop_index("ix_initiatives_reported")
        batch_op.drop_index("ix_initiatives_silent")
        batch_op.drop_index("ix_initiatives_publication_asked")
        batch_op.drop_index("ix_initiatives_count")
        batch_op.drop_index("ix_initiatives_title")
        batch_op.drop_index("ix_initiatives_imported_by_id")
        batch_op.drop_index("ix_initiatives_merged_into_id")
        batch_op.drop_index("ix_initiatives_changed")

    op.drop_table("initiatives")
    with op.batch_alter_table("import_files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_files_person_id"))
        batch_op.drop_index(batch_op.f("ix_import_files_organisation_id"))

    op.drop_table("import_files")
    with op.batch_alter_table("goals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_goals_goal_area_id"))

    op.drop_table("goals")
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entries_subject")
        batch_op.drop_index(batch_op.f("ix_audit_entries_person_id"))
        batch_op.drop_index(batch_op.f("ix_audit_entries_organisation_id"))

    op.drop_table("audit_entries")
    with op.batch_alter_table("working_groups", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_working_groups_place_id"))

    op.drop_table("working_groups")
    with op.batch_alter_table("sign_in_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_sessions_person_id"))

    op.drop_table("sign_in_sessions")
    with op.batch_alter_table("place_ties", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_place_ties_regso_id"))

    op.drop_table("place_ties")
    op.drop_table("place_aliases")
    op.drop_table("person_roles")
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisations_kind_id"))

    op.drop_table("organisations")
    with op.batch_alter_table("one_time_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_one_time_links_person_id"))

    op.drop_table("one_time_links")
    op.drop_table("import_mappings")
    with op.batch_alter_table("goal_areas", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_goal_areas_programme_id"))

    op.drop_table("goal_areas")
    with op.batch_alter_table("sign_in_attempts", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_in_attempts_key_at")

    op.drop_table("sign_in_attempts")
    op.drop_table("register_state")
    op.drop_table("programmes")
    op.drop_table("places")
    op.drop_table("people")
    with op.batch_alter_table("outbox_events", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_events_due")

    op.drop_table("outbox_events")
    op.drop_table("list_entries")
