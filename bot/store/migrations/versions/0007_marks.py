"""Moments that are to be known again, such as that of the last purge."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "marks",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("moment", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_marks"),
    )


def downgrade() -> None:
    op.drop_table("marks")
