"""What curators answer: questions that were handed over, pinned answers, and documents of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_pins",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person", sa.Text()),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_own_pins"),
    )
    op.create_table(
        "own_documents",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("person", sa.Text()),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_own_documents"),
    )
    op.create_table(
        "hand_overs",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("collections", sa.JSON()),
        sa.Column("asked", sa.String(32), nullable=False),
        sa.Column("pin", sa.Text(), nullable=False),
        sa.Column("answered", sa.String(32)),
        sa.PrimaryKeyConstraint("id", name="pk_hand_overs"),
    )
    op.create_table(
        "askers",
        sa.Column("hand_over", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("joined", sa.String(32), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("hand_over", "key", name="pk_askers"),
    )
    op.create_index("ix_askers_person", "askers", ["person"])


def downgrade() -> None:
    for table in ("askers", "hand_overs", "own_documents", "own_pins"):
        op.drop_table(table)
