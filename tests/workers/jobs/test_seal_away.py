"""The signing service goes away and comes back: letters wait, say so, are never dead, and all go out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, current_app
from sqlalchemy import select

from app.adapters.printing import LazySealer
from app.adapters.seal_port import SealUnavailable
from app.adapters.seal_silence import REST, Silence
from app.foundation.reading import reading
from app.foundation.seal_settings import SealSettings
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.letters.making import awaits_seal
from approvals.domain.states import DocumentState
from approvals.models.letters import Document
from approvals.models.traces import OutboxMessage
from approvals.queries.waits import letters_not_issued
from approvals.usecases.claims import MOST_ATTEMPTS
from approvals.usecases.journal import post
from approvals.usecases.turns import DRAFTS
from tests.factories.letters import PROJECTS, issue_letters, three_cases
from tests.factories.main_job import MONDAY, at, the_case
from tests.support.signing_service import ACCESS, PIN, SigningService
from workers.jobs.drain import Tally, drain

NOW = at(MONDAY, 12)
pytestmark = [pytest.mark.usefixtures("in_app"), pytest.mark.starts_from.with_args(three_cases)]


@pytest.fixture
def letters(in_app: Flask) -> list[int]:
    return [letter.id for letter in issue_letters(the_case(PROJECTS[0]).case, 2, now=NOW)]


def rows(letters: list[int]) -> list[Document]:
    with reading() as session:
        return list(session.scalars(select(Document).where(Document.id.in_(letters)).order_by(Document.id)))


@pytest.fixture
def service(letters: list[int], tmp_path: Path) -> Iterator[SigningService]:
    """The house seals through it; it is not open yet."""
    organ = rows(letters)[0].facts["organ"]
    made = SigningService(tmp_path, {"organ-1": (organ, "organ")})
    settings = SealSettings(
        kind="remote", keys={(organ, "organ"): "organ-1"}, trust=made.trust, url=made.url, access=ACCESS, pin=PIN
    )
    current_app.extensions["binglian.sealer"] = LazySealer(settings, tmp_path, "secret")
    yield made
    current_app.extensions["binglian.sealer"].close()
    made.stop()


class Mute:
    """A holder of keys that never answers; each question takes as long as the patience of who asks."""

    def __init__(self) -> None:
        self.asked, self.seconds = 0, 0.0

    def ready(self, *, organ: str, seal: str) -> None:
        self.asked += 1
        self.seconds += 10
        raise SealUnavailable("no answer")


def work_at(moment: dt.datetime) -> Tally:
    return drain("paper", lambda: moment, moment + dt.timedelta(minutes=1))


def test_letters_wait_for_a_key_service_that_is_away_and_all_go_out_when_it_is_back(
    service: SigningService, letters: list[int]
) -> None:
    moment = NOW
    for _ in range(MOST_ATTEMPTS + 2):
        assert work_at(moment).done == 0
        moment += dt.timedelta(minutes=4)
    with reading() as session:
        waiting = session.scalars(
            select(OutboxMessage).where(OutboxMessage.kind == "print", OutboxMessage.done_at.is_(None))
        ).all()
    assert [(row.dead_at, row.attempts, row.payload["away"]) for row in waiting] == [(None, 0, MOST_ATTEMPTS + 2)] * 2
    assert [(row.state, awaits_seal(row.failure)) for row in rows(letters)] == [(DocumentState.QUEUED, True)] * 2
    with reading() as session:
        late = letters_not_issued(session, moment)
    assert [one["why"] for one in late.first if one["what"] == "letter_waits"] == [row.last_error for row in waiting]
    service.start()
    assert work_at(moment).done == 2
    assert [(row.state, row.failure) for row in rows(letters)] == [(DocumentState.ISSUED, "")] * 2
    sealer, files = current_app.extensions["binglian.sealer"], current_app.extensions["binglian.files"]
    assert all(sealer.check(files.path(row.sha256).read_bytes()).holds for row in rows(letters))
    assert service.asked["credentials/info"] == service.asked["credentials/authorize"] == 1


def test_a_service_that_falls_in_the_middle_loses_and_doubles_nothing(
    service: SigningService, letters: list[int]
) -> None:
    service.start()
    service.falls_after = 1
    assert work_at(NOW).done == 1
    service.falls_after = None
    assert work_at(NOW + dt.timedelta(minutes=4)).done == 1
    assert {row.state for row in rows(letters)} == {DocumentState.ISSUED}


def test_a_silent_key_holder_is_asked_once_a_round_and_keeps_no_draft_waiting(
    letters: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mute, drawn = Mute(), []
    sealer = current_app.extensions["binglian.sealer"] = LazySealer(SealSettings(kind="files"), tmp_path, "secret")
    monkeypatch.setattr(sealer, "load", lambda: mute)
    monkeypatch.setattr(sealer, "_silence", Silence(lambda: mute.seconds))
    monkeypatch.setattr("workers.jobs.handlers.print_preview", lambda *, claim, now, **_: drawn.append(claim.key))
    with unit_of_work() as session:
        post(session, queue="paper", kind="preview", key="draft", now=NOW, turn=DRAFTS, preview_id=1)
    tally = work_at(NOW)
    assert (mute.asked, drawn) == (1, ["draft"]) and tally.failed >= len(letters) > 1
    assert {row.failure for row in rows(letters)} == {"SealUnavailable: no answer"}
    mute.seconds += REST
    work_at(NOW + dt.timedelta(minutes=4))
    assert mute.asked == 2, "and asked again in the next round"
