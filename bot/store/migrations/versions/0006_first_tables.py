"""The tables of the first release."""

import sqlalchemy as sa
from alembic import op

# It has the name of the last of six migrations that were never released: a database that was made by those has these
# very tables, and opens as it is.
revision = "0006"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _articles_and_digests()
    _inbox()
    _posts()
    _receipts()
    _feeds()
    _notices()


def downgrade() -> None:
    raise NotImplementedError("there is nothing before these tables: remove the database")


def _articles_and_digests() -> None:
    op.create_table(
        "articles_seen",
        sa.Column("article", sa.String(255), nullable=False),
        sa.Column("first_seen", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("article", name="pk_articles_seen"),
    )
    op.create_table(
        "digests",
        sa.Column("channel", sa.String(64), nullable=False),
        sa.Column("until", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("channel", name="pk_digests"),
    )
    op.create_table(
        "subscriptions",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_subscriptions"),
    )
    op.create_table(
        "told",
        sa.Column("subscription", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("moment", sa.String(32), nullable=False),
        sa.Column("since", sa.String(32), nullable=False),
        sa.Column("until", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("subscription", "name", name="pk_told"),
    )
    op.create_table(
        "revisions",
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seen", sa.String(32), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("paragraphs", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("article", "number", name="pk_revisions"),
    )
    op.create_index("ix_revisions_seen", "revisions", ["seen"])


def _inbox() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "requests",
        sa.Column("number", number, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("received", sa.String(32), nullable=False),
        sa.Column("person", sa.Text()),
        sa.Column("place", sa.Text()),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("worker", sa.Text()),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("free_from", sa.String(32)),
        sa.Column("finished", sa.String(32)),
        sa.Column("outcome", sa.Text()),
        sa.Column("receipt", sa.Text()),
        sa.Column("reason", sa.Text()),
        sa.PrimaryKeyConstraint("number", name="pk_requests"),
    )
    op.create_index("ix_requests_id", "requests", ["id"], unique=True)
    op.create_index("ix_requests_subject", "requests", ["subject", "finished", "number"])
    op.create_index("ix_requests_person", "requests", ["person"])
    _index_some("ix_requests_waiting", "requests", ["number", "finished"], "finished IS NULL")
    _index_some("ix_requests_finished", "requests", ["finished"], "finished IS NOT NULL")
    _index_some("ix_requests_given_up", "requests", ["finished"], "reason IS NOT NULL")
    op.create_table(
        "seen_keys",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("seen", sa.String(32), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_seen_keys"),
    )
    op.create_index("ix_seen_keys_seen", "seen_keys", ["seen"])


def _posts() -> None:
    op.create_table(
        "posts",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("thread", sa.Text()),
        sa.Column("fate", sa.String(16), nullable=False),
        sa.Column("since", sa.String(32), nullable=False),
        sa.Column("ts", sa.Text()),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_posts"),
    )
    op.create_index("ix_posts_since", "posts", ["since"])
    _index_some("ix_posts_unknown", "posts", ["since"], "fate = 'unknown'")


def _receipts() -> None:
    op.create_table(
        "receipts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kept", sa.String(32), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_receipts"),
    )
    op.create_index("ix_receipts_kept", "receipts", ["kept"])
    op.create_table(
        "pins",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_pins"),
    )
    op.create_table(
        "quoted",
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("pin", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("receipt", "pin", name="pk_quoted"),
    )
    op.create_index("ix_quoted_pin", "quoted", ["pin"])


def _feeds() -> None:
    op.create_table(
        "newcomers",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("found", sa.String(32), nullable=False),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_newcomers"),
    )
    op.create_table(
        "feeds",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text()),
        sa.Column("free_from", sa.String(32)),
        sa.PrimaryKeyConstraint("url", name="pk_feeds"),
    )


def _notices() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("since", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("faulty", sa.JSON(), nullable=False),
        sa.Column("mended", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
    )


def _index_some(name: str, table: str, columns: list[str], condition: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(condition), postgresql_where=sa.text(condition))
