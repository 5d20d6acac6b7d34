"""A form that was sent twice, by an impatient finger or a browser that tried again, has its effect once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

import pytest
from flask import current_app
from sqlalchemy import func, select

from app.adapters.storage import StoredBytes
from app.foundation.reading import reading
from approvals.domain.clock_facts import ClockName
from approvals.domain.date_reasons import ARTICLE_42
from approvals.domain.events import Tag
from approvals.domain.oversight import Demand
from approvals.domain.refusals import Invalid, Refusal
from approvals.domain.service import Service
from approvals.domain.states import Outcome, Verdict
from approvals.models.applicants import Enterprise
from approvals.models.cases import Question
from approvals.models.enterprise_papers import EnterprisePaperVersion
from approvals.models.members import Invitation
from approvals.models.papers import MaterialVersion
from approvals.models.traces import CaseEvent, OutboxMessage
from approvals.queries.dossier import dossiers
from approvals.queries.notice_opinions import opinion_tasks
from approvals.usecases.counter.confirm_counter import confirm_counter
from approvals.usecases.counter.open_counter_filing import open_counter_filing
from approvals.usecases.counter.register_at_counter import register_at_counter
from approvals.usecases.counter.take_slip import take_slip
from approvals.usecases.department.answer_question import answer_question
from approvals.usecases.department.claim import claim
from approvals.usecases.department.extend import extend
from approvals.usecases.department.give_opinion import give_opinion
from approvals.usecases.department.judge_papers import judge_papers
from approvals.usecases.department.pause import pause
from approvals.usecases.department.propose import propose
from approvals.usecases.department.record_site_visit import record_site_visit
from approvals.usecases.department.reopen import Order, reopen
from approvals.usecases.department.sign import sign
from approvals.usecases.enterprise.ask_question import ask_question
from approvals.usecases.enterprise.choose_deferral import choose_deferral
from approvals.usecases.enterprise.create_project import create_project
from approvals.usecases.enterprise.keep_paper import keep_paper
from approvals.usecases.enterprise.supply_paper import supply_paper
from approvals.usecases.enterprise.take_shared import take_shared
from approvals.usecases.enterprise.withdraw import withdraw
from approvals.usecases.letters.order_day_statement import order_day_statement
from approvals.usecases.members.accept_invitation import accept_invitation
from approvals.usecases.members.invite_member import invite_member
from approvals.usecases.members.join_with_account import join_with_account
from approvals.usecases.members.renew_mandate import renew_mandate
from approvals.usecases.oversight.send_supervision_notice import send_supervision_notice
from approvals.usecases.packages.make_package import make_package
from approvals.usecases.pressed_twice import SAME_FILES, SAME_FORM
from approvals.usecases.steward.assign_steward import assign_steward
from approvals.usecases.steward.remind import remind
from approvals.usecases.steward.serve_document import serve_document
from approvals.usecases.window.accept import accept
from approvals.usecases.window.ask_opinions import ask_opinions
from approvals.usecases.window.declare_not_required import declare_not_required
from approvals.usecases.window.request_correction import CorrectionAsked, request_correction
from departments.domain.actor import ANONYMOUS
from tests.factories.drafts import a_draft, a_paper, version_of
from tests.factories.handing import HAIDAI, haidai, meng
from tests.factories.main_job import MONDAY, at
from tests.factories.packages import estates
from tests.factories.story import print_everything
from tests.factories.towns import accepted, filed_short
from tests.factories.work import GRANT, Work
from tests.support.tables import rows_of_tables

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(accepted)]
PAPER, CODE = "M018", "2603-370114-04-01-123453"
TUESDAY = MONDAY + dt.timedelta(days=1)
ITEM, NOW = "LX-10", at(MONDAY, 15)
NEWCOMER = {
    "uscc": HAIDAI,
    "name": "海岱家居有限公司",
    "legal_representative": "孟海",
    "address": "青岛",
    "phone": "0532",
}
A_MOMENT = dt.timedelta(seconds=2)
Press = Callable[..., object]


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
    before = rows_of_tables()
    first = press(work, at(MONDAY, 15))
    once = rows_of_tables()
    assert once != before
    assert press(work, at(MONDAY, 15) + A_MOMENT) == first
    assert rows_of_tables() == once


def test_what_is_said_again_later_is_said(work: Work) -> None:
    asks(work, at(MONDAY, 15))
    with reading() as session:
        question = session.scalars(select(Question.id)).one()
    answer_question(question=question, text="后天上午。", actor=work.examiner("LX-10"), now=at(MONDAY, 16))
    for press in (asks, reminds, sets_up):
        press(work, at(MONDAY, 16))
        press(work, at(TUESDAY, 16))
    now_there = rows_of_tables()
    assert (now_there["question"], now_there["reminder"]) == (2, 2)


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


def own(work: Work) -> str:
    with reading() as session:
        return session.scalars(select(Enterprise.public_id).where(Enterprise.uscc != HAIDAI)).one()


def at_desk(work: Work, item: str = ITEM) -> dict[str, object]:
    """What the form of an examiner's verb carries."""
    return {"track": work.filed.tracks[item], "version": work.track(item).version, "actor": work.examiner(item)}


def by_head(work: Work, item: str = ITEM) -> dict[str, object]:
    return at_desk(work, item) | {"actor": work.head(item)}


def verdicts(work: Work, words: str = "") -> dict[str, tuple[Verdict, str]]:
    """Every paper of the item that came passes; with words the first one does not."""
    with reading() as session:
        track = work.track(ITEM).id
        papers = [one.paper_id for one in dossiers(session, [track])[track].papers if one.version_id is not None]
    passed = dict.fromkeys(papers, (Verdict.ACCEPTED, ""))
    return passed | ({papers[0]: (Verdict.RETURNED, words)} if words else {})


def names_a_steward(work: Work) -> Press:
    zhao = work.cast.public_id(work.cast.zhao)
    return partial(assign_steward, project=work.filed.project, steward=zhao, actor=work.cast.du)


def passes_papers(work: Work) -> Press:
    return partial(judge_papers, track=work.filed.tracks[ITEM], verdicts=verdicts(work), actor=work.examiner(ITEM))


def returns_a_paper(work: Work) -> Press:
    said = verdicts(work, "缺公章。")
    return partial(judge_papers, track=work.filed.tracks[ITEM], verdicts=said, actor=work.examiner(ITEM))


def invites_an_account(work: Work) -> Press:
    haidai()
    return partial(invite_member, enterprise=own(work), role="clerk", username="rival", actor=work.cast.lin)


def invites_an_agent_by_name(work: Work) -> Press:
    haidai()
    paper = {"stored": a_paper("授权委托书.pdf"), "valid_until": TUESDAY, "projects": [work.filed.project]}
    return partial(
        invite_member, enterprise=own(work), role="agent", username="rival", actor=work.cast.lin, **paper
    )  # fmt: skip


def renews_a_mandate(work: Work) -> Press:
    accept_invitation(token=str(invites_an_agent_by_name(work)(now=at(MONDAY, 14))), actor=meng(), now=at(MONDAY, 14))
    return partial(
        renew_mandate, enterprise=own(work), member=work.cast.public_id(meng()), stored=a_paper("授权委托书.pdf"),
        valid_until=TUESDAY + dt.timedelta(days=1), projects=[], actor=work.cast.lin,
    )  # fmt: skip


def at_the_counter(work: Work) -> str:
    """A draft that the clerk fills in."""
    case = a_draft(work.cast, name="另一处").case
    open_counter_filing(case=case, actor=work.cast.clerk, now=at(MONDAY, 14))
    return case


def confirms_the_draft(work: Work) -> Press:
    case = at_the_counter(work)
    return partial(confirm_counter, case=case, version=version_of(case), method="password", actor=work.cast.lin)


def takes_the_slip(work: Work) -> Press:
    case = at_the_counter(work)
    return partial(
        take_slip, case=case, version=version_of(case), signer="林晓", stored=a_paper("确认单.pdf"),
        actor=work.cast.clerk,
    )  # fmt: skip


def fetches_from_a_register(work: Work) -> Press:
    """Each print has other bytes."""
    prints = iter((b"%PDF-1.4 first print", b"%PDF-1.4 second print"))

    def press(now: dt.datetime) -> None:
        take_shared(
            case=work.filed.case, material_code=PAPER, stored=a_paper_of(next(prints)), note="不动产登记", as_of=MONDAY,
            actor=work.cast.lin, now=now,
        )  # fmt: skip

    return press


def orders_the_day_statement(work: Work) -> Press:
    return partial(order_day_statement, track=work.filed.tracks[ITEM], actor=work.cast.lin)


@pytest.mark.parametrize(
    "prepared",
    [
        names_a_steward, passes_papers, returns_a_paper, invites_an_account, invites_an_agent_by_name,
        renews_a_mandate, confirms_the_draft, takes_the_slip, fetches_from_a_register, orders_the_day_statement,
    ],
)  # fmt: skip
def test_the_same_again_is_answered_as_the_first_and_leaves_no_row(
    prepared: Callable[[Work], Press], work: Work
) -> None:
    press = prepared(work)
    before = rows_of_tables()
    first = press(now=NOW)
    once = rows_of_tables()
    assert once != before
    assert press(now=NOW + A_MOMENT) == first
    assert rows_of_tables() == once


def claims(work: Work) -> Press:
    return partial(claim, **at_desk(work))


def stops_the_clock(work: Work) -> Press:
    said = {"kind": "APPRAISAL", "length_days": 5, "length_unit": "WD", "reason": "鉴定"}
    return partial(pause, **at_desk(work), **said)


def gives_more_days(work: Work) -> Press:
    said = {"clocks": (ClockName.STATUTORY,), "days": 5, "reason_code": "complex", "reason": "", "basis": ARTICLE_42}
    return partial(extend, **by_head(work), **said)


def proposes(work: Work) -> Press:
    work.claim("LX-07")
    work.judge("LX-07")
    return partial(propose, **at_desk(work, "LX-07"), outcome=Outcome.GRANT, conditions="", **GRANT)


def signs(work: Work) -> Press:
    proposes(work)(now=at(MONDAY, 14))
    return partial(sign, **by_head(work, "LX-07"))


def takes_an_item_back(work: Work) -> Press:
    return partial(withdraw, case=work.filed.case, track=work.filed.tracks[ITEM], actor=work.cast.lin)


def serves_a_letter(work: Work) -> Press:
    print_everything("0" * 64, at(MONDAY, 14))
    letter = work.documents("acceptance_notice")[0].public_id
    return partial(serve_document, document=letter, service=Service(method="online"), actor=work.cast.guan)


def calls_a_department_to_account(work: Work) -> Press:
    day = MONDAY + dt.timedelta(days=3)
    demand = Demand(rule="blocked", level="listed", findings="没有进展", requirements="报送原因", reply_by=day)
    return partial(send_supervision_notice, **at_desk(work) | {"actor": work.cast.du}, demand=demand)


@pytest.mark.parametrize(
    "prepared, code",
    [
        (claims, "stale"), (stops_the_clock, "stale"), (gives_more_days, "stale"), (proposes, "stale"),
        (signs, "stale"), (takes_an_item_back, "nothing_to_withdraw"), (serves_a_letter, "already_served"),
        (calls_a_department_to_account, "supervision_open"),
    ],
)  # fmt: skip
def test_what_has_moved_on_is_refused_and_leaves_no_row(
    prepared: Callable[[Work], Press], code: str, work: Work
) -> None:
    refused_and_nothing_left(prepared(work), code)


def refused_and_nothing_left(press: Press, code: str) -> None:
    before = rows_of_tables()
    press(now=NOW)
    once = rows_of_tables()
    assert once != before
    with pytest.raises(Refusal) as refused:
        press(now=NOW + A_MOMENT)
    assert refused.value.code == code
    assert rows_of_tables() == once


def accepts(work: Work) -> Press:
    return partial(accept, case=work.filed.case, tracks=[work.filed.tracks["LX-01"]], actor=work.cast.clerk)


def needs_no_licence(work: Work) -> Press:
    return partial(declare_not_required, track=work.filed.tracks["LX-01"], reason="不需要许可", actor=work.cast.clerk)


def tells_of_the_gaps(work: Work) -> Press:
    line = CorrectionAsked(work.papers()["M012"], "没有收到。", "请上传。")
    return partial(request_correction, case=work.filed.case, lines=[line], actor=work.cast.clerk)


@pytest.mark.starts_from.with_args(filed_short)
@pytest.mark.parametrize(
    "prepared, code",
    [
        (accepts, "already_answered"), (needs_no_licence, "already_answered"),
        (tells_of_the_gaps, "notice_already_open"),
    ],
)  # fmt: skip
def test_the_window_answers_once(prepared: Callable[[Work], Press], code: str, work: Work) -> None:
    refused_and_nothing_left(prepared(work), code)


@pytest.mark.starts_from.with_args(filed_short)
def test_an_opinion_given_again_in_the_same_words_is_one_and_in_others_another(work: Work) -> None:
    ask_opinions(case=work.filed.case, actor=work.cast.clerk, now=NOW)
    with reading() as session:
        opinion = opinion_tasks(session, work.examiner("LX-05"))[0].opinion
    gaps = {work.papers()["M012"]: ("缺页。", "请补全。")}
    said = {"opinion": opinion, "actor": work.examiner("LX-05")}
    left = []
    for words in (gaps, gaps, {}, {}):
        give_opinion(gaps=words, now=NOW, **said)
        left.append(work.tags().count(Tag.OPINION_GIVEN.value))
    assert left == [1, 1, 2, 2]


def test_a_verdict_in_other_words_or_of_another_person_is_said_and_told(work: Work) -> None:
    said = {"track": work.filed.tracks[ITEM], "now": NOW}
    (paper, returned), *_ = verdicts(work, "缺公章。").items()
    judge_papers(verdicts={paper: returned}, actor=work.examiner(ITEM), **said)
    judge_papers(verdicts={paper: (Verdict.RETURNED, "缺签字。")}, actor=work.examiner(ITEM), **said)
    judge_papers(verdicts=verdicts(work, "缺签字。"), actor=work.examiner(ITEM), **said)
    judge_papers(verdicts={paper: (Verdict.RETURNED, "缺签字。")}, actor=work.head(ITEM), **said)
    with reading() as session:
        judged = session.scalars(
            select(CaseEvent.facts).where(CaseEvent.tag == Tag.PAPER_JUDGED.value).order_by(CaseEvent.seq)
        ).all()
        told = session.scalars(select(OutboxMessage.id).where(OutboxMessage.key.like("tell:paper_returned:%"))).all()
    assert (len(judged), len(told)) == (4, 3)
    assert "returned" not in judged[2]["papers"].values(), "what was said before is not said again with the rest"


def test_what_was_said_in_a_former_round_is_said_anew(work: Work) -> None:
    work.decide(ITEM, Outcome.REFUSE)
    order = Order("court", "判决重新作出决定", "（2026）鲁0114行初1号", TUESDAY)
    reopen(**by_head(work, ITEM), order=order, now=at(TUESDAY))
    work.claim(ITEM, day=TUESDAY)
    left = [work.tags().count(Tag.PAPER_JUDGED.value)]
    for _ in range(2):
        work.judge(ITEM, day=TUESDAY)
        left.append(work.tags().count(Tag.PAPER_JUDGED.value))
    assert left == [1, 2, 2]


def test_an_account_keeps_the_link_it_was_sent_for_minutes(work: Work) -> None:
    press = invites_an_account(work)
    assert press(now=NOW) == press(now=NOW + SAME_FORM)


def test_of_a_link_pressed_for_twice_the_one_that_is_shown_lives(work: Work) -> None:
    said = {"enterprise": own(work), "role": "clerk", "actor": work.cast.lin}
    lost, shown = invite_member(now=NOW, **said), invite_member(now=NOW + A_MOMENT, **said)
    with reading() as session:
        seen = session.scalars(select(Invitation.public_id)).one()
    other = invite_member(seen=seen, now=NOW + A_MOMENT, **said)
    later = invite_member(now=NOW + SAME_FILES + A_MOMENT * 2, **said)  # the first two may have been handed on
    assert rows_of_tables()["invitation"] == rows_of_tables()["enterprise_change"] == 3
    with pytest.raises(Refusal) as refused:
        joins(lost, "nobody")
    assert refused.value.code == "invitation_over"
    for token in (shown, other, later):
        joins(token, f"who-{token[:8]}")


def joins(token: str, name: str) -> int:
    return join_with_account(
        token=token, username=name, password_hash="x", person_name="李", phone="", email="", locale="zh_Hans_CN",
        actor=ANONYMOUS, now=NOW + SAME_FORM + A_MOMENT * 2,
    )  # fmt: skip


def test_a_newcomer_registered_twice_at_the_counter_is_one_with_one_link(work: Work) -> None:
    first = register_at_counter(**NEWCOMER, actor=work.cast.clerk, now=NOW)
    once = rows_of_tables()
    second = register_at_counter(**NEWCOMER, actor=work.cast.clerk, now=NOW + A_MOMENT)
    assert rows_of_tables() == once and first != second
    with pytest.raises(Invalid):
        register_at_counter(**NEWCOMER | {"phone": "0533"}, actor=work.cast.clerk, now=NOW + A_MOMENT)
    with pytest.raises(Invalid):  # the link may have been handed on
        register_at_counter(**NEWCOMER, actor=work.cast.clerk, now=NOW + SAME_FILES + A_MOMENT)
    joins(second, "owner")
    with pytest.raises(Invalid) as taken:
        register_at_counter(**NEWCOMER, actor=work.cast.clerk, now=NOW + A_MOMENT)
    assert taken.value.errors == {"uscc": ("enterprise_taken", {})}
