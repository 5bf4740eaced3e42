"""What was asked to be read, of whom, and who has confirmed it."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "read_requests",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("asked", sa.String(32), nullable=False),
        sa.Column("until", sa.String(10), nullable=False),
        sa.Column("ending", sa.String(16)),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_read_requests"),
    )
    op.create_index("ix_read_requests_document", "read_requests", ["document"])
    op.create_table(
        "read_people",
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("read", sa.String(32)),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("reminded", sa.String(32)),
        sa.PrimaryKeyConstraint("request", "person", name="pk_read_people"),
    )
    op.create_index("ix_read_people_person", "read_people", ["person"])


def downgrade() -> None:
    op.drop_table("read_people")
    op.drop_table("read_requests")
