"""Changing a date at the desk: shown first, confirmed then; every refusal beside its field with the input kept."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.foundation.reading import reading
from app.web.department import dates, page
from approvals.models.cases import Track
from approvals.models.dates import DateCorrection, Extension, OverdueStatement
from tests.factories.main_job import MONDAY, Filed, at, the_case, the_cast
from tests.factories.towns import accepted
from tests.factories.work import Work, more_for_the_stage
from tests.support.visitors import visitor

pytestmark = pytest.mark.starts_from.with_args(accepted)
TUESDAY, FRIDAY = MONDAY + dt.timedelta(days=1), MONDAY + dt.timedelta(days=4)
EXTENSION = {
    "extension-clocks": ["statutory", "committed"], "extension-days": "10", "extension-reason_code": "complex",
    "extension-reason": "墓葬分布复杂", "extension-basis": "《中华人民共和国行政许可法》第四十二条第一款",
}  # fmt: skip


@pytest.fixture
def filed(app: Flask) -> Filed:
    with app.app_context():
        return the_case()


def today(monkeypatch: pytest.MonkeyPatch, day: dt.date) -> None:
    for module in (dates, page):
        monkeypatch.setattr(module, "now", lambda: at(day))


@pytest.fixture(autouse=True)
def it_is_friday(monkeypatch: pytest.MonkeyPatch) -> None:
    today(monkeypatch, FRIDAY)


def count(app: Flask, model: type) -> int:
    with app.app_context(), reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def track_of(app: Flask, public_id: str) -> Track:
    with app.app_context(), reading() as session:
        return session.scalars(select(Track).where(Track.public_id == public_id)).one()


def version(client: FlaskClient, address: str, prefix: str) -> dict[str, str]:
    found = re.search(rf'name="{prefix}-version"[^>]*value="(\d+)"', client.get(address).text)
    assert found is not None, f"no form {prefix}"
    return {f"{prefix}-version": found.group(1)}


def test_an_extension_is_shown_first_and_given_when_confirmed(app: Flask, filed: Filed) -> None:
    wu, address = visitor(app, "wu-WL"), f"/department/tracks/{filed.tracks['LX-10']}/dates"
    fields = version(wu, address, "extension") | EXTENSION
    shown = wu.post(f"{address}/extension", data=fields | {"step": "preview"})
    assert shown.status_code == 200 and count(app, Extension) == 0
    for words in ("现在还没有改", "2026年4月7日（周二）", "2026年4月21日（周二）", "推后 10 个工作日", "墓葬分布复杂"):
        assert words in shown.text
    back = wu.post(f"{address}/extension", data=fields | {"step": "edit"})
    assert back.status_code == 200 and "墓葬分布复杂" in back.text and 'value="10"' in back.text
    for _ in range(2):
        done = wu.post(f"{address}/extension", data=fields | {"step": "confirm"})
        assert done.status_code == 302
    assert count(app, Extension) == 2
    after = wu.get(address).text
    assert "已延期 10 个工作日" in after and "情况复杂，需要进一步核实" in after and "已经延过" in after
    assert "已延期 +10" in wu.get("/department/?tab=department").text


@pytest.mark.parametrize(
    "changes, words",
    [
        ({"extension-days": "11"}, "延长的天数要在 1 到 10 之间。"),
        ({"extension-days": "-2"}, "延长的天数要在 1 到 10 之间。"),
        ({"extension-days": "ten"}, "extension-days-error"),
        ({"extension-clocks": []}, "还没有选，请至少选一项。"),
        ({"extension-reason_code": ""}, "请从列表里选一个理由。"),
        ({"extension-reason_code": "other", "extension-reason": ""}, "这一项必须填。"),
        ({"extension-basis": ""}, "这一项必须填。"),
    ],
)
def test_a_refused_extension_says_why_beside_the_field_and_keeps_the_input(
    app: Flask, filed: Filed, changes: dict[str, str], words: str
) -> None:
    wu, address = visitor(app, "wu-WL"), f"/department/tracks/{filed.tracks['LX-10']}/dates"
    fields = version(wu, address, "extension") | EXTENSION | changes
    for step in ("preview", "confirm"):
        refused = wu.post(f"{address}/extension", data=fields | {"step": step})
        assert refused.status_code == 422
        assert words in refused.text and "data-error-summary" in refused.text
        assert "extension-reason" in changes or "墓葬分布复杂" in refused.text
    assert count(app, Extension) == 0


def test_a_stale_page_is_told_who_moved_first_and_an_examiner_is_told_who_extends(app: Flask, filed: Filed) -> None:
    wu, chen = visitor(app, "wu-WL"), visitor(app, "chen-WL")
    track = f"/department/tracks/{filed.tracks['LX-10']}"
    fields = version(wu, f"{track}/dates", "extension") | EXTENSION | {"step": "confirm"}
    claim = re.search(r'name="claim-version"[^>]*value="(\d+)"', chen.get(track).text)
    assert claim is not None
    chen.post(f"{track}/claim", data={"claim-version": claim.group(1)})
    late = wu.post(f"{track}/dates/extension", data=fields)
    assert late.status_code == 409 and "审查员认领" in late.text
    assert "延期由本部门的签发人批准" in chen.get(f"{track}/dates").text
    assert chen.post(f"{track}/dates/extension", data=fields).status_code == 403


def test_an_item_without_an_extension_in_law_and_one_past_its_day_say_so(
    app: Flask, filed: Filed, monkeypatch: pytest.MonkeyPatch
) -> None:
    wu = visitor(app, "wu-GAJJ")
    assert "法律没有规定这个事项可以延期" in wu.get(f"/department/tracks/{filed.tracks['LX-13']}/dates").text
    today(monkeypatch, dt.date(2026, 4, 20))
    address = f"/department/tracks/{filed.tracks['LX-10']}/dates"
    past = visitor(app, "wu-WL").get(address)
    assert "已经过了到期日，不能再延" in past.text


def test_a_pause_is_closed_in_the_past_after_a_look(app: Flask, filed: Filed) -> None:
    with app.app_context():
        work = Work(the_cast(), filed)
        work.pause("LX-10", "APPRAISAL", 5, day=TUESDAY)
    chen, address = visitor(app, "chen-WL"), f"/department/tracks/{filed.tracks['LX-10']}/dates"
    page_now = chen.get(address).text
    assert "还没有结束" in page_now
    pause = re.search(r'<option[^>]*value="(\d+)"[^>]*>[^<]*还没有结束', page_now)
    assert pause is not None
    fields = version(chen, address, "pause") | {
        "pause-pause": pause.group(1), "pause-started_on": "2026-03-10", "pause-resumed_on": "2026-03-12",
        "pause-conclusion": "没有发现文物", "pause-reason_code": "not_recorded", "pause-basis": "第四十五条",
    }  # fmt: skip
    early = chen.post(f"{address}/pause", data=fields | {"pause-resumed_on": "2026-03-09"})
    assert early.status_code == 422 and "恢复的日子不能早于暂停的日子。" in early.text
    assert 'value="2026-03-09"' in early.text
    future = chen.post(f"{address}/pause", data=fields | {"pause-resumed_on": "2026-03-16"})
    assert "日期不能在今天以后。" in future.text
    unreadable = chen.post(f"{address}/pause", data=fields | {"pause-resumed_on": "上周四"})
    assert "日期要写成 2026-03-09 这样。" in unreadable.text
    assert chen.post(f"{address}/pause", data=fields | {"pause-pause": "9" * 5000}).status_code == 404
    silent = chen.post(f"{address}/pause", data=fields | {"pause-conclusion": ""})
    assert silent.status_code == 422 and "这一项必须填。" in silent.text
    shown = chen.post(f"{address}/pause", data=fields)
    assert shown.status_code == 200 and "2026年4月9日" in shown.text and count(app, DateCorrection) == 0
    done = chen.post(f"{address}/pause", data=fields | {"step": "confirm"})
    assert done.status_code == 302 and count(app, DateCorrection) == 1
    assert track_of(app, filed.tracks["LX-10"]).statutory_due_on == dt.date(2026, 4, 9)
    late = chen.post(
        f"{address}/pause",
        data=fields | version(chen, address, "pause") | {"pause-resumed_on": "2026-03-13"},
    )
    assert late.status_code == 422 and "要由签发人来办" in late.text


def test_an_overdue_item_asks_for_its_reason_and_publishes_it(
    app: Flask, filed: Filed, monkeypatch: pytest.MonkeyPatch
) -> None:
    today(monkeypatch, dt.date(2026, 4, 8))
    chen, track = visitor(app, "chen-GAJJ"), f"/department/tracks/{filed.tracks['LX-13']}"
    assert "要公开说明理由" in chen.get(track).text
    fields = version(chen, f"{track}/dates", "overdue") | {
        "overdue-clock": "statutory", "overdue-reason_code": "review_late", "overdue-reason": "专家出差",
    }  # fmt: skip
    missing = chen.post(f"{track}/dates/reason", data=fields | {"overdue-reason_code": "", "step": "confirm"})
    assert missing.status_code == 422 and "请从列表里选一个理由。" in missing.text and "专家出差" in missing.text
    assert chen.post(f"{track}/dates/reason", data=fields | {"step": "confirm"}).status_code == 302
    assert chen.post(f"{track}/dates/reason", data=fields | {"step": "confirm"}).status_code == 302  # a second click
    wrong = chen.post(f"{track}/dates/reason", data=fields | {"overdue-clock": "neither"})
    assert wrong.status_code == 422 and "没有这个选项" in wrong.text
    assert count(app, OverdueStatement) == 1
    told = chen.get(f"{track}/dates").text
    assert "技术审查未按期完成" in told and "专家出差" in told
    again = chen.post(f"{track}/dates/reason", data=fields | version(chen, f"{track}/dates", "overdue"))
    assert again.status_code == 422


def test_the_pages_of_every_desk_say_that_the_stage_moved_and_the_lead_is_shown_where(app: Flask, filed: Filed) -> None:
    with app.app_context():
        more_for_the_stage(Work(the_cast(), filed), day=FRIDAY)
    own = visitor(app, "wu-ZRZY").get(f"/department/tracks/{filed.tracks['LX-05']}/dates").text
    other = visitor(app, "chen-WL").get(f"/department/tracks/{filed.tracks['LX-10']}/dates").text
    for text in (own, other):
        assert "整个阶段的法定时限：2026年5月14日（周四） → <b>2026年6月4日（周四）" in text
    assert f"/department/stages/{filed.case}" in own and "/department/stages/" not in other.split("<main", 1)[1]
