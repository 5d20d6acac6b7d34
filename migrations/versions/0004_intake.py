"""Intake: the file of an enterprise, its papers and its promises.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import datetime as dt
import secrets
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_LEGAL_TIME = ZoneInfo("Asia/Shanghai")
_UNREPAIRED = {"sqlite_where": sa.text("repaired_on IS NULL"), "postgresql_where": sa.text("repaired_on IS NULL")}
_SIGNED = {"letter_version": 32, "letter_hash": 64, "signer_name": 64, "sign_method": 16}
_CREDIT = sa.table(
    "credit_record",
    sa.column("id", sa.Integer), sa.column("public_id", sa.String), sa.column("enterprise_id", sa.Integer),
    sa.column("kind", sa.String), sa.column("reason", sa.Text), sa.column("recorded_on", sa.Date),
    sa.column("recorded_at", sa.DateTime(timezone=True)), sa.column("repaired_on", sa.Date),
    sa.column("repair_note", sa.Text), sa.column("source", sa.String),
)  # fmt: skip


def upgrade() -> None:
    """One step, so that a half-migrated database cannot exist."""

    # the day a project wants to open, and the natural days its owner needs before each stage
    op.add_column("project", sa.Column("opens_on", sa.Date(), nullable=True))
    op.add_column("project", sa.Column("own_days", sa.JSON(), nullable=False, server_default="{}"))

    # the credit record: what keeps an enterprise from promising, and how it was repaired; the former note becomes its first entry
    op.create_table(
        "credit_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("track_id", sa.Integer(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("repaired_on", sa.Date(), nullable=True),
        sa.Column("repaired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("repaired_by", sa.Integer(), nullable=True),
        sa.Column("repair_note", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["approval_case.id"], name=op.f("fk_credit_record_case_id_approval_case")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_credit_record_enterprise_id_enterprise")
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_credit_record_recorded_by_account")),
        sa.ForeignKeyConstraint(["repaired_by"], ["account.id"], name=op.f("fk_credit_record_repaired_by_account")),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_credit_record_track_id_track")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_record")),
        sa.UniqueConstraint("public_id", name=op.f("uq_credit_record_public_id")),
    )
    op.create_index("ix_credit_record_enterprise_id", "credit_record", ["enterprise_id"])
    op.create_index("ix_credit_record_standing", "credit_record", ["enterprise_id"], **_UNREPAIRED)
    _take_over_sanctions()
    with op.batch_alter_table("enterprise") as enterprises:
        enterprises.drop_column("credit_sanction")
    _uploads()
    _answers_and_choices()
    _promises()
    _oversight()

    # the list of key projects, which take the green channel when they are set up
    op.create_table(
        "key_project",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("reason", sa.String(length=255), nullable=False),
        sa.Column("listed_by", sa.Integer(), nullable=False),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["listed_by"], ["account.id"], name=op.f("fk_key_project_listed_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_project")),
        sa.UniqueConstraint("code", name=op.f("uq_key_project_code")),
    )
    _amendments()
    _enterprise_files()
    _window()
    _prechecks()
    _filing_orders()
    _bulletins()


def downgrade() -> None:
    """The reverse, in the reverse order."""
    _no_bulletins()
    op.drop_table("filing_order")
    _no_window()
    _no_enterprise_files()
    op.drop_table("amendment")
    op.drop_table("precheck_line")
    op.drop_table("precheck")
    op.drop_table("key_project")
    _no_oversight()
    _no_promises()
    _no_answers_and_choices()
    _no_uploads()
    with op.batch_alter_table("enterprise") as enterprises:
        enterprises.add_column(sa.Column("credit_sanction", sa.String(length=255), nullable=False, server_default=""))
    _give_sanctions_back()
    op.drop_table("credit_record")
    op.drop_column("project", "own_days")
    op.drop_column("project", "opens_on")


def _take_over_sanctions() -> None:
    """The former note said no day: it counts from the day it is taken over."""
    bind, now = op.get_bind(), dt.datetime.now(dt.UTC)
    noted = bind.execute(sa.text("SELECT id, credit_sanction FROM enterprise WHERE credit_sanction <> '' ORDER BY id"))
    rows = [
        {
            "public_id": secrets.token_urlsafe(16), "enterprise_id": id_, "kind": "sanction", "reason": reason,
            "recorded_on": now.astimezone(_LEGAL_TIME).date(), "recorded_at": now, "repair_note": "", "source": "",
        }
        for id_, reason in noted
    ]  # fmt: skip
    if rows:
        bind.execute(sa.insert(_CREDIT), rows)


def _give_sanctions_back() -> None:
    """The newest unrepaired sanction of each enterprise, as much of it as the former note holds."""
    bind = op.get_bind()
    standing = bind.execute(
        sa.select(_CREDIT.c.enterprise_id, _CREDIT.c.reason)
        .where(_CREDIT.c.kind == "sanction", _CREDIT.c.repaired_on.is_(None))
        .order_by(_CREDIT.c.id)
    )
    for enterprise, reason in standing.all():
        words = {"reason": reason[:255], "id": enterprise}
        bind.execute(sa.text("UPDATE enterprise SET credit_sanction = :reason WHERE id = :id"), words)


def _uploads() -> None:
    """Several files to a version, what the scanner said of each, and files that are still on their way."""
    op.add_column("stored_file", sa.Column("scan", sa.String(length=32), nullable=False, server_default="clean"))
    op.add_column("stored_file", sa.Column("scan_note", sa.String(length=255), nullable=False, server_default=""))
    op.add_column("material_version", sa.Column("is_barred", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "material_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("material_version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_material_file_file_id_stored_file")),
        sa.ForeignKeyConstraint(
            ["material_version_id"],
            ["material_version.id"],
            name=op.f("fk_material_file_material_version_id_material_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material_file")),
        sa.UniqueConstraint(
            "material_version_id", "position", name=op.f("uq_material_file_material_version_id_position")
        ),
    )
    op.create_index("ix_material_file_file_id", "material_file", ["file_id"])
    op.create_table(
        "upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("material_code", sa.String(length=16), nullable=False),
        sa.Column("display_name", sa.String(length=255), nullable=False),
        sa.Column("declared_size", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("received >= 0 AND received <= declared_size", name=op.f("ck_upload_within_size")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_upload_account_id_account")),
        sa.ForeignKeyConstraint(["case_id"], ["approval_case.id"], name=op.f("fk_upload_case_id_approval_case")),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"], name=op.f("fk_upload_enterprise_id_enterprise")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        sa.UniqueConstraint("public_id", name=op.f("uq_upload_public_id")),
    )
    for column in ("account_id", "enterprise_id", "case_id", "expires_at"):
        op.create_index(f"ix_upload_{column}", "upload", [column])


def _no_uploads() -> None:
    op.drop_table("upload")
    op.drop_table("material_file")
    op.drop_column("material_version", "is_barred")
    op.drop_column("stored_file", "scan_note")
    op.drop_column("stored_file", "scan")


def _answers_and_choices() -> None:
    """Who changed which answer last, what is applied for now; results brought along, answers kept, guides printed."""
    op.add_column("approval_case", sa.Column("answer_versions", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("approval_case", sa.Column("item_choices", sa.JSON(), nullable=False, server_default="{}"))
    op.create_table(
        "held_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("item_code", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=128), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("organ", sa.String(length=255), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("declared_by", sa.Integer(), nullable=True),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("doubt", sa.Text(), nullable=False),
        sa.Column("judged_by", sa.Integer(), nullable=True),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["approval_case.id"], name=op.f("fk_held_result_case_id_approval_case")),
        sa.ForeignKeyConstraint(["declared_by"], ["account.id"], name=op.f("fk_held_result_declared_by_account")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_held_result_file_id_stored_file")),
        sa.ForeignKeyConstraint(["judged_by"], ["account.id"], name=op.f("fk_held_result_judged_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_result")),
        sa.UniqueConstraint("case_id", "item_code", name=op.f("uq_held_result_case_id_item_code")),
        sa.UniqueConstraint("public_id", name=op.f("uq_held_result_public_id")),
    )
    op.create_index("ix_held_result_file_id", "held_result", ["file_id"])
    op.create_table(
        "saved_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("theme_code", sa.String(length=32), nullable=False),
        sa.Column("stage_code", sa.String(length=16), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_plan")),
        sa.UniqueConstraint("public_id", name=op.f("uq_saved_plan_public_id")),
    )
    op.create_index("ix_saved_plan_saved_at", "saved_plan", ["saved_at"])
    op.create_table(
        "guide_print",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guide_print")),
        sa.UniqueConstraint("digest", name=op.f("uq_guide_print_digest")),
        sa.UniqueConstraint("public_id", name=op.f("uq_guide_print_public_id")),
    )
    op.create_index("ix_guide_print_ordered_at", "guide_print", ["ordered_at"])


def _no_answers_and_choices() -> None:
    op.drop_table("guide_print")
    op.drop_table("saved_plan")
    op.drop_table("held_result")
    op.drop_column("approval_case", "item_choices")
    op.drop_column("approval_case", "answer_versions")


def _oversight() -> None:
    """What a supervisor asks of a department about an item, and the holder who is heard before its licence is taken back."""
    op.create_table(
        "supervision_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("watch_no", sa.String(length=64), nullable=False),
        sa.Column("rule", sa.String(length=16), nullable=False),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("overdue_wd", sa.Integer(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("requirements", sa.Text(), nullable=False),
        sa.Column("reply_by", sa.Date(), nullable=False),
        sa.Column("sent_by", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closing_note", sa.Text(), nullable=False),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["closed_by"], ["account.id"], name=op.f("fk_supervision_notice_closed_by_account")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_supervision_notice_department_id_department")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_supervision_notice_document_id_document")
        ),
        sa.ForeignKeyConstraint(["sent_by"], ["account.id"], name=op.f("fk_supervision_notice_sent_by_account")),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_supervision_notice_track_id_track")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_notice")),
        sa.UniqueConstraint("document_id", name=op.f("uq_supervision_notice_document_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_supervision_notice_public_id")),
        sa.UniqueConstraint("watch_no", name=op.f("uq_supervision_notice_watch_no")),
    )
    for column in ("track_id", "department_id", "reply_by"):
        op.create_index(f"ix_supervision_notice_{column}", "supervision_notice", [column])
    op.create_index(
        "uq_supervision_notice_open",
        "supervision_notice",
        ["track_id", "level"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "supervision_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("replied_by", sa.Integer(), nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_supervision_reply_file_id_stored_file")),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["supervision_notice.id"], name=op.f("fk_supervision_reply_notice_id_supervision_notice")
        ),
        sa.ForeignKeyConstraint(["replied_by"], ["account.id"], name=op.f("fk_supervision_reply_replied_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_reply")),
        sa.UniqueConstraint("public_id", name=op.f("uq_supervision_reply_public_id")),
    )
    op.create_index("ix_supervision_reply_notice_id", "supervision_reply", ["notice_id"])
    op.add_column("hearing", sa.Column("verb", sa.String(length=16), nullable=False, server_default=""))
    op.add_column("hearing", sa.Column("answer", sa.Text(), nullable=False, server_default=""))
    op.add_column("hearing", sa.Column("answered_on", sa.Date(), nullable=True))
    op.add_column("hearing", sa.Column("decided_on", sa.Date(), nullable=True))
    op.add_column("hearing", sa.Column("answered_by", sa.String(length=64), nullable=False, server_default=""))


def _no_oversight() -> None:
    for column in ("decided_on", "answered_by", "answered_on", "answer", "verb"):
        op.drop_column("hearing", column)
    op.drop_table("supervision_reply")
    op.drop_table("supervision_notice")


def _promises() -> None:
    """What is chosen in a draft, how a letter was signed, how a broken line was settled, and what is verified after a grant."""
    op.create_table(
        "promise_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("item_code", sa.String(length=16), nullable=False),
        sa.Column("material_code", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("days_wd", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["approval_case.id"], name=op.f("fk_promise_choice_case_id_approval_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise_choice")),
        sa.UniqueConstraint(
            "case_id", "item_code", "material_code", name=op.f("uq_promise_choice_case_id_item_code_material_code")
        ),
    )
    with op.batch_alter_table("commitment") as commitments:
        commitments.add_column(sa.Column("document_id", sa.Integer(), nullable=True))
        for name, length in _SIGNED.items():
            commitments.add_column(sa.Column(name, sa.String(length=length), nullable=False, server_default=""))
        commitments.create_foreign_key("fk_commitment_document_id_document", "document", ["document_id"], ["id"])
    with op.batch_alter_table("commitment_line") as lines:
        lines.alter_column("case_material_id", existing_type=sa.Integer(), nullable=True)
        lines.add_column(sa.Column("version_id", sa.Integer(), nullable=True))
        lines.add_column(sa.Column("first_due_on", sa.Date(), nullable=True))
        lines.add_column(sa.Column("settlement", sa.String(length=16), nullable=False, server_default=""))
        lines.add_column(sa.Column("settled_on", sa.Date(), nullable=True))
        lines.add_column(sa.Column("settled_by", sa.Integer(), nullable=True))
        lines.add_column(sa.Column("settlement_note", sa.Text(), nullable=False, server_default=""))
        lines.create_foreign_key(
            "fk_commitment_line_version_id_material_version", "material_version", ["version_id"], ["id"]
        )
        lines.create_foreign_key("fk_commitment_line_settled_by_account", "account", ["settled_by"], ["id"])
    op.add_column("material_demand", sa.Column("is_committed", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("track", sa.Column("is_committed", sa.Boolean(), nullable=False, server_default=sa.false()))
    _verification()


def _verification() -> None:
    op.create_table(
        "verification_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("checked_by", sa.Integer(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("rectify_by", sa.Date(), nullable=True),
        sa.Column("requirement", sa.Text(), nullable=False),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closing_note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["approval_case.id"], name=op.f("fk_verification_task_case_id_approval_case")
        ),
        sa.ForeignKeyConstraint(["checked_by"], ["account.id"], name=op.f("fk_verification_task_checked_by_account")),
        sa.ForeignKeyConstraint(["closed_by"], ["account.id"], name=op.f("fk_verification_task_closed_by_account")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_verification_task_department_id_department")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["commitment_line.id"], name=op.f("fk_verification_task_line_id_commitment_line")
        ),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_verification_task_track_id_track")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification_task")),
        sa.UniqueConstraint("line_id", name=op.f("uq_verification_task_line_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_verification_task_public_id")),
    )
    op.create_index("ix_verification_task_case_id", "verification_task", ["case_id"])
    op.create_index("ix_verification_task_department_id", "verification_task", ["department_id", "state"])


def _no_promises() -> None:
    op.drop_table("verification_task")
    op.drop_column("track", "is_committed")
    op.drop_column("material_demand", "is_committed")
    # the former house knows lines of papers only
    op.execute(sa.text("DELETE FROM commitment_line WHERE case_material_id IS NULL"))
    with op.batch_alter_table("commitment_line") as lines:
        lines.drop_constraint("fk_commitment_line_settled_by_account", type_="foreignkey")
        lines.drop_constraint("fk_commitment_line_version_id_material_version", type_="foreignkey")
        for name in ("settlement_note", "settled_by", "settled_on", "settlement", "first_due_on", "version_id"):
            lines.drop_column(name)
        lines.alter_column("case_material_id", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("commitment") as commitments:
        commitments.drop_constraint("fk_commitment_document_id_document", type_="foreignkey")
        for name in (*reversed(_SIGNED), "document_id"):
            commitments.drop_column(name)
    op.drop_table("promise_choice")


def _amendments() -> None:
    """Answers changed after the filing, proposed by one side and agreed to by the other."""
    op.create_table(
        "amendment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("former", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("effect", sa.JSON(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["account.id"], name=op.f("fk_amendment_answered_by_account")),
        sa.ForeignKeyConstraint(["case_id"], ["approval_case.id"], name=op.f("fk_amendment_case_id_approval_case")),
        sa.ForeignKeyConstraint(["proposed_by"], ["account.id"], name=op.f("fk_amendment_proposed_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
        sa.UniqueConstraint("public_id", name=op.f("uq_amendment_public_id")),
    )
    op.create_index("ix_amendment_case_id", "amendment", ["case_id"])
    op.create_index(
        "uq_amendment_open",
        "amendment",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )


def _enterprise_files() -> None:
    """Members and the powers of attorney of agents, the papers an enterprise keeps, and where a paper was taken from."""
    op.create_table(
        "mandate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("project_ids", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("given_by", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"], name=op.f("fk_mandate_enterprise_id_enterprise")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_mandate_file_id_stored_file")),
        sa.ForeignKeyConstraint(["given_by"], ["account.id"], name=op.f("fk_mandate_given_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mandate_public_id")),
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("mandate_id", sa.Integer(), nullable=True),
        sa.Column("invited_by", sa.Integer(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_by", sa.Integer(), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_invitation_account_id_account")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_invitation_enterprise_id_enterprise")
        ),
        sa.ForeignKeyConstraint(["invited_by"], ["account.id"], name=op.f("fk_invitation_invited_by_account")),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_invitation_mandate_id_mandate")),
        sa.ForeignKeyConstraint(["used_by"], ["account.id"], name=op.f("fk_invitation_used_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_invitation_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    op.create_table(
        "enterprise_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("old", sa.JSON(), nullable=False, server_default="{}"),
        sa.Column("new", sa.JSON(), nullable=False, server_default="{}"),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_enterprise_change_by_id_account")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_enterprise_change_enterprise_id_enterprise")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enterprise_change")),
    )
    op.create_index("ix_mandate_enterprise_id", "mandate", ["enterprise_id"])
    op.create_index("ix_mandate_file_id", "mandate", ["file_id"])
    op.create_index("ix_invitation_enterprise_id", "invitation", ["enterprise_id"])
    op.create_index("ix_invitation_account_id", "invitation", ["account_id"])
    op.create_index("ix_enterprise_change_enterprise_id", "enterprise_change", ["enterprise_id"])
    op.add_column("enterprise", sa.Column("contact_name", sa.String(length=64), nullable=False, server_default=""))
    op.add_column("enterprise", sa.Column("code_mark", sa.String(length=32), nullable=False, server_default=""))
    with op.batch_alter_table("member") as members:
        members.add_column(sa.Column("mandate_id", sa.Integer(), nullable=True))
        members.create_foreign_key("fk_member_mandate_id_mandate", "mandate", ["mandate_id"], ["id"])
    _papers_on_file()


def _papers_on_file() -> None:
    op.create_table(
        "enterprise_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("material_code", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_enterprise_paper_enterprise_id_enterprise")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enterprise_paper")),
        sa.UniqueConstraint("public_id", name=op.f("uq_enterprise_paper_public_id")),
        sa.UniqueConstraint(
            "enterprise_id", "material_code", name=op.f("uq_enterprise_paper_enterprise_id_material_code")
        ),
    )
    op.create_table(
        "enterprise_paper_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("supplied_by", sa.Integer(), nullable=False),
        sa.Column("supplied_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["enterprise_paper.id"], name=op.f("fk_enterprise_paper_version_paper_id_enterprise_paper")
        ),
        sa.ForeignKeyConstraint(
            ["supplied_by"], ["account.id"], name=op.f("fk_enterprise_paper_version_supplied_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enterprise_paper_version")),
        sa.UniqueConstraint("paper_id", "number", name=op.f("uq_enterprise_paper_version_paper_id_number")),
    )
    op.create_table(
        "enterprise_paper_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_enterprise_paper_file_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["enterprise_paper_version.id"],
            name=op.f("fk_enterprise_paper_file_version_id_enterprise_paper_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enterprise_paper_file")),
        sa.UniqueConstraint("version_id", "position", name=op.f("uq_enterprise_paper_file_version_id_position")),
    )
    op.create_index("ix_enterprise_paper_file_file_id", "enterprise_paper_file", ["file_id"])
    op.add_column("material_version", sa.Column("source", sa.String(length=16), nullable=False, server_default=""))
    op.add_column(
        "material_version", sa.Column("source_note", sa.String(length=255), nullable=False, server_default="")
    )
    op.add_column("material_version", sa.Column("source_on", sa.Date(), nullable=True))


def _no_enterprise_files() -> None:
    for column in ("source_on", "source_note", "source"):
        op.drop_column("material_version", column)
    for table in ("enterprise_paper_file", "enterprise_paper_version", "enterprise_paper"):
        op.drop_table(table)
    # the former house asks no paper of an agent: who may act only by one does not act there
    op.execute(sa.text("DELETE FROM member WHERE mandate_id IS NOT NULL"))
    with op.batch_alter_table("member") as members:
        members.drop_constraint("fk_member_mandate_id_mandate", type_="foreignkey")
        members.drop_column("mandate_id")
    op.drop_column("enterprise", "code_mark")
    op.drop_column("enterprise", "contact_name")
    for table in ("enterprise_change", "invitation", "mandate"):
        op.drop_table(table)


def _window() -> None:
    """What the window notes before it answers: verdicts, what departments find lacking, filings on behalf."""
    op.add_column("correction_line", sa.Column("asked_by", sa.JSON(), nullable=False, server_default="[]"))
    op.create_table(
        "paper_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("material_version_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=32), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("checked_by", sa.Integer(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["checked_by"], ["account.id"], name=op.f("fk_paper_check_checked_by_account")),
        sa.ForeignKeyConstraint(
            ["material_version_id"],
            ["material_version.id"],
            name=op.f("fk_paper_check_material_version_id_material_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_check")),
        sa.UniqueConstraint("material_version_id", name=op.f("uq_paper_check_material_version_id")),
    )
    op.create_table(
        "notice_opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("needed_on", sa.Date(), nullable=False),
        sa.Column("given_by", sa.Integer(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_notice_opinion_asked_by_account")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["approval_case.id"], name=op.f("fk_notice_opinion_case_id_approval_case")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_notice_opinion_department_id_department")
        ),
        sa.ForeignKeyConstraint(["given_by"], ["account.id"], name=op.f("fk_notice_opinion_given_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_opinion")),
        sa.UniqueConstraint("case_id", "department_id", name=op.f("uq_notice_opinion_case_id_department_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_notice_opinion_public_id")),
    )
    op.create_index(
        "ix_notice_opinion_open",
        "notice_opinion",
        ["department_id"],
        sqlite_where=sa.text("given_at IS NULL"),
        postgresql_where=sa.text("given_at IS NULL"),
    )
    op.create_table(
        "notice_opinion_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("case_material_id", sa.Integer(), nullable=False),
        sa.Column("defect", sa.Text(), nullable=False),
        sa.Column("requirement", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_material_id"],
            ["case_material.id"],
            name=op.f("fk_notice_opinion_line_case_material_id_case_material"),
        ),
        sa.ForeignKeyConstraint(
            ["opinion_id"], ["notice_opinion.id"], name=op.f("fk_notice_opinion_line_opinion_id_notice_opinion")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_opinion_line")),
    )
    op.create_index("ix_notice_opinion_line_opinion_id", "notice_opinion_line", ["opinion_id"])
    op.create_table(
        "counter_filing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("method", sa.String(length=16), nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("signer_name", sa.String(length=64), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_version", sa.Integer(), nullable=True),
        sa.Column("slip_file_id", sa.Integer(), nullable=True),
        sa.Column("slip_taken_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["approval_case.id"], name=op.f("fk_counter_filing_case_id_approval_case")
        ),
        sa.ForeignKeyConstraint(["confirmed_by"], ["account.id"], name=op.f("fk_counter_filing_confirmed_by_account")),
        sa.ForeignKeyConstraint(["opened_by"], ["account.id"], name=op.f("fk_counter_filing_opened_by_account")),
        sa.ForeignKeyConstraint(
            ["slip_file_id"], ["stored_file.id"], name=op.f("fk_counter_filing_slip_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["slip_taken_by"], ["account.id"], name=op.f("fk_counter_filing_slip_taken_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter_filing")),
        sa.UniqueConstraint("case_id", name=op.f("uq_counter_filing_case_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_counter_filing_public_id")),
    )
    op.create_index("ix_counter_filing_opened_by", "counter_filing", ["opened_by"])
    op.create_index("ix_counter_filing_slip_file_id", "counter_filing", ["slip_file_id"])


def _no_window() -> None:
    for table in ("counter_filing", "notice_opinion_line", "notice_opinion", "paper_check"):
        op.drop_table(table)
    op.drop_column("correction_line", "asked_by")


def _prechecks() -> None:
    """Papers shown to a department before filing."""
    op.create_table(
        "precheck",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["account.id"], name=op.f("fk_precheck_answered_by_account")),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_precheck_asked_by_account")),
        sa.ForeignKeyConstraint(["case_id"], ["approval_case.id"], name=op.f("fk_precheck_case_id_approval_case")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_precheck_department_id_department")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_precheck")),
        sa.UniqueConstraint("public_id", name=op.f("uq_precheck_public_id")),
    )
    is_open = sa.text("state = 'open'")
    where = {"sqlite_where": is_open, "postgresql_where": is_open}
    op.create_index("ix_precheck_case_id", "precheck", ["case_id"])
    op.create_index("ix_precheck_department_id_state", "precheck", ["department_id", "state"])
    op.create_index("uq_precheck_open", "precheck", ["case_id", "department_id"], unique=True, **where)
    op.create_table(
        "precheck_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("precheck_id", sa.Integer(), nullable=False),
        sa.Column("material_version_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=32), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["material_version_id"], ["material_version.id"],
            name=op.f("fk_precheck_line_material_version_id_material_version"),
        ),
        sa.ForeignKeyConstraint(["precheck_id"], ["precheck.id"], name=op.f("fk_precheck_line_precheck_id_precheck")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_precheck_line")),
        sa.UniqueConstraint(
            "precheck_id", "material_version_id", name=op.f("uq_precheck_line_precheck_id_material_version_id")
        ),
    )  # fmt: skip


def _filing_orders() -> None:
    """Prepared filings that are filed the moment the results they wait for are there."""
    op.create_table(
        "filing_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("case_version", sa.Integer(), nullable=False),
        sa.Column("catalogue_version_id", sa.Integer(), nullable=False),
        sa.Column("awaited", sa.JSON(), nullable=False),
        sa.Column("consents_upstream", sa.Boolean(), nullable=False),
        sa.Column("signs_commitment", sa.Boolean(), nullable=False),
        sa.Column("sign_method", sa.String(length=16), nullable=False),
        sa.Column("given_by", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_because", sa.String(length=64), nullable=False),
        sa.Column("ended_facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["approval_case.id"], name=op.f("fk_filing_order_case_id_approval_case")),
        sa.ForeignKeyConstraint(
            ["catalogue_version_id"],
            ["catalogue_version.id"],
            name=op.f("fk_filing_order_catalogue_version_id_catalogue_version"),
        ),
        sa.ForeignKeyConstraint(["given_by"], ["account.id"], name=op.f("fk_filing_order_given_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing_order")),
        sa.UniqueConstraint("public_id", name=op.f("uq_filing_order_public_id")),
    )
    op.create_index("ix_filing_order_case_id", "filing_order", ["case_id"])
    is_open = sa.text("ended_at IS NULL")
    where = {"sqlite_where": is_open, "postgresql_where": is_open}
    op.create_index("uq_filing_order_open", "filing_order", ["case_id"], unique=True, **where)


def _bulletins() -> None:
    """The monthly bulletin of a division: a letter that no case has."""
    with op.batch_alter_table("document") as documents:
        documents.alter_column("case_id", existing_type=sa.Integer(), nullable=True)
    op.create_table(
        "bulletin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("division_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("department_ids", sa.JSON(), nullable=False),
        sa.Column("published_by", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["division_id"], ["division.id"], name=op.f("fk_bulletin_division_id_division")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_bulletin_document_id_document")),
        sa.ForeignKeyConstraint(["published_by"], ["account.id"], name=op.f("fk_bulletin_published_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulletin")),
        sa.UniqueConstraint("document_id", name=op.f("uq_bulletin_document_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_bulletin_public_id")),
    )
    holds = sa.text("replaced_at IS NULL")
    where = {"sqlite_where": holds, "postgresql_where": holds}
    op.create_index("uq_bulletin_month", "bulletin", ["division_id", "month"], unique=True, **where)


def _no_bulletins() -> None:
    """What no case has, the house before could not keep: its letters and their numbers go, the registers count on."""
    op.drop_table("bulletin")
    op.execute("UPDATE document SET replaced_by_id = NULL WHERE case_id IS NULL")
    op.execute("DELETE FROM document WHERE case_id IS NULL")
    with op.batch_alter_table("document") as documents:
        documents.alter_column("case_id", existing_type=sa.Integer(), nullable=False)
