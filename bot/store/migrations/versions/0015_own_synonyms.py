"""What curators added to the synonyms."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_synonyms",
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("person", sa.Text()),
        sa.Column("added", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("line", name="pk_own_synonyms"),
    )


def downgrade() -> None:
    op.drop_table("own_synonyms")
