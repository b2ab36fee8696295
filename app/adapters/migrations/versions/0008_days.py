"""What happened by day, so that thirty of them are read at once."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_FILL = """
INSERT INTO event_days (day, kind, message, block, variant, reader, n)
SELECT hour / 24, kind, message, block, variant, reader, sum(n) FROM event_counts
GROUP BY hour / 24, kind, message, block, variant, reader
"""


def upgrade() -> None:
    op.create_table(
        "event_days",
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("block", sa.Text(), nullable=False),
        sa.Column("variant", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "kind", "message", "block", "variant", "reader"),
        sqlite_with_rowid=False,
    )
    op.execute(_FILL)
