"""A file waits for the scanner: clean goes on, infected is put away, and no answer is never clean."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.adapters.scanner import Found, ScannerAway
from app.adapters.storage import FileStore
from app.adapters.uploads import Inspector
from app.foundation.reading import reading
from approvals.domain.states import Scan, Supply
from approvals.models.papers import CaseMaterial, StoredFile
from approvals.models.traces import OutboxMessage
from approvals.usecases.enterprise.supply_paper import supply_paper
from tests.app.adapters.test_uploads import a_pdf, here
from tests.factories.main_job import MARKET, MONDAY, at, the_case, the_cast
from tests.factories.towns import filed_short
from workers.jobs.drain import Tally, drain

pytestmark = [pytest.mark.starts_from.with_args(filed_short), pytest.mark.usefixtures("in_app")]
HOUR = dt.timedelta(hours=1)


class Mouth:
    """A scanner that says what it is told to say; nothing while there is nothing."""

    def __init__(self) -> None:
        self.says: Found | None = None

    def look(self, path: Path) -> Found:
        assert path.is_file()
        if self.says is None:
            raise ScannerAway("no answer")
        return self.says


class NoPages:
    """Draws nothing, and remembers for what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def draw(self, sha256: str, media_type: str) -> None:
        self.asked.append(sha256)


@pytest.fixture
def scanner(in_app: Flask) -> Mouth:
    """In place of the house's own; the file of a paper that was lacking has come while it was away."""
    made, files = Mouth(), in_app.extensions["binglian.settings"].files
    store = in_app.extensions["binglian.files"] = FileStore(files, Inspector(here), made)
    in_app.extensions["binglian.pages"] = NoPages()
    stored = store.receive(io.BytesIO(a_pdf()), "出让合同.pdf", 10**6)
    assert stored.scan is Scan.PENDING
    lin = the_cast().lin
    supply_paper(case=the_case(MARKET).case, material_code="M012", stored=stored, actor=lin, now=at(MONDAY, 12))
    return made


def a_run(hours: int) -> Tally:
    """Everything the queue of reports has to do so many hours later."""
    now = at(MONDAY, 12) + hours * HOUR
    return drain("report", lambda: now, now + HOUR)


def the_file() -> StoredFile:
    with reading() as session:
        return session.scalars(select(StoredFile).where(StoredFile.display_name == "出让合同.pdf")).one()


def the_look() -> OutboxMessage:
    with reading() as session:
        return session.scalars(select(OutboxMessage).where(OutboxMessage.key == f"look_at_file:{the_file().id}")).one()


def supply_of(code: str) -> Supply:
    with reading() as session:
        return session.scalars(select(CaseMaterial.supply).where(CaseMaterial.material_code == code)).one()


def test_a_clean_file_goes_out_and_its_pages_are_drawn(in_app: Flask, scanner: Mouth) -> None:
    scanner.says = Found(Scan.CLEAN)
    a_run(1)
    assert the_file().scan is Scan.CLEAN and the_look().done_at is not None
    assert the_file().sha256 in in_app.extensions["binglian.pages"].asked


def test_no_answer_is_not_clean_and_is_asked_again(in_app: Flask, scanner: Mouth) -> None:
    assert a_run(1).failed >= 1
    look = the_look()
    assert the_file().scan is Scan.PENDING and look.done_at is None and look.dead_at is None
    assert the_file().sha256 not in in_app.extensions["binglian.pages"].asked
    scanner.says = Found(Scan.CLEAN)
    a_run(48)
    assert the_file().scan is Scan.CLEAN and the_look().done_at is not None


def test_an_infected_file_is_put_away_and_its_paper_lacks_again(in_app: Flask, scanner: Mouth) -> None:
    scanner.says = Found(Scan.INFECTED, "Win.Test.EICAR_HDB-1")
    a_run(1)
    found, files = the_file(), in_app.extensions["binglian.settings"].files
    assert (found.scan, found.scan_note, supply_of("M012")) == (Scan.INFECTED, "Win.Test.EICAR_HDB-1", Supply.MISSING)
    assert not in_app.extensions["binglian.files"].path(found.sha256).exists()
    assert (files / "quarantine" / found.sha256).is_file()
    assert found.sha256 not in in_app.extensions["binglian.pages"].asked
    with reading() as session:
        told = session.scalars(
            select(OutboxMessage.payload).where(OutboxMessage.key.startswith("tell:paper_infected:"))
        )
        assert [one["params"]["material"] for one in told] == ["M012"]
