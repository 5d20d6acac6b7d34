"""A form that was sent twice, by an impatient finger or a browser that tried again, has its effect once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from flask import current_app
from sqlalchemy import func, select

from app.adapters.storage import StoredBytes
from app.foundation.reading import reading
from approvals.models.applicants import Project, ProjectPackage
from approvals.models.cases import Question, Reminder, SiteVisit
from approvals.models.enterprise_papers import EnterprisePaperVersion
from approvals.models.papers import MaterialVersion, StoredFile
from approvals.models.traces import CaseEvent, OutboxMessage
from approvals.usecases.department.answer_question import answer_question
from approvals.usecases.department.record_site_visit import record_site_visit
from approvals.usecases.enterprise.ask_question import ask_question
from approvals.usecases.enterprise.choose_deferral import choose_deferral
from approvals.usecases.enterprise.create_project import create_project
from approvals.usecases.enterprise.keep_paper import keep_paper
from approvals.usecases.enterprise.supply_paper import supply_paper
from approvals.usecases.packages.make_package import make_package
from approvals.usecases.pressed_twice import SAME_FILES
from approvals.usecases.steward.remind import remind
from tests.factories.drafts import a_draft, a_paper
from tests.factories.main_job import MONDAY, at
from tests.factories.packages import estates
from tests.factories.towns import accepted
from tests.factories.work import Work

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(accepted)]
PAPER, CODE = "M018", "2603-370114-04-01-123453"
TUESDAY = MONDAY + dt.timedelta(days=1)
Press = Callable[..., object]


def counts() -> list[int]:
    kinds = (
        Question, Reminder, SiteVisit, Project, ProjectPackage, EnterprisePaperVersion, MaterialVersion, StoredFile,
        CaseEvent, OutboxMessage,
    )  # fmt: skip
    with reading() as session:
        return [session.scalar(select(func.count()).select_from(kind)) or 0 for kind in kinds]


def a_paper_of(content: bytes) -> StoredBytes:
    stored: StoredBytes = current_app.extensions["binglian.files"].keep(content, "application/pdf", "另一份.pdf")
    return stored


def kept_and_handed_in() -> tuple[int, int]:
    """Versions of papers in the enterprise's file, and in its cases."""
    with reading() as session:
        kinds = (EnterprisePaperVersion, MaterialVersion)
        kept, handed_in = (session.scalar(select(func.count()).select_from(kind)) or 0 for kind in kinds)
    return kept, handed_in


def asks(work: Work, now: dt.datetime) -> None:
    track = work.filed.tracks["LX-10"]
    ask_question(case=work.filed.case, track=track, text="什么时候进场？", actor=work.cast.lin, now=now)


def reminds(work: Work, now: dt.datetime) -> None:
    remind(track=work.filed.tracks["LX-10"], text="请尽快", actor=work.cast.guan, now=now)


def visits(work: Work, now: dt.datetime) -> None:
    record_site_visit(
        track=work.filed.tracks["LX-10"], visited_on=MONDAY, second_officer=work.cast.public_id(work.head("LX-10")),
        findings="与申报一致。", actor=work.examiner("LX-10"), now=now,
    )  # fmt: skip


def sets_up(work: Work, now: dt.datetime) -> str:
    return create_project(
        enterprise_id=next(iter(work.cast.lin.enterprise_ids)), theme_code="SF-BUILD", name="新市场", place="明水街道",
        code=None, longitude=None, latitude=None, investment_wan=None, land_area_m2=None, actor=work.cast.lin, now=now,
    )  # fmt: skip


def sets_up_with_a_code(work: Work, now: dt.datetime) -> str:
    return create_project(
        enterprise_id=next(iter(work.cast.lin.enterprise_ids)), theme_code="SF-BUILD", name="新市场", place="明水街道",
        code=CODE, longitude=None, latitude=None, investment_wan=None, land_area_m2=None, actor=work.cast.lin, now=now,
    )  # fmt: skip


def packs(work: Work, now: dt.datetime, count: int = 3) -> str:
    return make_package(
        enterprise_id=next(iter(work.cast.lin.enterprise_ids)), theme_code="SF-BUILD", name="三个小区", reason="做法相同",
        members=estates(count), actor=work.cast.lin, now=now,
    )  # fmt: skip


def keeps(work: Work, now: dt.datetime) -> None:
    keep_paper(
        enterprise_id=next(iter(work.cast.lin.enterprise_ids)), material_code=PAPER, files=[a_paper(), a_paper()],
        valid_from=MONDAY, valid_until=None, actor=work.cast.lin, now=now,
    )  # fmt: skip


def hands_in(work: Work, now: dt.datetime) -> None:
    supply_paper(case=work.filed.case, material_code=PAPER, stored=a_paper(), actor=work.cast.lin, now=now)


@pytest.mark.parametrize("press", [asks, reminds, visits, sets_up, sets_up_with_a_code, packs, keeps, hands_in])
def test_the_second_press_finds_what_the_first_has_done(press: Press, work: Work) -> None:
    before = counts()
    first = press(work, at(MONDAY, 15))
    once = counts()
    assert once != before
    assert press(work, at(MONDAY, 15) + dt.timedelta(seconds=2)) == first
    assert counts() == once


def test_what_is_said_again_later_is_said(work: Work) -> None:
    asks(work, at(MONDAY, 15))
    with reading() as session:
        question = session.scalars(select(Question.id)).one()
    answer_question(question=question, text="后天上午。", actor=work.examiner("LX-10"), now=at(MONDAY, 16))
    for press in (asks, reminds, sets_up):
        press(work, at(MONDAY, 16))
        press(work, at(TUESDAY, 16))
    assert counts()[:2] == [2, 2]


def test_files_that_come_again_are_a_version_when_they_are_others_or_an_answer_to_what_was_said(work: Work) -> None:
    before = kept_and_handed_in()
    for press in (keeps, hands_in):
        press(work, at(MONDAY, 15))
        press(work, at(MONDAY, 15) + SAME_FILES)
    keep_paper(
        enterprise_id=next(iter(work.cast.lin.enterprise_ids)), material_code=PAPER, files=[a_paper(), a_paper()],
        valid_from=MONDAY, valid_until=TUESDAY, actor=work.cast.lin, now=at(MONDAY, 15) + SAME_FILES,
    )  # fmt: skip
    assert kept_and_handed_in() == (before[0] + 3, before[1] + 2)


def test_a_draft_s_paper_that_was_put_off_in_between_comes_again(work: Work) -> None:
    draft, now = a_draft(work.cast, lacks=[PAPER], name="另一处"), at(MONDAY, 15)
    _, before = kept_and_handed_in()
    for _ in range(2):
        supply_paper(case=draft.case, material_code=PAPER, stored=a_paper(), actor=work.cast.lin, now=now)
    assert kept_and_handed_in()[1] == before + 1
    choose_deferral(case=draft.case, material_code=PAPER, deferred=True, actor=work.cast.lin, now=now)
    supply_paper(case=draft.case, material_code=PAPER, stored=a_paper(), actor=work.cast.lin, now=now)
    assert kept_and_handed_in()[1] == before + 2


def test_what_was_corrected_and_sent_again_at_once_is_kept(work: Work) -> None:
    first = sets_up(work, at(MONDAY, 15))
    said = {"enterprise_id": next(iter(work.cast.lin.enterprise_ids)), "theme_code": "SF-BUILD", "name": "新市场"}
    corrected = create_project(
        **said, place="明水街道", code=None, longitude=None, latitude=None, investment_wan=None, land_area_m2=5000.0,
        actor=work.cast.lin, now=at(MONDAY, 15),
    )  # fmt: skip
    assert corrected != first
    _, before = kept_and_handed_in()
    one, other = a_paper("甲.pdf"), a_paper_of(b"%PDF-1.4 another")
    supply = {"case": work.filed.case, "material_code": PAPER, "actor": work.cast.lin, "now": at(MONDAY, 15)}
    supply_paper(stored=one, further=[other], **supply)
    supply_paper(stored=other, **supply)
    assert kept_and_handed_in()[1] == before + 2


def test_a_package_of_another_list_is_another(work: Work) -> None:
    assert packs(work, at(MONDAY, 15)) != packs(work, at(MONDAY, 15), count=4)
