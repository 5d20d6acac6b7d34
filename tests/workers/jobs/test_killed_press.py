"""A worker killed at any point of a letter's making: one document, one number, one file in the end."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, current_app
from sqlalchemy import func, select

from app.factory import create_app
from app.foundation.database import db
from app.foundation.reading import reading
from app.foundation.settings import Settings
from approvals.domain.states import DocumentState
from approvals.models.letters import Document
from approvals.models.papers import StoredFile
from approvals.queries.number_register import registers
from approvals.usecases.claims import LEASE
from tests.factories.letters import PROJECTS, issue_letters, three_cases
from tests.factories.main_job import MONDAY, at, the_case
from workers.jobs.drain import drain

NOW = at(MONDAY, 12)
POINTS = {
    "between print and seal": ("binglian.printer", "print_letter", True),
    "between seal and store": ("binglian.sealer", "seal", True),
    "between store and row": ("binglian.files", "keep", True),
}
pytestmark = [pytest.mark.usefixtures("in_app"), pytest.mark.starts_from.with_args(three_cases)]


def fatal(thing: Any, verb: str, *, after: bool) -> None:
    """Let this process be killed at the verb, before or after it has done its work."""
    really: Callable[..., Any] = getattr(thing, verb)

    def last(*place: Any, **which: Any) -> None:
        if after:
            really(*place, **which)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(thing, verb, last)


def work_and_fall(settings: Settings, point: str) -> None:
    """A worker's drain in a process of its own."""
    name, verb, after = POINTS[point]
    app = create_app(settings)
    fatal(app.extensions[name], verb, after=after)
    with app.app_context():
        drain("paper", lambda: NOW, NOW + dt.timedelta(minutes=1))


def files_in(home: Path) -> list[Path]:
    return [
        path for path in (home / "files").rglob("*") if path.is_file() and path.read_bytes()[:8].startswith(b"%PDF-1.7")
    ]


@pytest.mark.parametrize("point", POINTS)
def test_a_letter_whose_worker_was_killed_is_made_once(in_app: Flask, settings: Settings, point: str) -> None:
    (letter,) = issue_letters(the_case(PROJECTS[0]).case, 1, now=NOW)
    before = set(files_in(settings.home))
    db.engine.dispose()
    victim = multiprocessing.get_context("fork").Process(target=work_and_fall, args=(settings, point))
    victim.start()
    victim.join(60)
    assert victim.exitcode == -signal.SIGKILL
    assert drain("paper", lambda: NOW, NOW + dt.timedelta(minutes=1)).done == 0  # its lease still stands
    later = NOW + LEASE
    assert drain("paper", lambda: later, later + dt.timedelta(minutes=1)).done == 1
    with reading() as session:
        row = session.get_one(Document, letter.id)
        rows = session.scalar(select(func.count()).where(StoredFile.sha256 == row.sha256))
        numbers = [one for one in registers(session) if one.register.startswith("章审认")]
    assert (row.state, row.number, rows) == (DocumentState.ISSUED, letter.number, 1)
    assert [(one.last_serial, one.missing, one.repeated) for one in numbers] == [(1, 0, 0)]
    made = set(files_in(settings.home)) - before
    assert [path.name for path in made] == [row.sha256]
    assert current_app.extensions["binglian.sealer"].check(next(iter(made)).read_bytes()).holds
