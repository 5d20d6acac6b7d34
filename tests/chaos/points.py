"""Every named crash point, one death each: `python -m tests.chaos points --on sqlite --on postgresql`.

The house runs whole and real. An order names the point; what passes it next is killed there with SIGKILL. Then the
leases of the dead are let run out (as if 45 s had passed), the bells ring, and everything is asked.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from http.client import HTTPException

from sqlalchemy import String, cast, func, select, update
from sqlalchemy.exc import SQLAlchemyError

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import now
from approvals.models.cases import Track
from approvals.models.traces import OutboxMessage
from approvals.models.watch import TruthFinding
from approvals.queries.truth import TRACK
from tests.chaos.clients import PROPOSAL, Browser
from tests.chaos.counter import tell
from tests.chaos.house import CREW, House
from tests.chaos.leases import let_the_leases_run_out
from tests.chaos.moment import look
from tests.chaos.random_kills import rest
from tests.chaos.table import POINTS
from tests.chaos.town import DESKS

STEPS, TRIES, FEW = 12, 2, 3
"""A line that stood idle is found closed at the first try."""
SLOW, PATIENCE = 10.0, 45.0
"""Seconds in which somebody must have passed a point that is provoked again and again."""


class Street:
    """What can be had from a running house: each provocation makes somebody pass certain points."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.people = {
            f"{name}{desk}": Browser(house.port, f"{name}{desk}")
            for name in ("chen", "wu")
            for desk in range(1, DESKS + 1)
        }
        self.desk = 0

    def decide(self) -> str:
        """One step of an item from the queue to its signature, and which; what is not answered is asked again."""
        self.desk = self.desk % DESKS + 1
        found = self._ready(self.desk)
        if found is None:
            self.file()
            return "file"
        track, version, state = found
        steps = {
            "queued": (f"chen{self.desk}", "claim", {"claim-version": version}),
            "in_review": (f"chen{self.desk}", "propose", PROPOSAL | {"propose-version": version}),
            "proposed": (f"wu{self.desk}", "sign", {"sign-version": version}),
        }
        name, verb, form = steps[state]
        for _ in range(TRIES):
            tell(self.house.told, tried=verb, track=track)
            with suppress(OSError, HTTPException):
                if not self.people[name].cookie:
                    self.people[name].sign_in()
                if self.people[name].post(f"/department/tracks/{track}/{verb}", form) == 302:
                    tell(self.house.told, done=verb, track=track)
                break
        return verb

    def _ready(self, desk: int) -> tuple[str, int, str] | None:
        """What was begun first; only items of today, which nobody stops."""
        items = [f"B{desk:02}", f"B{desk + DESKS:02}"]
        statement = (
            select(Track.public_id, Track.version, Track.state)
            .where(Track.item_code.in_(items), Track.state.in_(("queued", "in_review", "proposed")))
            .where(Track.next_alarm_at > now(), ~Track.pauses.any())
            .order_by(Track.version.desc(), Track.id)
            .limit(1)
        )
        with reading() as session:
            row = session.execute(statement).one_or_none()
        return (row[0], row[1], row[2].value) if row else None

    def file(self) -> None:
        """Somebody files and the window accepts."""
        self._for_a_moment("counter", b'"accepted"')

    def file_old(self) -> None:
        """A case whose days have passed comes in, and one of its items is stopped."""
        self._for_a_moment("late-counter", b'"stopped"')
        self.house.ring("clock")

    def _for_a_moment(self, role: str, said: bytes) -> None:
        before = self.house.told.stat().st_size if self.house.told.exists() else 0
        self.house.ask("start", role=role)
        until = time.monotonic() + 3
        while time.monotonic() < until and not self.house.desk.is_carried_out():
            if self.house.told.exists() and said in self.house.told.read_bytes()[before:]:
                break
            time.sleep(0.02)
        self.house.ask("stop", role=role)

    def night(self) -> None:
        """The hour strikes: the chores are opened anew, and what was done of them keeps its row under another key.

        An earlier night has found a stored day untrue that is true: only then has the look something to write.
        """
        key = OutboxMessage.key + "~" + cast(OutboxMessage.id, String)
        with unit_of_work() as session:
            if not session.scalar(select(TruthFinding.id).where(TruthFinding.settled_at.is_(None)).limit(1)):
                track, case = session.execute(
                    select(Track.id, Track.case_id).where(Track.ended_at.is_(None)).order_by(Track.id).limit(1)
                ).one()
                found = {"subject": TRACK, "subject_id": track, "case_id": case, "what": "light"}
                session.add(TruthFinding(**found, stored="red", computed="green", found_at=now(), seen_at=now()))
            plain = (
                OutboxMessage.key.like("chore:%"),
                ~OutboxMessage.key.like("%~%"),
                OutboxMessage.done_at.is_not(None),
            )
            session.execute(update(OutboxMessage).where(*plain).values(key=key))
        self.house.ring("report")

    def watch(self) -> None:
        """The clocks of a few are looked at again."""
        late = (Track.next_alarm_at.is_not(None), Track.accepted_on < func.current_date())
        with unit_of_work() as session:
            few = select(Track.id).where(*late).order_by(Track.id.desc()).limit(FEW)
            session.execute(update(Track).where(Track.id.in_(few)).values(next_alarm_at=now()))
        self.house.ring("clock")

    def fail(self) -> None:
        """A letter finds no room."""
        for _ in range(STEPS):
            if self.decide() == "propose":
                break
        self.desk -= 1
        self.house.disk.fill()
        self.decide()
        self.wait(0.5)
        self.house.disk.make_room()

    def wait(self, longest: float) -> None:
        """For somebody to die."""
        until = time.monotonic() + longest
        while time.monotonic() < until and not self.house.desk.is_carried_out():
            time.sleep(0.01)

    def ring(self) -> None:
        """The timetable begins anew, and rings."""
        self.house.ask("kill", role="timetable")
        self.wait(1)


def die_at(street: Street, point: str) -> list[str]:
    """One death at one point, and what was found wrong after it."""
    house, until, turn = street.house, time.monotonic() + PATIENCE, 0
    house.desk.order(point)
    with house.app.app_context():
        while not house.desk.is_carried_out() and time.monotonic() < until:
            ways = POINTS[point].split()
            turn += 1
            with suppress(SQLAlchemyError):
                getattr(street, ways[turn % len(ways)])()
            street.wait(0.2)
    passed = house.desk.is_carried_out()
    house.desk.withdraw()
    return ([] if passed else ["nobody passed it"]) + _after(house)


def _after(house: House) -> list[str]:
    left, wrong = ["the database"], list[str]()
    for _ in range(6):
        let_the_leases_run_out(house)
        rest(house, patience=5)
        left, wrong = look(house)
        if not left:
            break
    return [f"still waiting: {one}" for one in left] + wrong


def run(kind: str, *, only: Sequence[str] = (), seed: int = 1, keep: bool = False) -> tuple[int, dict[str, list[str]]]:
    """Every point, or those whose name begins so; how many, and what was wrong by point."""
    chosen = [point for point in POINTS if not only or point.startswith(tuple(only))]
    house, wrong, began, took = House(kind, seed=seed), {}, time.monotonic(), dict[str, float]()
    try:
        house.start("web", *CREW)
        street = Street(house)
        with house.app.app_context():
            street.file()
        for number, point in enumerate(chosen, 1):
            started = time.monotonic()
            found = die_at(street, point)
            took[point] = time.monotonic() - started
            if took[point] > SLOW:
                print(f"  {point} took {took[point]:.0f} s", flush=True)
            if found:
                wrong[point] = found
                print(f"  {point}: {found[:3]}", flush=True)
            if number % 20 == 0:
                print(f"  {kind}: {number} points, {time.monotonic() - began:.0f} s", flush=True)
    finally:
        house.close(keep=keep)
    for way in dict.fromkeys(POINTS[point] for point in chosen):
        spent = [took[point] for point in chosen if POINTS[point] == way]
        print(f"  {way}: {len(spent)} points, {sum(spent):.0f} s, at most {max(spent):.0f} s", flush=True)
    print(
        f"{kind}: {len(chosen)} crash points, {len(wrong)} with something wrong, {time.monotonic() - began:.0f} s",
        flush=True,
    )
    return len(chosen), wrong
