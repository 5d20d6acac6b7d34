"""The pages of the window, the departments and supervision about promises."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from flask import Flask
from sqlalchemy import select

from app.foundation.reading import reading
from app.foundation.wallclock import local_day, now
from approvals.models.credit import CreditRecord
from approvals.models.verification import VerificationTask
from tests.factories.clock_town import sweep
from tests.factories.credit import MINGQUAN
from tests.factories.main_job import at, department_of, the_case
from tests.factories.towns import accepted_with_promises
from tests.factories.vouching import FIRE, NAME, shop_granted
from tests.support.visitors import visitor

SANCTION = {"uscc": MINGQUAN, "kind": "sanction", "reason": "法院列为失信被执行人", "recorded_on": "2026-03-02"}


@pytest.mark.starts_from.with_args(shop_granted)
def test_supervision_enters_a_sanction_and_its_repair(app: Flask) -> None:
    du = visitor(app, "du")
    wrong = du.post("/promises/credit", data=SANCTION | {"recorded_on": "三月", "uscc": "9137"})
    assert wrong.status_code == 422 and "请填日期" in wrong.text and "法院列为失信被执行人" in wrong.text
    unknown = du.post("/promises/credit", data=SANCTION | {"uscc": "91370100MA3C0LXF2W"})
    assert unknown.status_code == 422 and "没有用这个统一社会信用代码注册的企业" in unknown.text
    assert du.post("/promises/credit", data=SANCTION).status_code == 302
    assert "没有修复" in du.get("/promises/credit?search=明泉&kind=sanction").text
    with app.app_context(), reading() as session:
        entry = session.scalars(select(CreditRecord.public_id)).one()
    empty = du.post(f"/promises/credit/{entry}/repair", data={"note": " "})
    assert empty.status_code == 422 and "这一项必须填" in empty.text
    assert du.post(f"/promises/credit/{entry}/repair", data={"note": "已履行完毕"}).status_code == 302
    assert "已修复" in visitor(app, "clerk").get("/promises/credit").text


@pytest.mark.starts_from.with_args(shop_granted)
def test_a_department_verifies_and_its_head_closes(app: Flask) -> None:
    with app.app_context():
        code = department_of(the_case(NAME), FIRE)
        with reading() as session:
            task = session.scalars(select(VerificationTask.public_id)).one()
    examiner, head = visitor(app, f"chen-{code}"), visitor(app, f"wu-{code}")
    assert "整个事项" in examiner.get("/promises/checks").text
    said = {"version": "1", "verdict": "false", "findings": "通道被占", "evidence": "照片"}
    page = examiner.post(f"/promises/checks/{task}", data=said)
    assert page.status_code == 422 and "这一项必须填" in page.text and "通道被占" in page.text
    late = examiner.post(f"/promises/checks/{task}", data=said | {"requirement": "清空", "rectify_by": "2099-01-01"})
    assert late.status_code == 422 and "改正的期限要在今天以后" in late.text
    assert examiner.post(f"/promises/checks/{task}", data=said | {"verdict": "true"}).status_code == 302
    done = head.get(f"/promises/checks/{task}").text
    assert "属实" in done and "复查情况" not in done
    closing = {"version": "2", "verdict": "rectified", "note": "看过了"}
    refused = head.post(f"/promises/checks/{task}/close", data=closing)
    assert refused.status_code == 422 and "没有责令改正" in refused.text


@pytest.mark.starts_from.with_args(shop_granted)
def test_what_is_to_be_put_right_waits_for_the_enterprise_until_it_is(app: Flask) -> None:
    lin = visitor(app, "lin")
    assert "兑现 0，违背 0，还没到期或核查 2" in lin.get("/companies/", follow_redirects=True).text
    with app.app_context():
        code = department_of(the_case(NAME), FIRE)
        with reading() as session:
            task = session.scalars(select(VerificationTask.public_id)).one()
    by = local_day(now()) + dt.timedelta(days=3)
    said = {"version": "1", "verdict": "false", "findings": "通道被占", "evidence": "照片", "requirement": "清空通道"}
    done = visitor(app, f"chen-{code}").post(f"/promises/checks/{task}", data=said | {"rectify_by": by.isoformat()})
    assert done.status_code == 302
    waiting = lin.get("/enterprise/todo").text
    assert "责令改正：按要求改好" in waiting and "清空通道" in waiting
    way = re.search(r'href="(/enterprise/cases/[^"]+/items/[^"]+)#rectify"', waiting)
    assert way is not None and 'id="rectify"' in lin.get(way[1]).text
    closing = {"version": "2", "verdict": "rectified", "note": "看过了"}
    assert visitor(app, f"wu-{code}").post(f"/promises/checks/{task}/close", data=closing).status_code == 302
    assert "清空通道" not in lin.get("/enterprise/todo").text


@pytest.mark.starts_from.with_args(accepted_with_promises)
def test_a_broken_promise_is_registered_and_a_person_decides(app: Flask) -> None:
    with app.app_context():
        sweep(at(dt.date(2026, 3, 12), 9))
        track = the_case().tracks["LX-05"]
    clerk = visitor(app, "clerk")
    register = clerk.get("/promises/broken?waiting=1").text
    assert "等人决定" in register and f"/promises/broken/{track}/M018" in register
    page = clerk.get(f"/promises/broken/{track}/M018").text
    assert "是不可抗力：改期" in page and "去终止办理" not in page
    wrong = clerk.post(f"/promises/broken/{track}/M018", data={"reason": "洪水", "new_on": "2020-01-01"})
    assert wrong.status_code == 422 and "新的日子要在今天以后" in wrong.text and "洪水" in wrong.text
    assert visitor(app, "chen-GAJJ").get(f"/promises/broken/{track}/M018").status_code == 403
