"""Requests, the keys that were seen, and posts; the replies become posts."""

from datetime import UTC, datetime
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_requests()
    op.create_table(
        "seen_keys",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("seen", sa.String(32), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_seen_keys"),
    )
    op.create_index("ix_seen_keys_seen", "seen_keys", ["seen"])
    posts = op.create_table(
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
    replies = sa.table("replies", *map(sa.column, ("channel", "ts", "fingerprint", "reply_ts")))
    for row in op.get_bind().execute(sa.select(replies)).all():
        op.bulk_insert(posts, [_as_post(row)])
    op.drop_table("replies")


def downgrade() -> None:
    raise NotImplementedError("what was asked since has no place in the older tables: restore a backup")


def _create_requests() -> None:
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


def _index_some(name: str, table: str, columns: list[str], condition: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(condition), postgresql_where=sa.text(condition))


def _as_post(reply: sa.Row[tuple[str, ...]]) -> dict[str, str]:
    return {
        "key": f"reply:{reply.channel}:{reply.ts}",
        "id": uuid4().hex,
        "channel": reply.channel,
        "fate": "sent",
        "since": _moment_of(reply.reply_ts),
        "ts": reply.reply_ts,
        "fingerprint": reply.fingerprint,
    }


def _moment_of(ts: str) -> str:
    """Slack's name for a message is the moment at which it was posted, in seconds since 1970."""
    try:
        moment = datetime.fromtimestamp(float(ts), UTC)
    except (ValueError, OverflowError, OSError):
        moment = datetime.now(UTC)
    return moment.isoformat(timespec="microseconds")
