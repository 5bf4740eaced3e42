"""The first tables: articles seen, digests sent, replies given."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
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
        "replies",
        sa.Column("channel", sa.String(64), nullable=False),
        sa.Column("ts", sa.String(32), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("reply_ts", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("channel", "ts", name="pk_replies"),
    )


def downgrade() -> None:
    op.drop_table("replies")
    op.drop_table("digests")
    op.drop_table("articles_seen")
