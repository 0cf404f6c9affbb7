"""Word vectors of the propositions of annotated reports; the annotations kept before lack them and are made again."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Go from the version before to this one."""
    op.execute("DELETE FROM annotations")
    with op.batch_alter_table("annotations") as annotations:
        annotations.add_column(sa.Column("word_vectors", sa.LargeBinary(), nullable=False))
