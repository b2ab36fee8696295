"""Sources and their secrets."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KINDS = ("harvests", "sources")


def upgrade() -> None:
    op.create_table(
        "sources",
        sa.Column("brand", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("brand", "name"),
    )
    op.create_table(
        "secrets",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("set_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    changes = sa.table("changes", sa.column("kind", sa.Text), sa.column("number", sa.Integer))
    op.bulk_insert(changes, [{"kind": kind, "number": 0} for kind in KINDS])
