"""The main job as people do it: from registration to the one confirmation, through a real browser, real processes,
PostgreSQL and Valkey."""

from __future__ import annotations

import io
import json
import re

import pytest
from playwright.sync_api import FilePayload, Page, expect
from pypdf import PdfReader

from tests.browser import applicant_work, desk_work
from tests.browser.applicant_work import a_pdf, upload
from tests.browser.people import People, told
from tests.factories.main_job import MARKET, settle
from tests.support.house import House

RECORD, ENERGY, LAND = "企业投资项目备案", "固定资产投资项目节能审查", "建设用地规划许可证核发"
EIA, SOIL, RELICS = "建设项目环境影响登记表备案", "生产建设项目水土保持方案审批", "建设工程文物保护和考古勘探许可"
TRAFFIC = "建设项目交通影响评价审查"
DEPARTMENTS = ("XZSP", "FGW", "STHJ", "ZRZY", "SW", "WL", "GAJJ")
UPLOADS = ("M012", "M016", "M020", "M023", "M028")
GRANT = {"审查意见": "材料齐全，符合条件。"}
REFUSE = {
    "审查意见": "弃土场选址在行洪河道内。",
    "不予的理由": "弃土场选址不符合防洪要求。",
    "怎样重新申请": "另选弃土场以后重新申请。",
}


def officers() -> None:
    """The officers, stewards and administrators of the town; nobody has filed anything."""
    settle()


@pytest.mark.browser
@pytest.mark.postgresql
@pytest.mark.timeout(420)
@pytest.mark.starts_from.with_args(officers)
def test_the_main_job_is_clicked_from_registration_to_confirmation(house: House, people: People) -> None:
    house.start("web", "clock", "paper", "notice")
    lin = people.window()
    registered_with_the_right_code_only(lin)
    the_form_wants_every_answer_and_says_what_follows(lin)
    papers_come_or_are_promised(lin)
    case_no, code = signed_and_filed_once(lin)
    case = lin.url

    a_steward_is_assigned(people("admin"))
    the_window_admits_everything(people("clerk"))
    two_blockers_are_named(people("chen-ZRZY"))
    the_police_pause(people("chen-GAJJ"))
    for department, item in (("FGW", RECORD), ("STHJ", EIA)):
        granted(people, department, item)
    the_police_resume(people("chen-GAJJ"))
    the_steward_reminds(people("guan"), people("chen-ZRZY"), house)

    promises_are_kept(lin, case)
    land_is_granted_now(people)
    refused(people, "SW", SOIL)
    for department, item in (("FGW", ENERGY), ("WL", RELICS)):
        granted(people, department, item)
    granted(people, "GAJJ", TRAFFIC, claimed=True)

    everything_is_printed(lin, house, results=7)
    the_steward_serves_and_confirms(people("guan"), house)
    confirmation = downloaded(lin, house)
    anyone_can_verify(people.window(), confirmation)
    anyone_can_follow(people.window(), case_no, code)


def registered_with_the_right_code_only(page: Page) -> None:
    page.goto("/register")
    applicant_work.register(page, applicant_work.USCC[:-1] + "0")
    field = page.get_by_role("textbox", name="统一社会信用代码")
    expect(field).to_have_accessible_description(re.compile("最后一位（校验码）不对"))
    expect(field).to_have_value(applicant_work.USCC[:-1] + "0")
    expect(page.get_by_role("textbox", name="企业名称")).to_have_value(applicant_work.PERSON["企业名称"])
    applicant_work.register(page, applicant_work.USCC)
    expect(page.get_by_role("heading", level=1, name="我的项目")).to_be_visible()


def the_form_wants_every_answer_and_says_what_follows(page: Page) -> None:
    applicant_work.create_project(page)
    page.get_by_role("button", name="开始申报 立项用地规划许可").click()
    expect(page.get_by_role("heading", level=1, name="填一张表，各部门共用")).to_be_visible()
    page.wait_for_load_state("domcontentloaded")
    applicant_work.answer_form(page, but="eia_category")
    page.get_by_role("button", name="下一步：看要办哪些事项").click()
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="环评类别：请回答这一项。").click()
    expect(page).to_have_url(re.compile("#a_eia_category-0$"))
    page.locator('[name=a_eia_category][value="登记表"]').check()
    page.get_by_role("button", name="下一步：看要办哪些事项").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("7 个事项，6 个部门")
    main = page.locator("main")
    expect(main).to_contain_text("各部门一共要 19 份材料，去掉重复只有 10 份，您上传 7 份。")
    expect(main).to_contain_text(f"最慢的是“{RELICS}”，承诺 10 个工作日。")
    codes = page.locator("section:has(#h-items) .code").all_inner_texts()
    assert codes == ["LX-01", "LX-04", "LX-05", "LX-07", "LX-08", "LX-10", "LX-13"]
    page.get_by_role("link", name="下一步：材料").click()


def papers_come_or_are_promised(page: Page) -> None:
    upload(page, "#p-M012", FilePayload(name="出让合同.pdf", mimeType="application/pdf", buffer=b""))
    expect(page.locator("#p-M012 [role=alert]")).to_have_text("“出让合同.pdf”是空的，0 字节。请重新导出后再传。")
    for code in UPLOADS:
        upload(page, f"#p-{code}", a_pdf(f"{code}.pdf"))
        expect(page.locator(f"#p-{code}").get_by_role("link", name=f"{code}.pdf")).to_be_visible()
    for code in ("M018", "M030"):
        page.locator(f"#p-{code}").get_by_role("button", name="签承诺，以后补交").click()
        expect(page.locator(f"#p-{code}").get_by_role("button", name="不后补了")).to_be_visible()
    expect(page.get_by_text("已备 10 / 共 10")).to_be_visible()
    page.get_by_role("link", name="下一步：核对").click()


def signed_and_filed_once(page: Page) -> tuple[str, str]:
    """The double click is one filing; returns its number and the code to follow it with."""
    expect(page.locator("section:has(#h-c) ol > li")).to_have_count(3)
    page.get_by_role("checkbox", name=re.compile("我同意：前一个结果出来的那天")).check()
    page.get_by_role("checkbox", name=re.compile("我已看完上面的承诺书")).check()
    page.get_by_label("您的密码（代替签名）").fill(applicant_work.PASSWORD)
    page.get_by_role("checkbox", name=re.compile("我确认：表里填的和交上来的都真实")).check()
    page.get_by_role("button", name="签名并提交").dblclick()
    told(page, "已提交")
    expect(page.get_by_text("7 个事项 6 个部门")).to_be_visible()
    case_no, code = page.locator(".bl-top b.code").all_inner_texts()
    filed = page.url
    page.goto("/enterprise/")
    expect(page.locator("main .bl-list > li")).to_have_count(1)
    page.goto(filed)
    return case_no, code


def a_steward_is_assigned(page: Page) -> None:
    page.goto("/admin/stewards")
    page.get_by_label(f"{MARKET} 的项目管家").select_option(label="关宁")
    page.get_by_role("button", name="分配").click()
    expect(page.get_by_role("heading", level=1, name="每个项目都有项目管家")).to_be_visible()


def the_window_admits_everything(page: Page) -> None:
    page.goto("/window/")
    page.get_by_role("link", name=MARKET).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("材料齐，可以受理 7 项")
    page.get_by_role("button", name="受理并容缺受理所选事项").click()
    told(page, "受理")
    expect(page.get_by_role("heading", level=1)).to_have_text("全部事项都已答复")


def two_blockers_are_named(page: Page) -> None:
    """The examiner has accepted what came; what is left hangs on others."""
    desk_work.claim(page, LAND)
    desk_work.accept_papers(page)
    named = page.locator("#blockers li")
    expect(named).to_have_count(2)
    expect(named.nth(0)).to_contain_text(f"要等“{RECORD}”准予")
    expect(named.nth(1)).to_contain_text("承诺后补的《现状地形图（1:500）》还没有交")


def the_police_pause(page: Page) -> None:
    desk_work.claim(page, TRAFFIC)
    pause = page.locator("#pause")
    pause.get_by_text("暂停时钟").click()
    pause.get_by_label("特别程序").select_option(label="专家评审")
    pause.get_by_label("预计多少天").fill("5")
    pause.get_by_label("为什么").fill("组织专家评审会。")
    pause.get_by_role("button", name="暂停并告知企业").click()
    told(page, "已经暂停计时")
    expect(page.locator("#pause .bl-list")).to_contain_text("进行中")


def the_police_resume(page: Page) -> None:
    desk_work.open_item(page, TRAFFIC)
    page.get_by_label("结论").fill("评审通过。")
    page.get_by_role("button", name="结束，恢复计时").click()
    told(page, "已经恢复计时")


def granted(people: People, department: str, item: str, *, claimed: bool = False) -> None:
    decided(people, department, item, "建议准予", GRANT, claimed=claimed)


def refused(people: People, department: str, item: str) -> None:
    decided(people, department, item, "建议不予", REFUSE)


def decided(
    people: People, department: str, item: str, outcome: str, said: dict[str, str], *, claimed: bool = False
) -> None:
    """One person examines and proposes, another signs."""
    examiner, head = people(f"chen-{department}"), people(f"wu-{department}")
    if claimed:
        desk_work.open_item(examiner, item)
    else:
        desk_work.claim(examiner, item)
    desk_work.accept_papers(examiner)
    desk_work.propose(examiner, outcome, **said)
    desk_work.sign(head, item)


def the_steward_reminds(guan: Page, examiner: Page, house: House) -> None:
    guan.goto("/steward/")
    guan.get_by_role("link", name=MARKET).first.click()
    card = guan.locator("article", has=guan.get_by_role("heading", name=LAND))
    card.get_by_text("提醒部门").click()
    card.get_by_label("提醒什么").fill("地形图明天补交，请优先安排。")
    card.get_by_role("button", name="发送提醒").click()
    told(guan, "已经提醒")
    examiner.goto("/account/notifications")
    house.wait_until(lambda: shows_after_reload(examiner, "提醒"), "the examiner's bell says it")
    desk_work.open_item(examiner, LAND)
    expect(examiner.locator("main")).to_contain_text("地形图明天补交，请优先安排。")


def shows_after_reload(page: Page, words: str) -> bool:
    page.reload()
    return page.locator("main li", has_text=words).count() > 0


def promises_are_kept(page: Page, case: str) -> None:
    page.goto(case)
    expect(page.locator("section:has(#h-promises) .bl-list > li")).to_have_count(3)
    for code in ("M018", "M030"):
        upload(page, f"#t-{code}", a_pdf(f"{code}.pdf"))
        told(page, "收到了。要它的部门都能看到。")
        expect(page.locator(f"#t-{code} input[type=file]")).to_have_count(0)


def land_is_granted_now(people: People) -> None:
    examiner = people("chen-ZRZY")
    desk_work.open_item(examiner, LAND)
    desk_work.accept_papers(examiner)
    expect(examiner.locator("#blockers")).to_have_count(0)
    desk_work.propose(examiner, "建议准予", **GRANT)
    desk_work.sign(people("wu-ZRZY"), LAND)


def everything_is_printed(page: Page, house: House, *, results: int) -> None:
    """Every letter of the case has come from the printing worker, sealed."""
    page.goto("/enterprise/documents")
    expect(page.get_by_role("heading", level=3, name="办理结果").locator("+ ul > li")).to_have_count(results)
    house.wait_until(lambda: none_in_the_making(page), "every letter is printed and sealed", within=180)


def none_in_the_making(page: Page) -> bool:
    page.reload()
    return page.get_by_text("正在制作").count() == 0


def the_steward_serves_and_confirms(page: Page, house: House) -> None:
    page.goto("/steward/documents")
    expect(page.get_by_role("heading", level=1)).to_have_text("7 份文书等您送达")
    page.get_by_role("row", name=re.compile(RECORD)).get_by_role("link", name="登记送达").click()
    page.get_by_role("radio", name="网上送达").check()
    page.get_by_role("button", name="登记送达").click()
    told(page, "送达已经登记")
    expect(page.get_by_role("heading", level=1)).to_have_text("6 份文书等您送达")
    page.goto("/steward/")
    page.get_by_role("link", name=MARKET).first.click()
    page.get_by_role("button", name="出具统一确认书").click()
    expect(page.get_by_role("button", name="出具统一确认书")).to_have_count(0)


def downloaded(page: Page, house: House) -> bytes:
    """The confirmation as Lin gets it."""
    everything_is_printed(page, house, results=8)
    with page.expect_download() as coming:
        page.get_by_role("link", name="下载统一确认书").click()
    return coming.value.path().read_bytes()


def anyone_can_verify(page: Page, file: bytes) -> None:
    facts = json.loads(PdfReader(io.BytesIO(file)).attachments["facts.json"][0])
    page.goto("/verify")
    page.get_by_label("文号").fill(facts["number"])
    page.get_by_label("验证码").fill(facts["verify_code"])
    page.get_by_role("button", name="验证").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("登记的文件有效")
    compared(page, file)
    expect(page.get_by_role("heading", level=1)).to_have_text("这份文件有效")
    expect(page.locator("main")).to_contain_text("电子印章有效")
    middle = len(file) // 2
    compared(page, file[:middle] + bytes([file[middle] ^ 1]) + file[middle + 1 :])
    expect(page.get_by_role("heading", level=1)).to_have_text("这份文件被改动过")


def compared(page: Page, file: bytes) -> None:
    """Drop the file on the page, as a mouse would."""
    carried = page.evaluate_handle(
        """bytes => {
            const carried = new DataTransfer();
            carried.items.add(new File([new Uint8Array(bytes)], '确认书.pdf', { type: 'application/pdf' }));
            return carried;
        }""",
        list(file),
    )
    page.dispatch_event(".bl-choose label", "drop", {"dataTransfer": carried})
    expect(page.locator("[data-file-told]")).to_contain_text("确认书.pdf")
    page.get_by_role("button", name="比对", exact=True).click()


def anyone_can_follow(page: Page, case_no: str, code: str) -> None:
    page.goto("/progress")
    page.get_by_label("办件编号").fill(case_no)
    page.get_by_label("查询码").fill(code)
    page.locator("main").get_by_role("button", name="查进度").click()
    expect(page.get_by_text("办结 7 / 共 7")).to_be_visible()
    expect(page.locator("main li", has_text=SOIL)).to_contain_text("不予")
