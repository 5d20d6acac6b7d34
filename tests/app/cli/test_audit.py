"""flask audit, flask files and flask clock recompute, as an operator runs them."""

from __future__ import annotations

import datetime as dt
import itertools
import os
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text

from app.adapters.chain_seals import SealBook
from app.adapters.storage import FileStore
from app.foundation.settings import Settings
from app.foundation.unit_of_work import unit_of_work
from approvals.models.papers import StoredFile
from approvals.queries.chains import cases_after
from approvals.usecases.audit.seal_chains import seal_chains
from departments.domain.actor import SYSTEM
from tests.app.cli.conftest import Run
from tests.factories.chains import FIRST, HOUR, empty_cases, moves
from tests.factories.towns import settled

CHAINS = pytest.mark.starts_from.with_args(empty_cases)


def change(app: Flask, statement: str) -> None:
    with app.app_context(), unit_of_work() as session:
        session.execute(text(statement))


@CHAINS
def test_an_honest_record_is_verified_with_exit_code_0(app: Flask, run: Run) -> None:
    with app.app_context():
        moves(FIRST)
    assert run("audit", "seal").output == "seal 1 written\n"
    verified = run("audit", "verify")
    assert verified.exit_code == 0
    assert verified.output.startswith("nothing wrong; 1 seals\nthe last seal is 1:")


@CHAINS
@pytest.mark.both_databases
def test_a_house_at_work_while_it_is_verified_is_not_accused(
    app: Flask, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An event is committed between the look at the heads and the look at the events; a seal is written while the folder
    of seals is read."""
    book: SealBook = app.extensions["binglian.seals"]
    hours = itertools.count()

    def working(look: Callable[..., object], *, sealing: bool) -> Callable[..., object]:
        def meanwhile(*given: object) -> object:
            found = None if sealing else look(*given)
            moment = FIRST + next(hours) * HOUR
            moves(moment, per_case=1)
            if sealing:
                seal_chains(book=book, actor=SYSTEM, now=moment + HOUR / 2)
            return look(*given) if sealing else found

        return meanwhile

    for place in ("approvals.queries.audit.cases_after", "approvals.queries.reconciliations.cases_after"):
        monkeypatch.setattr(place, working(cases_after, sealing=False))
    for order in (("audit", "verify"), ("audit", "verify", "--case", "N1"), ("reconcile", "--only", "audit")):
        with monkeypatch.context() as patched:
            patched.setattr(book, "numbers", once(working(book.numbers, sealing=True), book.numbers))
            told = run(*order)
        assert told.exit_code == 0 and "nothing wrong" in told.output, told.output


def once(first: Callable[..., object], then: Callable[..., object]) -> Callable[..., object]:
    """Work that is done the first time only: sealing itself reads the folder."""
    calls = iter([first])
    return lambda *given: next(calls, then)(*given)


@CHAINS
def test_seals_that_are_gone_with_their_rows_are_missed_by_who_wrote_one_down(app: Flask, run: Run) -> None:
    with app.app_context():
        moves(FIRST)
    run("audit", "seal")
    known = run("audit", "verify").output.partition("the last seal is ")[2].split()[0]
    assert run("audit", "verify", "--known", known).exit_code == 0
    book: SealBook = app.extensions["binglian.seals"]
    book.path(1).unlink()
    change(app, "DELETE FROM chain_seal")
    change(app, "DELETE FROM sealed_head")
    agrees = run("audit", "verify")
    assert agrees.exit_code == 0 and "each chain was compared with itself only" in agrees.output
    missed = run("audit", "verify", "--known", known)
    assert (missed.exit_code, "seal 1 is not there any more" in missed.output) == (1, True)
    run("audit", "seal")
    other = run("audit", "verify", "--known", "1:0000000000000000")
    assert other.exit_code == 1, "another one under the same number is not it"


@CHAINS
def test_each_finding_names_case_and_event_in_words(app: Flask, run: Run) -> None:
    with app.app_context():
        moves(FIRST)
    run("audit", "seal")
    change(app, "UPDATE case_event SET tag = 'x' WHERE case_id = 2 AND seq = 2")
    change(app, "DELETE FROM case_event WHERE case_id = 4 AND seq = 3")
    found = run("audit", "verify")
    assert found.exit_code == 1
    assert "case 2 (N2): event 2 was edited after it was written" in found.output
    assert "case 4 (N4): event 3 is sealed in seal 1 and not there any more" in found.output
    assert "case 4 (N4): the last events, 3 to 3, are gone" in found.output


@CHAINS
def test_one_case_is_verified_by_its_number(app: Flask, run: Run) -> None:
    with app.app_context():
        moves(FIRST)
    run("audit", "seal")
    change(app, "UPDATE case_event SET tag = 'x' WHERE case_id = 2")
    assert run("audit", "verify", "--case", "N1").exit_code == 0
    assert run("audit", "verify", "--case", "N2").exit_code == 1
    assert run("audit", "verify", "--case", "N99").exit_code == 1


@CHAINS
def test_a_case_that_is_gone_altogether_is_found_by_its_id(app: Flask, run: Run) -> None:
    with app.app_context():
        moves(FIRST)
    run("audit", "seal")
    change(app, "DELETE FROM case_event WHERE case_id = 3")
    change(app, "DELETE FROM approval_case WHERE id = 3")
    found = run("audit", "verify", "--case", "3")
    assert (found.exit_code, "the whole case removed" in found.output) == (1, True)


def test_the_key_is_made_once(run: Run) -> None:
    first, second = run("audit", "key").output, run("audit", "key").output
    assert first.startswith("made ") and second.startswith("there is ")
    assert first.split()[-1] == second.split()[-1]


@CHAINS
def test_a_host_with_the_public_half_alone_is_told_where_the_key_comes_from(
    app: Flask, run: Run, settings: Settings
) -> None:
    with app.app_context():
        moves(FIRST)
    run("audit", "seal")
    settings.seal_key.unlink()
    for command in ("key", "seal"):
        refused = run("audit", command)
        assert refused.exit_code == 1 and refused.output.startswith("Error: no key "), refused.exception
        assert "bring the private key back from where it is kept; only if it is lost, move " in refused.output
    assert not settings.seal_key.exists() and run("audit", "verify").exit_code == 0


def test_files_and_rows_are_compared_both_ways(app: Flask, run: Run) -> None:
    files: FileStore = app.extensions["binglian.files"]
    old = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    kept, orphan, young = (files.keep(word, "text/plain", "a.txt") for word in (b"kept", b"orphan", b"young"))
    for stored in (kept, orphan):
        os.utime(files.path(stored.sha256), (old.timestamp(), old.timestamp()))
    with app.app_context(), unit_of_work() as session:
        for sha256 in (kept.sha256, "ab" * 32):
            session.add(StoredFile(sha256=sha256, size=1, media_type="text/plain", display_name="a", stored_at=old))
    found = run("files", "check")
    assert found.exit_code == 1
    assert f"file without a row: {orphan.sha256}" in found.output
    assert f"row without a file: {'ab' * 32}" in found.output
    assert young.sha256 not in found.output and kept.sha256 not in found.output
    assert found.output.endswith("1 rows without a file, 1 files without a row, 0 halves of uploads\n")


@pytest.mark.starts_from.with_args(settled)
def test_stored_days_are_checked_and_put_right(run: Run) -> None:
    checked = run("clock", "recompute", "--check")
    assert (checked.exit_code, checked.output) == (0, "0 tracks, cases and duties looked at, nothing wrong\n")
    assert run("clock", "recompute", "--fix").exit_code == 0
