"""One application, many departments at once, one sealed answer: the main job, told through its pages."""

from __future__ import annotations

import datetime as dt
import io
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.factories.main_job import ANSWERS, settle
from tests.journeys.street import (
    LIN,
    MARKET,
    MONDAY,
    QUEUE,
    USCC,
    Street,
    answers_typed,
    begins_a_stage,
    papers_accepted,
    plain,
    upload,
)
from tests.support.pages import Person

pytestmark = [pytest.mark.starts_from.with_args(settle), pytest.mark.both_databases, pytest.mark.timeout(300)]
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (MONDAY + dt.timedelta(days=days) for days in (1, 2, 3, 4))
NEXT_TUESDAY = MONDAY + dt.timedelta(days=8)
SEVEN = ("LX-01", "LX-04", "LX-05", "LX-07", "LX-08", "LX-10", "LX-13")
UPLOADED = ("M012", "M016", "M020", "M023", "M028")
DEFERRED = ("M018", "M030")
LETTERS = (
    "收件凭证", "容缺受理承诺书", "受理通知书", "特别程序告知书", "特别程序结束告知书", "不予行政许可决定书",
    "山东省建设项目备案证明", "环境影响登记表备案回执", "建设用地规划许可证", "节能审查意见", "交通影响评价审查意见",
)  # fmt: skip


def test_lin_files_once_and_leaves_with_every_answer(street: Street) -> None:
    with street.on(MONDAY, 9):
        lin = an_enterprise_registers_with_a_checked_code(street)
        draft = it_answers_one_form_and_learns_what_follows(street, lin)
        five_papers_come_and_two_are_promised(lin, draft)
        case = it_signs_and_files(lin, draft)
        the_project_gets_its_steward(street)
    with street.on(MONDAY, 11):
        the_window_admits_everything_and_seven_desks_have_it_at_once(street)
        the_environment_is_quick(street)
    with street.on(TUESDAY):
        the_clock_says_once_what_became_late_while_nobody_looked(street)
        planning_cannot_grant_and_the_page_names_both_reasons(street)
        traffic_police_pause_for_an_expert_review(street)
        street.granted("LX-01")
    with street.on(WEDNESDAY):
        the_promises_are_kept(street, case)
        when_both_reasons_have_fallen_planning_grants(street)
    with street.on(THURSDAY):
        soil_conservation_is_refused_with_reasons_and_remedies(street)
        the_steward_sees_everything_and_reminds(street)
        a_question_is_asked_and_answered(street, case)
    with street.on(FRIDAY):
        street.granted("LX-04")
        street.granted("LX-10")
    with street.on(NEXT_TUESDAY):
        the_review_is_over_and_traffic_passes(street)
        every_result_is_a_sealed_letter_of_its_kind(street, case)
        the_steward_serves_and_confirms(street)
        anyone_can_verify_and_a_changed_byte_is_told(street, case)
        anyone_can_follow_with_number_and_code(street, case)
        a_stranger_finds_nothing(street, case)


def an_enterprise_registers_with_a_checked_code(street: Street) -> Person:
    lin = Person(street.app)
    lin.open("/register")
    wrong = lin.send("/register", expect=422, uscc=USCC[:-1] + "0", **LIN)
    assert "校验码" in wrong and LIN["enterprise_name"] in wrong and USCC[:-1] + "0" in wrong
    lin.send("/register", uscc=USCC, **LIN)
    assert lin.address == "/enterprise/"
    return lin


def it_answers_one_form_and_learns_what_follows(street: Street, lin: Person) -> str:
    begins_a_stage(lin, "SF-BUILD", "S1")
    form, typed = lin.address, answers_typed(street, "SF-BUILD", "S1", ANSWERS)
    missing = {name: value for name, value in typed.items() if name != "a_eia_category"}
    assert "请回答这一项" in lin.send("/form", expect=422, press="下一步：看要办哪些事项", **missing)
    said = plain(lin.send("/form", press="下一步：看要办哪些事项", **typed))
    assert "7 个事项，6 个部门" in said
    assert "一共要 19 份材料，去掉重复只有 10 份，您上传 7 份" in said
    assert f"最慢的是“{street.names['LX-10']}”，承诺 10 个工作日" in said
    return form.removesuffix("/form")


def five_papers_come_and_two_are_promised(lin: Person, draft: str) -> None:
    lin.open(f"{draft}/papers")
    assert "0 字节" in lin.send("/papers/M012", expect=422, press="上传", file=(io.BytesIO(b""), "合同.pdf"))
    for code in UPLOADED:
        lin.send(f"/papers/{code}", press="上传", file=upload(code))
    for code in DEFERRED:
        lin.send(f"/papers/{code}", press="签承诺，以后补交")
    assert "已备 10 / 共 10" in plain(lin.text)


def it_signs_and_files(lin: Person, draft: str) -> str:
    page = plain(lin.open(f"{draft}/review"))
    assert page.count("内补交。") == 3
    consent = {"consents_upstream": "y", "truth_declared": "y", "signs_commitment": "y"}
    assert "密码不对" in lin.send("/review", expect=422, password="not hers", **consent)
    lin.send("/review", password=LIN["password"], **consent)
    assert lin.address.startswith("/enterprise/cases/")
    return lin.address


def the_project_gets_its_steward(street: Street) -> None:
    admin = street.person("admin")
    page = admin.open("/admin/stewards")
    guan = re.search(r'<option value="([^"]+)">关宁', page)
    assert guan
    (form,) = (one for one in admin.forms() if "/admin/stewards/" in one.action)
    admin.send(form.action.split("?")[0], steward=guan[1])


def the_window_admits_everything_and_seven_desks_have_it_at_once(street: Street) -> None:
    examiner = street.examiner("LX-05")
    assert MARKET not in examiner.open(QUEUE)
    clerk = street.person("clerk")
    clerk.open("/window/")
    clerk.follow(MARKET)
    page = plain(clerk.send("/accept"))
    assert "全部事项都已答复" in page
    for item in SEVEN:
        assert street.names[item] in plain(street.examiner(item).open(QUEUE)), item


def the_environment_is_quick(street: Street) -> None:
    street.granted("LX-07")
    street.wait_for_letters()
    assert "登记表备案" in street.lin().open("/enterprise/documents")


def the_clock_says_once_what_became_late_while_nobody_looked(street: Street) -> None:
    for hour in (9, 9, 12):
        street.clock_worker_looks(TUESDAY, hour)
    street.wait_for_notices()
    bell = plain(street.examiner("LX-01").open("/account/notifications"))
    assert bell.count("超") >= 1 and street.names["LX-01"] in bell
    assert street.mails().count("<chen-FGW@example.com>") >= 1
    before = street.mails()
    street.clock_worker_looks(TUESDAY, 13)
    street.wait_for_notices()
    assert street.mails() == before


def planning_cannot_grant_and_the_page_names_both_reasons(street: Street) -> None:
    who = street.claimed("LX-05")
    page = plain(who.send("/papers"))
    assert "2 个原因" in page
    assert f"要等“{street.names['LX-01']}”准予" in page
    assert "承诺后补的《现状地形图（1:500）》还没有交" in page


def traffic_police_pause_for_an_expert_review(street: Street) -> None:
    who = street.claimed("LX-13")
    page = who.send("/pause", kind="EXPERT_REVIEW", length_days="5", length_unit="WD", reason="组织专家评审会。")
    assert "已经暂停计时" in page


def the_promises_are_kept(street: Street, case: str) -> None:
    lin = street.lin()
    assert "等您处理" in plain(lin.open(case))
    for code in DEFERRED:
        lin.send(f"/papers/{code}", press="上传", file=upload(f"补交 {code}"))
    assert "已兑现" in plain(lin.open(case))


def when_both_reasons_have_fallen_planning_grants(street: Street) -> None:
    who = street.at_track(street.examiner("LX-05"), "LX-05")
    papers_accepted(who)
    street.signed("LX-05", who, outcome="grant", findings="符合控制性详细规划。")


def soil_conservation_is_refused_with_reasons_and_remedies(street: Street) -> None:
    who = street.claimed("LX-08")
    assert "这一项必须填" in who.send("/propose", expect=422, outcome="refuse", findings="弃土场选址在行洪河道内。")
    words = {
        "reasons": "弃土场选址不符合防洪要求。",
        "basis": "《水土保持法》第二十四条",
        "reapply": "另选弃土场以后重新申请。",
    }
    street.signed("LX-08", who, outcome="refuse", findings="弃土场选址在行洪河道内。", **words)


def the_steward_sees_everything_and_reminds(street: Street) -> None:
    guan = street.person("guan")
    assert MARKET in guan.open("/steward/")
    page = guan.follow(MARKET)
    for item in SEVEN:
        assert street.names[item] in page
    (form, *_) = (one for one in guan.forms() if one.action.endswith("/remind"))
    guan.send(form.action, text="请说明专家评审的进度。")
    assert "已经提醒" in guan.text


def a_question_is_asked_and_answered(street: Street, case: str) -> None:
    lin = street.lin()
    assert "0531" in lin.open(case)
    lin.send("/questions", text="许可证要到现场领取吗？")
    guan = street.person("guan")
    guan.open("/steward/")
    guan.follow(MARKET)
    (form,) = (one for one in guan.forms() if one.action.endswith("/answer"))
    guan.send(form.action, text="不用，网上下载即可。")
    assert "不用，网上下载即可。" in lin.open(case)


def the_review_is_over_and_traffic_passes(street: Street) -> None:
    who = street.at_track(street.examiner("LX-13"), "LX-13")
    who.send("/resume", conclusion="评审通过。")
    papers_accepted(who)
    street.signed("LX-13", who, outcome="grant", findings="交通影响可接受。")


def every_result_is_a_sealed_letter_of_its_kind(street: Street, case: str) -> None:
    street.wait_for_letters()
    lin = street.lin()
    page = plain(lin.open("/enterprise/documents"))
    for kind in LETTERS:
        assert kind in page, kind
    links = [address for address, _ in lin.links() if re.fullmatch(r"/enterprise/documents/[^/]+", address)]
    assert len(set(links)) >= 12
    for address in set(links):
        assert lin.download(address).startswith(b"%PDF")
    assert "/enterprise/documents/" in lin.open(case)


def the_steward_serves_and_confirms(street: Street) -> None:
    guan = street.person("guan")
    guan.open("/steward/documents")
    results = sorted({address for address, _ in guan.links() if re.fullmatch(r"/steward/documents/[^/?]+", address)})
    assert len(results) == 7
    guan.open(results[0])
    guan.send("/serve", method="online")
    assert "送达已经登记" in guan.text
    guan.open("/steward/")
    guan.follow(MARKET)
    guan.send("/confirm")
    assert "统一确认书已经出具" in guan.text
    street.wait_for_letters()


def anyone_can_verify_and_a_changed_byte_is_told(street: Street, case: str) -> None:
    lin, public = street.lin(), Person(street.app)
    lin.open("/enterprise/documents")
    addresses = [address for address, _ in lin.links() if re.fullmatch(r"/enterprise/documents/[^/]+", address)]
    content = lin.download(addresses[0])
    public.open("/verify")
    assert "这份文件有效" in public.send("/verify", press="比对", file=(io.BytesIO(content), "letter.pdf"))
    middle = content.index(b"stream") + 40
    changed = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
    assert "这份文件被改动过" in public.send("/verify", press="比对", file=(io.BytesIO(changed), "letter.pdf"))
    asked = parse_qs(urlsplit(street.qr_address()).query)
    page = public.open(f"/verify?n={asked['n'][0]}&c={asked['c'][0]}")
    assert "登记的文件有效" in page and f"{MARKET[:2]}****{MARKET[-2:]}" in page
    assert "查不到这份文件" in public.open(f"/verify?n={asked['n'][0]}&c=0000-0000-0000")


def anyone_can_follow_with_number_and_code(street: Street, case: str) -> None:
    page = plain(street.lin().open(case))
    number, code = re.search(r"3701\d{15}", page), re.search(r"查询码 ?([0-9A-Z]{6})", page)
    assert number and code
    public = Person(street.app)
    public.open("/progress")
    assert "对不上" in public.send("/progress", expect=422, case_no=number[0], code="000000")
    page = public.send("/progress", case_no=number[0], code=code[1])
    assert all(street.names[item] in page for item in SEVEN)


def a_stranger_finds_nothing(street: Street, case: str) -> None:
    zhao = street.person("zhao")
    zhao.open(case, expect=403)
    assert MARKET not in zhao.open("/steward/")
    assert MARKET not in Person(street.app).open(case)
