"""One case goes through every hand before the first process is forked.

Whatever a process prepares at its first use (statements, templates, the map of the tables) it then has from its birth,
as its neighbours that live for weeks have it: a kill costs what the house does after it, and no second of warming up.
"""

from __future__ import annotations

import datetime as dt
import gc
import random
from pathlib import Path

from flask import Flask

from app.adapters.bell import QUEUES
from app.foundation.database import db
from app.foundation.unit_of_work import RING
from approvals.domain.states import TrackState
from tests.chaos.clients import BROWSED, DONE
from tests.chaos.counter import file_one, tell
from tests.chaos.desks import Deciding
from tests.chaos.town import OVER_HTTP, desk_of, the_town, tracks_of
from tests.factories.main_job import PASSWORD
from workers.jobs.drain import drain
from workers.jobs.moments import database_moments

LONGEST = dt.timedelta(seconds=30)


def rehearse(app: Flask, told: Path) -> None:
    """Nobody hears a bell of it; what was asked and answered stands in the file outside as ever."""
    ring = app.extensions[RING]
    app.extensions[RING] = lambda queues: None
    with app.app_context():
        town = the_town()
        case = file_one(app, town, told, "first", random.Random(0), 0)
        tracks = tracks_of(case)
        in_browser = tracks.pop(OVER_HTTP)
        item, (track, version) = tracks.popitem()
        Deciding(told, desk_of(item), random.Random(0), town).decide(track, version, TrackState.QUEUED)
    _in_a_browser(app, told, *in_browser)
    with app.app_context():
        for queue in QUEUES:
            moments = database_moments()
            drain(queue, moments, moments() + LONGEST)
        db.engine.dispose()
    app.extensions[RING] = ring
    gc.collect()
    gc.freeze()


def _in_a_browser(app: Flask, told: Path, track: str, version: int) -> None:
    people = {name: app.test_client() for name in ("chen", "wu")}
    for name, client in people.items():
        client.post("/sign-in", data={"username": f"{name}{desk_of(OVER_HTTP)}", "password": PASSWORD})
    for step, (name, verb, form) in enumerate(BROWSED):
        tell(told, tried=verb, track=track)
        data = {**form, f"{verb}-version": version + step}
        if people[name].post(f"/department/tracks/{track}/{verb}", data=data).status_code != DONE:
            raise RuntimeError(f"{verb} was not answered as it is")
        tell(told, done=verb, track=track)
