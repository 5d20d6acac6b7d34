"""The case page through HTTP: what waits, handing papers in later, the notice, questions, withdrawal, downloads."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.foundation.reading import reading
from app.web.enterprise import case as case_routes
from app.web.enterprise import filing, handing_in
from approvals.domain.states import CaseState, LineState, NoticeState, TrackState
from approvals.models.applicants import Project
from approvals.models.cases import Case, Question, Track
from approvals.models.letters import Document
from approvals.models.papers import CaseMaterial, CommitmentLine, CorrectionNotice, MaterialVersion
from approvals.usecases.window.request_correction import CorrectionAsked, request_correction
from tests.app.adapters.test_uploads import a_pdf
from tests.factories.desk import MALL, PARK, WEDNESDAY, at_the_window, on_the_desk
from tests.factories.main_job import Filed, at, the_case, the_cast
from tests.support.visitors import visitor

pytestmark = pytest.mark.starts_from.with_args(on_the_desk)
THURSDAY = WEDNESDAY + dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def it_is_thursday(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (case_routes, filing, handing_in):
        monkeypatch.setattr(module, "present", lambda: at(THURSDAY))


@pytest.fixture
def lin(app: Flask) -> FlaskClient:
    return visitor(app, "lin")


def filed(app: Flask, project: str = MALL) -> Filed:
    with app.app_context():
        return the_case(project)


def count(app: Flask, model: type) -> int:
    with app.app_context(), reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def hand_in(client: FlaskClient, case: Filed, code: str, content: bytes | None = None) -> int:
    file = (io.BytesIO(a_pdf() if content is None else content), "材料.pdf")
    return client.post(f"/enterprise/cases/{case.case}/papers/{code}", data={"file": file}).status_code


def corrected(app: Flask, case: Filed) -> None:
    """The window asks once for the missing land contract."""
    with app.app_context():
        with reading() as session:
            paper = session.scalars(
                select(CaseMaterial.public_id)
                .join(Case, Case.id == CaseMaterial.case_id)
                .where(Case.public_id == case.case, CaseMaterial.material_code == "M012")
            ).one()
        asked = CorrectionAsked(paper, "没有提交出让合同", "请上传全部页")
        request_correction(case=case.case, lines=[asked], actor=the_cast().clerk, now=at(WEDNESDAY))


def test_the_page_says_what_waits_until_when_and_whose_desk_it_is_on(app: Flask, lin: FlaskClient) -> None:
    page = lin.get(f"/enterprise/cases/{filed(app).case}").text
    assert "补交《现状地形图（1:500）》" in page and "今天到期" in page
    assert "在谁手上" in page and "建设工程文物保护和考古勘探许可" in page
    assert "评审会要我们到场吗？" in page and "关宁" in page
    assert "不需要" in page and "立项方式：备案" in page


def test_the_page_reads_in_english_too(app: Flask, lin: FlaskClient) -> None:
    page = lin.get(f"/enterprise/cases/{filed(app).case}?lang=en").text
    assert "What you have to do" in page and "Topographic map 1:500" in page


def test_a_promised_paper_is_handed_in_and_the_promise_is_kept(app: Flask, lin: FlaskClient) -> None:
    case = filed(app)
    assert hand_in(lin, case, "M018") == 302
    with app.app_context(), reading() as session:
        assert set(session.scalars(select(CommitmentLine.state))) == {LineState.KEPT}
    assert "补交《现状地形图（1:500）》" in lin.get(f"/enterprise/cases/{case.case}").text


def test_a_bad_file_is_told_beside_its_row_and_the_promise_stays_open(app: Flask, lin: FlaskClient) -> None:
    case, before = filed(app), count(app, MaterialVersion)
    assert hand_in(lin, case, "M018", b"") == 422
    assert count(app, MaterialVersion) == before


def test_a_question_goes_to_the_item_it_is_about_and_once(app: Flask, lin: FlaskClient) -> None:
    case = filed(app)
    address = f"/enterprise/cases/{case.case}/questions"
    for _ in range(2):
        sent = lin.post(address, data={"text": "还要几天？", "track": case.tracks["LX-08"]})
        assert sent.status_code == 302
    assert "还要几天？" in lin.get(f"/enterprise/cases/{case.case}/items/{case.tracks['LX-08']}").text
    assert lin.post(address, data={"text": " "}).status_code == 422
    assert count(app, Question) == 2


def test_an_item_shows_both_clocks_and_leads_to_the_day_statement(app: Flask, lin: FlaskClient) -> None:
    case = filed(app)
    page = lin.get(f"/enterprise/cases/{case.case}/items/{case.tracks['LX-13']}").text
    assert f'href="/tracks/{case.tracks["LX-13"]}/days"' in page and "法定" in page and "承诺" in page
    assert lin.get(f"/enterprise/cases/{case.case}/items/another").status_code == 404


def test_withdrawing_says_what_will_happen_and_leaves_the_rest_alone(app: Flask, lin: FlaskClient) -> None:
    case = filed(app)
    address, track = f"/enterprise/cases/{case.case}/withdraw", case.tracks["LX-13"]
    page = lin.get(address, query_string={"track": track}).text
    assert "撤回“建设项目交通影响评价审查”？" in page and "已经作出的决定不受影响" in page
    for _ in range(2):
        assert lin.post(address, data={"track": track}).status_code == 302
    with app.app_context(), reading() as session:
        states = dict(session.execute(select(Track.item_code, Track.state)).all())
    assert states.pop("LX-13") is TrackState.WITHDRAWN and TrackState.WITHDRAWN not in states.values()


def test_the_whole_case_can_be_withdrawn(app: Flask, lin: FlaskClient) -> None:
    case = filed(app)
    lin.post(f"/enterprise/cases/{case.case}/withdraw")
    with app.app_context(), reading() as session:
        assert session.scalars(select(Case.state)).one() is CaseState.WITHDRAWN
    assert "已撤件" in lin.get(f"/enterprise/cases/{case.case}").text


@pytest.mark.starts_from.with_args(at_the_window)
def test_the_notice_is_answered_line_by_line_and_then_handed_in(app: Flask, lin: FlaskClient) -> None:
    case = filed(app, PARK)
    corrected(app, case)
    address = f"/enterprise/cases/{case.case}"
    page = lin.get(address).text
    assert "补正《国有建设用地使用权出让合同" in page and "请上传全部页" in page and "提交补正" not in page
    lin.post(f"{address}/correction")
    with app.app_context(), reading() as session:
        assert session.scalars(select(CorrectionNotice.state)).one() is NoticeState.OPEN
    hand_in(lin, case, "M012")
    assert "都补齐了，提交补正" in lin.get(address).text
    for _ in range(2):
        assert lin.post(f"{address}/correction").status_code == 302
    with app.app_context(), reading() as session:
        assert session.scalars(select(CorrectionNotice.state)).one() is NoticeState.ANSWERED


def test_a_stranger_finds_nothing_at_the_address(app: Flask) -> None:
    case = filed(app)
    app.config["WTF_CSRF_ENABLED"] = False
    stranger = app.test_client()
    stranger.post(
        "/register",
        data={
            "uscc": "91370200264574251E", "enterprise_name": "海岱家居有限公司", "legal_representative": "孟海",
            "address": "济南", "person_name": "孟溪", "phone": "0531-83210000", "email": "meng@example.com",
            "username": "meng", "password": "long enough to be good", "repeated": "long enough to be good",
        },
    )  # fmt: skip
    with app.app_context(), reading() as session:
        document = session.scalars(select(Document.public_id)).first()
        paper = session.scalars(select(CaseMaterial.public_id).join(MaterialVersion)).first()
        project = session.scalars(select(Project.public_id)).first()
    for address in (f"cases/{case.case}", f"documents/{document}", f"papers/{paper}/1", f"projects/{project}"):
        assert stranger.get(f"/enterprise/{address}").status_code == 404
    assert hand_in(stranger, case, "M018") == 404
    assert stranger.post(f"/enterprise/cases/{case.case}/withdraw").status_code == 404
    assert not any(app.extensions["binglian.files"].path("0" * 64).parents[2].glob("incoming/*"))


def test_one_s_own_paper_is_a_download_in_a_sandbox(app: Flask, lin: FlaskClient) -> None:
    case = filed(app)
    hand_in(lin, case, "M018")
    with app.app_context(), reading() as session:
        paper = session.scalars(select(CaseMaterial.public_id).where(CaseMaterial.material_code == "M018")).one()
    answer = lin.get(f"/enterprise/papers/{paper}/1")
    assert answer.status_code == 200 and answer.data.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")


def test_a_letter_that_is_not_printed_yet_says_so(app: Flask, lin: FlaskClient) -> None:
    with app.app_context(), reading() as session:
        document = session.scalars(select(Document.public_id)).first()
    answer = lin.get(f"/enterprise/documents/{document}")
    assert answer.status_code == 409 and "还在制作和盖章" in answer.text


def test_everything_that_waits_is_on_one_page(app: Flask, lin: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    page = lin.get("/enterprise/todo").text
    assert "件事等您处理" in page and f"/enterprise/cases/{filed(app).case}#t-M018" in page
    assert MALL in lin.get("/enterprise/").text
    assert "容缺受理承诺书" in lin.get("/enterprise/documents").text


@pytest.mark.parametrize(
    ("typed", "said"),
    [("2603-370114-04-01-123454", "最后一位（校验码）不对"), ("2603-370114", "20 位数字，现在是 10 位")],
)
def test_a_wrong_project_code_is_told_which_check_failed(lin: FlaskClient, typed: str, said: str) -> None:
    form = {"theme_code": "SF-BUILD", "name": "二期", "place": "明水", "code": typed, "longitude": "500"}
    answer = lin.post("/enterprise/projects/new", data=form)
    assert answer.status_code == 422
    assert said in answer.text and typed in answer.text and "要在 73 和 136 之间。" in answer.text
