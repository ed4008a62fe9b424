"""Run by Alembic on the connection that the journal opened."""

from alembic import context

from gdyb_workflows.journal.schema import TABLES, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=TABLES.version_table,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
