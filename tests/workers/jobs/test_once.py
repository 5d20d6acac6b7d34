"""Every job three times and by three at once: one effect. And with an empty Redis everything is rung for again."""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from redis import Redis
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.adapters.bell import QUEUES, Bell
from app.adapters.bundle_shelf import BundleShelf
from app.foundation.installation import settings
from app.foundation.reading import reading
from app.foundation.unit_of_work import RING, unit_of_work
from approvals.models.papers import CommitmentLine
from approvals.models.traces import OutboxMessage
from approvals.queries import reconciliations
from approvals.usecases.claims import LEASE, Claim, LeaseLost
from approvals.usecases.clock.queue_due import queue_due
from approvals.usecases.letters.order_bundle import order_bundle
from approvals.usecases.letters.order_guide import order_guide
from approvals.usecases.letters.order_preview import order_preview
from approvals.usecases.window.request_correction import CorrectionAsked, request_correction
from departments.domain.actor import SYSTEM
from tests.chaos.quick import make_quick
from tests.factories.main_job import MONDAY, accept_all, at, decide, file_case, settle
from tests.factories.story import print_everything
from tests.factories.work import Work
from tests.letters.samples import licence_decision
from tests.support.tables import rows_of_tables
from workers.jobs.chores import open_due
from workers.jobs.handlers import HANDLERS
from workers.timetable import Ringer

TUESDAY = MONDAY + dt.timedelta(days=1)
MUCH_LATER = at(dt.date(2026, 7, 7))
AT_ONCE = 3
ELSEWHERE = {"file_order", "moved_days"}
"""Raced in the tests of their own use-cases."""
QUEUE_AND_LOG = ("outbox_message", "job_run")
ONE_PER_ROW = {"seal_chains"}
"""Kinds whose row is what makes the effect one: it is kept, and opened never again."""


def everything_due() -> None:
    """A recipe that leaves a row of nearly every kind, or a day on which there is one."""
    cast = settle()
    filed = file_case(cast, defers=("M018",))
    accept_all(cast, filed, day=MONDAY)
    work = Work(cast, filed)
    work.claim("LX-13", day=TUESDAY)
    work.pause("LX-13", "EXPERT_REVIEW", 5, day=TUESDAY)
    decide(cast, filed, "LX-01", day=TUESDAY)
    print_everything("a" * 64, at(TUESDAY))
    order_bundle(case=filed.case, shelf=BundleShelf(Path()), actor=cast.lin, now=at(TUESDAY))
    decide(cast, filed, "LX-07", day=TUESDAY)
    order_guide(page="<p>办事指南</p>", name="guide.pdf", actor=SYSTEM, now=at(TUESDAY))
    order_preview(letter=licence_decision(), back="/", actor=cast.lin, now=at(TUESDAY))
    file_case(cast, name="无人过问的项目")
    gap = Work(cast, file_case(cast, name="要补正的项目", lacks=("M012",)))
    asked = CorrectionAsked(gap.papers()["M012"], "没有收到这份材料。", "请上传盖章的扫描件。")
    request_correction(case=gap.filed.case, lines=[asked], actor=cast.clerk, now=at(TUESDAY))


class Binder:
    """Binds nothing: what is tried here is who may say that it was bound."""

    def bind(self, contents: object, made_at: dt.datetime, made: str) -> SimpleNamespace:
        return SimpleNamespace(pdf_sha256="a" * 64, pdf_size=1, zip_sha256="b" * 64, zip_size=2)


def taken(kind: str, now: dt.datetime) -> Claim:
    """One row of a kind in the hands of one worker, also when it was done before; of what is told a decision."""
    with unit_of_work() as session:
        row = session.scalars(
            select(OutboxMessage)
            .where(OutboxMessage.kind == kind)
            .order_by(OutboxMessage.key.like("tell:decided:%").desc(), OutboxMessage.id)
            .limit(1)
        ).one()
        row.lease_token, row.lease_until, row.done_at, row.attempts = "mine", now + LEASE, None, 1
        return Claim(row.id, row.key, row.kind, dict(row.payload), 1, "mine")


def sent() -> set[str]:
    """The mails and texts that lie in their folders, and the folders."""
    folders = (settings().outgoing_mail, settings().outgoing_mail.with_name("sms"))
    return {path.name for folder in folders if folder.is_dir() for path in (folder, *folder.iterdir())}


def kinds_due() -> set[str]:
    with reading() as session:
        return set(session.scalars(select(OutboxMessage.kind).where(OutboxMessage.done_at.is_(None))))


def race(app: Flask, claim: Claim, now: dt.datetime) -> Counter[str]:
    """Three workers believe that the row is theirs."""
    ended: Counter[str] = Counter()
    ready = threading.Barrier(AT_ONCE)

    def work() -> None:
        with app.app_context():
            ready.wait(10)
            try:
                HANDLERS[claim.kind](claim, now)
                ended["did"] += 1
            except (LeaseLost, IntegrityError):
                ended["too late"] += 1

    threads = [threading.Thread(target=work) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return ended


@pytest.mark.postgresql
@pytest.mark.starts_from.with_args(everything_due)
@pytest.mark.timeout(240)
def test_every_job_by_three_at_once_and_three_times_has_one_effect(
    in_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_quick(in_app)
    monkeypatch.setattr(reconciliations, "SHELVES", reconciliations.SHELVES[:2])
    in_app.extensions[RING] = lambda queues: None
    in_app.extensions["binglian.binder"] = Binder()
    now, seen = MUCH_LATER, set()
    with reading() as session:
        promised = session.scalars(select(CommitmentLine.due_on)).first() or MONDAY
    queue_due(actor=SYSTEM, now=at(promised))
    queue_due(actor=SYSTEM, now=now)
    for queue in QUEUES:
        open_due(queue, now)
    while kinds := kinds_due() - seen:
        for kind in sorted(kinds):
            seen.add(kind)
            assert race(in_app, taken(kind, now), now)["did"] == 1, kind
            once = rows_of_tables(*QUEUE_AND_LOG), sent()
            for _ in range(0 if kind in ONE_PER_ROW else AT_ONCE):
                HANDLERS[kind](taken(kind, now), now)
            assert (rows_of_tables(*QUEUE_AND_LOG), sent()) == once, kind
    assert sent() > {"mail", "sms"}
    assert seen >= set(HANDLERS) - ELSEWHERE


@pytest.mark.starts_from.with_args(everything_due)
def test_with_an_empty_redis_everything_is_rung_for_again(in_app: Flask, valkey: str) -> None:
    bell: Bell = in_app.extensions["binglian.bell"]
    with Redis.from_url(valkey) as client:
        bell.ring(QUEUES)
        client.flushall()
        assert {state.waiting for state in bell.states() or ()} == {0}
        assert Ringer(bell).ring_due() == len(QUEUES)
        assert {state.name for state in bell.states() or () if state.waiting} == set(QUEUES)
