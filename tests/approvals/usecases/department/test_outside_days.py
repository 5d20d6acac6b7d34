"""A result of another system owes its delivery and its publication from its own day, and may have been served since."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.calendar_moves import Change, Deadline
from approvals.domain.duties import DutyKind
from approvals.domain.refusals import Invalid
from approvals.domain.service import Service
from approvals.models.letters import ServiceProof
from approvals.models.watch import Duty
from approvals.queries.calendar_moves import moves
from approvals.queries.steward_documents import result_to_serve
from approvals.usecases.department.register_result import register_result
from approvals.usecases.steward.serve_document import serve_document
from departments.domain.working_calendar import DayEntry, WorkingCalendar, parse_calendar_csv
from tests.factories.drafts import a_paper
from tests.factories.main_job import DATA, MONDAY, at
from tests.factories.towns import accepted
from tests.factories.work import Work

pytestmark = pytest.mark.starts_from.with_args(accepted)
LICENCE = "LX-10"
MADE, SIGNED = MONDAY + dt.timedelta(days=1), dt.date(2026, 4, 13)
DELIVER_BY, DISCLOSE_BY = dt.date(2026, 3, 24), dt.date(2026, 3, 19)


@pytest.fixture
def result(work: Work) -> str:
    """Dated on Tuesday the 10th of March, signed here five weeks later; its document."""
    work.claim(LICENCE, day=SIGNED)
    work.judge(LICENCE, day=SIGNED)
    register_result(
        track=work.filed.tracks[LICENCE], version=work.track(LICENCE).version, number="专网〔2026〕7号", dated_on=MADE,
        stored=a_paper("许可.pdf"), findings="专网已经作出。", conditions="", actor=work.examiner(LICENCE), now=at(SIGNED),
    )  # fmt: skip
    work.sign(LICENCE, day=SIGNED)
    (letter,) = work.documents("licence_decision")
    return letter.public_id


def duties() -> dict[str, Duty]:
    with reading() as session:
        return {duty.kind: duty for duty in session.scalars(select(Duty))}


def test_its_days_count_from_its_own_date_and_are_looked_at_once_it_is_signed(work: Work, result: str) -> None:
    owed = duties()
    assert owed[DutyKind.DELIVERY].due_on == DELIVER_BY and owed[DutyKind.DISCLOSURE].due_on == DISCLOSE_BY
    looked = [owed[kind].next_alarm_at for kind in (DutyKind.DELIVERY, DutyKind.DISCLOSURE)]
    assert all(day is not None and at(SIGNED, 0) <= day < at(SIGNED, 23) for day in looked)
    with reading() as session:
        shown = result_to_serve(session, result, work.cast.guan, today=SIGNED)
    assert (shown.due_on, shown.disclose_by) == (DELIVER_BY, DISCLOSE_BY)
    (letter,) = work.documents("licence_decision")
    assert letter.facts["deliver_by"] == DELIVER_BY.isoformat()


def test_what_the_other_system_served_is_recorded_and_nothing_before_its_day(work: Work, result: str) -> None:
    posted = {"method": "post", "receiver": "前台", "carrier": "邮政", "tracking_no": "EMS 7"}
    early = Service(**posted, arrived_at=at(MONDAY))
    with pytest.raises(Invalid) as refused:
        serve_document(document=result, service=early, actor=work.cast.guan, now=at(SIGNED, 16))
    assert refused.value.errors == {"arrived_at": ("served_before_made", {})}
    said = Service(**posted, arrived_at=at(MADE, 0))
    serve_document(document=result, service=said, actor=work.cast.guan, now=at(SIGNED, 16))
    with reading() as session:
        assert session.scalars(select(ServiceProof.served_at)).one() == at(MADE, 0)
    assert duties()[DutyKind.DELIVERY].done_at is not None


def test_a_new_calendar_moves_them_by_the_days_counted_from_its_own_date(work: Work, result: str) -> None:
    entries = parse_calendar_csv((DATA / "calendar-2004-2026.csv").read_text(encoding="utf-8"))
    free = DayEntry(dt.date(2026, 3, 18), False, "临时放假", "")
    after = WorkingCalendar([*entries, free])
    change = Change(2026, WorkingCalendar(entries), after, SIGNED, allow_earlier=False)
    with reading() as session:
        moved = {one.old_on: one.new_on for one in moves(session, change) if one.what is Deadline.DUTY}
    assert moved == {DELIVER_BY: dt.date(2026, 3, 25), DISCLOSE_BY: dt.date(2026, 3, 20)}
