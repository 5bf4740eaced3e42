"""Which documents there are; and indexes for what was asked of all of them."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "catalogue",
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("content", sa.String(64), nullable=False),
        sa.Column("replaces_from", sa.String(10)),
        sa.Column("review_by", sa.String(10)),
        sa.PrimaryKeyConstraint("article", name="pk_catalogue"),
    )
    op.create_index("ix_catalogue_replaces_from", "catalogue", ["replaces_from"])
    op.create_index("ix_catalogue_review_by", "catalogue", ["review_by"])
    op.create_index("ix_articles_seen_first_seen", "articles_seen", ["first_seen"])
    op.create_index("ix_revisions_hash", "revisions", ["hash"])


def downgrade() -> None:
    op.drop_index("ix_revisions_hash", "revisions")
    op.drop_index("ix_articles_seen_first_seen", "articles_seen")
    op.drop_table("catalogue")
