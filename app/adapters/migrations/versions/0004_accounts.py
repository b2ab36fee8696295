"""Accounts and sessions of the studio, and its audit log."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _integers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]


def upgrade() -> None:
    op.create_table(
        "accounts",
        *_texts("key", "email", "name", "role", "password"),
        *_integers("created_at", "is_closed"),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("email"),
    )
    op.create_table(
        "sessions",
        *_texts("digest", "account", "csrf"),
        *_integers("created_at", "seen_at"),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_index("sessions_account", "sessions", ["account"])
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer(), nullable=False),
        *_integers("at"),
        *_texts("actor", "action", "subject", "detail", "digest"),
        sa.PrimaryKeyConstraint("number"),
    )
