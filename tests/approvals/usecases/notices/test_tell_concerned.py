"""One line per person concerned, one mail per line, in the language of its reader."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
from email.message import EmailMessage

import pytest
from flask import current_app
from sqlalchemy import select, update

from app.foundation.reading import reading
from app.foundation.settings import Settings
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.audiences import CONCERNED
from approvals.models.applicants import Enterprise
from approvals.models.traces import Notification, OutboxMessage
from approvals.usecases.members.invite_member import invite_member
from approvals.usecases.members.join_with_account import join_with_account
from departments.domain.actor import ANONYMOUS
from departments.models.people import Account
from tests.factories.clock_town import deliver, forget_notices, told
from tests.factories.drafts import a_paper, project_of
from tests.factories.main_job import MONDAY, Cast, Filed, accept_all, at, decide, department_of, the_case, the_cast
from tests.factories.towns import filed_whole

pytestmark = [pytest.mark.starts_from.with_args(filed_whole), pytest.mark.usefixtures("in_app")]
NOW = at(MONDAY, 16)
FRIDAY = MONDAY + dt.timedelta(days=4)


@pytest.fixture
def cast(in_app: object) -> Cast:
    return the_cast()


@pytest.fixture
def filed(in_app: object) -> Filed:
    return the_case()


def mails(settings: Settings) -> list[EmailMessage]:
    paths = sorted(settings.outgoing_mail.glob("*.eml"))
    found = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in paths]
    return [mail for mail in found if isinstance(mail, EmailMessage)]


def test_a_new_filing_is_told_to_the_window_and_the_steward(filed: Filed) -> None:
    deliver(NOW)
    assert sorted(told("case_filed")) == ["clerk", "guan"]


def test_an_acceptance_reaches_the_applicant_and_every_department(cast: Cast, filed: Filed) -> None:
    accept_all(cast, filed, day=MONDAY)
    deliver(NOW)
    departments = {department_of(filed, item) for item in filed.tracks}
    expected = {"lin", "guan"} | {f"{who}-{code}" for who in ("chen", "wu") for code in departments}
    assert sorted(told("accepted")) == sorted(expected)


def test_a_proposal_concerns_the_heads_and_a_decision_the_applicant(cast: Cast, filed: Filed) -> None:
    accept_all(cast, filed, day=MONDAY)
    forget_notices()
    decide(cast, filed, "LX-01", day=MONDAY)
    deliver(NOW)
    assert told("proposed") == [f"wu-{department_of(filed, 'LX-01')}"]
    assert sorted(told("decided")) == ["guan", "lin"]


def test_an_agent_is_told_of_the_projects_its_power_of_attorney_names_while_it_lasts(cast: Cast, filed: Filed) -> None:
    other = project_of(cast.lin, name="另一个项目")
    with reading() as session:
        company = session.scalars(select(Enterprise.public_id)).one()
    for name, projects, until in (
        ("here", [filed.project], MONDAY), ("elsewhere", [other], FRIDAY), ("everywhere", [], FRIDAY),
    ):  # fmt: skip
        token = invite_member(
            enterprise=company, role="agent", stored=a_paper("授权委托书.pdf"), valid_until=until, projects=projects,
            actor=cast.lin, now=NOW,
        )  # fmt: skip
        join_with_account(
            token=token, username=name, password_hash="x", person_name="李代办", phone="", email="a@example.com",
            locale="zh_Hans_CN", actor=ANONYMOUS, now=NOW,
        )  # fmt: skip
    accept_all(cast, filed, day=MONDAY)
    deliver(NOW)
    applicants = {"lin", "here", "elsewhere", "everywhere"}
    assert applicants & set(told("accepted")) == {"lin", "here", "everywhere"}
    decide(cast, filed, "LX-01", day=FRIDAY)
    deliver(at(FRIDAY, 16))
    assert applicants & set(told("decided")) == {"lin", "everywhere"}


def test_telling_twice_tells_once(filed: Filed) -> None:
    deliver(NOW)
    with unit_of_work() as session:
        session.execute(update(OutboxMessage).where(OutboxMessage.kind == "tell").values(done_at=None))
    deliver(NOW)
    assert sorted(told("case_filed")) == ["clerk", "guan"]


def test_a_mail_says_what_where_and_to_whom(filed: Filed, settings: Settings) -> None:
    deliver(NOW)
    (mail,) = [one for one in mails(settings) if "clerk@example.com" in str(one["To"])]
    assert str(mail["Subject"]) == "有一件新申报，5 个工作日内答复"
    assert mail["Content-Language"] == "zh-CN"
    body = mail.get_content()
    assert body.startswith("钱窗：")
    assert "章丘国际建材家居城" in body
    assert "http://binglian.test/account/notifications" in body


def test_a_reader_of_english_gets_english(filed: Filed, settings: Settings) -> None:
    with unit_of_work() as session:
        session.execute(update(Account).where(Account.username == "clerk").values(locale="en"))
    deliver(NOW)
    (mail,) = [one for one in mails(settings) if "clerk@example.com" in str(one["To"])]
    assert mail["Content-Language"] == "en"
    assert mail.get_content().startswith("Dear Clerk,")
    assert "Project: 章丘国际建材家居城" in mail.get_content()


def test_a_mail_sent_again_is_the_same_message(filed: Filed, settings: Settings) -> None:
    deliver(NOW)
    before = {str(mail["Message-ID"]) for mail in mails(settings)}
    with unit_of_work() as session:
        session.execute(update(OutboxMessage).where(OutboxMessage.kind == "mail").values(done_at=None))
    deliver(NOW)
    assert {str(mail["Message-ID"]) for mail in mails(settings)} == before


def test_a_decision_is_also_a_text_message(cast: Cast, filed: Filed, settings: Settings) -> None:
    accept_all(cast, filed, day=MONDAY)
    forget_notices()
    decide(cast, filed, "LX-01", day=MONDAY)
    deliver(NOW)
    texts = [path.read_text(encoding="utf-8") for path in (settings.home / "sms").glob("*.json")]
    assert any("13800000001" in text and "【并联】" in text for text in texts)


def test_somebody_without_an_address_still_has_the_bell(filed: Filed) -> None:
    with unit_of_work() as session:
        session.execute(update(Account).values(email="", phone=""))
    deliver(NOW)
    assert sorted(told("case_filed")) == ["clerk", "guan"]
    with reading() as session:
        assert session.scalars(select(OutboxMessage.id).where(OutboxMessage.kind.in_(["mail", "sms"]))).all() == []


def test_names_stay_what_they_were(cast: Cast, filed: Filed) -> None:
    accept_all(cast, filed, day=MONDAY)
    deliver(NOW)
    with reading() as session:
        params = session.scalars(select(Notification.params).where(Notification.code == "accepted")).first()
    assert params is not None
    assert {one["code"] for one in params["items"]} == set(filed.tracks)
    assert all(one["name_zh"] and one["name_en"] for one in params["items"])


def test_everything_that_is_told_has_a_sentence() -> None:
    say = current_app.jinja_env.globals["notice_sentence"]
    assert callable(say)
    unknown = say("no such code")
    assert [code for code in CONCERNED if say(code, {}) == unknown] == []
