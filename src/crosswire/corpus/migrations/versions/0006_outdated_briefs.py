"""Whether a brief is older than the reports of its story."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Go from the version before to this one."""
    op.add_column("briefs", sa.Column("outdated", sa.Boolean(), nullable=False, server_default=sa.false()))
    briefs = sa.table("briefs", sa.column("story"), sa.column("made"), sa.column("outdated"))
    stories = sa.table("stories", sa.column("id"), sa.column("changed"))
    later = sa.exists().where(stories.c.id == briefs.c.story, stories.c.changed > briefs.c.made)
    op.execute(sa.update(briefs).where(later).values(outdated=sa.true()))
