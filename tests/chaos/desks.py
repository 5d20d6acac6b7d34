"""Officers without a browser: a process per desk that calls the verbs which the web calls, under the same kills.

They carry the load of a run: four browsers' worth of forms and pages would take the machine from the house that is to
be looked at. Each is killed and started again like any other process of the house; what it asked and what it was
answered stands in the file outside before and after each call.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import func, or_, select
from sqlalchemy.exc import SQLAlchemyError

from app.foundation.reading import reading
from app.foundation.wallclock import local_day, now
from approvals.domain.refusals import Refusal
from approvals.domain.states import Outcome, TrackState
from approvals.models.cases import Track
from approvals.models.traces import OutboxMessage
from approvals.usecases.department.claim import claim
from approvals.usecases.department.propose import propose
from approvals.usecases.department.sign import sign
from tests.chaos.counter import tell
from tests.chaos.town import DESKS, OVER_HTTP, Town, desk_of, item_codes, the_town

DIRECT = "direct"
PACE = 7.5
"""Decisions a second that a desk does not exceed: four of them ask for 30, and the fire takes its share."""
AHEAD = 24
HEAP, SLOW, FEW = 500, 1.0, 3
"""Effects that wait; a desk that finds more of them decides one item a second for a while. It does not stop: with
nobody's commit to ring the bells, a worker that was killed is rung for every ten seconds only."""
TWICE = 0.1
OPEN = (TrackState.QUEUED, TrackState.IN_REVIEW, TrackState.PROPOSED)
RECENT = dt.timedelta(days=4)
"""What is older is of the cases filed for the alarms; of those every other item is decided all the same."""
PROPOSAL = {
    "outcome": Outcome.GRANT, "findings": "材料齐全，符合条件。", "reasons": "", "basis": "", "reapply": "", "conditions": "",
}  # fmt: skip
Row = tuple[str, str, int, TrackState]
Verb = Callable[..., object]


def keep_deciding(app: Flask, told: Path, seed: int, desk: int) -> None:
    """Takes what lies before the desk, oldest first, as long as it lives."""
    chance = random.Random(f"{seed}-{desk}-{os.getpid()}")
    with app.app_context():
        worker: Deciding | None = None
        while True:
            try:
                worker = worker or Deciding(told, desk, chance, the_town())
                if not worker.take_some():
                    time.sleep(0.3)
            except SQLAlchemyError:
                time.sleep(0.2)


class Deciding:
    """The examiner and the head of one desk."""

    def __init__(self, told: Path, desk: int, chance: random.Random, town: Town) -> None:
        self.told, self.chance = told, chance
        self.codes = [one for one in item_codes() if desk_of(one) == desk and one != OVER_HTTP]
        self.examiner, self.head = town.examiners[str(desk)], town.heads[str(desk)]
        self.next = time.monotonic()

    def take_some(self) -> int:
        """How many lay there; few, and slowly, while the workers have more to do than they get done soon."""
        pace, most = (PACE, AHEAD) if self._is_kept_up() else (SLOW, FEW)
        found = self._lying_there(most)
        for track, version, state in found:
            time.sleep(max(0.0, self.next - time.monotonic()))
            self.next = max(self.next + 1 / pace, time.monotonic() - 1)
            self.decide(track, version, state)
        return len(found)

    def _is_kept_up(self) -> bool:
        """What is decided and what comes of it go at one pace: a heap that grows for an hour shows nothing."""
        waits = (OutboxMessage.done_at.is_(None), OutboxMessage.dead_at.is_(None))  # as its index says it
        open_ = select(OutboxMessage.id).where(*waits).limit(HEAP).subquery()
        with reading() as session:
            return (session.scalar(select(func.count()).select_from(open_)) or 0) < HEAP

    def _lying_there(self, most: int) -> list[tuple[str, int, TrackState]]:
        mine = (Track.item_code.in_(self.codes), Track.ended_at.is_(None), Track.state.in_(OPEN), ~Track.pauses.any())
        recent = or_(Track.accepted_on > local_day(now()) - RECENT, Track.id % 2 == 0)
        with reading() as session:
            rows = session.execute(
                select(Track.public_id, Track.version, Track.state).where(*mine, recent).order_by(Track.id).limit(most)
            )
            return [(track, version, state) for track, version, state in rows]

    def decide(self, track: str, version: int, state: TrackState) -> None:
        """From wherever it stands to the signature."""
        steps: list[tuple[TrackState, str, Verb, dict[str, Any]]] = [
            (TrackState.QUEUED, "claim", claim, {"actor": self.examiner}),
            (TrackState.IN_REVIEW, "propose", propose, {"actor": self.examiner, **PROPOSAL}),
            (TrackState.PROPOSED, "sign", sign, {"actor": self.head}),
        ]
        for place, name, verb, given in steps[[one[0] for one in steps].index(state) :]:
            if not self._until_answered(name, verb, track, version, given):
                return
            version += 1
            last = place
        if last is TrackState.PROPOSED and self.chance.random() < TWICE:
            self._until_answered("sign", sign, track, version - 1, {"actor": self.head}, again=True)

    def _until_answered(
        self, name: str, verb: Verb, track: str, version: int, given: dict[str, Any], *, again: bool = False
    ) -> bool:
        """Ask until there is an answer; a refusal after a doubt says that the doubt was a yes."""
        doubt = again
        while True:
            began = time.monotonic()
            tell(self.told, tried=name, track=track, by=DIRECT)
            try:
                verb(track=track, version=version, now=now(), **given)
            except Refusal as refused:
                if not doubt:
                    tell(self.told, odd=f"{name}: {refused}"[:200])
                return doubt and not again
            except (SQLAlchemyError, OSError):
                doubt = True
                time.sleep(0.1)
            else:
                tell(self.told, done=name, track=track, by=DIRECT, took=round(time.monotonic() - began, 4))
                return True


def desk_roles() -> tuple[str, ...]:
    """The names of their processes."""
    return tuple(f"desk{number}" for number in range(1, DESKS + 1))
