"""Run by Alembic for every migration; gets its connection from `app.vault.migrate`."""

from alembic import context

from app.vault.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite cannot alter a column; Alembic rebuilds the table
)
with context.begin_transaction():
    context.run_migrations()
