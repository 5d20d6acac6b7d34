"""Numbers under concurrent issue, struck out, and read in their registers."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from app.foundation.database import db
from app.foundation.reading import reading
from app.foundation.settings import Settings
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.events import Tag
from approvals.domain.refusals import Invalid, NotAllowed, NotFound, Refusal
from approvals.domain.states import DocumentState
from approvals.models.letters import Document, NumberRegister, ServiceProof
from approvals.models.traces import CaseEvent
from approvals.queries.number_register import register_page, registers
from approvals.usecases.letters.void_number import void_number
from tests.deep.numbers import outcome, race
from tests.factories.letters import PROJECTS, issue_letters, three_cases
from tests.factories.main_job import MONDAY, at, the_case, the_cast

NOW = at(MONDAY, 12)
LETTERS, RESULTS = "章审认〔2026〕{n}号", "地字第3701142026{n5}号"
PATTERN = "地字第{region6}{year}{n5}号"
pytestmark = [pytest.mark.usefixtures("in_app"), pytest.mark.starts_from.with_args(three_cases)]


def a_case() -> str:
    return the_case(PROJECTS[0]).case


def strike_out(number: str, now: dt.datetime = NOW) -> tuple[str, ...]:
    return void_number(number=number, reason="面积写错", actor=the_cast().admin, now=now)


@pytest.mark.both_databases
def test_processes_that_issue_at_once_leave_no_gap_and_repeat_nothing(settings: Settings) -> None:
    cases = [the_case(project).case for project in PROJECTS]
    db.engine.dispose()
    found = outcome(3, 8, *race(settings, cases, 8))
    assert found.taken_back == 6
    assert found.is_whole, found


def test_a_transaction_taken_back_gives_its_numbers_back() -> None:
    issue_letters(a_case(), 2, now=NOW, pattern=PATTERN)
    issue_letters(a_case(), 3, now=NOW, pattern=PATTERN, taken_back=True)
    (third,) = issue_letters(a_case(), 1, now=NOW, pattern=PATTERN)
    assert third.number == "章审认〔2026〕3号"


def test_a_new_year_counts_from_one_again() -> None:
    issue_letters(a_case(), 2, now=NOW, pattern=PATTERN)
    (letter,) = issue_letters(a_case(), 1, now=at(dt.date(2027, 1, 4)), pattern=PATTERN)
    with reading() as session:
        row = session.get_one(Document, letter.id)
    assert (row.number, row.result_number) == ("章审认〔2027〕1号", "地字第370114202700001号")


def test_a_number_that_has_outgrown_its_width_refuses_and_writes_nothing() -> None:
    issue_letters(a_case(), 1, now=NOW, pattern="{region6}{yyyymmdd}{n2}")
    with unit_of_work() as session:
        session.get_one(NumberRegister, ("37011420260309{n2}", "20260309")).last_serial = 99
    with pytest.raises(Refusal) as full:
        issue_letters(a_case(), 1, now=NOW, pattern="{region6}{yyyymmdd}{n2}")
    assert (full.value.code, full.value.params["serial"]) == ("number_register_full", 100)
    with reading() as session:
        assert session.get_one(NumberRegister, (LETTERS, "2026")).last_serial == 1


def test_a_void_number_says_who_why_and_when_and_is_never_given_again() -> None:
    first, second = issue_letters(a_case(), 2, now=NOW, pattern=PATTERN)
    assert strike_out(second.number) == ("章审认〔2026〕2号", "地字第370114202600002号")
    (third,) = issue_letters(a_case(), 1, now=NOW, pattern=PATTERN)
    assert third.number == "章审认〔2026〕3号"
    with reading() as session:
        page, results = register_page(session, LETTERS, "2026"), register_page(session, RESULTS, "2026")
        row = session.get_one(Document, second.id)
        event = session.scalars(select(CaseEvent).where(CaseEvent.tag == Tag.NUMBER_VOIDED)).one()
    assert page is not None and results is not None
    assert [(line.serial, line.void_reason, line.voided_by) for line in page.lines] == [
        (1, None, None), (2, "面积写错", "admin"), (3, None, None),
    ]  # fmt: skip
    assert (page.gaps, results.gaps, results.row.void) == ((), (), 1)
    assert (row.state, row.revoked_on, row.ended_because) == (DocumentState.REVOKED, MONDAY, "面积写错")
    assert event.facts == {"document": second.id, "number": second.number}
    assert first.number == page.lines[0].number


def test_what_must_not_be_struck_out_is_refused() -> None:
    one, served = issue_letters(a_case(), 2, now=NOW, pattern=PATTERN)
    cast = the_cast()
    with unit_of_work() as session:
        session.add(ServiceProof(document_id=served.id, method="hand", receiver="林晓", served_at=NOW))
    with pytest.raises(NotAllowed):
        void_number(number=one.number, reason="错", actor=cast.guan, now=NOW)
    with pytest.raises(Invalid):
        void_number(number=one.number, reason="  ", actor=cast.admin, now=NOW)
    with pytest.raises(NotFound):
        strike_out("章审认〔2026〕99号")
    with pytest.raises(Refusal, match="already_served"):
        strike_out(served.number)
    strike_out(one.number)
    with pytest.raises(Refusal, match="number_already_void"):
        strike_out(one.number)


def test_every_register_of_a_filed_town_is_whole_and_a_lost_paper_is_seen() -> None:
    issue_letters(a_case(), 3, now=NOW, pattern=PATTERN)
    with reading() as session:
        rows = {row.register: row for row in registers(session)}
        cases = register_page(session, "case:370114", "20260309")
    assert cases is not None
    assert [line.serial for line in cases.lines] == [1, 2, 3]
    assert {(row.missing, row.repeated) for row in rows.values()} == {(0, 0)}
    assert {LETTERS, RESULTS, "case:370114"} <= set(rows)
    with unit_of_work() as session:
        session.get_one(NumberRegister, (LETTERS, "2026")).last_serial = 5
    with reading() as session:
        page = register_page(session, LETTERS, "2026")
    assert page is not None
    assert (page.gaps, page.row.missing) == ((4, 5), 2)
