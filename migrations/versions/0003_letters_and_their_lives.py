"""Letters and their lives: what a numbered document needs beyond its issue.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tables and columns in the order of their rooms."""


def downgrade() -> None:
    """The reverse."""
