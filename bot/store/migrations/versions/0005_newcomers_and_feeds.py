"""What comes from feeds and waits for a curator, and what is known of each feed."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
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


def downgrade() -> None:
    op.drop_table("feeds")
    op.drop_table("newcomers")
