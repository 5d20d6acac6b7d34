"""What Lin clicks: register, create the project, answer the form, bring the papers."""

from __future__ import annotations

import io
import json

from playwright.sync_api import FilePayload, Page, expect
from pypdf import PdfWriter

from tests.factories.main_job import ANSWERS, DATA, MARKET

USCC = "91370114MA3C7J88XF"
PASSWORD = "lin opens a market"
PERSON = {
    "企业名称": "章丘明水家居置业有限公司",
    "法定代表人": "林国栋",
    "住所": "济南市章丘区明水街道",
    "经办人姓名": "林晓",
    "经办人电话": "13800000001",
    "经办人邮箱": "linxiao@example.com",
    "用户名": "linxiao",
}


def a_pdf(name: str) -> FilePayload:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.add_metadata({"/Title": name})
    writer.write(out)
    return FilePayload(name=name, mimeType="application/pdf", buffer=out.getvalue())


def register(page: Page, uscc: str) -> None:
    page.get_by_role("textbox", name="统一社会信用代码").fill(uscc)
    for label, words in PERSON.items():
        page.get_by_role("textbox", name=label, exact=True).fill(words)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_label("再输一次密码").fill(PASSWORD)
    page.get_by_role("checkbox", name="同意网上送达").check()
    page.get_by_role("button", name="注册").click()


def create_project(page: Page) -> None:
    page.get_by_role("link", name="新建项目").first.click()
    page.get_by_role("radio", name="社会投资").first.check()
    facts = {"项目名称": MARKET, "建设（经营）地点": "明水街道", "总投资额": "150000", "用地面积": "164667"}
    for label, words in (facts | {"东经": "117.53", "北纬": "36.71"}).items():
        page.get_by_role("textbox", name=label).fill(words)
    page.get_by_role("button", name="建好项目，选阶段").click()


def answer_form(page: Page, *, but: str = "") -> None:
    """The issue's real input; what it leaves open as the catalogue prints it; `but` stays unanswered."""
    fields = json.loads((DATA / "catalogue.json").read_text(encoding="utf-8"))["form_fields"]
    for each in fields:
        controls = page.locator(f'[name="a_{each["key"]}"]')
        if each["key"] == but or not controls.count():
            continue
        value = ANSWERS.get(each["key"], each["default"])
        word = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
        if controls.first.get_attribute("type") == "radio":
            page.locator(f'[name="a_{each["key"]}"][value="{word}"]').check()
        elif each["enum"]:
            controls.select_option(word)
        else:
            controls.fill(word)


def upload(page: Page, place: str, file: FilePayload) -> None:
    """Choose a file in one row and send it; `place` is the row's selector."""
    row = page.locator(place)
    row.locator("input[type=file]:not([capture])").set_input_files(files=[file])
    expect(row.locator("[data-file-told]")).to_contain_text(file["name"])
    row.get_by_role("button", name="上传").click()
