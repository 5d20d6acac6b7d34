"""What goes wrong in a real browser: too large a file, a page that is no longer true, Redis away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.applicant_work import upload
from tests.browser.desk_work import open_item
from tests.browser.people import People, told
from tests.factories.drafts import a_draft
from tests.factories.main_job import MARKET, MONDAY, PASSWORD, accept_all, file_case, settle
from tests.support.house import House
from tools import embedded_valkey

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]
TRAFFIC = "建设项目交通影响评价审查"
OTHER = "绣源河智能装备产业园"


def a_draft_and_a_case() -> None:
    """Lin's draft has everything but M030, which it may promise; another project is in the departments' queues."""
    cast = settle()
    a_draft(cast, defers=("M018", "M030"))
    accept_all(cast, file_case(cast, name=OTHER), day=MONDAY)


pytestmark.append(pytest.mark.starts_from.with_args(a_draft_and_a_case))


def a_file(size: int) -> FilePayload:
    return FilePayload(name="方案.pdf", mimeType="application/pdf", buffer=b"%PDF-1.4 " + b"x" * size)


def open_draft(page: Page, step: str) -> None:
    page.goto("/enterprise/")
    page.locator("section", has_text=MARKET).get_by_role("link", name="立项用地规划许可").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("填一张表，各部门共用")
    page.goto(page.url.replace("/form", f"/{step}"))


def test_a_file_over_the_limit_is_refused_in_our_own_layout(house: House, people: People) -> None:
    house.environment["BINGLIAN_UPLOAD_LIMIT_MB"] = "1"
    house.start("web")
    page = people("lin")
    # as where files cannot go in pieces: all of them are one body
    page.route("**/tus.min.js*", lambda route: route.abort())
    open_draft(page, "papers")
    page.locator("#p-M030 summary").click()
    upload(page, "#p-M030", a_file(1_500_000))
    expect(page.locator("#p-M030 [role=alert]")).to_have_text("“方案.pdf”太大，请压缩或者分成几个文件。")
    with page.expect_response(lambda answer: answer.request.method == "POST") as answered:
        upload(page, "#p-M030", a_file(4_000_000))
    assert answered.value.status == 413
    expect(page.get_by_role("heading", level=1)).to_have_text("文件太大，没有收下")
    expect(page.locator("main")).to_contain_text("一次最多 1 MB")
    expect(page.get_by_role("link", name="我的项目")).to_be_visible()
    page.get_by_role("link", name="回到刚才的页面").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("交 10 份材料，办 7 个事项")
    expect(page.locator("#p-M030").get_by_role("button", name="不后补了")).to_be_visible()


def test_whoever_comes_second_is_told_who_was_first_and_changes_nothing(house: House, people: People) -> None:
    house.start("web")
    first, second = people("chen-GAJJ"), people("wu-GAJJ")
    open_item(second, TRAFFIC)
    open_item(first, TRAFFIC)
    first.get_by_role("button", name="认领").click()
    told(first, "已经认领")
    with second.expect_response(lambda answer: answer.request.method == "POST") as answered:
        second.get_by_role("button", name="认领").click()
    assert answered.value.status == 409
    expect(second.get_by_role("heading", level=1)).to_have_text("别人先办了一步")
    expect(second.locator("main")).to_contain_text("陈")
    second.get_by_role("link", name="看最新情况").click()
    expect(second.get_by_role("heading", level=1)).to_have_text(TRAFFIC)
    expect(second.get_by_text("经办 陈")).to_be_visible()


@pytest.fixture
def late_valkey(tmp_path: Path) -> Iterator[tuple[Path, int]]:
    """Where a server will be one day."""
    yield tmp_path / "valkey", embedded_valkey.free_port()


def test_without_redis_the_filing_stands_and_its_papers_follow(
    house: House, people: People, late_valkey: tuple[Path, int]
) -> None:
    folder, port = late_valkey
    house.environment["REDIS_URL"] = f"redis://127.0.0.1:{port}/0"
    house.start("web")
    page = people("lin")
    open_draft(page, "review")
    for words in ("我已看完上面的承诺书", "我确认：表里填的和交上来的都真实"):
        page.get_by_role("checkbox", name=words).check()
    page.get_by_label("您的密码（代替签名）").fill(PASSWORD)
    page.get_by_role("button", name="签名并提交").click()
    told(page, "已提交。收件凭证正在制作，做好就在批文里。")
    page.goto("/enterprise/documents")
    section = page.locator("section", has_text=MARKET)
    expect(section.get_by_text("正在制作")).to_have_count(2)
    server = embedded_valkey.start(folder, port)
    try:
        house.start("paper", "timetable")
        house.wait_until(lambda: len(ready(page)) == 2, "both letters are there", within=90)
    finally:
        server.terminate()
        server.wait()


def ready(page: Page) -> list[str]:
    """The letters of the market that can be fetched."""
    page.reload()
    section = page.locator("section", has_text=MARKET)
    return [str(each.get_attribute("href")) for each in section.locator("a[aria-label^='下载']").all()]
