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
    _applicant_changes()
    _bans()


def downgrade() -> None:
    """Take them away again."""
    _no_packages()
    _no_bans()
    _no_applicant_changes()


def _applicant_changes() -> None:
    """A project handed to another enterprise, and who promised what: promises of the former applicant stay its own."""
    op.create_table(
        "applicant_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("former_id", sa.Integer(), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_method", sa.String(length=16), nullable=False),
        sa.Column("lines", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("consented_by", sa.Integer(), nullable=True),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sign_method", sa.String(length=16), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("ended_side", sa.String(length=16), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("effect", sa.JSON(), server_default="{}", nullable=False),
        sa.CheckConstraint("former_id <> successor_id", name=op.f("ck_applicant_change_another_enterprise")),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_applicant_change_{column}_{table}"))
            for column, table in _REFERS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applicant_change")),
        sa.UniqueConstraint("public_id", name=op.f("uq_applicant_change_public_id")),
    )
    for column in ("project_id", "former_id", "successor_id", "file_id"):
        op.create_index(op.f(f"ix_applicant_change_{column}"), "applicant_change", [column])
    is_open = sa.text("state = 'open'")
    where = {"sqlite_where": is_open, "postgresql_where": is_open}
    op.create_index("uq_applicant_change_open", "applicant_change", ["project_id"], unique=True, **where)
    with op.batch_alter_table("commitment") as commitments:
        commitments.add_column(sa.Column("enterprise_id", sa.Integer(), nullable=True))
        commitments.create_foreign_key(
            op.f("fk_commitment_enterprise_id_enterprise"), "enterprise", ["enterprise_id"], ["id"]
        )
        commitments.create_index(op.f("ix_commitment_enterprise_id"), ["enterprise_id"])
    op.execute(
        "UPDATE commitment SET enterprise_id = (SELECT project.enterprise_id FROM project JOIN approval_case"
        " ON approval_case.project_id = project.id WHERE approval_case.id = commitment.case_id)"
    )


def _bans() -> None:
    """A ban names the licences it is about."""
    with op.batch_alter_table("credit_record") as records:
        records.add_column(sa.Column("items", sa.JSON(), server_default="[]", nullable=False))


def _no_bans() -> None:
    with op.batch_alter_table("credit_record") as records:
        records.drop_column("items")


_REFERS = {
    "project_id": "project", "case_id": "approval_case", "former_id": "enterprise", "successor_id": "enterprise",
    "file_id": "stored_file", "asked_by": "account", "consented_by": "account", "ended_by": "account",
}  # fmt: skip


def _no_applicant_changes() -> None:
    """The project keeps the applicant it has by now."""
    with op.batch_alter_table("commitment") as commitments:
        commitments.drop_index(op.f("ix_commitment_enterprise_id"))
        commitments.drop_constraint(op.f("fk_commitment_enterprise_id_enterprise"), type_="foreignkey")
        commitments.drop_column("enterprise_id")
    op.drop_table("applicant_change")


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
    with op.batch_alter_table("approval_case") as cases:
        cases.add_column(sa.Column("led_by_id", sa.Integer(), nullable=True))
        cases.create_foreign_key("fk_approval_case_led_by_id_approval_case", "approval_case", ["led_by_id"], ["id"])
        cases.create_index("ix_approval_case_led_by_id", ["led_by_id"])


def _no_packages() -> None:
    """Members stay as projects of their own."""
    with op.batch_alter_table("approval_case") as cases:
        cases.drop_index("ix_approval_case_led_by_id")
        cases.drop_constraint("fk_approval_case_led_by_id_approval_case", type_="foreignkey")
        cases.drop_column("led_by_id")
    with op.batch_alter_table("project") as projects:
        projects.drop_constraint("uq_project_package_id_package_no", type_="unique")
        projects.drop_constraint("fk_project_package_id_project_package", type_="foreignkey")
        for name in ("left_package_on", "package_no", "package_id"):
            projects.drop_column(name)
    op.drop_table("package_item")
    op.drop_table("project_package")
