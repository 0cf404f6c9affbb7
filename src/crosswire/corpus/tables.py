"""The tables of a corpus; migrations/ makes them, and a test holds the two together.

Times are ISO 8601 in UTC, days of publication as the reports give them; lists and records are JSON.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    false,
)

metadata = MetaData()

# What was read. A report is one address; each text that stood there is a version of it.
reports = Table(
    "reports",
    metadata,
    Column("id", Text, primary_key=True),
    Column("url", Text, index=True),
    Column("path", Text),
    Column("title", Text),
    Column("outlet", Text),
    Column("published", Text, index=True),
    Column("published_basis", Text),
    Column("first_seen", Text, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("story", Text, index=True),
    Column("subject", Text, index=True),
)
versions = Table(
    "versions",
    metadata,
    Column("report", Text, ForeignKey("reports.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("first_seen", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("details", JSON, nullable=False),
)

# Stories, and the addresses of those that became part of another.
stories = Table(
    "stories",
    metadata,
    Column("id", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("reports", Integer, nullable=False),
    Column("first_published", Text),
    Column("last_published", Text, index=True),
    Column("started", Text, nullable=False),
    Column("changed", Text, nullable=False, index=True),
    Column("cohesion", Float, nullable=False),
    Column("reason", Text, nullable=False),
)
moved_stories = Table(
    "moved_stories",
    metadata,
    Column("id", Text, primary_key=True),
    Column("story", Text, nullable=False),
    Column("moved", Text, nullable=False),
    Column("reports", JSON),  # those that it held
    Column("joined", JSON),  # and those of the story that it became part of
)

# What grouping compares: how many reports hold each word; the words of each report, as indexing.BAG lays them out;
# and those of its words that tell most, with their part of its vector.
words = Table(
    "words",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("word", Text, nullable=False, unique=True),
    Column("reports", Integer, nullable=False),
)
report_words = Table(
    "report_words",
    metadata,
    Column("report", Text, ForeignKey("reports.id"), primary_key=True),
    Column("day", Float),
    Column("words", LargeBinary, nullable=False),
)
telling_words = Table(
    "telling_words",
    metadata,
    Column("word", Integer, ForeignKey("words.number"), primary_key=True),
    Column("report", Text, ForeignKey("reports.id"), primary_key=True, index=True),
    Column("day", Float),
    Column("weight", Integer, nullable=False),
    Index("telling_words_by_day", "word", "day", "report", "weight"),  # all that is asked for stands in the index
)

# What the language step and the brief found; kept so that they are made once, and made again when they are lost.
annotations = Table(
    "annotations",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("report", Text, nullable=False, index=True),
    Column("annotation", LargeBinary, nullable=False),
    Column("sentence_vectors", LargeBinary, nullable=False),
    Column("proposition_vectors", LargeBinary, nullable=False),
    Column("word_vectors", LargeBinary, nullable=False),
)
briefs = Table(
    "briefs",
    metadata,
    Column("story", Text, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("made", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("outdated", Boolean, nullable=False, server_default=false()),  # whether the reports changed since
)
claims = Table(
    "claims",
    metadata,
    Column("story", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("report", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("reports", Integer, nullable=False),
    Column("origins_min", Integer, nullable=False),
    Column("origins_max", Integer, nullable=False),
)
conflicts = Table(
    "conflicts",
    metadata,
    Column("story", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("claim", Text),
    Column("superseded", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
)

# What search looks through: a row a report, a claim's mention or a quotation; its words are indexed beside it, its
# meaning is a vector. No number is given twice, so that what was read of a row needs no second look.
documents = Table(
    "documents",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("item", Text, nullable=False),
    Column("report", Text, nullable=False, index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("meaning", LargeBinary, nullable=False),
    Index("documents_by_item", "kind", "item"),
    sqlite_autoincrement=True,
)

# What people decided.
judgements = Table(
    "judgements",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("verdict", Text, nullable=False),
    Column("about", JSON, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("undone_by", Text),
    Column("undone_at", Text),
)
outlets = Table(
    "outlets",
    metadata,
    Column("name", Text, primary_key=True),
    Column("domains", Text, nullable=False),
    Column("family", Text, nullable=False),
    Column("country", Text, nullable=False),
    Column("state_run", Text, nullable=False),
)

# Feeds: what each said last, when it may be asked again, and what became of its items; no problem means done.
feeds = Table(
    "feeds",
    metadata,
    Column("address", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("etag", Text),
    Column("modified", Text),
    Column("last_polled", Text, nullable=False),
    Column("last_changed", Text),
    Column("failures", Integer, nullable=False),
    Column("not_before", Text),
    Column("problem", Text),
)
feed_items = Table(
    "feed_items",
    metadata,
    Column("feed", Text, primary_key=True),
    Column("item", Text, primary_key=True),
    Column("link", Text, index=True),
    Column("digest", Text, nullable=False),
    Column("first_seen", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("problem", Text),
)
