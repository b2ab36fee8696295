"""Alembic's entry: runs the migrations on the connection that `upgrade.py` hands over."""

from alembic import context

from app.adapters.sqlite.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
