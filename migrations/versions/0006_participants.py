"""The parties to the works, as the joint completion opinion names them.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An earlier proposal named none."""
    with op.batch_alter_table("proposal") as proposals:
        proposals.add_column(sa.Column("participants", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """Take the names away again."""
    with op.batch_alter_table("proposal") as proposals:
        proposals.drop_column("participants")
