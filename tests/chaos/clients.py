"""Officers at their desks, over real HTTP: claim, propose, sign; what was answered is written down outside the house."""

from __future__ import annotations

import http.client
import json
import queue
import random
import threading
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.chaos.counter import tell
from tests.chaos.desks import DIRECT
from tests.chaos.town import DESKS, desk_of
from tests.factories.main_job import PASSWORD

PATIENCE = 15.0
TWICE = 0.1
PROPOSAL = {
    "propose-outcome": "grant", "propose-findings": "材料齐全，符合条件。", "propose-conditions": "", "propose-reasons": "",
    "propose-basis": "", "propose-reapply": "",
}  # fmt: skip
BROWSED: tuple[tuple[str, str, Mapping[str, str]], ...] = (
    ("chen", "claim", {}), ("chen", "propose", PROPOSAL), ("wu", "sign", {}),
)  # fmt: skip
"""Who does what in a browser, one after the other."""
DONE = 302


class Browser:
    """One signed-in person; the connection is opened anew whenever it breaks."""

    def __init__(self, port: int, name: str) -> None:
        self.port, self.name = port, name
        self.cookie = ""
        self.line: http.client.HTTPConnection | None = None

    def post(self, path: str, form: Mapping[str, Any]) -> int:
        """The status of the answer; raises OSError or HTTPException when there was none."""
        if self.line is None:
            self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self.cookie}
        try:
            self.line.request("POST", path, urlencode(form), headers)
            answer = self.line.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            self.line.close()
            self.line = None
            raise
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            if cookie.startswith("binglian="):
                self.cookie = cookie.split(";")[0]
        return answer.status

    def sign_in(self) -> None:
        while True:
            try:
                if self.post("/sign-in", {"username": self.name, "password": PASSWORD}) == DONE:
                    return
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(0.3)


@dataclass
class Desk:
    """One client: the examiner and the head of a department, and what lies before them."""

    number: int
    port: int
    told: Path
    stop: threading.Event
    work: queue.Queue[tuple[str, int]] = field(default_factory=queue.Queue)
    answers: list[float] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    signed: int = 0

    def live(self) -> None:
        """Until told to stop; an item that was begun is ended."""
        chance = random.Random(self.number)
        examiner, head = (Browser(self.port, f"{name}{self.number}") for name in ("chen", "wu"))
        examiner.sign_in()
        head.sign_in()
        while not self.stop.is_set():
            try:
                track, version = self.work.get(timeout=0.2)
            except queue.Empty:
                continue
            place = f"/department/tracks/{track}"
            people = {"chen": examiner, "wu": head}
            steps = [
                (people[name], verb, {**form, f"{verb}-version": version + step})
                for step, (name, verb, form) in enumerate(BROWSED)
            ]
            if all(self._until_answered(who, place, track, verb, form) for who, verb, form in steps):
                self.signed += 1
                if chance.random() < TWICE:
                    self._once(head, place, track, "sign", steps[-1][2])

    def _until_answered(self, who: Browser, place: str, track: str, verb: str, form: dict[str, Any]) -> bool:
        """Press again until the house has answered, as people do; True when it was done."""
        doubt = False
        while True:
            status = self._once(who, place, track, verb, form)
            if status == DONE:
                return True
            if status == 409:
                return doubt  # an answer that never came was a yes
            if status in (401, 403):
                who.sign_in()
            elif status and status < 500:
                self.odd.append(f"{verb} {status}")
                return False
            doubt = True
            if self.stop.is_set():
                return False
            time.sleep(0.1)

    def _once(self, who: Browser, place: str, track: str, verb: str, form: dict[str, Any]) -> int:
        began = time.monotonic()
        tell(self.told, tried=verb, track=track)
        try:
            status = who.post(f"{place}/{verb}", form)
        except (OSError, http.client.HTTPException):
            return 0
        if status == DONE:
            took = time.monotonic() - began
            self.answers.append(time.time())
            tell(self.told, done=verb, track=track, took=round(took, 4))
        return status


class Clients:
    """All desks, and the post boy who reads the file outside and lays new items before them.

    `only`: the items that are decided in browsers; the others have desks of their own, whose answers are counted here.
    """

    def __init__(self, port: int, told: Path, earlier: Clients | None = None, *, only: Collection[str] = ()) -> None:
        self.stop = threading.Event()
        self.told, self.only = told, frozenset(only)
        self.place = earlier.place if earlier else 0
        self.since, self.direct = time.time(), list[float]()
        self.direct_signed, self.direct_odd = 0, set[str]()
        numbers = {desk_of(item) for item in only} or set(range(1, DESKS + 1))
        self.desks = {number: Desk(number, port, told, self.stop) for number in sorted(numbers)}
        for number, before in earlier.desks.items() if earlier else ():
            self.desks[number].work = before.work
        self.threads = [threading.Thread(target=desk.live, daemon=True) for desk in self.desks.values()]
        self.threads.append(threading.Thread(target=self._carry, daemon=True))

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def _carry(self) -> None:
        self.told.touch()
        with self.told.open(encoding="utf-8") as lines:
            lines.seek(self.place)
            while not self.stop.is_set():
                line = lines.readline()
                if not line.endswith("\n"):
                    lines.seek(self.place)
                    time.sleep(0.05)
                    continue
                self.place += len(line.encode())
                self._read(json.loads(line))

    def _read(self, fact: dict[str, Any]) -> None:
        if fact.get("accepted") and not fact["old"]:
            for item, (track, version) in fact["tracks"].items():
                if not self.only or item in self.only:
                    self.desks[desk_of(item)].work.put((track, version))
        elif fact.get("by") == DIRECT and "done" in fact and fact["at"] > self.since:
            self.direct.append(fact["at"])
            self.direct_signed += fact["done"] == "sign"
        elif "odd" in fact:
            self.direct_odd.add(fact["odd"])

    def end(self) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join(PATIENCE + 5)

    @property
    def signed_over_http(self) -> int:
        return sum(desk.signed for desk in self.desks.values())

    @property
    def signed(self) -> int:
        return self.signed_over_http + self.direct_signed

    @property
    def odd(self) -> list[str]:
        return [one for desk in self.desks.values() for one in desk.odd] + sorted(self.direct_odd)

    @property
    def answers_over_http(self) -> list[float]:
        return sorted(at for desk in self.desks.values() for at in desk.answers)

    @property
    def answers(self) -> list[float]:
        return sorted([*self.answers_over_http, *self.direct])
