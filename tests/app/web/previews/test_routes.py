"""A letter is seen before it goes, as it would be printed; nothing is numbered, nothing moves, and nobody else sees it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.foundation.reading import reading
from approvals.domain.letters.frame import LetterFacts
from approvals.models.cases import Track
from approvals.models.letters import Document, DraftPreview
from approvals.models.traces import CaseEvent
from approvals.usecases.letters.order_preview import MOST_WAITING
from approvals.usecases.operations.prune import prune
from departments.domain.actor import SYSTEM
from tests.factories.clock_town import workers_die
from tests.factories.main_job import MONDAY, Filed, at, the_case
from tests.factories.towns import accepted, filed_with_promises
from tests.support.visitors import visitor
from workers.jobs.drain import drain

TUESDAY = MONDAY + dt.timedelta(days=1)
WORDS = {"propose-findings": "材料齐全，符合条件。", "propose-reasons": "不符合规划。", "propose-basis": "某法第一条。",
         "propose-reapply": "修改后可以重新申请。"}  # fmt: skip


class Press:
    """Remembers what it was asked to set."""

    def __init__(self) -> None:
        self.facts: list[LetterFacts] = []

    def print_letter(self, kind: str, facts: LetterFacts, *, draft: bool = False) -> bytes:
        assert draft
        self.facts.append(facts)
        return b"%PDF-1.7 " + kind.encode()


@pytest.fixture
def filed(app: Flask) -> Filed:
    with app.app_context():
        return the_case()


@pytest.fixture
def press(app: Flask) -> Press:
    app.extensions["binglian.printer"] = made = Press()
    return made


@pytest.fixture(autouse=True)
def it_is_tuesday(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (
        "department.carrying_out",
        "department.dates",
        "department.page",
        "window.verbs",
        "window.routes",
        "drafting",
    ):
        monkeypatch.setattr(f"app.web.{module}.now", lambda: at(TUESDAY))


def counts(app: Flask) -> tuple[int, ...]:
    """Everything that a letter leaves behind."""
    with app.app_context(), reading() as session:
        rows = [session.scalar(select(func.count()).select_from(model)) or 0 for model in (Document, CaseEvent)]
        return (*rows, session.scalar(select(func.sum(Track.version))) or 0)


def printed(app: Flask) -> None:
    """What waits is printed but for the letters of the filing, which no fake press can make."""
    with app.app_context():
        drain("paper", lambda: at(TUESDAY, 11), at(TUESDAY, 12))


def draft_of(client: FlaskClient, address: str, fields: dict[str, Any]) -> TestResponse:
    answer = client.post(address, data=fields | {"step": "draft"})
    assert answer.status_code == 303, answer.text
    return client.get(answer.headers["Location"])


def version(app: Flask, track: str) -> int:
    with app.app_context(), reading() as session:
        return session.scalars(select(Track.version).where(Track.public_id == track)).one()


@pytest.fixture
def chen(app: Flask, filed: Filed) -> FlaskClient:
    """The examiner who has claimed the item."""
    client, track = visitor(app, "chen-GAJJ"), filed.tracks["LX-13"]
    client.post(f"/department/tracks/{track}/claim", data={"claim-version": version(app, track)})
    return client


@pytest.mark.starts_from.with_args(accepted)
def test_the_proposer_sees_the_letter_before_anybody_signs(
    app: Flask, filed: Filed, press: Press, chen: FlaskClient
) -> None:
    track, before = filed.tracks["LX-13"], counts(app)
    address, fields = f"/department/tracks/{track}/propose", WORDS | {"propose-version": version(app, track)}
    for outcome, heading in (("grant", "审查意见书"), ("refuse", "审查不予通过决定书")):
        page = draft_of(chen, address, fields | {"propose-outcome": outcome})
        assert heading in page.text and page.headers["Refresh"] == "2"
    assert chen.get(f"{page.request.path}/draft.pdf").status_code == 404
    printed(app)
    page = chen.get(page.request.path)
    assert "Refresh" not in page.headers and "<iframe" in page.text
    answer = chen.get(f"{page.request.path}/draft.pdf")
    assert answer.data.startswith(b"%PDF") and "sandbox" in answer.headers["Content-Security-Policy"]
    assert [(one.number, one.verify_code, one.verify_url) for one in press.facts] == [(None, None, None)] * 2
    assert counts(app) == before
    assert visitor(app, "wu-GAJJ").get(page.request.path).status_code == 404


@pytest.mark.starts_from.with_args(accepted)
def test_drafts_that_killed_their_workers_say_so_and_lock_nobody_out(
    app: Flask, filed: Filed, chen: FlaskClient
) -> None:
    track = filed.tracks["LX-13"]
    address, fields = f"/department/tracks/{track}/propose", WORDS | {"propose-version": version(app, track)}
    pages = [draft_of(chen, address, fields | {"propose-outcome": "grant"}) for _ in range(MOST_WAITING)]
    with app.app_context():
        workers_die("preview")
    page = chen.get(pages[0].request.path)
    assert "Refresh" not in page.headers and "试了多次都没有做成" in page.text
    assert draft_of(chen, address, fields | {"propose-outcome": "grant"}).headers["Refresh"] == "2"


@pytest.mark.starts_from.with_args(accepted)
def test_an_extension_is_seen_before_it_is_given(app: Flask, filed: Filed) -> None:
    wu, track, before = visitor(app, "wu-WL"), filed.tracks["LX-10"], counts(app)
    fields = {
        "extension-version": version(app, track), "extension-clocks": ["statutory", "committed"],
        "extension-days": "10", "extension-reason_code": "complex", "extension-reason": "墓葬分布复杂",
        "extension-basis": "《中华人民共和国行政许可法》第四十二条第一款",
    }  # fmt: skip
    assert "延期决定书" in draft_of(wu, f"/department/tracks/{track}/dates/extension", fields).text
    with app.app_context(), reading() as session:
        facts = session.scalars(select(DraftPreview)).one().facts
    assert facts["limits"][0]["new_due_on"] == "2026-04-21" and facts["number"] is None
    assert counts(app) == before


@pytest.mark.starts_from.with_args(accepted)
def test_what_the_verb_refuses_its_draft_refuses_and_a_draft_lives_a_day(
    app: Flask, filed: Filed, press: Press, chen: FlaskClient
) -> None:
    track = filed.tracks["LX-13"]
    address, seen = f"/department/tracks/{track}/propose", {"propose-version": version(app, track), "step": "draft"}
    short = {"propose-outcome": "refuse", "propose-findings": "不齐。"}
    answer = chen.post(address, data=seen | short)
    assert answer.status_code == 422 and "不齐。" in answer.text
    assert (
        chen.post(address, data=WORDS | seen | {"propose-version": 99, "propose-outcome": "grant"}).status_code == 409
    )
    page = draft_of(chen, address, WORDS | seen | {"propose-outcome": "grant"})
    for _ in range(MOST_WAITING - 1):
        draft_of(chen, address, WORDS | seen | {"propose-outcome": "grant"})
    over = chen.post(address, data=WORDS | seen | {"propose-outcome": "grant"})
    assert over.status_code == 409 and "还在排版" in over.text
    with app.app_context():
        assert prune(keep_days=30, actor=SYSTEM, now=at(TUESDAY, 23)) == 0
        assert prune(keep_days=30, actor=SYSTEM, now=at(TUESDAY + dt.timedelta(days=2))) == MOST_WAITING
    assert chen.get(page.request.path).status_code == 404
    printed(app)
    assert press.facts == []


@pytest.mark.starts_from.with_args(filed_with_promises)
def test_the_window_sees_the_acceptance_and_nothing_is_accepted(app: Flask, filed: Filed, press: Press) -> None:
    clerk, before = visitor(app, "clerk"), counts(app)
    page = draft_of(clerk, f"/window/cases/{filed.case}/accept", {"tracks": list(filed.tracks.values())})
    assert "草稿" in page.text
    with app.app_context(), reading() as session:
        facts = session.scalars(select(DraftPreview)).one().facts
    assert facts["accepted_on"] == TUESDAY.isoformat() and facts["items"][0]["committed"]["due_on"]
    assert facts["deferred"] and facts["number"] is None
    assert counts(app) == before
