"""Names of articles have no longest: they are paths."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("articles_seen") as table:
        table.alter_column("article", type_=sa.Text(), existing_type=sa.String(255), existing_nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("articles_seen") as table:
        table.alter_column("article", type_=sa.String(255), existing_type=sa.Text(), existing_nullable=False)
