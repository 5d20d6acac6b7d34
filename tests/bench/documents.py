"""Letters per second of one and two warm workers beside a bare WeasyPrint loop, and seconds from a signature to the file.

Worker processes are forked from a warmed parent and drain the paper queue as every bell does, with claims, facts from
the database, files on disk and rows on a PostgreSQL with fsync. The bare loop sets the very same HTML with fonts and
style sheet kept, and throws the bytes away. All take turns in short rounds, so that a busy moment meets all alike.
A grant with the elements that the law asks for fills four pages of 22 lines; there is none of one page.
"""

from __future__ import annotations

import datetime as dt
import gc
import io
import json
import multiprocessing
import tempfile
import time
from collections.abc import Callable
from multiprocessing.synchronize import Barrier
from pathlib import Path
from statistics import median
from typing import Any

import flask_migrate
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select, update
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from app.adapters.pdf import PdfPrinter
from app.adapters.seal_port import SealKind
from app.factory import create_app
from app.foundation.database import db
from app.foundation.reading import reading
from app.foundation.settings import Settings
from app.foundation.unit_of_work import RING, unit_of_work
from approvals.domain.letters.registry import facts_from_json
from approvals.domain.states import DocumentState
from approvals.models.letters import Document
from approvals.models.traces import OutboxMessage
from tests.bench import town as place
from tests.factories.letters import issue_letters
from tests.letters.samples import licence_decision
from tests.support.house import House
from tests.support.installation import settings_for
from tests.support.postgres import Cluster
from workers.jobs.drain import drain
from workers.jobs.moments import database_moments

ROUNDS, LETTERS, SIGNED = 6, 12, 9
KIND = "licence_decision"
forks = multiprocessing.get_context("fork")
Result = dict[str, Any]


class NoSeal:
    """For the figure without a seal."""

    def ready(self, *, organ: str, seal: SealKind) -> None:
        """Always."""

    def seal(self, pdf: bytes, *, organ: str, seal: SealKind, reason: str, at: dt.datetime) -> bytes:
        return pdf


class Bench:
    """The measured letters: issued anew for every turn, because a letter is printed once."""

    def __init__(self, app: Flask, settings: Settings, case: str) -> None:
        self.app, self.settings, self.case = app, settings, case
        app.extensions[RING] = lambda queues: None
        for name in ("binglian.printer", "binglian.sealer"):
            app.extensions[name].warm()
        gc.collect()
        gc.freeze()  # as a worker does before it forks
        self.sealer = app.extensions["binglian.sealer"]
        self.html = self._pages()

    def _pages(self) -> list[str]:
        """The HTML of one turn's letters, as the press makes it."""
        issued = issue_letters(self.case, LETTERS, now=place.NOW, kind=KIND, make=licence_decision)
        printer: PdfPrinter = self.app.extensions["binglian.printer"].load()
        with reading() as session:
            rows = session.scalars(select(Document).where(Document.id.in_([letter.id for letter in issued]))).all()
            facts = [facts_from_json(_plain(row)) for row in rows]
        self.pages = len(PdfReader(io.BytesIO(printer.print_letter(KIND, facts[0]))).pages)
        return [printer.letter_html(KIND, one) for one in facts]

    def ours(self, workers: int, *, sealed: bool) -> float:
        """Letters per second from the start of the workers' work to the last row done."""
        self.app.extensions["binglian.sealer"] = self.sealer if sealed else NoSeal()
        with unit_of_work() as session:
            session.execute(update(OutboxMessage).where(OutboxMessage.done_at.is_(None)).values(done_at=place.NOW))
        issue_letters(self.case, LETTERS, now=place.NOW, kind=KIND, make=licence_decision)
        return LETTERS / self._timed(workers, self._drain)

    def bare(self, workers: int) -> float:
        """Letters per second of WeasyPrint alone."""
        return LETTERS / self._timed(workers, lambda number: bare_loop(self.html[number::workers]))

    def _drain(self, _: int) -> None:
        with self.app.app_context():
            moments = database_moments()
            tally = drain("paper", moments, moments() + dt.timedelta(minutes=5))
        if tally.failed:
            raise RuntimeError(tally.error)

    def _timed(self, workers: int, work: Callable[[int], object]) -> float:
        db.engine.dispose()
        ready, go = forks.Barrier(workers + 1), forks.Barrier(workers + 1)
        crew = [forks.Process(target=_one, args=(work, number, ready, go)) for number in range(workers)]
        for one in crew:
            one.start()
        ready.wait(60)
        started = time.perf_counter()
        go.wait(60)
        for one in crew:
            one.join(300)
        if any(one.exitcode for one in crew):
            raise RuntimeError("a worker of the bench fell")
        return time.perf_counter() - started


def _one(work: Callable[[int], object], number: int, ready: Barrier, go: Barrier) -> None:
    ready.wait(60)
    go.wait(60)
    work(number)


def _plain(row: Document) -> str:
    return json.dumps(row.facts, ensure_ascii=False)


def bare_loop(pages: list[str]) -> None:
    """What WeasyPrint itself takes, with everything kept that can be kept."""
    fonts, fetcher = FontConfiguration(), URLFetcher(allowed_protocols=["data"])
    text = (Path(__file__).resolve().parents[2] / "app" / "static" / "print" / "print.css").read_text(encoding="utf-8")
    sheet = CSS(string=text, font_config=fonts, url_fetcher=fetcher, base_url="about:blank")
    for page in pages:
        HTML(string=page, base_url="about:blank", url_fetcher=fetcher).write_pdf(
            font_config=fonts, stylesheets=[sheet], pdf_variant="pdf/a-3b", pdf_tags=True
        )


def throughput(bench: Bench) -> Result:
    """Rates and ratios for one and two workers."""
    found: Result = {}
    for workers in (1, 2):
        bench.ours(workers, sealed=True)
        turns = [
            (bench.bare(workers), bench.ours(workers, sealed=False), bench.ours(workers, sealed=True))
            for _ in range(ROUNDS)
        ]
        bare, plain, sealed = (round(median(column), 2) for column in zip(*turns, strict=True))
        found[f"grants/s, {workers} warm worker{'s' * (workers > 1)}"] = {
            "pages each": bench.pages, "bare WeasyPrint loop": bare, "ours without seal": plain, "ours sealed": sealed,
            "ratio without seal": round(median(one[1] / one[0] for one in turns), 3),
            "ratio sealed": round(median(one[2] / one[0] for one in turns), 3),
        }  # fmt: skip
    return found


def from_sign_to_file(app: Flask, town: place.Town, house: House) -> Result:
    """Seconds from the call of `sign` to the sealed file's row, one decision at a time, with real workers and Valkey."""
    took = []
    house.start("paper")
    time.sleep(8)  # the worker warms itself; a city's has long done so
    case = place.file_case(town)
    place.accept_all(town, case, place.tracks_of(case))
    for code, (track, version) in list(place.tracks_of(case).items())[:SIGNED]:
        place.claim_one(town, code, track, version)
        place.propose_one(town, code, track, version + 1)
        house.wait_until(lambda: not _unprinted(), "nothing else is being printed")
        started = time.perf_counter()
        place.sign_one(town, code, track, version + 2)
        house.wait_until(lambda: not _unprinted(), "the decision is printed and sealed")
        took.append(time.perf_counter() - started)
    return {"median": round(median(took), 2), "longest": round(max(took), 2), "decisions": len(took)}


def _unprinted() -> bool:
    with reading() as session:
        return session.scalar(select(Document.id).where(Document.state == DocumentState.QUEUED).limit(1)) is not None


def measure(cluster: Cluster, redis_url: str) -> Result:
    """Both tables, each on a database of its own."""
    found: Result = {}
    with tempfile.TemporaryDirectory() as folder:
        for part in ("throughput", "latency"):
            home = Path(folder, part)
            home.mkdir()
            url = cluster.url(cluster.create())
            settings = settings_for(url, redis_url=redis_url, home=home)
            app = create_app(settings)
            with app.app_context():
                flask_migrate.upgrade()
                town = place.build_town(SIGNED)
                if part == "throughput":
                    found |= throughput(Bench(app, settings, place.file_case(town)))
                else:
                    house = House(url, redis_url, home)
                    try:
                        found["seconds from sign to sealed file"] = from_sign_to_file(app, town, house)
                    finally:
                        house.close()
                db.engine.dispose()
    return found
