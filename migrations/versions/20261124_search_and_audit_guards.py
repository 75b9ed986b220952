"""The search index, and triggers that keep the audit trail append-only, on both databases."""

from alembic import op

revision = "search_and_audit_guards"
down_revision = "register"

SQLITE_UP = (
    """CREATE VIRTUAL TABLE initiative_search USING fts5(
        title, body, tokenize="unicode61 remove_diacritics 0", prefix='3 4 5 6')""",
    """CREATE TRIGGER audit_entries_are_kept BEFORE UPDATE ON audit_entries
       BEGIN SELECT RAISE(ABORT, 'audit entries are append-only'); END""",
    """CREATE TRIGGER audit_entries_are_not_deleted BEFORE DELETE ON audit_entries
       BEGIN SELECT RAISE(ABORT, 'audit entries are append-only'); END""",
    """CREATE TRIGGER audit_values_are_only_emptied BEFORE UPDATE ON audit_values
       WHEN NEW.before IS NOT NULL OR NEW.after IS NOT NULL OR NEW.salt IS NOT NULL
         OR NEW.id IS NOT OLD.id OR NEW.entry_id IS NOT OLD.entry_id
         OR NEW.field IS NOT OLD.field
       BEGIN SELECT RAISE(ABORT, 'audit values can only be emptied'); END""",
    """CREATE TRIGGER audit_values_are_not_deleted BEFORE DELETE ON audit_values
       BEGIN SELECT RAISE(ABORT, 'audit values can only be emptied'); END""",
)
SQLITE_DOWN = (
    "DROP TRIGGER audit_values_are_not_deleted",
    "DROP TRIGGER audit_values_are_only_emptied",
    "DROP TRIGGER audit_entries_are_not_deleted",
    "DROP TRIGGER audit_entries_are_kept",
    "DROP TABLE initiative_search",
)

POSTGRESQL_UP = (
    """CREATE TABLE initiative_search (
        initiative_id integer PRIMARY KEY REFERENCES initiatives (id) ON DELETE CASCADE,
        title tsvector NOT NULL,
        body tsvector NOT NULL)""",
    "CREATE INDEX ix_initiative_search_title ON initiative_search USING gin (title)",
    "CREATE INDEX ix_initiative_search_body ON initiative_search USING gin (body)",
    """CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION 'audit entries are append-only'; END $$""",
    """CREATE FUNCTION allow_only_emptying() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         IF NEW.before IS NULL AND NEW.after IS NULL AND NEW.salt IS NULL AND NEW.id = OLD.id
            AND NEW.entry_id = OLD.entry_id AND NEW.field = OLD.field THEN RETURN NEW; END IF;
         RAISE EXCEPTION 'audit values can only be emptied';
       END $$""",
    """CREATE TRIGGER audit_entries_are_kept BEFORE UPDATE OR DELETE ON audit_entries
       FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()""",
    """CREATE TRIGGER audit_entries_are_not_truncated BEFORE TRUNCATE ON audit_entries
       FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()""",
    """CREATE TRIGGER audit_values_are_only_emptied BEFORE UPDATE ON audit_values
       FOR EACH ROW EXECUTE FUNCTION allow_only_emptying()""",
    """CREATE TRIGGER audit_values_are_not_deleted BEFORE DELETE ON audit_values
       FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()""",
    """CREATE TRIGGER audit_values_are_not_truncated BEFORE TRUNCATE ON audit_values
       FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()""",
)
POSTGRESQL_DOWN = (
    "DROP TRIGGER audit_values_are_not_truncated ON audit_values",
    "DROP TRIGGER audit_values_are_not_deleted ON audit_values",
    "DROP TRIGGER audit_values_are_only_emptied ON audit_values",
    "DROP TRIGGER audit_entries_are_not_truncated ON audit_entries",
    "DROP TRIGGER audit_entries_are_kept ON audit_entries",
    "DROP FUNCTION allow_only_emptying()",
    "DROP FUNCTION refuse_audit_change()",
    "DROP TABLE initiative_search",
)


def upgrade() -> None:
    """Apply."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_UP if is_sqlite else POSTGRESQL_UP:
        op.execute(statement)


def downgrade() -> None:
    """Take back."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_DOWN if is_sqlite else POSTGRESQL_DOWN:
        op.execute(statement)
