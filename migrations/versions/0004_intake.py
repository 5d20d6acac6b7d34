"""Intake: the file of an enterprise, its papers and its promises.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One step, so that a half-migrated database cannot exist."""

    # the day a project wants to open, and the natural days its owner needs before each stage
    op.add_column("project", sa.Column("opens_on", sa.Date(), nullable=True))
    op.add_column("project", sa.Column("own_days", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    """The reverse, in the reverse order."""
    op.drop_column("project", "own_days")
    op.drop_column("project", "opens_on")
