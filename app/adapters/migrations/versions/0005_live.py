"""Roll-ups for people who look: by minute, by block and message, and the latest events."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_FILL = """
INSERT INTO hourly_totals (subject, name, hour, kind, n)
SELECT 'block', block, hour, kind, sum(n) FROM event_counts WHERE block <> ''
GROUP BY block, hour, kind
UNION ALL
SELECT 'message', message, hour, kind, sum(n) FROM event_counts WHERE message <> ''
GROUP BY message, hour, kind
"""


def upgrade() -> None:
    op.create_table(
        "event_minutes",
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("block", sa.Text(), nullable=False),
        sa.Column("variant", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("minute", "kind", "message", "block", "variant", "reader"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "hourly_totals",
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "name", "hour", "kind"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "latest_events",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("block", sa.Text(), nullable=False),
        sa.Column("variant", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.execute(_FILL)
