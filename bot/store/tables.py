"""The tables. Change them together with a new migration; a test holds the two against each other."""

from sqlalchemy import Column, MetaData, String, Table

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Moments are kept as ISO 8601 text in UTC with a fixed number of digits: they sort as they stand, on any database.
MOMENT = String(32)

articles_seen = Table(
    "articles_seen",
    metadata,
    Column("article", String(255), primary_key=True),
    Column("first_seen", MOMENT, nullable=False),
)

digests = Table(
    "digests",
    metadata,
    Column("channel", String(64), primary_key=True),
    Column("until", MOMENT, nullable=False),
)

replies = Table(
    "replies",
    metadata,
    Column("channel", String(64), primary_key=True),
    Column("ts", String(32), primary_key=True),
    # A hash, so that a changed question is known without keeping anybody's words.
    Column("fingerprint", String(64), nullable=False),
    Column("reply_ts", String(32), nullable=False),
)
