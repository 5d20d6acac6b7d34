"""The window's verbs, through HTTP: input kept, one result, and what is told."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.foundation.reading import reading
from app.web.window import telling, verbs
from approvals.domain.states import TrackState
from approvals.models.cases import Track
from approvals.models.letters import Document
from tests.factories.desk import MALL, PARK, at_the_window
from tests.factories.main_job import MONDAY, Filed, at, the_case
from tests.support.visitors import visitor

pytestmark = pytest.mark.starts_from.with_args(at_the_window)


@pytest.fixture(autouse=True)
def within_five_days(monkeypatch: pytest.MonkeyPatch) -> None:
    for doors in (verbs, telling):
        monkeypatch.setattr(doors, "now", lambda: at(MONDAY + dt.timedelta(days=1)))


@pytest.fixture
def clerk(app: Flask) -> FlaskClient:
    return visitor(app, "clerk")


def filed(app: Flask, project: str) -> Filed:
    with app.app_context():
        return the_case(project)


def states(app: Flask, case: Filed) -> dict[str, TrackState]:
    with app.app_context(), reading() as session:
        tracks = session.scalars(select(Track).where(Track.public_id.in_(case.tracks.values())))
        return {track.item_code: track.state for track in tracks}


def letters(app: Flask, kind: str) -> int:
    with app.app_context(), reading() as session:
        return len(session.scalars(select(Document.id).where(Document.kind == kind)).all())


def test_accepting_says_how_many_items_went_to_how_many_departments(app: Flask, clerk: FlaskClient) -> None:
    case = filed(app, MALL)
    answer = clerk.post(f"/window/cases/{case.case}/accept", data={"tracks": list(case.tracks.values())})
    assert answer.status_code == 302
    assert "已受理 7 个事项，同时送到 6 个部门。" in clerk.get(answer.location).text
    assert TrackState.FILED not in states(app, case).values()


def test_a_second_click_finds_them_answered_and_writes_nothing(app: Flask, clerk: FlaskClient) -> None:
    case = filed(app, MALL)
    for _ in range(2):
        answer = clerk.post(f"/window/cases/{case.case}/accept", data={"tracks": list(case.tracks.values())})
    assert "已经有人答复过" in clerk.get(answer.location).text
    assert letters(app, "deferred_acceptance_notice") == 1


def test_nothing_chosen_is_told_beside_the_items(app: Flask, clerk: FlaskClient) -> None:
    answer = clerk.post(f"/window/cases/{filed(app, MALL).case}/accept", data={})
    assert answer.status_code == 422
    assert "请至少选一个事项。" in answer.text


def test_an_item_that_lacks_a_paper_is_not_accepted_and_nothing_else_either(app: Flask, clerk: FlaskClient) -> None:
    case = filed(app, PARK)
    answer = clerk.post(f"/window/cases/{case.case}/accept", data={"tracks": list(case.tracks.values())})
    assert answer.status_code == 422
    assert "“建设用地规划许可证核发”还缺：国有建设用地使用权出让合同" in answer.text
    assert set(states(app, case).values()) == {TrackState.FILED}


def correction_fields(page: str) -> dict[str, str]:
    """The ticked lines of the form as a browser would send them."""
    papers = re.findall(r'name="tick_([^"]+)"[^>]*checked|checked[^>]*name="tick_([^"]+)"', page)
    fields: dict[str, str] = {}
    for paper in ("".join(found) for found in papers):
        fields |= {f"tick_{paper}": "y", f"defect_{paper}": "没有提交合同。", f"ask_{paper}": "请提交合同全文。"}
    return fields


def test_the_notice_starts_with_the_missing_papers_is_previewed_and_sent_once(app: Flask, clerk: FlaskClient) -> None:
    case = filed(app, PARK)
    address = f"/window/cases/{case.case}/correction"
    fields = correction_fields(clerk.get(address).text)
    assert len(fields) == 3
    preview = clerk.post(address, data=fields | {"step": "preview"})
    assert "请提交合同全文。" in preview.text
    assert letters(app, "correction_notice") == 0
    sent = clerk.post(address, data=fields | {"step": "send"})
    assert sent.status_code == 302
    assert states(app, case)["LX-05"] is TrackState.CORRECTION_OPEN
    again = clerk.post(address, data=fields | {"step": "send"})
    assert letters(app, "correction_notice") == 1
    assert again.status_code in (302, 422)


def test_a_ticked_line_without_words_is_asked_for_them_and_the_rest_is_kept(app: Flask, clerk: FlaskClient) -> None:
    address = f"/window/cases/{filed(app, PARK).case}/correction"
    fields = correction_fields(clerk.get(address).text)
    defect = next(name for name in fields if name.startswith("defect_"))
    answer = clerk.post(address, data=fields | {defect: " ", "step": "preview"})
    assert answer.status_code == 422
    assert f'href="#{defect}"' in answer.text and "《国有建设用地使用权出让合同》的这一项必须填" in answer.text
    assert "请提交合同全文。" in answer.text


def test_an_inadmissible_item_must_name_the_competent_organ(app: Flask, clerk: FlaskClient) -> None:
    case = filed(app, MALL)
    address = f"/window/cases/{case.case}/items/{case.tracks['LX-10']}/inadmissible"
    refused = clerk.post(address, data={"reason": "该地块不在本区。"})
    assert refused.status_code == 422
    assert "必须写明应当向哪个机关申请。" in refused.text
    assert "该地块不在本区。" in refused.text
    done = clerk.post(
        address, data={"reason": "该地块不在本区。", "competent_organ": "济南市文物局", "organ_address": "济南市"}
    )
    assert done.status_code == 302
    assert states(app, case)["LX-10"] is TrackState.INADMISSIBLE
    assert "这个事项已经答复过" in clerk.get(address).text


def test_an_item_that_is_not_required_ends_alone(app: Flask, clerk: FlaskClient) -> None:
    case = filed(app, MALL)
    done = clerk.post(
        f"/window/cases/{case.case}/items/{case.tracks['LX-13']}/not-required", data={"reason": "面积不到标准。"}
    )
    assert done.status_code == 302
    found = states(app, case)
    assert found["LX-13"] is TrackState.NOT_REQUIRED
    assert found["LX-10"] is TrackState.FILED


def test_an_item_of_another_filing_is_not_found(app: Flask, clerk: FlaskClient) -> None:
    foreign = filed(app, PARK).tracks["LX-10"]
    assert clerk.get(f"/window/cases/{filed(app, MALL).case}/items/{foreign}/inadmissible").status_code == 404


def test_after_the_five_days_the_clerk_is_told_that_the_law_has_accepted(
    app: Flask, clerk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verbs, "now", lambda: at(MONDAY + dt.timedelta(days=9)))
    case = filed(app, MALL)
    answer = clerk.post(f"/window/cases/{case.case}/accept", data={"tracks": list(case.tracks.values())[:1]})
    page = clerk.get(answer.location).text
    assert "依法视为受理" in page and "LX-10" in page and "全部事项都已答复" in page
    assert letters(app, "deferred_acceptance_notice") == 1 and TrackState.FILED not in states(app, case).values()


def test_a_department_is_asked_answers_in_its_queue_and_stands_in_the_notice(app: Flask, clerk: FlaskClient) -> None:
    case = filed(app, PARK)
    asked = clerk.post(f"/window/cases/{case.case}/opinions")
    assert "还没有答复" in clerk.get(asked.location).text
    chen = visitor(app, "chen-ZRZY")
    address = re.search(r"/department/opinions/[^\"]+", chen.get("/department/").text)
    assert address is not None
    papers = re.findall(r'name="tick_([^"]+)"', chen.get(address.group()).text)
    lacking = {f"tick_{papers[0]}": "y", f"defect_{papers[0]}": "缺附图。", f"ask_{papers[0]}": ""}
    refused = chen.post(address.group(), data=lacking)
    assert refused.status_code == 422 and "缺附图。" in refused.text
    before = correction_fields(clerk.get(f"/window/cases/{case.case}/correction").text)
    assert chen.post(address.group(), data=lacking | {f"ask_{papers[0]}": "请补附图。"}).status_code == 302
    stale = clerk.post(f"/window/cases/{case.case}/correction", data=before | {"step": "send"})
    assert "部门刚刚又提了意见" in stale.text and letters(app, "correction_notice") == 0
    page = clerk.get(f"/window/cases/{case.case}/correction").text
    assert "缺附图。" in page and "提出人：" in page and "提了 1 条" in page


def test_a_paper_is_looked_at_kept_and_stops_its_items(app: Flask, clerk: FlaskClient) -> None:
    case = filed(app, MALL)
    page = clerk.get(f"/window/cases/{case.case}").text
    address = re.search(rf"/window/cases/{case.case}/papers/[^\"]+/check", page)
    assert address is not None and "0 / " in page
    refused = clerk.post(address.group(), data={"number": "1", "verdict": "returned", "comment": ""})
    assert refused.status_code == 422 and 'id="look"' in refused.text and "就要写明缺什么" in refused.text
    kept = clerk.post(address.group(), data={"number": "1", "verdict": "returned", "comment": "没有盖章"})
    assert kept.status_code == 302
    after = clerk.get(kept.location).text
    assert "1 / " in after and "没有通过核对，不能受理：" in after and "没有盖章" in after
    accepted = clerk.post(f"/window/cases/{case.case}/accept", data={"tracks": list(case.tracks.values())})
    assert accepted.status_code == 422 and "有材料没有通过核对" in accepted.text


def test_several_items_are_declined_at_once_each_with_its_letter(app: Flask, clerk: FlaskClient) -> None:
    case = filed(app, MALL)
    two = [case.tracks["LX-10"], case.tracks["LX-13"]]
    chosen = clerk.post(f"/window/cases/{case.case}/accept", data={"tracks": two, "step": "inadmissible"})
    assert "共 2 项，一次作出" in clerk.get(chosen.location).text
    words = {"reason": "不归本区。", "competent_organ": "济南市文物局", "organ_address": "济南市"}
    assert clerk.post(chosen.location, data=words).status_code == 302
    assert [states(app, case)[item] for item in ("LX-10", "LX-13")] == [TrackState.INADMISSIBLE] * 2
    assert letters(app, "inadmissible_decision") == 2
