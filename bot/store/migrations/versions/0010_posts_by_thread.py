"""Finds what was posted in a thread."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_posts_thread", "posts", ["thread"])


def downgrade() -> None:
    op.drop_index("ix_posts_thread", "posts")
