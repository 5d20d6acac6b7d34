"""The case (办件), its tracks (事项实例) and what stops their clocks."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.foundation.orm import Base, WithPublicId, by_value
from approvals.domain.states import CaseState, Outcome, TrackState
from approvals.models.applicants import Project

_LIVE = text(
    "state NOT IN ('lapsed','inadmissible','not_required','refused','withdrawn','terminated','recalled','revoked','cancelled')"
)


class Case(Base, WithPublicId):
    """One filing of a stage for a project: the answers to the one form, and everything that follows."""

    __tablename__ = "approval_case"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    catalogue_version_id: Mapped[int] = mapped_column(ForeignKey("catalogue_version.id"))
    theme_code: Mapped[str] = mapped_column(String(32))
    stage_code: Mapped[str] = mapped_column(String(16))
    case_no: Mapped[str | None] = mapped_column(String(50), unique=True)
    progress_code: Mapped[str | None] = mapped_column(String(16))
    state: Mapped[CaseState] = mapped_column(by_value(CaseState), index=True)
    answers: Mapped[dict[str, Any]]
    answer_versions: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    """Field → [how often it was changed, by which account, when]: two members merge field by field."""
    item_choices: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    """Item → `approvals.domain.choices.Choice`; an item that is not named is applied for now."""
    version: Mapped[int] = mapped_column(default=1)
    consents_upstream: Mapped[bool] = mapped_column(default=False)
    truth_declared: Mapped[bool] = mapped_column(default=False)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[dt.datetime]
    filed_at: Mapped[dt.datetime | None]
    receipt_on: Mapped[dt.date | None]
    notice_due_on: Mapped[dt.date | None]
    admitted_on: Mapped[dt.date | None]
    stage_due_on: Mapped[dt.date | None]
    stage_floor_on: Mapped[dt.date | None]
    concluded_at: Mapped[dt.datetime | None]
    next_alarm_at: Mapped[dt.datetime | None] = mapped_column(index=True)
    event_count: Mapped[int] = mapped_column(default=0)
    chain_head: Mapped[str] = mapped_column(String(64), default="0" * 64)
    led_by_id: Mapped[int | None] = mapped_column(ForeignKey("approval_case.id"), index=True)
    """The case of the whole package with which this one of a member was filed."""

    project: Mapped[Project] = relationship(viewonly=True)


class Track(Base, WithPublicId):
    """One item in the hands of one department inside a case.

    Limits are copied from the catalogue when the case is filed, so that a later version moves nothing.
    `statutory_due_on`, `committed_due_on` and `next_alarm_at` only *find*; the pure clock judges.
    """

    __tablename__ = "track"
    __table_args__ = (
        UniqueConstraint("case_id", "item_code"),
        Index("uq_track_one_live", "project_id", "item_code", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index("ix_track_department_id_state_statutory_due_on", "department_id", "state", "statutory_due_on"),
        Index("ix_track_open", "id", sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("approval_case.id"), index=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    item_code: Mapped[str] = mapped_column(String(32))
    state: Mapped[TrackState] = mapped_column(by_value(TrackState))
    version: Mapped[int] = mapped_column(default=1)
    round: Mapped[int] = mapped_column(default=1)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    statutory_days: Mapped[int | None]
    statutory_unit: Mapped[str] = mapped_column(String(2), default="WD")
    counts_from: Mapped[str] = mapped_column(String(16), default="acceptance")
    committed_wd: Mapped[int | None]
    warn_wd: Mapped[int | None]
    statutory_extension_days: Mapped[int | None]
    statutory_extended_on: Mapped[dt.date | None]
    committed_extension_days: Mapped[int | None]
    committed_extended_on: Mapped[dt.date | None]
    receipt_on: Mapped[dt.date | None]
    admitted_on: Mapped[dt.date | None]
    accepted_on: Mapped[dt.date | None]
    is_deferred: Mapped[bool] = mapped_column(default=False)
    is_committed: Mapped[bool] = mapped_column(default=False)
    """The whole item rests on a notification-commitment (告知承诺)."""
    is_deemed: Mapped[bool] = mapped_column(default=False)
    statutory_due_on: Mapped[dt.date | None]
    committed_due_on: Mapped[dt.date | None]
    statutory_floor_on: Mapped[dt.date | None]
    committed_floor_on: Mapped[dt.date | None]
    deadline_version: Mapped[int] = mapped_column(default=1)
    next_alarm_at: Mapped[dt.datetime | None] = mapped_column(index=True)
    light: Mapped[str] = mapped_column(String(16), default="")
    decided_on: Mapped[dt.date | None]
    ended_at: Mapped[dt.datetime | None]
    last_move_at: Mapped[dt.datetime]
    last_move: Mapped[str] = mapped_column(String(64), default="")

    case: Mapped[Case] = relationship(viewonly=True)
    pauses: Mapped[list[Pause]] = relationship(order_by="Pause.id")


class Pause(Base):
    """A special procedure (Art. 45) or a local one; the half-open interval [started_on, resumed_on)."""

    __tablename__ = "pause"
    __table_args__ = (
        CheckConstraint("resumed_on IS NULL OR resumed_on >= started_on", name="ends_after_start"),
        Index(
            "ix_pause_open",
            "planned_resume_on",
            sqlite_where=text("resumed_on IS NULL"),
            postgresql_where=text("resumed_on IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    basis: Mapped[str] = mapped_column(String(255), default="")
    reason: Mapped[str] = mapped_column(Text)
    stops_statutory: Mapped[bool]
    stops_committed: Mapped[bool]
    started_on: Mapped[dt.date]
    length_days: Mapped[int]
    length_unit: Mapped[str] = mapped_column(String(2), default="WD")
    cap_days: Mapped[int | None]
    planned_resume_on: Mapped[dt.date]
    resumed_on: Mapped[dt.date | None]
    conclusion: Mapped[str] = mapped_column(Text, default="")
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class TrackUpstream(Base):
    """A track waits for another's result (a prerequisite, or a paper that the other item produces)."""

    __tablename__ = "track_upstream"

    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"), primary_key=True)
    upstream_id: Mapped[int] = mapped_column(ForeignKey("track.id"), primary_key=True, index=True)
    needed_for: Mapped[str] = mapped_column(String(16))


class Proposal(Base):
    """An examiner's proposed decision; the head signs it or returns it with words."""

    __tablename__ = "proposal"
    __table_args__ = (
        Index(
            "uq_proposal_open",
            "track_id",
            unique=True,
            sqlite_where=text("returned_at IS NULL AND signed_at IS NULL"),
            postgresql_where=text("returned_at IS NULL AND signed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"), index=True)
    round: Mapped[int]
    outcome: Mapped[Outcome] = mapped_column(by_value(Outcome))
    findings: Mapped[str] = mapped_column(Text)
    reasons: Mapped[str] = mapped_column(Text, default="")
    basis: Mapped[str] = mapped_column(Text, default="")
    reapply: Mapped[str] = mapped_column(Text, default="")
    conditions: Mapped[str] = mapped_column(Text, default="")
    participants: Mapped[str] = mapped_column(Text, default="", server_default="")
    proposed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[dt.datetime]
    returned_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    returned_at: Mapped[dt.datetime | None]
    returned_because: Mapped[str] = mapped_column(Text, default="")
    signed_at: Mapped[dt.datetime | None]


class Decision(Base):
    """One decision per track and round; four eyes are a constraint of the table."""

    __tablename__ = "decision"
    __table_args__ = (
        UniqueConstraint("track_id", "round"),
        CheckConstraint("proposer_id <> signer_id", name="four_eyes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"))
    round: Mapped[int]
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), unique=True)
    outcome: Mapped[Outcome] = mapped_column(by_value(Outcome))
    proposer_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    signer_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    signed_at: Mapped[dt.datetime]
    decided_on: Mapped[dt.date]


class SiteVisit(Base):
    """A record of a visit; a grant that needs one needs two officers (Art. 34)."""

    __tablename__ = "site_visit"
    __table_args__ = (CheckConstraint("first_officer_id <> second_officer_id", name="two_officers"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"), index=True)
    visited_on: Mapped[dt.date]
    first_officer_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    second_officer_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    findings: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[dt.datetime]


class Question(Base):
    """A question of the enterprise on a track or its case, and the answer."""

    __tablename__ = "question"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("approval_case.id"), index=True)
    track_id: Mapped[int | None] = mapped_column(ForeignKey("track.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[dt.datetime]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[dt.datetime | None]


class Reminder(Base):
    """A department reminded by the steward; earlier ones are shown beside the button."""

    __tablename__ = "reminder"

    id: Mapped[int] = mapped_column(primary_key=True)
    track_id: Mapped[int] = mapped_column(ForeignKey("track.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    sent_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    sent_at: Mapped[dt.datetime]
