"""Runs the migrations on the connection that the store gives, in its transaction."""

from alembic import context

from crosswire.corpus.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
context.run_migrations()
