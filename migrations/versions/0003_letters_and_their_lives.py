"""Letters and their lives: what a numbered document needs beyond its issue.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SERVICE_WORDS = {
    "place": 255, "relation": 64, "witnesses": 255, "second_server": 64, "carrier": 64, "tracking_no": 64, "channel": 255,
}  # fmt: skip

_OPEN = sa.text("done_at IS NULL AND dead_at IS NULL")
_WAITING = {"sqlite_where": _OPEN, "postgresql_where": _OPEN}


def upgrade() -> None:
    """Tables and columns in the order of their rooms."""

    # where the number of a result was counted, numbers declared void, and whose turn it is to be printed
    op.add_column("document", sa.Column("result_register", sa.String(length=128), nullable=True))
    op.add_column("document", sa.Column("result_period", sa.String(length=8), nullable=True))
    op.add_column("document", sa.Column("result_serial", sa.Integer(), nullable=True))
    _name_the_registers_of_results()
    op.create_index(
        "ix_document_result_serial", "document", ["result_register", "result_period", "result_serial"], unique=True
    )
    op.create_table(
        "number_void",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("register", sa.String(length=128), nullable=False),
        sa.Column("period", sa.String(length=8), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=128), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("voided_by", sa.Integer(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_number_void_document_id_document")),
        sa.ForeignKeyConstraint(["voided_by"], ["account.id"], name=op.f("fk_number_void_voided_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_void")),
        sa.UniqueConstraint("register", "period", "serial", name=op.f("uq_number_void_register_period_serial")),
    )
    op.add_column("outbox_message", sa.Column("share", sa.Integer(), nullable=True))
    op.add_column("outbox_message", sa.Column("turn", sa.Integer(), nullable=False, server_default="0"))
    op.drop_index("ix_outbox_message_waiting", table_name="outbox_message")
    op.create_index("ix_outbox_message_waiting", "outbox_message", ["queue", "turn", "due_at"], **_WAITING)
    op.create_index("ix_outbox_message_share", "outbox_message", ["queue", "share", "turn"], **_WAITING)

    # the lives of letters: seen as drafts, served, replaced, taken back
    with op.batch_alter_table("document") as documents:
        documents.add_column(sa.Column("ended_because", sa.Text(), nullable=False, server_default=""))
        documents.add_column(sa.Column("is_elsewhere", sa.Boolean(), nullable=False, server_default=sa.false()))
        documents.add_column(sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True))
        documents.add_column(sa.Column("opened_by_id", sa.Integer(), nullable=True))
        documents.create_foreign_key("fk_document_opened_by_id_account", "account", ["opened_by_id"], ["id"])
    with op.batch_alter_table("service_proof") as proofs:
        proofs.add_column(sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True))
        for name, length in SERVICE_WORDS.items():
            proofs.add_column(sa.Column(name, sa.String(length=length), nullable=False, server_default=""))
        proofs.add_column(sa.Column("refusal", sa.Text(), nullable=False, server_default=""))
        proofs.add_column(sa.Column("is_recorded", sa.Boolean(), nullable=False, server_default=sa.false()))
        # served online, the receiver is the enterprise by its name
        proofs.alter_column("receiver", type_=sa.String(length=128), existing_nullable=False)
    op.add_column("enterprise", sa.Column("online_service_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "draft_preview",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("back", sa.String(length=255), nullable=False),
        sa.Column("ordered_by", sa.Integer(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["ordered_by"], ["account.id"], name=op.f("fk_draft_preview_ordered_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_preview")),
        sa.UniqueConstraint("public_id", name=op.f("uq_draft_preview_public_id")),
    )
    op.create_index(op.f("ix_draft_preview_ordered_by"), "draft_preview", ["ordered_by"])
    op.create_index(op.f("ix_draft_preview_ordered_at"), "draft_preview", ["ordered_at"])
    op.create_table(
        "outside_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=128), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_outside_result_proposal_id_proposal")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_outside_result_file_id_stored_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_result")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_outside_result_proposal_id")),
    )
    op.create_table(
        "reopening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(length=24), nullable=False),
        sa.Column("paper_no", sa.String(length=128), nullable=False),
        sa.Column("paper_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("limit_wd", sa.Integer(), nullable=True),
        sa.Column("former_state", sa.String(length=32), nullable=False),
        sa.Column("former_ended_on", sa.Date(), nullable=False),
        sa.Column("ordered_by", sa.Integer(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("limit_wd > 0", name=op.f("ck_reopening_gives_days")),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_reopening_track_id_track")),
        sa.ForeignKeyConstraint(["ordered_by"], ["account.id"], name=op.f("fk_reopening_ordered_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reopening")),
        sa.UniqueConstraint("track_id", "round", name=op.f("uq_reopening_track_id_round")),
    )
    op.create_table(
        "hearing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("intended", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("ask_by", sa.Date(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("hold_by", sa.Date(), nullable=True),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place", sa.String(length=255), nullable=False),
        sa.Column("chair", sa.String(length=64), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("closed_because", sa.Text(), nullable=False),
        sa.Column("pause_id", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_hearing_track_id_track")),
        sa.ForeignKeyConstraint(["pause_id"], ["pause.id"], name=op.f("fk_hearing_pause_id_pause")),
        sa.ForeignKeyConstraint(["opened_by"], ["account.id"], name=op.f("fk_hearing_opened_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing")),
    )
    op.create_index(op.f("ix_hearing_track_id"), "hearing", ["track_id"])
    op.create_index(
        "uq_hearing_open",
        "hearing",
        ["track_id"],
        unique=True,
        sqlite_where=sa.text("closed_on IS NULL"),
        postgresql_where=sa.text("closed_on IS NULL"),
    )
    op.add_column("stage_extension", sa.Column("approver", sa.String(length=64), server_default="", nullable=False))

    # one reading copy and one archive of originals per case and set of results
    op.create_table(
        "bundle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("contents", sa.JSON(), nullable=False),
        sa.Column("ordered_by", sa.Integer(), nullable=True),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=True),
        sa.Column("pdf_size", sa.Integer(), nullable=True),
        sa.Column("zip_sha256", sa.String(length=64), nullable=True),
        sa.Column("zip_size", sa.Integer(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["approval_case.id"], name=op.f("fk_bundle_case_id_approval_case")),
        sa.ForeignKeyConstraint(["ordered_by"], ["account.id"], name=op.f("fk_bundle_ordered_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundle")),
        sa.UniqueConstraint("case_id", "key", name=op.f("uq_bundle_case_id_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_bundle_public_id")),
    )
    for name in ("ordered_at", "pdf_sha256", "zip_sha256"):
        op.create_index(op.f(f"ix_bundle_{name}"), "bundle", [name])

    op.create_table(
        "calendar_preview",
        sa.Column("draft_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("allow_earlier", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("totals", sa.JSON(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("floors", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["calendar_draft.id"], name=op.f("fk_calendar_preview_draft_id_calendar_draft")
        ),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_calendar_preview")),
    )
    op.create_table(
        "calendar_preview_page",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("moves", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["calendar_preview.draft_id"], name=op.f("fk_calendar_preview_page_draft_id_calendar_preview")
        ),
        sa.PrimaryKeyConstraint("draft_id", "page", name=op.f("pk_calendar_preview_page")),
    )


def downgrade() -> None:
    """The reverse."""
    for table in ("calendar_preview_page", "calendar_preview"):
        op.drop_table(table)

    op.drop_table("bundle")

    op.drop_column("stage_extension", "approver")

    for table in ("hearing", "reopening", "outside_result", "draft_preview"):
        op.drop_table(table)
    op.drop_column("enterprise", "online_service_at")
    with op.batch_alter_table("service_proof") as proofs:
        proofs.alter_column(
            "receiver", type_=sa.String(length=64), existing_nullable=False, postgresql_using="substr(receiver, 1, 64)"
        )
        for name in ("is_recorded", "refusal", *SERVICE_WORDS, "recorded_at"):
            proofs.drop_column(name)
    with op.batch_alter_table("document") as documents:
        documents.drop_constraint("fk_document_opened_by_id_account", type_="foreignkey")
        for name in ("opened_by_id", "opened_at", "is_elsewhere", "ended_because"):
            documents.drop_column(name)

    op.drop_index("ix_outbox_message_share", table_name="outbox_message")
    op.drop_index("ix_outbox_message_waiting", table_name="outbox_message")
    op.create_index("ix_outbox_message_waiting", "outbox_message", ["queue", "due_at"], **_WAITING)
    op.drop_column("outbox_message", "turn")
    op.drop_column("outbox_message", "share")
    op.drop_table("number_void")
    op.drop_index("ix_document_result_serial", table_name="document")
    for name in ("result_serial", "result_period", "result_register"):
        op.drop_column("document", name)


def _name_the_registers_of_results() -> None:
    """A result's number says in which register it was counted: the register is the number with its serial cut out.

    The daily counter of construction permits no longer tells buildings from municipal works.
    """
    link = op.get_bind()
    link.execute(
        sa.text(
            "UPDATE number_register SET register = replace(register, '{n2}01', '{n2}{kind2}') "
            "WHERE register LIKE '______________{n2}01'"
        )
    )
    registers = link.execute(sa.text("SELECT register, period, last_serial FROM number_register")).all()
    results = link.execute(
        sa.text("SELECT id, result_number FROM document WHERE result_number IS NOT NULL ORDER BY id")
    ).all()
    shapes = [(_shape(register), register, period, last) for register, period, last in registers]
    used: dict[str, int] = {}
    for document, number in results:
        for shape, register, period, last in shapes:
            found = shape.fullmatch(number)
            serial = int(found[1]) if found and found.groups() else used.get(register, 0) + 1
            # A short register may read the day of a longer one as a serial that it never gave.
            if found and serial <= last:
                used[register] = serial
                link.execute(
                    sa.text(
                        "UPDATE document SET result_register = :register, result_period = :period, "
                        "result_serial = :serial WHERE id = :document"
                    ),
                    {"register": register, "period": period, "serial": serial, "document": document},
                )
                break


def _shape(register: str) -> re.Pattern[str]:
    """How numbers of a register look. One that is all context has no serial: its papers count in the order of their issue."""
    head, cut, rest = register.partition("{n")
    if not cut:
        return re.compile(re.escape(register))
    width, _, foot = rest.partition("}")
    digits = f"[0-9]{{{width}}}" if width else "[1-9][0-9]*"
    ending = re.escape(foot).replace(re.escape("{kind2}"), "0[12]")
    return re.compile(f"{re.escape(head)}({digits}){ending}")
