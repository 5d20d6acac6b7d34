"""`python -m tests.bench`: prints a table and writes bench.json (name -> ours, floor, ratio)."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import flask_migrate
from flask import Flask
from sqlalchemy import func, select

from app.factory import create_app
from app.foundation.database import db
from app.foundation.reading import reading
from approvals.domain.refusals import Refusal
from approvals.models.cases import Case
from approvals.models.traces import CaseEvent
from tests.bench import clock, documents, intake, recompute, telephone, uploads
from tests.bench import town as place
from tests.bench.floor import Floor
from tests.bench.same_rows import SameRows
from tests.bench.town import Town, build_town
from tests.support.installation import settings_for
from tests.support.postgres import Cluster
from tests.support.statements import statements_in
from tools import embedded_valkey

ROUNDS, ITEMS, MANY, RACED, CLIENTS = 16, 10, 35, 6, 4
DURABLE = ("max_connections=60", "shared_buffers=64MB")
Result = dict[str, Any]


def count(verb: Callable[[], object]) -> int:
    """How many statements of a verb reach the database. After timing only: an engine once listened to stays slower."""
    return len(statements_in(verb))


def per_second(verb: Callable[[], object], times: int) -> float:
    started = time.perf_counter()
    for _ in range(times):
        verb()
    return times / (time.perf_counter() - started)


def lifecycle(town: Town) -> None:
    case = place.file_case(town)
    tracks = place.tracks_of(case)
    place.accept_all(town, case, tracks)
    for code, (track, version) in tracks.items():
        place.decide(town, code, track, version + 1)


def statements(town: Town) -> dict[str, int]:
    """Statements per verb on one case."""
    found, case = {}, ""

    def filed() -> None:
        nonlocal case
        case = place.file_case(town)

    found["create + draft + submit"] = count(filed)
    filed_tracks = place.tracks_of(case)
    found["accept"] = count(lambda: place.accept_all(town, case, filed_tracks))
    code, (track, version) = next(iter(place.tracks_of(case).items()))
    found["claim"] = count(lambda: place.claim_one(town, code, track, version))
    found["propose"] = count(lambda: place.propose_one(town, code, track, version + 1))
    found["sign"] = count(lambda: place.sign_one(town, code, track, version + 2))
    return found


def race(app: Flask, town: Town) -> Result:
    """Four clients decide the tracks of the same cases, each track by every client: who wins, who is refused?"""
    cases = [place.file_case(town) for _ in range(RACED)]
    for case in cases:
        place.accept_all(town, case, place.tracks_of(case))
    jobs = [(code, *rest) for case in cases for code, rest in place.tracks_of(case).items()]
    won, lost, broken = [0] * CLIENTS, [0] * CLIENTS, []

    def client(number: int) -> None:
        with app.app_context():
            for code, track, version in jobs:
                for step, verb in enumerate((place.claim_one, place.propose_one, place.sign_one)):
                    try:
                        verb(town, code, track, version + step)
                        won[number] += 1
                    except Refusal:
                        lost[number] += 1
                    except Exception as error:  # noqa: BLE001 - a deadlock or a lost update is what is being looked for
                        broken.append(repr(error))

    started = time.perf_counter()
    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - started
    with reading() as session:
        concluded = session.scalar(
            select(func.count()).select_from(Case).where(Case.public_id.in_(cases), Case.state == "concluded")
        )
        joins = session.scalar(
            select(func.count())
            .select_from(CaseEvent)
            .join(Case, Case.id == CaseEvent.case_id)
            .where(Case.public_id.in_(cases), CaseEvent.tag == "system:case:concluded")
        )
    return {
        "cases": RACED, "clients": CLIENTS, "decided": sum(won) // 3, "refused": sum(lost), "deadlocks": len(broken),
        "concluded": concluded, "joins": joins, "seconds": round(seconds, 2), "errors": broken[:3],
    }  # fmt: skip


def rows_left_by(verb: Callable[[], object]) -> dict[str, int]:
    """How many rows of each table it leaves behind; counters of numbers are no rows of a case."""

    def counted() -> dict[str, int]:
        tables = [table for table in db.metadata.sorted_tables if table.name != "number_register"]
        with reading() as session:
            return {one.name: session.scalar(select(func.count()).select_from(one)) or 0 for one in tables}

    before = counted()
    verb()
    return {name: count - before[name] for name, count in counted().items() if count != before[name]}


def against_floors(town: Town, url: str) -> Result:
    """Cases per second of ours and of two floors, turn by turn in short rounds, so that a busy moment meets all alike.

    The bare floor writes states, events, messages and documents; the fuller one leaves the very rows that ours leaves.
    A ratio is the median of the rounds' own ratios, a rate is a median too.
    """
    bare, fuller = Floor(url), SameRows(url)
    bare.lifecycle()
    fuller.lifecycle()
    same = rows_left_by(lambda: lifecycle(town)) == rows_left_by(fuller.lifecycle)
    rounds = [
        (per_second(lambda: lifecycle(town), 1), per_second(bare.lifecycle, 3), per_second(fuller.lifecycle, 3))
        for _ in range(ROUNDS)
    ]
    for hand in (bare, fuller):
        hand.connection.close()
    ratios = sorted(ours / floor for ours, floor, _ in rounds)
    ours, floor, same_rows = (round(median(column), 2) for column in zip(*rounds, strict=True))
    return {
        "ours": ours, "floor": floor, "ratio": round(median(ratios), 3),
        "ratio, middle half": [round(ratios[at], 3) for at in (ROUNDS // 4, -ROUNDS // 4)],
        "floor leaving our rows": same_rows, "its rows are ours": same,
        "ratio to it": round(median(one[0] / one[2] for one in rounds), 3),
    }  # fmt: skip


def measure(cluster: Cluster, redis_url: str) -> Result:
    found: Result = {}
    for items in (ITEMS, MANY):
        url = cluster.url(cluster.create())
        app = create_app(settings_for(url, redis_url=redis_url))
        with app.app_context():
            flask_migrate.upgrade()
            town = build_town(items)
            lifecycle(town)
            if items == ITEMS:
                found["lifecycle of a case with 10 tracks, cases/s"] = against_floors(town, url)
                found["raced by 4 clients"] = race(app, town)
            else:
                filed = place.tracks_of(place.file_case(town))
                found["dossier of a case, PostgreSQL"] = intake.dossier_of([track for track, _ in filed.values()])
            found[f"statements per verb, {items} tracks"] = statements(town)
            db.engine.dispose()
    found |= clock.measure()
    found |= documents.measure(cluster, redis_url)
    found |= intake.measure(cluster)
    found |= uploads.measure(cluster)
    found["a stage on a telephone"] = telephone.measure(cluster)
    found["full recompute of 100,000 open tracks"] = recompute.measure(cluster)
    return found


def main() -> None:
    """Measure on a throw-away PostgreSQL with fsync on, and with a Valkey whose bells are really rung."""
    cluster, port = Cluster(DURABLE), embedded_valkey.free_port()
    valkey = embedded_valkey.start(cluster.folder.with_suffix(".valkey"), port)
    try:
        found = measure(cluster, f"redis://127.0.0.1:{port}/0")
    finally:
        valkey.terminate()
        valkey.wait()
        cluster.stop()
        shutil.rmtree(cluster.folder.with_suffix(".valkey"), ignore_errors=True)
    for name, values in found.items():
        print(name)
        for key, value in values.items():
            print(f"    {key:<28} {value}")
    Path("bench.json").write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


main()
