"""Of which file an article was read, so that another reader of the same file is no change."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("revisions") as table:
        table.add_column(sa.Column("content", sa.String(64), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("revisions") as table:
        table.drop_column("content")
