"""What changes a date, calendars in preparation, and the keys of officials.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tables and columns in the order of their rooms."""


def downgrade() -> None:
    """The reverse of `upgrade`, last first."""
