"""The documents of sources that are followed, and when each source was last looked at."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "source_documents",
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("withdrawn", sa.String(32)),
        sa.PrimaryKeyConstraint("article", name="pk_source_documents"),
    )
    with op.batch_alter_table("feeds") as table:
        table.add_column(sa.Column("looked", sa.String(32)))
        table.add_column(sa.Column("told", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("feeds") as table:
        table.drop_column("told")
        table.drop_column("looked")
    op.drop_table("source_documents")
