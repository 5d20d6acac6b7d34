"""`python -m tests.deep.tampering`: 2,000 single bytes changed and every known attack, over every kind of letter.

Each letter is printed, sealed and registered as a worker does it; each changed file is judged as the public page does.
Nothing but the registered bytes may be called valid, and no seal may hold over bytes that it did not seal.
"""

from __future__ import annotations

import argparse
import io
import json
import logging
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import flask_migrate
from flask import Flask
from sqlalchemy import func, select, update

from app.factory import create_app
from app.foundation.unit_of_work import RING, unit_of_work
from app.web.public.judging import Answer, brought, judge_file
from approvals.domain.letters.frame import LetterFacts
from approvals.domain.letters.registry import LETTERS
from approvals.domain.numbering import normalise_code
from approvals.domain.states import DocumentState
from approvals.domain.verification import Verdict
from approvals.models.letters import Document
from tests.factories.desk import on_the_desk
from tests.letters.samples import all_letters
from tests.support.installation import settings_for
from tests.support.reading import DirectReader
from tests.support.tampering import attacks, byte_changes

SEALED_AT = datetime(2026, 5, 7, 8, 0, tzinfo=UTC)
OUR_OWN_SEAL = ("sealed by another organ of the house", "sealed again by the same organ")
"""The seal itself holds: only the register knows better. That is why it is asked first."""


@dataclass
class Tally:
    """What became of the changed files; `wrong` names each that was believed."""

    verdicts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add(self, name: str, answer: Answer) -> None:
        self.verdicts[answer.verdict.value] += 1
        if answer.verdict not in (Verdict.ALTERED, Verdict.UNKNOWN):
            self.wrong.append(f"{name}: {answer.verdict.value}")
        elif answer.seal is not None and answer.seal.holds and not name.endswith(OUR_OWN_SEAL):
            self.wrong.append(f"{name}: its seal holds")


def sealed(app: Flask, facts: LetterFacts) -> bytes:
    """The letter as a worker makes it."""
    pdf: bytes = app.extensions["binglian.printer"].print_letter(facts.kind, facts)
    seal = LETTERS[facts.kind].seal
    if seal not in ("special", "organ"):
        return pdf
    made: bytes = app.extensions["binglian.sealer"].seal(
        pdf, organ=facts.organ, seal=seal, reason=facts.title, at=SEALED_AT
    )
    return made


def register(facts: LetterFacts, pdf: bytes) -> None:
    """The first letter of the register becomes this one."""
    values = {
        "kind": facts.kind, "number": facts.number or facts.case_no, "verify_code": normalise_code(facts.verify_code or "") or "",
        "facts": json.loads(facts.to_json()), "sha256": brought(io.BytesIO(pdf)).sha256, "state": DocumentState.ISSUED,
    }  # fmt: skip
    with unit_of_work() as session:
        first = session.scalar(select(func.min(Document.id)))
        session.execute(update(Document).where(Document.id == first).values(**values))


def judged(pdf: bytes) -> Answer:
    return judge_file(brought(io.BytesIO(pdf)))


def forged(
    app: Flask, facts: LetterFacts, good: bytes, changes: int, chance: random.Random
) -> Iterator[tuple[str, bytes]]:
    """Every changed file of one letter, by a name to tell it by."""
    for place, bad in byte_changes(good, changes, chance):
        yield f"{facts.kind} byte {place}", bad
    if LETTERS[facts.kind].seal not in ("special", "organ"):
        return
    with tempfile.TemporaryDirectory() as stranger:
        keys = app.extensions["binglian.settings"].keys
        for name, attack in attacks(keys, Path(stranger), facts.organ).items():
            yield f"{facts.kind} {name}", attack(good)


def try_letter(app: Flask, facts: LetterFacts, changes: int, chance: random.Random, tally: Tally) -> None:
    """Seal and register one letter, then try everything on it; the good one itself must be believed."""
    good = sealed(app, facts)
    register(facts, good)
    if judged(good).verdict is not Verdict.VALID:
        tally.wrong.append(f"{facts.kind}: the good one is {judged(good).verdict.value}")
    for name, bad in forged(app, facts, good, changes, chance):
        if bad != good:
            tally.add(name, judged(bad))


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.deep.tampering")
    asked.add_argument("--changes", type=int, default=2000)
    asked.add_argument("--seed", type=int, default=20260507)
    asked.add_argument("--kinds", nargs="*", help="only these kinds of letter")
    said = asked.parse_args()
    letters = [facts for facts in all_letters().values() if facts.verify_code and facts.kind in (said.kinds or LETTERS)]
    # A broken file is this run's daily bread; what pypdf says of each would hide what the run has to say.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    began, tally, chance = time.monotonic(), Tally(), random.Random(said.seed)
    with tempfile.TemporaryDirectory() as home:
        app = create_app(settings_for(f"sqlite:///{home}/tampering.db", home=Path(home)))
        app.extensions[RING] = lambda queues: None
        app.extensions["binglian.reader"] = DirectReader(app.extensions["binglian.sealer"].roots)
        with app.app_context():
            flask_migrate.upgrade()
            on_the_desk()
            for number, facts in enumerate(letters):
                share = said.changes // len(letters) + (number < said.changes % len(letters))
                before = tally.verdicts.total()
                try_letter(app, facts, share, chance, tally)
                tried = tally.verdicts.total() - before
                print(f"{facts.kind}: {tried} changed files, {len(tally.wrong)} believed so far", flush=True)
    tried, took = tally.verdicts.total(), time.monotonic() - began
    print(
        f"{said.changes} byte changes and {tried - said.changes} forgeries of {len(letters)} kinds of letter, seed {said.seed}"
    )
    print(f"{dict(tally.verdicts)}, {len(tally.wrong)} believed, {took:.0f} s")
    print("\n".join(tally.wrong))
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
