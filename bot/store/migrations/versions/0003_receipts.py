"""Receipts, and copies of what they quote."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
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


def downgrade() -> None:
    op.drop_table("quoted")
    op.drop_table("pins")
    op.drop_table("receipts")
