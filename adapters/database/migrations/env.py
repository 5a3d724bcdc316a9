"""Alembic's entry: runs the migrations on the connection that `adapters.database.migrate` hands over."""

from alembic import context

from adapters.database.migrate import VERSION_TABLE
from adapters.database.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
)
context.run_migrations()
