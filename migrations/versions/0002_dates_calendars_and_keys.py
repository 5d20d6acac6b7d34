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
    op.create_index(
        "ix_track_open",
        "track",
        ["id"],
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
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
        sa.Column("approval", sa.String(length=255), nullable=False),
        sa.Column("old_due_on", sa.Date(), nullable=False),
        sa.Column("new_due_on", sa.Date(), nullable=False),
        sa.Column("reason_code", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("basis", sa.String(length=255), nullable=False),
        sa.Column("approved_by", sa.Integer(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("days > 0", name=op.f("ck_stage_extension_gives_days")),
        sa.ForeignKeyConstraint(["approved_by"], ["account.id"], name=op.f("fk_stage_extension_approved_by_account")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["approval_case.id"], name=op.f("fk_stage_extension_case_id_approval_case")
        ),
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

    # the calendar in preparation
    for column in ("statutory_floor_on", "committed_floor_on"):
        op.add_column("track", sa.Column(column, sa.Date(), nullable=True))
    op.add_column("approval_case", sa.Column("stage_floor_on", sa.Date(), nullable=True))
    op.add_column("calendar_year", sa.Column("revision", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("calendar_day", sa.Column("year", sa.Integer(), nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        op.execute("UPDATE calendar_day SET year = CAST(strftime('%Y', day) AS INTEGER)")
    else:
        op.execute("UPDATE calendar_day SET year = EXTRACT(YEAR FROM day)")
    with op.batch_alter_table("calendar_day") as days:
        days.alter_column("year", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("calendar_year") as years:
        years.alter_column("revision", existing_type=sa.Integer(), server_default=None)
    op.create_table(
        "calendar_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("notice", sa.String(length=128), nullable=False),
        sa.Column("entries", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("source_text", sa.Text(), nullable=False),
        sa.Column("allow_earlier", sa.Boolean(), nullable=False),
        sa.Column("earlier_reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "state IN ('proposed', 'withdrawn') OR (decided_by IS NOT NULL AND decided_by <> proposed_by)",
            name=op.f("ck_calendar_draft_four_eyes"),
        ),
        sa.CheckConstraint(
            "NOT allow_earlier OR earlier_reason <> ''", name=op.f("ck_calendar_draft_earlier_has_a_reason")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_calendar_draft_decided_by_account")),
        sa.ForeignKeyConstraint(["proposed_by"], ["account.id"], name=op.f("fk_calendar_draft_proposed_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_draft")),
        sa.UniqueConstraint("public_id", name=op.f("uq_calendar_draft_public_id")),
    )
    op.create_index(
        "uq_calendar_draft_open",
        "calendar_draft",
        ["year"],
        unique=True,
        sqlite_where=sa.text("state = 'proposed'"),
        postgresql_where=sa.text("state = 'proposed'"),
    )
    op.create_table(
        "department_closure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=255), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_department_closure_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_department_closure_department_id_department")
        ),
        sa.ForeignKeyConstraint(["set_by"], ["account.id"], name=op.f("fk_department_closure_set_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department_closure")),
        sa.UniqueConstraint("public_id", name=op.f("uq_department_closure_public_id")),
    )
    op.create_index(op.f("ix_department_closure_department_id"), "department_closure", ["department_id"])


def downgrade() -> None:
    """The reverse of `upgrade`, last first."""

    for table in ("department_closure", "calendar_draft"):
        op.drop_table(table)
    op.drop_column("calendar_day", "year")
    op.drop_column("calendar_year", "revision")
    op.drop_column("approval_case", "stage_floor_on")
    for column in ("committed_floor_on", "statutory_floor_on"):
        op.drop_column("track", column)

    for table in ("overdue_statement", "date_correction", "stage_extension", "extension"):
        op.drop_table(table)
    for clock in ("statutory", "committed"):
        op.drop_column("track", f"{clock}_extended_on")
        op.drop_column("track", f"{clock}_extension_days")

    for table in ("sealed_head", "chain_seal", "reconciliation", "truth_finding", "duty"):
        op.drop_table(table)
    op.drop_index("ix_track_open", "track")
    op.drop_column("track", "warn_wd")

    op.drop_table("recovery_code")
    for column in ("totp_last_step", "totp_confirmed_at", "totp_secret"):
        op.drop_column("account", column)
