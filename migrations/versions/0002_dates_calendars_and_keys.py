"""What changes a date, calendars in preparation, and the keys of officials.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tables and columns in the order of their rooms."""

    # the keys of officials
    op.add_column("account", sa.Column("totp_secret", sa.String(length=255), nullable=True))
    op.add_column("account", sa.Column("totp_confirmed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("account", sa.Column("totp_last_step", sa.Integer(), nullable=True))
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_recovery_code_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("account_id", "code_hash", name=op.f("uq_recovery_code_account_id_code_hash")),
    )

    # what the house watches itself by
    op.add_column("track", sa.Column("warn_wd", sa.Integer(), nullable=True))
    op.create_table(
        "duty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("next_alarm_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["approval_case.id"], name=op.f("fk_duty_case_id_approval_case")),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_duty_track_id_track")),
        sa.ForeignKeyConstraint(["done_by"], ["account.id"], name=op.f("fk_duty_done_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty")),
        sa.UniqueConstraint("track_id", "round", "kind", name=op.f("uq_duty_track_id_round_kind")),
    )
    op.create_index(op.f("ix_duty_case_id"), "duty", ["case_id"])
    op.create_index(
        "ix_duty_open",
        "duty",
        ["next_alarm_at"],
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.create_table(
        "truth_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=16), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("stored", sa.String(length=64), nullable=False),
        sa.Column("computed", sa.String(length=64), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("settlement", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["approval_case.id"], name=op.f("fk_truth_finding_case_id_approval_case")),
        sa.ForeignKeyConstraint(["settled_by"], ["account.id"], name=op.f("fk_truth_finding_settled_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_truth_finding")),
    )
    op.create_index(op.f("ix_truth_finding_case_id"), "truth_finding", ["case_id"])
    op.create_index(
        "uq_truth_finding_open",
        "truth_finding",
        ["subject", "subject_id", "what"],
        unique=True,
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_table(
        "reconciliation",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_reconciliation")),
    )
    op.create_table(
        "chain_seal",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_chain_seal")),
    )
    op.create_table(
        "sealed_head",
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("seal", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["approval_case.id"], name=op.f("fk_sealed_head_case_id_approval_case")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_sealed_head")),
    )

    # what changes a date
    for clock in ("statutory", "committed"):
        op.add_column("track", sa.Column(f"{clock}_extension_days", sa.Integer(), nullable=True))
        op.add_column("track", sa.Column(f"{clock}_extended_on", sa.Date(), nullable=True))
    op.create_table(
        "extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("clock", sa.String(length=16), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("old_due_on", sa.Date(), nullable=False),
        sa.Column("new_due_on", sa.Date(), nullable=False),
        sa.Column("reason_code", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("basis", sa.String(length=255), nullable=False),
        sa.Column("approved_by", sa.Integer(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("days > 0", name=op.f("ck_extension_gives_days")),
        sa.ForeignKeyConstraint(["approved_by"], ["account.id"], name=op.f("fk_extension_approved_by_account")),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_extension_track_id_track")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
        sa.UniqueConstraint("track_id", "clock", "round", name=op.f("uq_extension_track_id_clock_round")),
    )
    op.create_table(
        "stage_extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("old_due_on", sa.Date(), nullable=False),
        sa.Column("new_due_on", sa.Date(), nullable=False),
        sa.Column("reason_code", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("basis", sa.String(length=255), nullable=False),
        sa.Column("approved_by", sa.Integer(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("days > 0", name=op.f("ck_stage_extension_gives_days")),
        sa.ForeignKeyConstraint(["approved_by"], ["account.id"], name=op.f("fk_stage_extension_approved_by_account")),
        sa.ForeignKeyConstraint(["case_id"], ["approval_case.id"], name=op.f("fk_stage_extension_case_id_approval_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_extension")),
        sa.UniqueConstraint("case_id", name=op.f("uq_stage_extension_case_id")),
    )
    op.create_table(
        "date_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("pause_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("old_on", sa.Date(), nullable=True),
        sa.Column("new_on", sa.Date(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("reason_code", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("basis", sa.String(length=255), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_date_correction_made_by_account")),
        sa.ForeignKeyConstraint(["pause_id"], ["pause.id"], name=op.f("fk_date_correction_pause_id_pause")),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_date_correction_track_id_track")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_date_correction")),
    )
    op.create_index(op.f("ix_date_correction_track_id"), "date_correction", ["track_id"], unique=False)
    op.create_table(
        "overdue_statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("clock", sa.String(length=16), nullable=False),
        sa.Column("deadline_version", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reason_code", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("stated_by", sa.Integer(), nullable=False),
        sa.Column("stated_on", sa.Date(), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["stated_by"], ["account.id"], name=op.f("fk_overdue_statement_stated_by_account")),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_overdue_statement_track_id_track")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overdue_statement")),
        sa.UniqueConstraint(
            "track_id", "clock", "deadline_version", name=op.f("uq_overdue_statement_track_id_clock_deadline_version")
        ),
    )


def downgrade() -> None:
    """The reverse of `upgrade`, last first."""

    for table in ("overdue_statement", "date_correction", "stage_extension", "extension"):
        op.drop_table(table)
    for clock in ("statutory", "committed"):
        op.drop_column("track", f"{clock}_extended_on")
        op.drop_column("track", f"{clock}_extension_days")

    for table in ("sealed_head", "chain_seal", "reconciliation", "truth_finding", "duty"):
        op.drop_table(table)
    op.drop_column("track", "warn_wd")

    op.drop_table("recovery_code")
    for column in ("totp_last_step", "totp_confirmed_at", "totp_secret"):
        op.drop_column("account", column)
