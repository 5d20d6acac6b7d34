"""The check page of one filing: form and papers side by side, and what each item still lacks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.choices import Choice, chosen
from approvals.domain.states import CaseState, NoticeState, TrackState
from approvals.domain.window_check import CORRECTABLE, NoticeGap
from approvals.models.applicants import Enterprise, Project
from approvals.models.cases import Case, Track
from approvals.models.papers import Commitment
from approvals.queries.access import find_case
from approvals.queries.amendment_page import WaitingAmendment, waiting_amendments
from approvals.queries.brought import BroughtRow, brought_of
from approvals.queries.credit import CreditEntry, bars_of
from approvals.queries.department_events import EventRow, events_of
from approvals.queries.department_form import AnswerRow, form_of
from approvals.queries.department_papers import PaperRow, papers_of
from approvals.queries.notice_opinions import OpinionRow, gaps_of, opinions_of
from approvals.queries.paper_checks import CheckRow, checks_of
from approvals.queries.window_inbox import NoticeClock, notice_clock
from approvals.queries.window_notices import NoticeRow, new_since_notice, notices_of
from departments.domain.actor import Actor
from departments.domain.catalogue import Catalogue
from departments.domain.catalogue_parts import Item, Stage
from departments.domain.working_calendar import WorkingCalendar
from departments.models.people import Department
from departments.queries.catalogue import catalogue_version


@dataclass(frozen=True)
class ItemToCheck:
    """One item of the filing. `missing` and `failed` papers block its acceptance, `deferred` ones may follow."""

    track: str
    id: int
    version: int
    item: Item
    department_zh: str
    department_en: str
    state: TrackState
    missing: tuple[PaperRow, ...]
    deferred: tuple[PaperRow, ...]
    papers: tuple[PaperRow, ...]
    failed: tuple[PaperRow, ...] = ()

    @property
    def is_waiting(self) -> bool:
        return self.state is TrackState.FILED

    @property
    def is_ready(self) -> bool:
        """Nothing stands in the way of its acceptance."""
        return self.is_waiting and not self.missing and not self.failed


@dataclass(frozen=True)
class CheckHead:
    case: str
    id: int
    case_no: str
    version: int
    state: CaseState
    stage: Stage
    project: str
    place: str
    investment_wan: float | None
    land_area_m2: float | None
    project_code: str
    enterprise: str
    uscc: str
    legal_representative: str
    contact_phone: str
    credit_bars: tuple[CreditEntry, ...]
    filed_at: dt.datetime | None
    received_on: dt.date | None
    admitted_on: dt.date | None
    consents_upstream: bool
    signed_at: dt.datetime | None


@dataclass(frozen=True)
class CheckPage:
    head: CheckHead
    clock: NoticeClock | None
    items: tuple[ItemToCheck, ...]
    answers: tuple[AnswerRow, ...]
    papers: tuple[PaperRow, ...]
    notices: tuple[NoticeRow, ...]
    events: tuple[EventRow, ...]
    catalogue: Catalogue
    brought: Mapping[str, BroughtRow]
    put_off: tuple[str, ...]
    checks: Mapping[str, CheckRow]
    opinions: tuple[OpinionRow, ...]
    gaps: tuple[NoticeGap, ...]
    amendment: WaitingAmendment | None = None
    since_notice: Collection[str] | None = None

    @property
    def to_look_at(self) -> tuple[PaperRow, ...]:
        """Papers that somebody handed in and an item waits for: each wants a look."""
        return tuple(
            paper
            for paper in self.papers
            if paper.newest and paper.newest.has_bytes and any(paper in each.papers for each in self.waiting)
        )

    @property
    def failed(self) -> tuple[PaperRow, ...]:
        """Every paper whose look found it lacking, whether or not it blocks an item."""
        return tuple(paper for paper in self.to_look_at if _fails(paper, self.checks))

    @property
    def waiting(self) -> tuple[ItemToCheck, ...]:
        return tuple(each for each in self.items if each.is_waiting)

    @property
    def open_notice(self) -> NoticeRow | None:
        return next((notice for notice in self.notices if notice.state is NoticeState.OPEN), None)

    @property
    def to_tell(self) -> tuple[ItemToCheck, ...]:
        """Unanswered items whose gaps nobody was told about yet: one notice goes out per submission."""
        unanswered = (one for one in self.items if one.state in (TrackState.FILED, TrackState.CORRECTION_OPEN))
        return tuple(one for one in unanswered if any(self.may_tell(one, paper) for paper in one.papers))

    def may_tell(self, item: ItemToCheck, paper: PaperRow) -> bool:
        """Whether the item, or its wish for this paper, came after the notice that is out; before any, everything may."""
        new = self.since_notice
        return new is None or item.item.code in new or paper.code in new

    @property
    def missing(self) -> tuple[PaperRow, ...]:
        """Every paper that keeps some waiting item from being accepted, once."""
        return tuple({paper.paper: paper for each in self.waiting for paper in each.missing}.values())

    @property
    def untold(self) -> tuple[PaperRow, ...]:
        """Every missing paper that can be told about, once."""
        lacking = ((one, paper) for one in self.to_tell for paper in one.missing)
        return tuple({paper.paper: paper for one, paper in lacking if self.may_tell(one, paper)}.values())

    @property
    def correctable(self) -> tuple[PaperRow, ...]:
        """Papers the applicant itself supplies to an item it can be told about, the missing and the failed ones first."""
        missing = {paper.paper for paper in (*self.untold, *self.failed)} | {gap.paper for gap in self.gaps}
        told = self.to_tell
        own = [
            paper
            for paper in self.papers
            if paper.supply in CORRECTABLE
            and any(paper in one.papers and (not told or self.may_tell(one, paper)) for one in told or self.waiting)
        ]
        return tuple(sorted(own, key=lambda paper: paper.paper not in missing))


def check_page(session: Session, case: str, actor: Actor, calendar: WorkingCalendar, today: dt.date) -> CheckPage:
    """The page the window decides on, in a constant number of statements."""
    row = find_case(session, case, actor)
    catalogue = catalogue_version(session, row.catalogue_version_id)
    papers = papers_of(session, row.id, catalogue)
    checks = checks_of(session, papers)
    items = _items(session, row.id, catalogue, papers, checks)
    is_waiting = any(each.is_waiting for each in items) and row.receipt_on is not None
    notices = notices_of(session, row.id, papers)
    return CheckPage(
        head=_head(session, row, catalogue, today),
        clock=notice_clock(row.receipt_on, calendar, today, row.notice_due_on)
        if is_waiting and row.receipt_on
        else None,
        items=items,
        answers=form_of(catalogue, row.theme_code, row.stage_code, row.answers),
        papers=papers,
        notices=notices,
        events=events_of(session, row.id, catalogue),
        catalogue=catalogue,
        brought=brought_of(session, row),
        put_off=tuple(sorted(chosen(row.item_choices, Choice.LATER))),
        amendment=waiting_amendments(session, [row.id]).get(row.id),
        checks=checks,
        opinions=opinions_of(session, row.id),
        gaps=() if notices else gaps_of(session, row.id, papers),
        since_notice=new_since_notice(session, row.id) if notices else None,
    )


def _head(session: Session, row: Case, catalogue: Catalogue, today: dt.date) -> CheckHead:
    project, enterprise, signed_at = session.execute(
        select(Project, Enterprise, Commitment.signed_at)
        .join(Enterprise, Enterprise.id == Project.enterprise_id)
        .outerjoin(Commitment, Commitment.case_id == row.id)
        .where(Project.id == row.project_id)
        .limit(1)
    ).one()
    return CheckHead(
        case=row.public_id, id=row.id, case_no=row.case_no or "", version=row.version, state=row.state,
        stage=catalogue.stages[row.stage_code], project=project.name, place=project.place,
        investment_wan=project.investment_wan, land_area_m2=project.land_area_m2, project_code=project.code or "",
        enterprise=enterprise.name, uscc=enterprise.uscc, legal_representative=enterprise.legal_representative,
        contact_phone=enterprise.phone, credit_bars=bars_of(session, enterprise.id, today), filed_at=row.filed_at,
        received_on=row.receipt_on, admitted_on=row.admitted_on, consents_upstream=row.consents_upstream,
        signed_at=signed_at,
    )  # fmt: skip


def _items(
    session: Session,
    case_id: int,
    catalogue: Catalogue,
    papers: tuple[PaperRow, ...],
    checks: Mapping[str, CheckRow],
) -> tuple[ItemToCheck, ...]:
    rows = session.execute(
        select(Track, Department.name_zh, Department.name_en)
        .join(Department, Department.id == Track.department_id)
        .where(Track.case_id == case_id)
    ).all()
    order = {code: place for place, code in enumerate(catalogue.items)}
    found = []
    for track, name_zh, name_en in sorted(rows, key=lambda row: order[row[0].item_code]):
        wanted = [(paper, want) for paper in papers if (want := paper.want_of(track.id)) is not None]
        promised = [paper for paper, want in wanted if want.promise is not None and not paper.versions]
        missing = [
            paper for paper, want in wanted if want.is_required and not want.is_upstream and paper.is_absent_for(want)
        ]
        failed = [
            paper for paper, want in wanted if want.is_required and not want.is_promised and _fails(paper, checks)
        ]
        found.append(
            ItemToCheck(
                track.public_id, track.id, track.version, catalogue.items[track.item_code], name_zh, name_en,
                track.state, tuple(missing), tuple(promised), tuple(paper for paper, _ in wanted),
                tuple(failed),
            )
        )  # fmt: skip
    return tuple(found)


def _fails(paper: PaperRow, checks: Mapping[str, CheckRow]) -> bool:
    return paper.paper in checks and checks[paper.paper].fails
