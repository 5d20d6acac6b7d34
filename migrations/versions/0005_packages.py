"""Packages of projects, a change of applicant, and what watches the work.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and columns of this release."""


def downgrade() -> None:
    """Take them away again."""
