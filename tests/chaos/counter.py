"""The counter under fire: files cases as long as it lives, and tells outside what was answered.

Some are old (the house says how many): their days have passed or come near, so that the clocks have something to say of
them; one item of such a case is stopped. The others are today's, and lie ready for the desks.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import os
import random
import time
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from app.foundation.reading import reading
from app.foundation.wallclock import local_day, now
from approvals.domain.refusals import Refusal
from approvals.domain.states import TrackState
from approvals.models.cases import Track
from tests.chaos.town import OVER_HTTP, Town, accept_all, file_case, stop_one, the_town, tracks_of

READY = 240
OLD_DAYS = (7, 16, 32, 45)
STOPPED_DAYS = (7, 16)
"""Calendar days ago: near the promised day, past it, past the law's day."""


def tell(told: Path, **facts: Any) -> None:
    """One line into the file outside: written at once, whole, or not at all."""
    line = json.dumps(facts | {"at": time.time()}) + "\n"
    descriptor = os.open(told, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, line.encode())
    finally:
        os.close(descriptor)


def keep_filing(app: Flask, told: Path, seed: int, old: float) -> None:
    """Never more than some hundred items ahead of the desks; what lies before a browser is not counted."""
    chance = random.Random(f"{seed}-{os.getpid()}")
    with app.app_context():
        for number in itertools.count():
            try:
                while old < 1 and _ready() > READY:
                    time.sleep(0.2)
                file_one(app, the_town(), told, f"{os.getpid()}-{number}", chance, old)
                time.sleep(old)
            except (SQLAlchemyError, OSError, Refusal) as error:
                tell(told, failed=f"{type(error).__name__}: {error}"[:300])
                time.sleep(0.2)


def _ready() -> int:
    with reading() as session:
        ready = (
            Track.ended_at.is_(None), Track.state == TrackState.QUEUED, Track.accepted_on == local_day(now()),
            Track.item_code != OVER_HTTP,
        )  # fmt: skip
        return session.scalar(select(func.count()).where(*ready)) or 0


def file_one(app: Flask, town: Town, told: Path, name: str, chance: random.Random, old: float) -> str:
    """A case from the form to the desks; `old`: how likely it is to be filed for an earlier day."""
    age = chance.choice(OLD_DAYS) if chance.random() < old else 0
    moment = now() - dt.timedelta(days=age)
    case, paper = file_case(app, town, name, moment)
    tell(told, filed=case, paper=paper)
    accept_all(town, case, moment)
    tracks = tracks_of(case)
    tell(told, accepted=case, tracks=tracks, old=age)
    if age in STOPPED_DAYS:
        item, (track, version) = chance.choice(list(tracks.items()))
        stop_one(town, item, track, version, now())
        tell(told, stopped=track)
    return case
