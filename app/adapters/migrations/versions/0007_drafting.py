"""Who edits which draft, and which publications wait for their time."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _integers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]


def upgrade() -> None:
    op.create_table(
        "draft_edits",
        *_texts("block", "revision", "account", "name"),
        *_integers("at"),
        sa.PrimaryKeyConstraint("block"),
    )
    op.create_table(
        "presences",
        *_texts("block", "account", "name"),
        *_integers("since", "seen"),
        sa.PrimaryKeyConstraint("block", "account"),
    )
    op.create_table(
        "publications",
        sa.Column("number", sa.Integer(), nullable=False),
        *_texts("block", "document"),
        *_integers("at"),
        *_texts("zone", "note", "by"),
        *_integers("asked_at"),
        *_texts("state", "said"),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("publications_block", "publications", ["block"])
    op.create_index("publications_state", "publications", ["state", "at"])
    op.create_index("audit_subject", "audit", ["subject"])
