"""How long it takes to say what a project needs, and to save one answer while somebody types.

The worked case is the market of 247 mu with its 35 items over four stages: every condition, limit, wait and distinct
paper, and then every reason that would stop each grant. Saving is the whole request of one field on PostgreSQL with
fsync, beside the least it could be: one locked row written by hand and committed.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import flask_migrate
import psycopg
from sqlalchemy import select

from app.factory import create_app
from app.foundation.database import db
from app.foundation.reading import reading
from approvals.domain.fan_out import Plan
from approvals.domain.outcome import Blocker, GrantFacts, PaperFact, UpstreamFact, grant_blockers
from approvals.domain.plan import PlannedItem
from approvals.domain.states import Supply, TrackState
from approvals.models.cases import Case, Track
from approvals.queries.dossier import dossiers
from approvals.queries.dossier_statements import DOSSIER
from approvals.usecases.enterprise.draft_case import draft_case
from tests.approvals.domain.test_worked_cases import CATALOGUE, FILE, MARKET, plans
from tests.factories.drafts import project_of
from tests.factories.main_job import MONDAY, at, settle
from tests.support.installation import settings_for
from tests.support.postgres import Cluster
from tests.support.visitors import visitor

TIMES, SAVES = 60, 400


def measure(cluster: Cluster) -> dict[str, dict[str, Any]]:
    found, raw = plans("SF-BUILD", MARKET), FILE.read_text(encoding="utf-8")
    planned, floor = _ms(lambda: plans("SF-BUILD", MARKET)), _ms(lambda: json.loads(raw))
    return {
        "the worked case, 35 items, ms of the processor": {
            "items": sum(len(one.items) for one in found),
            "plan of all four stages": planned,
            "what stops each grant": _ms(lambda: [_stops(one) for one in found]),
            "limit of both": 5,
            "floor: json.loads of the catalogue": floor,
            "plan to it": round(planned / floor, 2),
        },
        "one answer saved while typing, PostgreSQL": _autosave(cluster),
    }


def dossier_of(tracks: list[str]) -> dict[str, Any]:
    """What speaks for and against granting every track of a case, beside the bare statement it reads."""
    with reading() as session:
        ids = list(session.scalars(select(Track.id).where(Track.public_id.in_(tracks))))
        ours = _ms(lambda: dossiers(session, ids), time.perf_counter)
        floor = _ms(lambda: session.execute(DOSSIER, {"ids": ids}).all(), time.perf_counter)
    return {"tracks": len(ids), "ms": ours, "limit": 5, "floor: its statement": floor, "ratio": round(ours / floor, 2)}


def _ms(work: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    """The median of many in milliseconds, as a rule of the processor: a neighbour who is busy does not count."""
    taken = sorted(_seconds(work, clock) for _ in range(TIMES))
    return round(taken[TIMES // 2] * 1000, 2)


def _seconds(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    began = clock()
    work()
    return clock() - began


def _stops(found: Plan) -> list[tuple[Blocker, ...]]:
    return [grant_blockers(_facts(one)) for one in found.items]


def _facts(planned: PlannedItem) -> GrantFacts:
    """On the day of filing: nothing is looked at and nothing granted."""
    papers = tuple(
        PaperFact(
            demand.material, CATALOGUE.materials[demand.material].name_zh, CATALOGUE.materials[demand.material].name_en,
            demand.required, Supply.UPLOADED, has_version=True, producers=CATALOGUE.materials[demand.material].producers,
        )
        for demand in planned.demands
    )  # fmt: skip
    upstream = tuple(
        UpstreamFact(
            wait.item, CATALOGUE.items[wait.item].name_zh, CATALOGUE.items[wait.item].name_en, TrackState.QUEUED
        )
        for wait in planned.waits_for
    )
    return GrantFacts(papers=papers, upstream=upstream)


def _autosave(cluster: Cluster) -> dict[str, Any]:
    url = cluster.url(cluster.create())
    app = create_app(settings_for(url))
    with app.app_context():
        flask_migrate.upgrade()
        cast = settle()
        case = draft_case(project=project_of(cast.lin), stage_code="S1", actor=cast.lin, now=at(MONDAY))
        with reading() as session:
            row = session.scalars(select(Case.id).where(Case.public_id == case)).one()
    lin, address = visitor(app, "lin"), f"/enterprise/drafts/{case}/answers"

    def save(turn: int) -> None:
        answer = lin.post(address, data={"field": "earthwork_m3", "value": str(turn + 1), "base": str(turn)})
        assert answer.get_json()["state"] == "saved", answer.text

    taken = sorted(_seconds(lambda turn=turn: save(turn)) for turn in range(SAVES))  # type: ignore[misc]
    floor = _floor(url, row)
    with app.app_context():
        db.engine.dispose()
    return {
        "p50, ms": round(taken[SAVES // 2] * 1000, 1), "p95, ms": round(taken[SAVES * 95 // 100] * 1000, 1),
        "floor p95, ms": round(floor[SAVES * 95 // 100] * 1000, 1),
        "p95 to floor": round(taken[SAVES * 95 // 100] / floor[SAVES * 95 // 100], 1),
    }  # fmt: skip


def _floor(url: str, row: int) -> list[float]:
    """Lock one row, write two columns, commit."""
    with psycopg.connect(url.replace("+psycopg", "")) as connection:

        def save() -> None:
            with connection.transaction():
                connection.execute(
                    "SELECT answers FROM approval_case WHERE id = %s FOR NO KEY UPDATE", (row,)
                ).fetchone()
                connection.execute(
                    "UPDATE approval_case SET answers = '{}', version = version + 1 WHERE id = %s", (row,)
                )

        return sorted(_seconds(save) for _ in range(SAVES))
