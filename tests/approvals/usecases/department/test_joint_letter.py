"""The joint completion opinion rests on what each department really decided, in whichever case of the project."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.letters.decisions import RefusalDecision
from approvals.domain.letters.results import JointOpinion, SpecialAcceptance
from approvals.domain.refusals import Blocked, Invalid
from approvals.domain.states import Outcome
from approvals.models.cases import Case
from approvals.usecases.department.joint_letter import demand_all_passed
from approvals.usecases.department.record_site_visit import record_site_visit
from approvals.usecases.department.register_result import register_result
from approvals.usecases.enterprise.draft_case import draft_case
from approvals.usecases.enterprise.save_answers import save_answers
from approvals.usecases.framing import open_file
from tests.factories.drafts import Draft, a_paper, submitted
from tests.factories.main_job import MARKET, MONDAY, accept_all, at, department_of, the_case
from tests.factories.towns import completed
from tests.factories.work import Work
from tests.support.visitors import visitor

pytestmark = pytest.mark.starts_from.with_args(completed)
TUESDAY, WEDNESDAY = MONDAY + dt.timedelta(days=1), MONDAY + dt.timedelta(days=2)
SPECIAL = ("YS-01", "YS-03", "YS-05", "YS-06", "YS-11")
NOT_NEEDED = {"YS-02", "YS-04", "YS-07", "YS-08", "YS-09", "YS-10"}


def visit(work: Work, item: str) -> None:
    head = work.head(item)
    assert head.account_id is not None
    record_site_visit(
        track=work.filed.tracks[item], visited_on=MONDAY, second_officer=work.cast.public_id(head),
        findings="与图纸一致。", actor=work.examiner(item), now=at(MONDAY, 13),
    )  # fmt: skip


def decide(work: Work, *items: str, refusing: str = "", day: dt.date = MONDAY) -> None:
    """Each in turn; the planning verification is visited first."""
    for item in items:
        if item == "YS-01":
            work.claim(item, day=day)
            visit(work, item)
            work.judge(item, day=day)
            work.propose(item, day=day)
            work.sign(item, day=day)
        else:
            work.decide(item, Outcome.REFUSE if item == refusing else Outcome.GRANT, day=day)


def filed_again(work: Work, *, day: dt.date) -> Work:
    """The same stage once more: only what was refused is applied for."""
    case = draft_case(project=work.filed.project, stage_code="S4", actor=work.cast.lin, now=at(day))
    answers = work.case().answers
    save_answers(case=case, answers=answers, version=1, actor=work.cast.lin, now=at(day))
    submitted(work.cast, Draft(work.filed.project, case, answers, MARKET), now=at(day), consents_upstream=False)
    again = Work(work.cast, the_case())
    again.supply(*[code for code in again.papers() if code not in {"M001"}], day=day)
    accept_all(work.cast, again.filed, day=day)
    return again


def opinion(work: Work) -> JointOpinion:
    letter = work.documents("joint_opinion")[-1]
    facts = JointOpinion.from_plain(letter.facts)
    assert facts.opinion_number == letter.result_number
    return facts


def by_item(rows: tuple[SpecialAcceptance, ...]) -> dict[str, SpecialAcceptance]:
    return {row.item.code: row for row in rows}


def test_the_opinion_has_a_row_for_each_acceptance_as_it_was_decided(work: Work) -> None:
    decide(work, *SPECIAL)
    decide(work, "YS-12", day=TUESDAY)
    facts = opinion(work)
    rows = by_item(facts.acceptances)
    assert list(rows) == [f"YS-{number:02}" for number in range(1, 12)]
    assert facts.passed and {code for code, row in rows.items() if row.outcome == "not_needed"} == NOT_NEEDED
    results = {one.item_code: one.result_number for one in work.documents()}
    for code in SPECIAL:
        assert (rows[code].outcome, rows[code].opinion_no, rows[code].dated_on) == ("passed", results[code], MONDAY)
    assert rows["YS-11"].opinion_no == "SZJR-2026-00001"
    assert rows["YS-01"].department == "自然资源局" and rows["YS-01"].department_en
    assert (facts.opinion_number, facts.accepted_on, facts.dated_on) == ("370114-2026-JGYX-000001", MONDAY, TUESDAY)


def test_the_opinion_says_what_the_house_knows_of_the_works_and_who_took_part(work: Work) -> None:
    decide(work, *SPECIAL, "YS-12")
    facts = opinion(work)
    assert (facts.developer, facts.address) == ("明泉家居有限公司", "明水街道")
    assert [(one.label, one.text) for one in facts.participants][1:] == [("施工", "某建工集团"), ("监理", "某监理公司")]
    assert facts.participants[0].label_en == "Survey, Design" and facts.permits == ()
    assert facts.findings == ("材料齐全，符合条件。",)


def test_while_one_acceptance_is_out_the_opinion_waits_and_the_item_is_named(work: Work) -> None:
    decide(work, "YS-01", "YS-03", "YS-11")
    work.claim("YS-12")
    work.judge("YS-12")
    with pytest.raises(Blocked) as blocked:
        work.propose("YS-12")
    assert named(blocked.value) == {("upstream_pending", "YS-05"), ("upstream_pending", "YS-06")}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("", "participants_missing"),
        ("勘察、设计：某院\n施工：某公司", "participants_missing"),
        ("某某公司", "participant_line"),
        ("勘察、设计：某院\n施工：", "participant_line"),
    ],
)
def test_an_opinion_that_does_not_name_the_parties_is_not_proposed(work: Work, said: str, code: str) -> None:
    decide(work, *SPECIAL)
    work.claim("YS-12")
    work.judge("YS-12")
    with pytest.raises(Invalid) as wrong:
        work.propose("YS-12", participants=said)
    assert wrong.value.errors["participants"][0] == code
    work.propose("YS-12", Outcome.REFUSE, participants=said)


def registered(work: Work, participants: str) -> None:
    register_result(
        track=work.filed.tracks["YS-12"], version=work.track("YS-12").version, number="章住建验〔2026〕3号",
        dated_on=MONDAY, stored=a_paper(), findings="各项验收合格。", conditions="", participants=participants,
        actor=work.examiner("YS-12"), now=at(MONDAY, 14),
    )  # fmt: skip


def test_an_opinion_of_another_system_names_the_parties_when_it_is_registered_and_is_signed(
    app: Flask, work: Work
) -> None:
    decide(work, *SPECIAL)
    work.claim("YS-12")
    work.judge("YS-12")
    page = (
        visitor(app, f"chen-{department_of(work.filed, 'YS-12')}")
        .get(f"/department/tracks/{work.filed.tracks['YS-12']}")
        .text
    )
    assert 'name="register-participants"' in page
    with pytest.raises(Invalid) as wrong:
        registered(work, "")
    assert set(wrong.value.errors) == {"participants"}
    registered(work, "勘察、设计：某院\n施工：某建工集团\n监理：某监理公司")
    work.sign("YS-12", day=TUESDAY)
    (letter,) = work.documents("joint_opinion")
    facts = JointOpinion.from_plain(letter.facts)
    assert letter.is_elsewhere and facts.opinion_number == letter.number == "章住建验〔2026〕3号"
    assert [one.text for one in facts.participants] == ["某院", "某建工集团", "某监理公司"]


def named(refusal: Blocked) -> set[tuple[str, str]]:
    return {(one.code, one.params["item"]) for one in refusal.blockers}


def test_after_a_refusal_the_joint_item_can_only_be_refused_and_its_letter_says_which(work: Work) -> None:
    decide(work, "YS-01", "YS-03", "YS-11")
    decide(work, "YS-05", refusing="YS-05")
    work.claim("YS-12")
    work.judge("YS-12")
    with pytest.raises(Blocked) as blocked:
        work.propose("YS-12")
    assert ("upstream_failed", "YS-05") in named(blocked.value)
    work.propose("YS-12", Outcome.REFUSE)
    work.sign("YS-12", day=TUESDAY)
    letter = facts_of_refusal(work, "YS-12")
    rows = by_item(letter.acceptances)
    assert letter.title == "竣工联合验收不予通过决定书"
    assert (rows["YS-05"].outcome, rows["YS-05"].opinion_no) == ("not_passed", facts_of_refusal(work, "YS-05").number)
    assert (rows["YS-06"].outcome, rows["YS-06"].opinion_no) == ("outstanding", "")
    assert rows["YS-01"].outcome == "passed" and rows["YS-02"].outcome == "not_needed"


def facts_of_refusal(work: Work, item: str) -> RefusalDecision:
    letter: Any = next(one for one in work.documents("refusal_decision") if one.item_code == item)
    return RefusalDecision.from_plain(letter.facts)


def test_an_acceptance_decided_in_another_case_counts_with_its_own_number(work: Work) -> None:
    decide(work, "YS-01", "YS-03", "YS-11")
    for item in ("YS-05", "YS-06", "YS-12"):
        decide(work, item, refusing=item)
    again = filed_again(work, day=TUESDAY)
    assert set(again.filed.tracks) == {"YS-05", "YS-06", "YS-12"}
    decide(again, "YS-05", "YS-06", "YS-12", day=WEDNESDAY)
    rows = by_item(opinion(again).acceptances)
    numbers = {one.item_code: one.result_number for one in (*work.documents(), *again.documents()) if one.result_number}
    assert {code: rows[code].opinion_no for code in SPECIAL} == {code: numbers[code] for code in SPECIAL}
    assert {rows[code].dated_on for code in ("YS-01", "YS-11")} == {MONDAY}
    assert {rows[code].dated_on for code in ("YS-05", "YS-06")} == {WEDNESDAY}


def test_a_refused_acceptance_that_was_granted_on_a_second_application_stops_its_old_case_no_more(work: Work) -> None:
    decide(work, "YS-01", "YS-03", "YS-11")
    for item in ("YS-05", "YS-06"):
        decide(work, item, refusing=item)
    again = filed_again(work, day=TUESDAY)
    work.claim("YS-12", day=TUESDAY)
    work.judge("YS-12", day=TUESDAY)
    with pytest.raises(Blocked) as blocked:
        work.propose("YS-12", day=TUESDAY)
    assert named(blocked.value) == {("upstream_pending", "YS-05"), ("upstream_pending", "YS-06")}
    decide(again, "YS-05", "YS-06", day=WEDNESDAY)
    work.propose("YS-12", day=WEDNESDAY)
    work.sign("YS-12", day=WEDNESDAY)
    assert opinion(work).passed


def test_an_acceptance_still_out_in_another_case_stops_the_opinion_by_name(work: Work) -> None:
    decide(work, "YS-01", "YS-03", "YS-11")
    decide(work, "YS-12", refusing="YS-12")
    again = filed_again(work, day=TUESDAY)
    assert set(again.filed.tracks) == {"YS-12"}
    again.claim("YS-12", day=TUESDAY)
    again.judge("YS-12", day=TUESDAY)
    with pytest.raises(Blocked) as blocked:
        again.propose("YS-12", day=TUESDAY)
    out = {("upstream_pending", "YS-05"), ("upstream_pending", "YS-06")}
    assert named(blocked.value) == out
    with reading() as session, pytest.raises(Blocked) as unwritten:
        file = open_file(session, session.scalars(select(Case).where(Case.public_id == again.filed.case)).one())
        demand_all_passed(session, file, file.catalogue.items["YS-12"])
    assert named(unwritten.value) == out
