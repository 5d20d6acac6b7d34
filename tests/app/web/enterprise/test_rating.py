"""The applicant rates an item that has ended; the department answers a bad rating; the file keeps both."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.states import Outcome
from approvals.models.ratings import ServiceRating
from approvals.usecases.enterprise.withdraw import withdraw
from departments.models.people import Account
from tests.factories.handing import accepted_beside_haidai, handed_over
from tests.factories.main_job import MONDAY, at, the_case, the_cast
from tests.factories.towns import accepted, filed_whole
from tests.factories.work import Work
from tests.support.visitors import visitor

pytestmark = pytest.mark.starts_from.with_args(accepted)
ITEM = "LX-10"


def test_a_bad_rating_goes_from_the_item_to_the_department_and_into_the_file(app: Flask) -> None:
    with app.app_context():
        case = the_case()
        work = Work(the_cast(), case)
        work.decide(ITEM, Outcome.REFUSE, day=MONDAY)
        with reading() as session:
            examiner = session.get_one(Account, work.examiner(ITEM).account_id).username
    lin, desk, guan, du = (visitor(app, name) for name in ("lin", examiner, "guan", "du"))
    item, track = f"/enterprise/cases/{case.case}/items/{case.tracks[ITEM]}", f"/department/tracks/{case.tracks[ITEM]}"
    running = f"/enterprise/cases/{case.case}/items/{case.tracks['LX-13']}"
    assert "提交评价" in lin.get(item).text and "提交评价" not in lin.get(running).text
    early = lin.post(f"{running}/rating", data={"level": "good"})
    assert early.status_code == 422 and "有了结果再评价" in early.text
    empty = lin.post(f"{item}/rating", data={"words": "跑了两趟才说清"})
    assert empty.status_code == 422 and "请选一项" in empty.text and "跑了两趟才说清" in empty.text
    assert lin.post(f"{item}/rating", data={"level": "bad", "words": "跑了两趟才说清"}).status_code == 302
    colleague = lin.post(f"{item}/rating", data={"level": "good", "words": "其实还行"})
    assert colleague.status_code == 422 and "评价不能改" in colleague.text and "其实还行" in colleague.text
    assert "部门正在核实" in lin.get(item).text and "还没有答复" in lin.get("/companies/", follow_redirects=True).text
    assert "跑了两趟才说清" in desk.get(track).text
    for queue in (desk.get("/department/").text, du.get("/supervision/").text):
        assert "没有答复的差评" in queue and "跑了两趟才说清" in queue
        assert "15 个工作日" in queue and "超过期限" not in queue
    with app.app_context(), unit_of_work() as session:
        session.scalars(select(ServiceRating)).one().given_at -= dt.timedelta(days=60)
    beside = (f"/steward/projects/{case.project}", f"/supervision/tracks/{case.tracks[ITEM]}")
    for page in (guan.get(beside[0]), du.get(beside[1])):
        assert "跑了两趟才说清" in page.text and "部门还没有答复。" in page.text
    assert "Past the limit" in desk.get("/department/?lang=en", follow_redirects=True).text
    assert desk.post(f"{track}/rating", data={"rating-text": ""}).status_code == 422
    assert desk.post(f"{track}/rating", data={"rating-text": "已经整改，以后一次说清。"}).status_code == 302
    assert "没有答复的差评" not in desk.get("/department/?lang=zh", follow_redirects=True).text
    second = desk.post(f"{track}/rating", data={"rating-text": "我也核实过了。"})
    assert second.status_code == 409 and "我也核实过了。" in second.text and "已经整改，以后一次说清。" in second.text
    assert second.text.count("同事已经答复了这个评价。") == 2, "above the page and beside the field"
    companies = lin.get("/companies/", follow_redirects=True)
    for page in (lin.get(item), companies, desk.get(track), guan.get(beside[0]), du.get(beside[1])):
        assert "已经整改，以后一次说清。" in page.text
    assert "Dissatisfied" in lin.get(f"{item}?lang=en", follow_redirects=True).text


@pytest.mark.starts_from.with_args(accepted_beside_haidai)
def test_the_successor_of_the_project_is_not_asked_about_what_ended_before(app: Flask) -> None:
    with app.app_context():
        case = the_case()
        work = Work(the_cast(), case)
        work.decide(ITEM, Outcome.REFUSE, day=MONDAY)
        handed_over(work)
    meng, item = visitor(app, "rival"), f"/enterprise/cases/{case.case}/items/{case.tracks[ITEM]}"
    page = meng.get(item)
    assert page.status_code == 200 and "提交评价" not in page.text
    refused = meng.post(f"{item}/rating", data={"level": "good"})
    assert refused.status_code == 422 and "现在的申请人不能评价" in refused.text


@pytest.mark.starts_from.with_args(filed_whole)
def test_the_window_answers_for_what_ended_before_any_department_had_it(app: Flask) -> None:
    with app.app_context():
        case, cast = the_case(), the_cast()
        withdraw(case=case.case, track=case.tracks[ITEM], actor=cast.lin, now=at(MONDAY, 12))
    lin, clerk = visitor(app, "lin"), visitor(app, "clerk")
    item, window = f"/enterprise/cases/{case.case}/items/{case.tracks[ITEM]}", f"/window/cases/{case.case}"
    assert lin.post(f"{item}/rating", data={"level": "bad", "words": "窗口没说清楚"}).status_code == 302
    assert "窗口正在核实" in lin.get(item).text
    assert "综合窗口" in lin.get("/companies/", follow_redirects=True).text
    assert "窗口没说清楚" in clerk.get("/window/").text and "答复企业" in clerk.get(window).text
    answer, name = f"{window}/items/{case.tracks[ITEM]}/rating", f"rating-{case.tracks[ITEM]}-text"
    assert clerk.post(answer, data={name: ""}).status_code == 422
    assert clerk.post(answer, data={name: "已经整改。"}).status_code == 302
    late = clerk.post(answer, data={name: "我也核实过了。"})
    assert late.status_code == 409 and "我也核实过了。" in late.text and "同事已经答复了" in late.text
    assert "已经整改。" in lin.get(item).text and "没有答复的差评" not in clerk.get("/window/").text
    assert clerk.post(f"{window}/items/{'A' * 22}/rating", data={name: "?"}).status_code == 404
