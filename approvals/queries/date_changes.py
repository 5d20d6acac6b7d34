"""The page on which a department changes dates: what may be changed, what was, and a preview of what would move."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.clock import Reading
from approvals.domain.clock_facts import ClockName
from approvals.domain.date_change import Move, extend_facts, moves, pause_facts
from approvals.domain.date_reasons import Change, DateReason, name_of
from approvals.domain.refusals import NotFound, Refusal
from approvals.domain.states import RUNNING, TrackState
from approvals.models.applicants import Project
from approvals.models.cases import Case, Pause, Track
from approvals.models.dates import DateCorrection, Extension, StageExtension
from approvals.queries.access import find_track
from approvals.queries.clocks import facts_of, is_of_round, reading_of
from approvals.queries.lateness import Lateness, LateTrack, lateness_of
from approvals.queries.stage_extension import lead_of
from departments.domain.actor import Actor, Role
from departments.domain.catalogue_parts import Item
from departments.domain.working_calendar import WorkingCalendar
from departments.models.people import Account
from departments.queries.catalogue import catalogue_version


@dataclass(frozen=True)
class PauseDaysRow:
    """A pause whose days may be put right; `planned_resume_on` is what was told while it is open."""

    id: int
    kind: str
    basis: str
    started_on: dt.date
    resumed_on: dt.date | None
    planned_resume_on: dt.date
    conclusion: str


@dataclass(frozen=True)
class DateChange:
    """One change, whoever looks: `what` is extension, stage, acceptance, pause_start or pause_resume; `moved` the due days."""

    what: str
    days: int | None
    old_on: dt.date | None
    new_on: dt.date
    moved: tuple[tuple[ClockName, dt.date, dt.date], ...]
    reason: DateReason
    words: str
    basis: str
    who: str
    at: dt.datetime


@dataclass(frozen=True)
class DatesPage:
    """`most_days`: how far the catalogue lets a limit be extended, 0 = not at all; `is_head`: the viewer signs here.
    `led_stage` is the case whose stage the viewer's department leads, None for any other department."""

    track: str
    version: int
    state: TrackState
    item: Item
    project: str
    case_no: str
    accepted_on: dt.date | None
    reading: Reading | None
    most_days: int
    extendable: tuple[ClockName, ...]
    pauses: tuple[PauseDaysRow, ...]
    changes: tuple[DateChange, ...]
    lateness: Lateness | None
    is_head: bool
    led_stage: str | None

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING


def dates_page(session: Session, track: str, actor: Actor, calendar: WorkingCalendar, today: dt.date) -> DatesPage:
    """The dates of one track of the actor's departments, in a constant number of statements."""
    row = _own(session, track, actor)
    case = session.get_one(Case, row.case_id)
    item = catalogue_version(session, case.catalogue_version_id).items[row.item_code]
    reading = reading_of(row, row.pauses, calendar, today)
    late = lateness_of(session, [LateTrack(row.id, row.state, reading)], calendar)
    return DatesPage(
        track=row.public_id, version=row.version, state=row.state, item=item,
        project=session.get_one(Project, row.project_id).name, case_no=case.case_no or "", accepted_on=row.accepted_on,
        reading=reading, most_days=item.statutory.extension_days, extendable=_extendable(row, reading, item, today),
        pauses=tuple(_pause_row(one) for one in row.pauses if is_of_round(row, one)), changes=changes_of(session, row.id, row.case_id),
        lateness=late.get(row.id), is_head=actor.is_at(Role.HEAD, row.department_id),
        led_stage=case.public_id if lead_of(session, case) in actor.department_ids else None,
    )  # fmt: skip


def changes_of(session: Session, track_id: int, case_id: int) -> tuple[DateChange, ...]:
    """Every date of a track, or of its whole stage, that was changed by hand, newest first; three statements."""
    extended = session.execute(
        select(Extension, Account.name)
        .join(Account, Account.id == Extension.approved_by)
        .where(Extension.track_id == track_id)
    )
    corrected = session.execute(
        select(DateCorrection, Account.name)
        .join(Account, Account.id == DateCorrection.made_by)
        .where(DateCorrection.track_id == track_id)
    )
    found = _extensions(extended.all()) + [_correction(row, who) for row, who in corrected]
    found += stage_changes(session, case_id)
    return tuple(sorted(found, key=lambda change: change.at, reverse=True))


def stage_changes(session: Session, case_id: int) -> list[DateChange]:
    """The extension of the whole stage of a case, if there is one; the paper of approval stands with the basis."""
    rows = session.execute(
        select(StageExtension, Account.name)
        .join(Account, Account.id == StageExtension.approved_by)
        .where(StageExtension.case_id == case_id)
    )
    return [_stage(row, who) for row, who in rows]


def extension_preview(
    session: Session,
    track: str,
    clocks: Collection[ClockName],
    days: int,
    actor: Actor,
    calendar: WorkingCalendar,
    today: dt.date,
) -> tuple[Move, ...]:
    """What `extend` would move; raises what it would raise."""
    row = _own(session, track, actor)
    before = facts_of(row, row.pauses)
    if before is None or row.state not in RUNNING:
        raise Refusal("no_such_move", state=row.state.value, verb="extend")
    most = _item(session, row).statutory.extension_days
    return moves(before, extend_facts(before, clocks, days, most, today, calendar), calendar, today)


def pause_preview(
    session: Session,
    track: str,
    pause: int,
    days: tuple[dt.date, dt.date],
    actor: Actor,
    calendar: WorkingCalendar,
    today: dt.date,
) -> tuple[Move, ...]:
    """What `correct_pause` would move; raises what it would raise."""
    row = _own(session, track, actor)
    before = facts_of(row, row.pauses)
    place = next((at for at, one in enumerate(row.pauses) if one.id == pause), None)
    if before is None or row.state not in RUNNING:
        raise Refusal("no_such_move", state=row.state.value, verb="correct_date")
    if place is None or not is_of_round(row, row.pauses[place]):
        raise NotFound
    after = pause_facts(before, place, *days, calendar=calendar, today=today)
    return moves(before, after, calendar, today)


def _own(session: Session, track: str, actor: Actor) -> Track:
    row = find_track(session, track, actor)
    if row.department_id not in actor.department_ids:
        raise NotFound
    return row


def _item(session: Session, row: Track) -> Item:
    case = session.get_one(Case, row.case_id)
    return catalogue_version(session, case.catalogue_version_id).items[row.item_code]


def _extendable(row: Track, reading: Reading | None, item: Item, today: dt.date) -> tuple[ClockName, ...]:
    """The clocks that may still be extended today."""
    if reading is None or row.state not in RUNNING or item.statutory.extension_days <= 0:
        return ()
    given = {
        ClockName.STATUTORY: row.statutory_extension_days is not None,
        ClockName.COMMITTED: row.committed_extension_days is not None,
    }
    return tuple(one.clock for one in reading.clocks if not given[one.clock] and today <= one.last_day_to_extend)


def _pause_row(row: Pause) -> PauseDaysRow:
    return PauseDaysRow(
        row.id, row.kind, row.basis, row.started_on, row.resumed_on, row.planned_resume_on, row.conclusion
    )


def _extensions(rows: Collection[tuple[Extension, str]]) -> list[DateChange]:
    """One approval is one change, whether it gave days to one clock or to both."""
    found: dict[tuple[int, dt.datetime], DateChange] = {}
    for row, who in sorted(rows, key=lambda one: one[0].id):
        approval = (row.round, row.approved_at)
        moved = (ClockName(row.clock), row.old_due_on, row.new_due_on)
        known = found.get(approval)
        found[approval] = replace(known, moved=(*known.moved, moved)) if known else _extension(row, who, moved)
    return list(found.values())


def _extension(row: Extension, who: str, moved: tuple[ClockName, dt.date, dt.date]) -> DateChange:
    return DateChange(
        what="extension", days=row.days, old_on=row.old_due_on, new_on=row.new_due_on, moved=(moved,),
        reason=name_of(Change.EXTENSION, row.reason_code), words=row.reason, basis=row.basis, who=who, at=row.approved_at,
    )  # fmt: skip


def _stage(row: StageExtension, who: str) -> DateChange:
    return DateChange(
        what="stage", days=row.days, old_on=row.old_due_on, new_on=row.new_due_on,
        moved=((ClockName.STATUTORY, row.old_due_on, row.new_due_on),), reason=name_of(Change.STAGE, row.reason_code),
        words=row.reason, basis=f"{row.basis}；{row.approval}", who=who, at=row.approved_at,
    )  # fmt: skip


def _correction(row: DateCorrection, who: str) -> DateChange:
    change = Change.ACCEPTANCE if row.what == "acceptance" else Change.PAUSE
    moved = tuple((ClockName(clock), _day(days[0]), _day(days[1])) for clock, days in row.moved.items())
    return DateChange(
        what=row.what, days=None, old_on=row.old_on, new_on=row.new_on,
        moved=moved, reason=name_of(change, row.reason_code),
        words=row.reason, basis=row.basis, who=who, at=row.made_at,
    )  # fmt: skip


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
