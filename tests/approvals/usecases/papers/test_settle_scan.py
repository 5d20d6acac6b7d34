"""An infected file counts as if it had never come: whatever it had answered is open again."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import current_app
from sqlalchemy import select

from app.adapters.storage import StoredBytes
from app.foundation.reading import reading
from approvals.domain.calendar_moves import Change, Deadline
from approvals.domain.events import Tag
from approvals.domain.refusals import Refusal
from approvals.domain.states import LineState, Scan
from approvals.models.cases import Track
from approvals.models.papers import CaseMaterial, CommitmentLine, MaterialVersion
from approvals.models.traces import CaseEvent
from approvals.queries.calendar_moves import moves
from approvals.usecases.enterprise.supply_correction import supply_correction
from approvals.usecases.enterprise.supply_paper import supply_paper
from approvals.usecases.papers.settle_scan import settle_scan
from approvals.usecases.window.request_correction import CorrectionAsked, request_correction
from departments.domain.actor import SYSTEM
from departments.domain.working_calendar import DayEntry, WorkingCalendar, parse_calendar_csv
from departments.queries.calendar import load_calendar
from tests.factories.main_job import DATA, MONDAY, accept_all, at
from tests.factories.towns import accepted_with_promises, filed_whole, filed_with_promises
from tests.factories.work import Work

TUESDAY = MONDAY + dt.timedelta(days=1)


def bad_paper() -> StoredBytes:
    stored: StoredBytes = current_app.extensions["binglian.files"].keep(b"%PDF-1.4 bad", "application/pdf", "坏.pdf")
    return stored


def supply_infected(work: Work, code: str) -> None:
    """A version comes, and the scanner finds something in it."""
    supply_paper(
        case=work.filed.case, material_code=code, stored=bad_paper(), actor=work.cast.lin, now=at(TUESDAY, 13)
    )  # fmt: skip
    found_infected(code)


def found_infected(code: str) -> None:
    """The scanner finds something in the newest version."""
    newest = (
        select(MaterialVersion.file_id)
        .join(CaseMaterial, CaseMaterial.id == MaterialVersion.case_material_id)
        .where(CaseMaterial.material_code == code)
        .order_by(MaterialVersion.number.desc())
    )
    with reading() as session:
        file = session.scalars(newest).first()
    settle_scan(file=file or 0, scan=Scan.INFECTED, actor=SYSTEM, now=at(TUESDAY, 14))


@pytest.mark.starts_from.with_args(filed_whole)
def test_an_infected_correction_answers_nothing_though_the_first_version_stands_in_again(work: Work) -> None:
    asked = [CorrectionAsked(work.papers()["M012"], "看不清。", "请重新扫描。")]
    request_correction(case=work.filed.case, lines=asked, actor=work.cast.clerk, now=at(TUESDAY))
    supply_infected(work, "M012")
    with pytest.raises(Refusal) as refused:
        supply_correction(case=work.filed.case, close_of_business=dt.time(17), actor=work.cast.lin, now=at(TUESDAY, 15))
    assert refused.value.code == "correction_incomplete"


@pytest.mark.starts_from.with_args(accepted_with_promises)
def test_an_infected_paper_keeps_no_promise_though_a_returned_one_came_before(work: Work) -> None:
    work.supply("M030", day=TUESDAY)
    work.claim("LX-13", day=TUESDAY)
    work.judge("LX-13", day=TUESDAY, returned={"M030": "没有盖章。"})
    supply_infected(work, "M030")
    with reading() as session:
        states = session.scalars(
            select(CommitmentLine.state)
            .join(CaseMaterial, CaseMaterial.id == CommitmentLine.case_material_id)
            .where(CaseMaterial.material_code == "M030")
        ).all()
    assert states == [LineState.OPEN]
    assert work.blocker_codes("LX-13") == ["paper_returned"]


@pytest.mark.starts_from.with_args(accepted_with_promises)
def test_one_infected_file_in_two_papers_of_a_case_is_barred_in_both(work: Work) -> None:
    supply_paper(
        case=work.filed.case, material_code="M018", stored=bad_paper(), actor=work.cast.lin, now=at(TUESDAY, 13)
    )  # fmt: skip
    supply_infected(work, "M030")
    with reading() as session:
        states = session.scalars(
            select(CommitmentLine.state)
            .join(CaseMaterial, CaseMaterial.id == CommitmentLine.case_material_id)
            .where(CaseMaterial.material_code.in_(["M018", "M030"]))
        ).all()
        barred = session.scalars(select(CaseEvent.facts).where(CaseEvent.tag == Tag.PAPER_BARRED.value)).all()
    assert set(states) == {LineState.OPEN}
    assert [one["material"] for one in barred] == ["M018", "M030"]


@pytest.mark.starts_from.with_args(filed_with_promises)
def test_a_promise_kept_before_acceptance_by_an_infected_paper_gets_its_day_when_that_is_found(work: Work) -> None:
    work.supply("M030", day=MONDAY)
    accept_all(work.cast, work.filed, day=MONDAY)
    lines = (
        select(CommitmentLine.state, CommitmentLine.due_on, CommitmentLine.days_wd, Track.accepted_on)
        .join(CaseMaterial, CaseMaterial.id == CommitmentLine.case_material_id)
        .join(Track, Track.id == CommitmentLine.track_id)
        .where(CaseMaterial.material_code == "M030")
    )
    with reading() as session:
        assert [(row.state, row.due_on) for row in session.execute(lines)] == [(LineState.KEPT, None)]
    found_infected("M030")
    with reading() as session:
        (line,) = session.execute(lines).all()
        last_day = load_calendar(session).add(TUESDAY, line.days_wd)
    assert line.accepted_on == MONDAY
    assert (line.state, line.due_on) == (LineState.OPEN, last_day)


@pytest.mark.both_databases
@pytest.mark.starts_from.with_args(filed_with_promises)
@pytest.mark.parametrize("allow_earlier", [True, False])
def test_a_new_calendar_counts_it_from_that_word_and_not_from_the_acceptance(work: Work, allow_earlier: bool) -> None:
    work.supply("M030", day=MONDAY)
    accept_all(work.cast, work.filed, day=MONDAY)
    found_infected("M030")
    with reading() as session:
        paper = select(CaseMaterial.id).where(CaseMaterial.material_code == "M030")
        line = session.scalars(select(CommitmentLine).where(CommitmentLine.case_material_id.in_(paper))).one()
        entries = parse_calendar_csv((DATA / "calendar-2004-2026.csv").read_text(encoding="utf-8"))
        before = WorkingCalendar(entries)
        for free in (True, False):
            day = TUESDAY + dt.timedelta(days=1 if free else 4)
            after = WorkingCalendar([*entries, DayEntry(day, not free, "临时安排", "")])
            change = Change(MONDAY.year, before, after, TUESDAY, allow_earlier=allow_earlier)
            found = [
                one for one in moves(session, change) if one.subject_id == line.id and one.what is Deadline.PROMISE
            ]
            held = after.add(TUESDAY, line.days_wd)
            assert [one.counted_on for one in found] == [held] and held != line.due_on
            assert found[0].new_on == (held if free or allow_earlier else line.due_on)
