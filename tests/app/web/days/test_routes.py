"""The day statement through HTTP: one truth for every audience, JSON, and one sealed paper per set of facts."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from app.web.days import routes
from approvals.models.applicants import Enterprise, Member
from approvals.models.cases import Track
from approvals.models.letters import Document
from approvals.models.traces import OutboxMessage
from approvals.queries.day_statement import KIND
from approvals.usecases.department.pause import pause
from departments.models.people import Account
from tests.factories.desk import MALL, WEDNESDAY, on_the_desk
from tests.factories.main_job import Filed, at, the_case, the_cast
from tests.factories.story import print_everything
from tests.factories.work import Work, more_for_the_stage
from tests.support.visitors import visitor

pytestmark = pytest.mark.starts_from.with_args(on_the_desk)
THURSDAY = WEDNESDAY + dt.timedelta(days=1)
ITEM, DEPARTMENT = "LX-13", "GAJJ"


@pytest.fixture(autouse=True)
def it_is_thursday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "present", lambda: at(THURSDAY))


@pytest.fixture
def filed(app: Flask) -> Filed:
    with app.app_context():
        return the_case(MALL)


def address(filed: Filed, more: str = "") -> str:
    return f"/tracks/{filed.tracks[ITEM]}/days{more}"


def papers(app: Flask) -> list[str]:
    with app.app_context(), reading() as session:
        return list(session.scalars(select(Document.public_id).where(Document.kind == KIND).order_by(Document.id)))


def under_review(app: Flask, filed: Filed) -> None:
    """An expert review since Wednesday: ten working days at most."""
    with app.app_context():
        examiner = the_cast().examiners[DEPARTMENT]
        with reading() as session:
            version = session.scalars(select(Track.version).where(Track.public_id == filed.tracks[ITEM])).one()
        pause(
            track=filed.tracks[ITEM], version=version, kind="EXPERT_REVIEW", length_days=10, length_unit="WD",
            reason="评价报告要专家评审", actor=examiner, now=at(WEDNESDAY),
        )  # fmt: skip


def test_every_audience_reads_the_same_statement(app: Flask, filed: Filed) -> None:
    people = ("lin", f"chen-{DEPARTMENT}", f"wu-{DEPARTMENT}", "guan", "clerk", "du")
    told = [visitor(app, name).get(address(filed, ".json")).json for name in people]
    assert all(one == told[0] for one in told)
    pages = [visitor(app, name).get(address(filed)).text for name in people]
    tables = {page[page.index('id="days"') : page.index('id="paper"')] for page in pages}
    assert len(tables) == 1


def test_another_department_and_a_stranger_find_nothing(app: Flask, filed: Filed) -> None:
    for name in ("chen-YC", "zhao"):
        assert visitor(app, name).get(address(filed)).status_code == 404
        assert visitor(app, name).post(address(filed, "/paper")).status_code == 404
    assert papers(app) == []


def test_an_examiner_who_owns_an_enterprise_elsewhere_finds_back_to_the_desk(app: Flask, filed: Filed) -> None:
    with app.app_context(), unit_of_work() as session:
        other = Enterprise(
            uscc="91370100MA00000000",
            name="别家",
            legal_representative="陈",
            address="明水",
            phone="",
            created_at=at(THURSDAY),
        )
        session.add(other)
        session.flush()
        account = the_account(session, f"chen-{DEPARTMENT}")
        session.add(Member(account_id=account, enterprise_id=other.id, role="owner"))
    page = visitor(app, f"chen-{DEPARTMENT}").get(address(filed)).text
    assert f"/department/tracks/{filed.tracks[ITEM]}" in page
    assert f"/enterprise/cases/{filed.case}" not in page


def the_account(session: Session, username: str) -> int:
    return session.scalars(select(Account.id).where(Account.username == username)).one()


def test_the_page_says_what_each_figure_rests_on(app: Flask, filed: Filed) -> None:
    page = visitor(app, "lin").get(address(filed)).text
    for words in (
        "受理当天，第 0 日",
        "行政许可法第四十二条",
        "行政许可法第八十二条",
        "参照民法典第二百零一条",
        "优化营商环境条例",
    ):
        assert words in page
    assert "现在预警" not in page


def test_a_pause_is_named_with_its_letter_on_every_day_of_it(app: Flask, filed: Filed) -> None:
    under_review(app, filed)
    told = visitor(app, "lin").get(address(filed, ".json")).json
    assert told is not None
    stopped = [day["committed"] for day in told["days"] if day["committed"] and day["committed"]["code"] == "paused"]
    assert stopped and {day["kind"] for day in stopped} == {"EXPERT_REVIEW"}
    assert all(day["letter_no"].startswith("章审特〔") for day in stopped)
    assert [day["nth"] for day in stopped] == list(range(1, len(stopped) + 1))
    assert stopped[0]["letter_no"] in visitor(app, f"chen-{DEPARTMENT}").get(address(filed)).text


def test_the_json_has_iso_days_and_rules(app: Flask, filed: Filed) -> None:
    told = visitor(app, "lin").get(address(filed, ".json")).json
    assert told is not None
    assert (told["version"], told["as_of"], told["item"]["code"]) == (1, THURSDAY.isoformat(), ITEM)
    assert [clock["clock"] for clock in told["clocks"]] == ["statutory", "committed"] or told["clocks"]
    clock = told["clocks"][-1]
    assert dt.date.fromisoformat(clock["due_on"]) > THURSDAY
    assert {"figure": "first_day", "code": "day_zero_not_counted", "params": {"day": clock["first_day"]}} in clock[
        "rules"
    ]
    due = [day["day"] for day in told["days"] if day[clock["clock"]] and day[clock["clock"]]["due"]]
    assert due == [clock["due_on"]]


def test_asked_twice_for_the_same_facts_it_is_one_paper(app: Flask, filed: Filed) -> None:
    lin, chen = visitor(app, "lin"), visitor(app, f"chen-{DEPARTMENT}")
    for client in (lin, lin, chen):
        assert client.post(address(filed, "/paper")).status_code == 302
    (paper,) = papers(app)
    with app.app_context(), reading() as session:
        rows = session.scalars(select(OutboxMessage).where(OutboxMessage.key.like("print:document:%"))).all()
        document = session.scalars(select(Document.id).where(Document.public_id == paper)).one()
        assert sum(row.payload["document_id"] == document for row in rows) == 1
    page = lin.get(address(filed)).text
    assert "正在制作和盖章" in page and "下载 PDF" not in page
    assert lin.get(address(filed, f"/{paper}.pdf")).status_code == 409


def test_new_facts_are_a_new_paper(app: Flask, filed: Filed) -> None:
    lin = visitor(app, "lin")
    lin.post(address(filed, "/paper"))
    under_review(app, filed)
    lin.post(address(filed, "/paper"))
    assert len(papers(app)) == 2


def test_a_paper_moves_nothing(app: Flask, filed: Filed) -> None:
    def moved() -> tuple[str, dt.datetime]:
        with app.app_context(), reading() as session:
            row = session.scalars(select(Track).where(Track.public_id == filed.tracks[ITEM])).one()
            return row.last_move, row.last_move_at

    before = moved()
    visitor(app, "lin").post(address(filed, "/paper"))
    assert moved() == before


def test_a_printed_paper_is_downloaded_by_those_who_see_the_item(app: Flask, filed: Filed) -> None:
    lin = visitor(app, "lin")
    lin.post(address(filed, "/paper"))
    with app.app_context():
        stored = app.extensions["binglian.files"].keep(b"%PDF-1.4 days", "application/pdf", "days.pdf")
        print_everything(stored.sha256, at(THURSDAY))
    (paper,) = papers(app)
    assert "下载 PDF" in lin.get(address(filed)).text
    for name in ("lin", f"chen-{DEPARTMENT}", "du"):
        answer = visitor(app, name).get(address(filed, f"/{paper}.pdf"))
        assert (answer.status_code, answer.data) == (200, b"%PDF-1.4 days")
    other = f"/tracks/{filed.tracks['LX-01']}/days/{paper}.pdf"
    assert lin.get(other).status_code == 404
    assert visitor(app, "zhao").get(address(filed, f"/{paper}.pdf")).status_code == 404


def test_in_english_nothing_but_data_is_chinese(app: Flask, filed: Filed) -> None:
    under_review(app, filed)
    lin: FlaskClient = visitor(app, "lin")
    lin.set_cookie("language", "en")
    page = lin.get(address(filed)).text
    for words in ("Day statement", "Administrative Licensing Law, Art. 82", "Ask for a sealed PDF"):
        assert words in page


def test_the_statement_says_in_one_line_that_the_whole_stage_moved_and_this_item_did_not(
    app: Flask, filed: Filed
) -> None:
    lin = visitor(app, "lin")
    before = lin.get(address(filed, ".json")).json
    assert before is not None and before["stage_extension"] is None
    lin.post(address(filed, "/paper"))
    with app.app_context():
        more_for_the_stage(Work(the_cast(), filed), 5, day=WEDNESDAY)
    after = lin.get(address(filed, ".json")).json
    assert after is not None and after["clocks"] == before["clocks"]
    moved = after["stage_extension"]
    assert (
        moved["days"] == 5
        and moved["letter_no"].startswith("章审阶延〔2026〕")
        and moved["due_on"] > moved["old_due_on"]
    )
    for who, place in (
        ("lin", address(filed)),
        (f"chen-{DEPARTMENT}", address(filed)),
        ("lin", f"/enterprise/cases/{filed.case}"),
        ("guan", f"/steward/projects/{filed.project}"),
    ):
        text = visitor(app, who).get(place, follow_redirects=True).text
        assert moved["letter_no"] in text and ("延长 5 个工作日" in text or "已延期 5 个工作日" in text), place
    for _ in range(2):
        lin.post(address(filed, "/paper"))
    assert len(papers(app)) == 2, "a new sheet, once"
    with app.app_context(), reading() as session:
        facts = session.scalars(
            select(Document.facts).where(Document.kind == KIND).order_by(Document.id.desc())
        ).first()
    assert facts is not None and facts["stage"]["letter_no"] == moved["letter_no"]
