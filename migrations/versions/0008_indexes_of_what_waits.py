"""Small indexes for questions that are asked all the time: of letters untried, dead rows and ratings unanswered.

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_PARTS = (
    ("ix_outbox_message_untried", "outbox_message", ["queue", "turn"],
     "done_at IS NULL AND dead_at IS NULL AND last_error = ''"),
    ("ix_outbox_message_dead", "outbox_message", ["dead_at"], "done_at IS NULL AND dead_at IS NOT NULL"),
    ("ix_service_rating_unanswered", "service_rating", ["given_at"],
     "answered_at IS NULL AND level IN ('bad', 'very_bad')"),
)  # fmt: skip


def upgrade() -> None:
    """Each holds only the few rows that still wait."""
    for name, table, columns, where in _PARTS:
        part = sa.text(where)
        op.create_index(name, table, columns, sqlite_where=part, postgresql_where=part)


def downgrade() -> None:
    """Without them all is found as before, only later."""
    for name, table, *_ in reversed(_PARTS):
        op.drop_index(name, table_name=table)
