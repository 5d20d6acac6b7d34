"""The stages a department leads: seen and extended by that department alone, also where it holds none of the items."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from app.web.department import page, stages
from approvals.models.cases import Case, Track
from approvals.models.dates import StageExtension
from departments.models.people import Department
from tests.factories.main_job import MONDAY, Filed, at, the_case
from tests.factories.towns import accepted
from tests.support.visitors import visitor

pytestmark = pytest.mark.starts_from.with_args(accepted)
FRIDAY = MONDAY + dt.timedelta(days=4)
SAID = {
    "stage-days": "15", "stage-approved_on": "2026-03-12", "stage-approver": "韩立群",
    "stage-approval": "历政批〔2026〕12号", "stage-reason_code": "other_organs", "stage-reason": "报省里复核",
    "stage-basis": "《中华人民共和国行政许可法》第四十二条第二款",
}  # fmt: skip


@pytest.fixture
def filed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Filed:
    for module in (stages, page):
        monkeypatch.setattr(module, "now", lambda: at(FRIDAY))
    with app.app_context():
        return the_case()


@pytest.fixture
def without_an_item(app: Flask, filed: Filed) -> Filed:
    """The bureau that leads holds none of the items."""
    with app.app_context(), unit_of_work() as session:
        ids = dict(session.execute(select(Department.code, Department.id)).all())
        session.execute(update(Track).where(Track.department_id == ids["ZRZY"]).values(department_id=ids["GAJJ"]))
    return filed


def given(app: Flask) -> int:
    with app.app_context(), reading() as session:
        return session.scalar(select(func.count()).select_from(StageExtension)) or 0


def test_the_lead_department_finds_the_stage_and_records_its_extension_after_a_look(
    app: Flask, without_an_item: Filed
) -> None:
    wu, address = visitor(app, "wu-ZRZY"), f"/department/stages/{without_an_item.case}"
    listed = wu.get("/department/stages").text
    assert address in listed and "5月14日" in listed
    seen = re.search(r'name="stage-version"[^>]*value="(\d+)"', wu.get(address).text)
    assert seen is not None
    fields = SAID | {"stage-version": seen.group(1)}
    shown = wu.post(f"{address}/extension", data=fields)
    assert shown.status_code == 200 and given(app) == 0
    for words in (
        "整个阶段的法定时限",
        "2026年5月14日（周四）",
        "2026年6月4日（周四）",
        "推后 15 个工作日",
        "历政批",
        "韩立群",
    ):
        assert words in shown.text
    back = wu.post(f"{address}/extension", data=fields | {"step": "edit"})
    assert back.status_code == 200 and 'value="15"' in back.text and "报省里复核" in back.text
    for _ in range(2):  # the second click is the first one's answer
        assert wu.post(f"{address}/extension", data=fields | {"step": "confirm"}).status_code == 302
    assert given(app) == 1
    after = wu.get(address).text
    assert "2026年6月4日（周四）" in after and "只能延一次" in after and 'name="stage-days"' not in after
    assert "已延期" in wu.get("/department/stages").text
    again = wu.post(f"{address}/extension", data=fields | {"stage-version": str(int(seen.group(1)) + 1)})
    assert again.status_code == 422 and "只能延期一次" in again.text


@pytest.mark.parametrize(
    "changes, words",
    [
        ({"stage-days": "16"}, "延长的天数要在 1 到 15 之间。"),
        ({"stage-days": "0"}, "延长的天数要在 1 到 15 之间。"),
        ({"stage-approved_on": "2026-03-16"}, "日期不能在今天以后。"),
        ({"stage-approved_on": "2026-03-06"}, "批准的日子不能早于受理"),
        ({"stage-approved_on": "上周"}, "日期要写成 2026-03-09 这样。"),
        ({"stage-approver": ""}, "这一项必须填。"),
        ({"stage-approval": " "}, "这一项必须填。"),
        ({"stage-reason_code": ""}, "请从列表里选一个理由。"),
    ],
)
def test_a_refused_extension_says_why_beside_the_field_and_keeps_the_input(
    app: Flask, filed: Filed, changes: dict[str, str], words: str
) -> None:
    wu, address = visitor(app, "wu-ZRZY"), f"/department/stages/{filed.case}/extension"
    with app.app_context(), reading() as session:
        version = str(session.scalars(select(Case.version).where(Case.public_id == filed.case)).one())
    for step in ("preview", "confirm"):
        refused = wu.post(address, data=SAID | {"stage-version": version, "step": step} | changes)
        assert refused.status_code == 422 and words in refused.text and "data-error-summary" in refused.text
        assert "报省里复核" in refused.text
    assert given(app) == 0


def test_nobody_else_sees_the_page_or_moves_the_stage(app: Flask, without_an_item: Filed) -> None:
    address = f"/department/stages/{without_an_item.case}"
    confirmed = SAID | {"stage-version": "1", "step": "confirm"}
    for who, seen, moved in (
        ("wu-GAJJ", 404, 404),  # holds the items, does not lead
        ("chen-ZRZY", 200, 403),  # of the bureau that leads, but no head
        ("guan", 403, 403), ("clerk", 403, 403), ("du", 403, 403), ("lin", 403, 403), ("admin", 403, 403),
    ):  # fmt: skip
        browser = visitor(app, who)
        assert (browser.get(address).status_code, who) == (seen, who)
        assert (browser.post(f"{address}/extension", data=confirmed).status_code, who) == (moved, who)
    assert given(app) == 0
    assert address not in visitor(app, "wu-GAJJ").get("/department/stages").text
    assert "由本部门的签发人登记" in visitor(app, "chen-ZRZY").get(address).text


def test_an_older_page_than_the_stage_is_told_who_moved_first(app: Flask, filed: Filed) -> None:
    wu, address = visitor(app, "wu-ZRZY"), f"/department/stages/{filed.case}/extension"
    stale = wu.post(address, data=SAID | {"stage-version": "7", "step": "confirm"})
    assert stale.status_code == 409 and given(app) == 0
