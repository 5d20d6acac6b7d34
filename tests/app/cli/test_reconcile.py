"""flask reconcile: what it finds is said by everything that an operator looks at."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.states import Scan
from approvals.models.papers import StoredFile
from tests.app.cli.conftest import Run
from tests.app.cli.test_backup import worked
from tests.factories.chains import empty_cases

__all__ = ["worked"]
pytestmark = pytest.mark.starts_from.with_args(empty_cases)


def stored(app: Flask) -> Path:
    with app.app_context(), reading() as session:
        path: Path = app.extensions["binglian.files"].path(session.scalars(select(StoredFile.sha256)).one())
    return path


@pytest.mark.both_databases
def test_what_was_found_by_hand_is_shown_at_once_and_gone_when_it_is_mended(worked: Flask, run: Run) -> None:
    assert run("reconcile").exit_code == 0
    aside = stored(worked).rename(stored(worked).with_suffix(".aside"))
    with worked.app_context(), unit_of_work() as session:
        session.execute(text("UPDATE case_event SET tag = 'x' WHERE case_id = 2 AND seq = 2"))
    assert run("reconcile").exit_code == 1
    counts = worked.test_client().get("/readyz").json["counts"]
    assert {name for name, found in counts.items() if found} == {"audit", "rows_without_file"}
    assert 'binglian_findings{look="audit"} 1.0' in worked.test_client().get("/metrics").text
    aside.rename(stored(worked))
    run("reconcile", "--only", "rows_without_file")
    assert worked.test_client().get("/readyz").json["counts"] == counts | {"rows_without_file": 0}


def test_an_infected_file_that_was_put_away_is_not_lost(worked: Flask, run: Run) -> None:
    away = stored(worked).parents[2] / "quarantine" / stored(worked).name
    away.parent.mkdir()
    stored(worked).rename(away)
    with worked.app_context(), unit_of_work() as session:
        session.execute(text("UPDATE stored_file SET scan = :said"), {"said": Scan.INFECTED.value})
    assert run("reconcile").exit_code == 0, "its bytes are there, where nothing is served from"
    away.unlink()
    assert run("reconcile", "--only", "rows_without_file").exit_code == 1
