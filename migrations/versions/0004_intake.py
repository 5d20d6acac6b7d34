"""Intake: the file of an enterprise, its papers and its promises.

Revision ID: 0004
Revises: 0003
"""

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One step, so that a half-migrated database cannot exist."""


def downgrade() -> None:
    """The reverse, in the reverse order."""
