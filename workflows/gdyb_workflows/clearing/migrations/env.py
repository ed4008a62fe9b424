"""Run by Alembic on the connection that the ledger opened."""

from alembic import context

from gdyb_workflows.clearing.ledger.schema import PREFIX, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=f"{PREFIX}ledger_version",
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
