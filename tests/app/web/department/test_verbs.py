"""The verbs of the desk, through HTTP: input kept, four eyes, one result of two clicks, and who moved first."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.foundation.reading import reading
from app.web.department import carrying_out, enquiries, page
from approvals.domain.states import TrackState
from approvals.models.cases import Decision, Pause, Question, Track
from approvals.models.papers import MaterialVerdict
from tests.factories.desk import MALL, WEDNESDAY, land_by_allocation, on_the_desk
from tests.factories.main_job import Filed, at, the_case
from tests.support.visitors import visitor

pytestmark = pytest.mark.starts_from.with_args(on_the_desk)


@pytest.fixture
def filed(app: Flask) -> Filed:
    with app.app_context():
        return the_case(MALL)


@pytest.fixture(autouse=True)
def it_is_thursday(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages and verbs are in the week of the story."""
    for module in (carrying_out, enquiries, page):
        monkeypatch.setattr(module, "now", lambda: at(WEDNESDAY + dt.timedelta(days=1)))


def track_of(app: Flask, public_id: str) -> Track:
    with app.app_context(), reading() as session:
        return session.scalars(select(Track).where(Track.public_id == public_id)).one()


def count(app: Flask, model: type) -> int:
    with app.app_context(), reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def version(page: str, prefix: str) -> dict[str, str]:
    found = re.search(rf'name="{prefix}-version"[^>]*value="(\d+)"', page)
    assert found is not None, f"no form {prefix}"
    return {f"{prefix}-version": found.group(1)}


def propose(client: FlaskClient, address: str, **words: str) -> str:
    fields = version(client.get(address).text, "propose") | {f"propose-{name}": text for name, text in words.items()}
    answer = client.post(f"{address}/propose", data=fields)
    assert answer.status_code == 302, answer.text
    return answer.location


def test_a_claimed_track_is_mine_and_a_second_click_is_the_same_result(app: Flask, filed: Filed) -> None:
    chen, address = visitor(app, "chen-STHJ"), f"/department/tracks/{filed.tracks['LX-07']}"
    fields = version(chen.get(address).text, "claim")
    for _ in range(2):
        answer = chen.post(f"{address}/claim", data=fields)
        assert answer.status_code == 302
    assert track_of(app, filed.tracks["LX-07"]).state is TrackState.IN_REVIEW


def test_whoever_comes_second_is_told_who_moved_first(app: Flask, filed: Filed) -> None:
    chen, wu = visitor(app, "chen-STHJ"), visitor(app, "wu-STHJ")
    address = f"/department/tracks/{filed.tracks['LX-07']}"
    fields = version(wu.get(address).text, "claim")
    chen.post(f"{address}/claim", data=fields)
    late = wu.post(f"{address}/claim", data=fields)
    assert late.status_code == 409
    assert "审查员认领" in late.text
    assert "陈" in late.text


def test_a_paper_is_returned_only_with_words(app: Flask, filed: Filed) -> None:
    chen, address = visitor(app, "chen-GAJJ"), f"/department/tracks/{filed.tracks['LX-13']}"
    form = re.search(rf'action="({address}/papers/[^"]+)"', chen.get(address).text)
    assert form is not None
    seen = {"verdict-seen": "1"}
    wordless = chen.post(form.group(1), data=seen | {"verdict-verdict": "returned"})
    assert wordless.status_code == 422
    assert count(app, MaterialVerdict) == 0
    told = chen.post(form.group(1), data=seen | {"verdict-verdict": "returned", "verdict-comment": "缺流量表。"})
    assert told.status_code == 302
    assert "缺流量表。" in chen.get(address, query_string={"paper": form.group(1).rsplit("/", 1)[1]}).text


def test_a_version_that_was_not_seen_is_not_judged(app: Flask, filed: Filed) -> None:
    chen, address = visitor(app, "chen-GAJJ"), f"/department/tracks/{filed.tracks['LX-13']}"
    form = re.search(rf'action="({address}/papers/[^"]+)"', chen.get(address).text)
    assert form is not None
    answer = chen.post(form.group(1), data={"verdict-seen": "0", "verdict-verdict": "accepted"})
    assert answer.status_code == 409
    assert "交了一份材料" in answer.text
    assert count(app, MaterialVerdict) == 0


def test_one_button_accepts_every_paper_that_waits(app: Flask, filed: Filed) -> None:
    chen, address = visitor(app, "chen-GAJJ"), f"/department/tracks/{filed.tracks['LX-13']}"
    seen = re.search(r'name="all-seen"[^>]*value="([^"]+)"', chen.get(address).text)
    assert seen is not None
    assert chen.post(f"{address}/papers", data={"all-seen": seen.group(1)}).status_code == 302
    page = chen.get(address).text
    assert "还没有核对" not in page
    assert not re.search(r'value="grant" disabled', page)


def test_a_refusal_asks_for_reasons_and_how_to_apply_again(app: Flask, filed: Filed) -> None:
    chen, address = visitor(app, "chen-GAJJ"), f"/department/tracks/{filed.tracks['LX-13']}"
    fields = version(chen.get(address).text, "propose")
    fields |= {"propose-outcome": "refuse", "propose-findings": "出入口过近。"}
    answer = chen.post(f"{address}/propose", data=fields)
    assert answer.status_code == 422
    assert 'href="#propose-reasons"' in answer.text
    assert "出入口过近。" in answer.text


def test_a_blocked_grant_is_refused_even_when_the_page_was_old(app: Flask, filed: Filed) -> None:
    chen, address = visitor(app, "chen-GAJJ"), f"/department/tracks/{filed.tracks['LX-13']}"
    fields = version(chen.get(address).text, "propose")
    answer = chen.post(
        f"{address}/propose", data=fields | {"propose-outcome": "grant", "propose-findings": "符合要求。"}
    )
    assert answer.status_code == 409
    assert "现在还不能准予" in answer.text
    assert "符合要求。" in answer.text
    assert track_of(app, filed.tracks["LX-13"]).state is TrackState.IN_REVIEW


def test_another_person_signs_and_two_clicks_decide_once(app: Flask, filed: Filed) -> None:
    chen, wu = visitor(app, "chen-GAJJ"), visitor(app, "wu-GAJJ")
    address = f"/department/tracks/{filed.tracks['LX-13']}"
    propose(
        chen, address, outcome="refuse", findings="过近。", reasons="不合要求。", basis="规定", reapply="改后再来。"
    )
    assert "签发人 吴敏" in chen.get(address).text
    fields = version(wu.get(address).text, "sign")
    for _ in range(2):
        assert wu.post(f"{address}/sign", data=fields).status_code == 302
    assert count(app, Decision) == 1
    assert "审查不通过" in wu.get(address).text


def test_a_returned_proposal_comes_back_with_its_words(app: Flask, filed: Filed) -> None:
    chen, wu = visitor(app, "chen-GAJJ"), visitor(app, "wu-GAJJ")
    address = f"/department/tracks/{filed.tracks['LX-13']}"
    propose(
        chen, address, outcome="refuse", findings="过近。", reasons="不合要求。", basis="规定", reapply="改后再来。"
    )
    fields = version(wu.get(address).text, "return")
    assert wu.post(f"{address}/return", data=fields).status_code == 422
    assert wu.post(f"{address}/return", data=fields | {"return-because": "请写明距离。"}).status_code == 302
    page = chen.get(address).text
    assert "请写明距离。" in page
    assert "改后再来。" in page


def test_a_pause_says_what_it_stops_and_ends_with_a_conclusion(app: Flask, filed: Filed) -> None:
    chen, address = visitor(app, "chen-GAJJ"), f"/department/tracks/{filed.tracks['LX-13']}"
    page = chen.get(address).text
    assert "只停承诺时钟，法定时钟照走" in page
    fields = version(page, "pause") | {"pause-kind": "EXPERT_REVIEW", "pause-length_unit": "WD"}
    too_long = chen.post(f"{address}/pause", data=fields | {"pause-length_days": "99", "pause-reason": "专家评审。"})
    assert too_long.status_code == 422
    assert 'href="#pause-length_days"' in too_long.text
    done = chen.post(f"{address}/pause", data=fields | {"pause-length_days": "5", "pause-reason": "专家评审。"})
    assert done.status_code == 302
    fields = version(chen.get(address).text, "resume") | {"resume-conclusion": "评审通过。"}
    assert chen.post(f"{address}/resume", data=fields).status_code == 302
    with app.app_context(), reading() as session:
        assert session.scalars(select(Pause.conclusion)).all() == ["评审通过。"]


def test_a_question_is_answered_once(app: Flask, filed: Filed) -> None:
    chen, address = visitor(app, "chen-GAJJ"), f"/department/tracks/{filed.tracks['LX-13']}"
    question = re.search(r"/questions/(\d+)", chen.get(address).text)
    assert question is not None
    field = f"answer-{question.group(1)}-text"
    assert chen.post(f"{address}{question.group()}", data={field: ""}).status_code == 422
    assert chen.post(f"{address}{question.group()}", data={field: "请派一人。"}).status_code == 302
    with app.app_context(), reading() as session:
        assert session.scalars(select(Question.answer)).all() == ["请派一人。"]


def test_only_a_head_signs(app: Flask, filed: Filed) -> None:
    address = f"/department/tracks/{filed.tracks['LX-13']}"
    assert visitor(app, "chen-GAJJ").post(f"{address}/sign", data={"sign-version": "3"}).status_code == 403


def test_a_form_without_its_version_writes_nothing(app: Flask, filed: Filed) -> None:
    chen, address = visitor(app, "chen-STHJ"), f"/department/tracks/{filed.tracks['LX-07']}"
    assert chen.post(f"{address}/claim", data={}).status_code == 409
    assert track_of(app, filed.tracks["LX-07"]).assignee_id is None


@pytest.mark.starts_from.with_args(land_by_allocation)
def test_a_visit_needs_a_second_officer_and_lifts_its_blocker(app: Flask, filed: Filed) -> None:
    chen, address = visitor(app, "chen-ZRZY"), f"/department/tracks/{filed.tracks['LX-03']}"
    page = chen.get(address).text
    assert "还没有踏勘记录" in page
    second = re.search(r'<option value="([^"]+)">吴敏', page)
    assert second is not None
    words = {"visit-visited_on": WEDNESDAY.isoformat(), "visit-findings": "现场与图纸一致。"}
    alone = chen.post(f"{address}/visit", data=words)
    assert alone.status_code == 422
    assert 'href="#visit-second_officer"' in alone.text
    late = chen.post(f"{address}/visit", data=words | {"visit-visited_on": "2026-13-40", "visit-second_officer": "x"})
    assert late.status_code == 422
    assert "日期要写成 2026-03-09 这样。" in late.text
    done = chen.post(f"{address}/visit", data=words | {"visit-second_officer": second.group(1)})
    assert done.status_code == 302
    page = chen.get(address).text
    assert "陈、吴敏" in page
    assert "没有记录不能准予" not in page


def test_a_pause_is_not_offered_once_the_clock_it_would_stop_is_overdue(
    app: Flask, filed: Filed, monkeypatch: pytest.MonkeyPatch
) -> None:
    chen, address = visitor(app, "chen-GAJJ"), f"/department/tracks/{filed.tracks['LX-13']}"
    assert "pause-version" in chen.get(address).text
    monkeypatch.setattr(page, "now", lambda: at(WEDNESDAY + dt.timedelta(days=20)))
    assert "pause-version" not in chen.get(address).text


@pytest.mark.parametrize("version", ["", "x", "²", "1e400", "9" * 5000, "-1", "1"])
def test_a_version_that_no_page_showed_is_a_stale_page(app: Flask, filed: Filed, version: str) -> None:
    chen = visitor(app, "chen-GAJJ")
    address = f"/department/tracks/{filed.tracks['LX-13']}"
    answer = chen.post(f"{address}/release", data={"claim-version": version})
    assert answer.status_code == 409 and "别人先办了一步" in answer.text
    assert chen.post(f"{address}/release").status_code == 409
    assert track_of(app, filed.tracks["LX-13"]).assignee_id is not None


@pytest.mark.parametrize("seen", [None, "", "２x", "99"])
def test_a_verdict_on_a_version_nobody_was_shown_is_not_taken(app: Flask, filed: Filed, seen: str | None) -> None:
    chen = visitor(app, "chen-GAJJ")
    address = f"/department/tracks/{filed.tracks['LX-13']}"
    paper = re.search(rf'action="({address}/papers/[^"]+)"', chen.get(address).text)
    assert paper is not None
    sent = {"verdict-verdict": "accepted"} | ({} if seen is None else {"verdict-seen": seen})
    assert chen.post(paper.group(1), data=sent).status_code == 409
    assert count(app, MaterialVerdict) == 0
