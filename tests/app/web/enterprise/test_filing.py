"""One application through HTTP: the form, the items, the papers, the signature; and everything that goes wrong."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.adapters.shared_register import NoRegister
from app.foundation.reading import reading
from approvals.domain.states import CaseState
from approvals.models.applicants import Project
from approvals.models.cases import Case, Track
from approvals.models.letters import Document
from approvals.models.papers import CommitmentLine, MaterialVersion
from departments.queries.catalogue import current_catalogue
from tests.app.adapters.test_uploads import a_pdf, a_picture
from tests.factories.main_job import ANSWERS, PASSWORD
from tests.factories.story import settled
from tests.support.visitors import visitor

pytestmark = pytest.mark.starts_from.with_args(settled)
PROJECT = {"theme_code": "SF-BUILD", "name": "章丘国际建材家居城", "place": "明水街道", "land_area_m2": "164,667"}
UPLOADS = ("M012", "M016", "M020", "M023", "M028")
DEFERRED = ("M018", "M030")


@pytest.fixture
def lin(app: Flask) -> FlaskClient:
    return visitor(app, "lin")


@pytest.fixture
def draft(lin: FlaskClient) -> str:
    """The address of a fresh draft of the first stage."""
    project = lin.post("/enterprise/projects/new", data=PROJECT).location
    return str(lin.post(f"{project}/apply", data={"stage": "S1"}).location).removesuffix("/form")


def typed(app: Flask, **differently: str) -> dict[str, str]:
    """Every question of the stage answered as the market's owner does, on the page of a fresh draft."""
    with app.app_context(), reading() as session:
        fields = current_catalogue(session).catalogue.stage_fields("SF-BUILD", "S1")
    words = {True: "yes", False: "no"}
    said = {field.key: ANSWERS.get(field.key, field.default) for field in fields}
    return (
        {f"a_{key}": words[value] if isinstance(value, bool) else str(value) for key, value in said.items()}
        | {f"b_{key}": "0" for key in said}
        | differently
    )


def send(
    client: FlaskClient, draft: str, code: str, content: bytes | None = None, name: str = "材料.pdf"
) -> TestResponse:
    file = (io.BytesIO(a_pdf() if content is None else content), name)
    return client.post(f"{draft}/papers/{code}", data={"file": file, "action": "upload"})


def gather(app: Flask, lin: FlaskClient, draft: str, uploads: tuple[str, ...] = UPLOADS) -> None:
    """Answer the form, upload five papers and promise two."""
    lin.post(f"{draft}/form", data=typed(app))
    for code in uploads:
        assert send(lin, draft, code).status_code == 302
    for code in DEFERRED:
        lin.post(f"{draft}/papers/{code}", data={"action": "defer"})


def signature(lin: FlaskClient, draft: str, **differently: str) -> dict[str, str]:
    page = lin.get(f"{draft}/review").text
    version = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert version is not None
    said = {"version": version.group(1), "truth_declared": "y", "signs_commitment": "y", "consents_upstream": "y"}
    return said | {"password": PASSWORD} | differently


def count(app: Flask, model: type) -> int:
    with app.app_context(), reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def the_case(app: Flask) -> Case:
    with app.app_context(), reading() as session:
        return session.scalars(select(Case)).one()


@pytest.mark.parametrize("version", ["", "0", "²", "9" * 5000, "-1", "1e400", "NaN"])
def test_a_field_whose_version_no_page_showed_overwrites_nothing(
    app: Flask, lin: FlaskClient, draft: str, version: str
) -> None:
    lin.post(f"{draft}/form", data=typed(app))
    answer = lin.post(f"{draft}/form", data=typed(app, a_filing_mode="核准", b_filing_mode=version))
    assert answer.status_code == 422 and "您填的还没有存" in answer.text
    assert the_case(app).answers["filing_mode"] == "备案"


@pytest.mark.parametrize("version", ["", "²", "9" * 5000])
def test_a_signature_under_no_version_files_nothing(app: Flask, lin: FlaskClient, draft: str, version: str) -> None:
    gather(app, lin, draft)
    answer = lin.post(f"{draft}/review", data=signature(lin, draft, version=version))
    assert answer.status_code == 409
    assert the_case(app).state is CaseState.DRAFT


def test_the_page_says_what_follows_before_anything_is_filed(app: Flask, lin: FlaskClient, draft: str) -> None:
    assert lin.post(f"{draft}/form", data=typed(app)).location == f"{draft}/items"
    page = lin.get(f"{draft}/items").text
    assert "7 个事项，6 个部门" in page
    assert "各部门一共要 19 份材料，去掉重复只有 10 份，您上传 7 份。" in page
    assert "最慢的是“建设工程文物保护和考古勘探许可”，承诺 10 个工作日。" in page
    assert count(app, Track) == 0


def test_what_the_project_already_says_is_shown_and_nothing_else_is_chosen(lin: FlaskClient, draft: str) -> None:
    page = lin.get(f"{draft}/form").text
    assert 'value="164667"' in page and " checked" not in page


def test_going_on_names_every_open_question_and_keeps_what_was_answered(
    app: Flask, lin: FlaskClient, draft: str
) -> None:
    answer = lin.post(f"{draft}/form", data=typed(app, a_eia_category="", a_earthwork_m3="viel"))
    assert answer.status_code == 422
    assert "环评类别：请回答这一项。" in answer.text and "请填数字" in answer.text and 'value="viel"' in answer.text
    assert "eia_category" not in the_case(app).answers and the_case(app).answers["filing_mode"] == "备案"
    assert lin.get(f"{draft}/items").status_code == 302


def test_a_half_filled_form_can_be_saved_and_gone_on_with(app: Flask, lin: FlaskClient, draft: str) -> None:
    assert (
        lin.post(f"{draft}/form", data={"a_filing_mode": "备案", "b_filing_mode": "0", "save": "1"}).status_code == 302
    )
    assert 'value="备案"' in lin.get(f"{draft}/form").text
    assert the_case(app).answers == {"filing_mode": "备案"}


def test_two_people_who_change_different_fields_both_have_their_way(app: Flask, lin: FlaskClient, draft: str) -> None:
    lin.post(f"{draft}/form", data=typed(app) | {"save": "1"})
    first, second = typed(app, a_earthwork_m3="5"), typed(app, a_trees_to_fell="3", a_gross_floor_area_m2="7")
    shown = {f"b_{key}": str(stored[0]) for key, stored in the_case(app).answer_versions.items()}
    assert [lin.post(f"{draft}/form", data=said | shown).status_code for said in (first, second)] == [302, 422]
    kept = the_case(app).answers
    assert (kept["earthwork_m3"], kept["gross_floor_area_m2"]) == (5, 7)


def test_one_field_two_answers_are_both_shown_and_either_can_be_chosen(
    app: Flask, lin: FlaskClient, draft: str
) -> None:
    stale = typed(app, a_filing_mode="核准")
    lin.post(f"{draft}/form", data=typed(app))
    late = lin.post(f"{draft}/form", data=stale)
    assert late.status_code == 422 and the_case(app).answers["filing_mode"] == "备案"
    assert "林晓 在" in late.text and "对方填的" in late.text and 'name="b_filing_mode" value="1"' in late.text
    theirs = lin.post(f"{draft}/form", data=stale | {"theirs": "filing_mode"})
    assert theirs.status_code == 200 and re.search('value="备案"[^>]*checked|checked[^>]*value="备案"', theirs.text)
    mine = lin.post(f"{draft}/form", data=stale | {"b_filing_mode": "1", "save": "1"})
    assert mine.status_code == 302 and the_case(app).answers["filing_mode"] == "核准"


def autosave(client: FlaskClient, draft: str, field: str, value: str, base: int) -> dict[str, Any]:
    answer = client.post(f"{draft}/answers", data={"field": field, "value": value, "base": base})
    found: dict[str, Any] = answer.get_json()
    return found


def test_a_field_is_saved_as_it_is_typed_and_said_twice_it_is_saved_once(
    app: Flask, lin: FlaskClient, draft: str
) -> None:
    for _ in range(2):
        told = autosave(lin, draft, "earthwork_m3", "1,200", 0)
        assert told["state"] == "saved" and told["said"].startswith("已保存 ")
        assert told["answers"]["earthwork_m3"] == ["1200", 1]
    assert the_case(app).answers == {"earthwork_m3": 1200}
    assert autosave(lin, draft, "earthwork_m3", "", 1)["answers"]["earthwork_m3"] == ["", 2]
    assert the_case(app).answers == {}


def test_what_cannot_be_read_is_told_beside_the_field_and_leaves_what_stood(
    app: Flask, lin: FlaskClient, draft: str
) -> None:
    autosave(lin, draft, "earthwork_m3", "5", 0)
    assert autosave(lin, draft, "earthwork_m3", "viel", 1)["state"] == "wrong"
    assert the_case(app).answers == {"earthwork_m3": 5}
    assert autosave(lin, draft, "no_such_field", "5", 1)["state"] == "gone"


def test_a_clash_while_typing_shows_both_answers(lin: FlaskClient, draft: str) -> None:
    autosave(lin, draft, "filing_mode", "备案", 0)
    told = autosave(lin, draft, "filing_mode", "核准", 0)
    assert told["state"] == "clash" and "备案" in told["clash"] and "核准" in told["clash"]


def test_a_question_that_no_longer_matters_is_not_put_and_need_not_be_answered(
    app: Flask, lin: FlaskClient, draft: str
) -> None:
    small = typed(app, a_land_area_m2="4000", a_in_underground_heritage_zone="no", a_archaeology_done_before_supply="")
    assert lin.post(f"{draft}/form", data=small).location == f"{draft}/items"
    assert lin.get(f"{draft}/items").status_code == 200
    page = lin.get(f"{draft}/form").text
    assert re.search('data-question="archaeology_done_before_supply"[^>]*hidden', page)


def test_going_on_without_answers_leads_to_the_questions_as_links(lin: FlaskClient, draft: str) -> None:
    page = lin.get(f"{draft}/items", follow_redirects=True).text
    assert 'href="#a_filing_mode-0"' in page and "请回答这一项。" in page
    assert "系统先填的，请核对后保存。" in page and "来自项目资料，请核对" in page


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "空.pdf", "是空的，0 字节"),
        (b"hello", "假.pdf", "的内容不是 pdf 文件"),
        (a_picture("png"), "图.pdf", "的内容不是 pdf 文件"),
        (a_pdf(), "程序.exe", "的类型不收"),
    ],
)
def test_a_bad_file_is_told_beside_its_paper_and_nothing_is_stored(
    app: Flask, lin: FlaskClient, draft: str, content: bytes, name: str, said: str
) -> None:
    lin.post(f"{draft}/form", data=typed(app))
    answer = send(lin, draft, "M012", content, name)
    assert answer.status_code == 422
    assert said in answer.text and name in answer.text
    assert count(app, MaterialVersion) == 0


def test_no_file_at_all_is_told(app: Flask, lin: FlaskClient, draft: str) -> None:
    lin.post(f"{draft}/form", data=typed(app))
    assert "请先选一个文件。" in lin.post(f"{draft}/papers/M012", data={"action": "upload"}).text


def test_a_file_over_the_limit_gets_the_413_page_in_our_layout(app: Flask, lin: FlaskClient, draft: str) -> None:
    lin.post(f"{draft}/form", data=typed(app))
    app.config["MAX_CONTENT_LENGTH"] = 1024
    answer = send(lin, draft, "M012", b"%PDF" + b"0" * 4096)
    assert answer.status_code == 413 and "bl-brand" in answer.text
    assert count(app, MaterialVersion) == 0


def test_a_double_click_uploads_once_and_sets_up_one_project(app: Flask, lin: FlaskClient, draft: str) -> None:
    lin.post(f"{draft}/form", data=typed(app))
    assert [send(lin, draft, "M012").status_code for _ in range(2)] == [302, 302]
    assert count(app, MaterialVersion) == 1
    assert len({lin.post("/enterprise/projects/new", data=PROJECT).location for _ in range(2)}) == 1
    assert count(app, Project) == 1


def test_a_main_paper_cannot_be_promised(app: Flask, lin: FlaskClient, draft: str) -> None:
    lin.post(f"{draft}/form", data=typed(app))
    answer = lin.post(f"{draft}/papers/M012", data={"action": "defer"})
    assert answer.status_code == 422 and "主要材料，不能后补" in answer.text


def test_a_promise_can_be_taken_back(app: Flask, lin: FlaskClient, draft: str) -> None:
    lin.post(f"{draft}/form", data=typed(app))
    lin.post(f"{draft}/papers/M018", data={"action": "defer"})
    assert "不后补了" in lin.get(f"{draft}/papers").text
    lin.post(f"{draft}/papers/M018", data={"action": "undefer"})
    assert "不后补了" not in lin.get(f"{draft}/papers").text


def test_filing_signs_the_promise_and_gives_number_code_and_letters(app: Flask, lin: FlaskClient, draft: str) -> None:
    gather(app, lin, draft)
    page = lin.get(f"{draft}/review").text
    assert "还缺" not in page and page.count("内补交。 <span") == 3
    answer = lin.post(f"{draft}/review", data=signature(lin, draft))
    case = the_case(app)
    assert answer.location == f"/enterprise/cases/{case.public_id}"
    assert case.state is CaseState.FILED and case.consents_upstream and case.truth_declared
    assert (count(app, Track), count(app, CommitmentLine), count(app, Document)) == (7, 3, 2)
    page = lin.get(answer.location).text
    assert str(case.case_no) in page and str(case.progress_code) in page


def test_a_double_click_files_once(app: Flask, lin: FlaskClient, draft: str) -> None:
    gather(app, lin, draft)
    said = signature(lin, draft)
    answers = [lin.post(f"{draft}/review", data=said) for _ in range(2)]
    assert [answer.location for answer in answers] == [answers[0].location] * 2
    assert (count(app, Track), count(app, Document)) == (7, 2)


def test_a_missing_main_paper_is_named_and_filing_is_still_possible(app: Flask, lin: FlaskClient, draft: str) -> None:
    gather(app, lin, draft, uploads=UPLOADS[1:])
    page = lin.get(f"{draft}/review").text
    assert "还缺 1 份要交的材料" in page and "国有建设用地使用权出让合同" in page
    assert lin.post(f"{draft}/review", data=signature(lin, draft)).status_code == 302
    assert count(app, Track) == 7


@pytest.mark.parametrize(
    ("lacking", "said"),
    [
        ({"password": ""}, "签名要再输一次密码。"),
        ({"password": "wrong"}, "密码不对。"),
        ({"signs_commitment": ""}, "请签署承诺书"),
        ({"truth_declared": ""}, "请确认所填的和所交的都是真实的。"),
    ],
)
def test_without_signature_or_declaration_nothing_is_filed(
    app: Flask, lin: FlaskClient, draft: str, lacking: dict[str, str], said: str
) -> None:
    gather(app, lin, draft)
    answer = lin.post(f"{draft}/review", data=signature(lin, draft, **lacking))
    assert answer.status_code == 422 and said in answer.text
    assert count(app, Track) == 0


def test_a_page_signed_after_the_papers_changed_is_not_filed(app: Flask, lin: FlaskClient, draft: str) -> None:
    gather(app, lin, draft)
    said = signature(lin, draft)
    send(lin, draft, "M012", a_picture("png"), "图.png")
    assert lin.post(f"{draft}/review", data=said).status_code == 409
    assert count(app, Track) == 0


def test_the_draft_of_an_enterprise_is_nobody_else_s(app: Flask, lin: FlaskClient, draft: str) -> None:
    lin.post(f"{draft}/form", data=typed(app))
    for address in (f"{draft}/form", f"{draft}/papers"):
        assert visitor(app, "clerk").get(address).status_code == 403
    assert lin.get("/enterprise/drafts/nobody-s-draft/form").status_code == 404


def test_a_filed_draft_leads_to_its_case(app: Flask, lin: FlaskClient, draft: str) -> None:
    gather(app, lin, draft)
    case = lin.post(f"{draft}/review", data=signature(lin, draft)).location
    for step in ("form", "items", "papers", "review"):
        assert lin.get(f"{draft}/{step}").location == case


def test_a_paper_that_is_not_wanted_any_more_is_told_above(app: Flask, lin: FlaskClient, draft: str) -> None:
    gather(app, lin, draft, ())
    answer = send(lin, draft, "M061")
    assert answer.status_code == 422 and "这次申报不需要这份材料" in answer.text


def test_everything_missing_is_numbered_with_the_way_there_and_an_open_question_keeps_the_filing_back(
    app: Flask, lin: FlaskClient, draft: str
) -> None:
    lin.post(f"{draft}/form", data=typed(app) | {"a_land_supply_mode": "", "save": "1"})
    page = lin.get(f"{draft}/review").text
    listed = page[page.index('<ol class="bl-gaps">') : page.index("</ol>", page.index('<ol class="bl-gaps">'))]
    assert "form?check=1#a_land_supply_mode" in listed and "#p-M018" in listed and "#truth_declared" in listed
    answer = lin.post(f"{draft}/review", data=signature(lin, draft))
    assert answer.status_code == 422 and "还有 1 个问题没有回答" in answer.text


def test_a_paper_that_no_register_holds_is_asked_of_the_applicant_before_it_files(
    app: Flask, lin: FlaskClient, draft: str
) -> None:
    lin.post(f"{draft}/form", data=typed(app))
    asked = f'class="bl-upload" method="post" action="{draft}/papers/M002"'
    assert asked not in lin.get(f"{draft}/papers").text
    app.extensions["binglian.register"] = NoRegister()
    assert asked in lin.get(f"{draft}/papers").text
    assert "营业执照" in lin.get(f"{draft}/review").text.split("还缺", 1)[1][:2000]
