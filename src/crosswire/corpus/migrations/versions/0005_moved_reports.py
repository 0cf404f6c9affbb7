"""Which reports a story held that became part of another, so that it has its address again where they part."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Go from the version before to this one."""
    with op.batch_alter_table("moved_stories") as moved_stories:
        moved_stories.add_column(sa.Column("reports", sa.JSON(), nullable=True))
        moved_stories.add_column(sa.Column("joined", sa.JSON(), nullable=True))
