"""Runs the migrations with the app's own engine."""

from alembic import context
from flask import current_app

engine = current_app.extensions["migrate"].db.engine
metadata = current_app.extensions["migrate"].db.Model.metadata
UNMAPPED = "initiative_search"


def is_ours(_row: object, name: str | None, kind: str, _reflected: bool, _compare: object) -> bool:
    """Leave the search index, which has a shape of its own on each database, to its migration."""
    return not (kind == "table" and (name or "").startswith(UNMAPPED))


with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        include_object=is_ours,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
