"""Words weigh the same whatever the corpus holds: those of every report are weighed again; stories stay as they are."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Go from the version before to this one."""
    from crosswire.corpus.indexing import weigh_again

    weigh_again(op.get_bind())
    op.drop_index("telling_words_by_day", "telling_words")
    op.create_index("telling_words_by_day", "telling_words", ["word", "day", "report", "weight"])
