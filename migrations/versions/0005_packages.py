"""Packages of projects, a change of applicant, and what watches the work.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and columns of this release."""
    _packages()


def downgrade() -> None:
    """Take them away again."""
    _no_packages()


def _packages() -> None:
    """Similar projects applied for together; each project knows its package and its place in it."""
    op.create_table(
        "project_package",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("name_zh", sa.String(length=128), nullable=False),
        sa.Column("theme_code", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=255), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_project_package_enterprise_id_enterprise")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_project_package_made_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_package")),
        sa.UniqueConstraint("public_id", name=op.f("uq_project_package_public_id")),
    )
    op.create_index(op.f("ix_project_package_enterprise_id"), "project_package", ["enterprise_id"])
    op.create_table(
        "package_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("item_code", sa.String(length=32), nullable=False),
        sa.Column("scope", sa.String(length=16), nullable=False),
        sa.Column("chosen_by", sa.Integer(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["package_id"], ["project_package.id"], name=op.f("fk_package_item_package_id_project_package")
        ),
        sa.ForeignKeyConstraint(["chosen_by"], ["account.id"], name=op.f("fk_package_item_chosen_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package_item")),
        sa.UniqueConstraint("package_id", "item_code", name=op.f("uq_package_item_package_id_item_code")),
    )
    with op.batch_alter_table("project") as projects:
        projects.add_column(sa.Column("package_id", sa.Integer(), nullable=True))
        projects.add_column(sa.Column("package_no", sa.Integer(), nullable=True))
        projects.add_column(sa.Column("left_package_on", sa.Date(), nullable=True))
        projects.create_foreign_key("fk_project_package_id_project_package", "project_package", ["package_id"], ["id"])
        projects.create_unique_constraint("uq_project_package_id_package_no", ["package_id", "package_no"])


def _no_packages() -> None:
    """Members stay as projects of their own."""
    with op.batch_alter_table("project") as projects:
        projects.drop_constraint("uq_project_package_id_package_no", type_="unique")
        projects.drop_constraint("fk_project_package_id_project_package", type_="foreignkey")
        for name in ("left_package_on", "package_no", "package_id"):
            projects.drop_column(name)
    op.drop_table("package_item")
    op.drop_table("project_package")
