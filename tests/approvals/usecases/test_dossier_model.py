"""The reference model of a dossier: a small run with a fixed seed, and proof that it sees what is broken on purpose.

`python -m tests.deep.dossier` walks 20,000 steps (`make proof`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from app.foundation.unit_of_work import RING
from approvals.domain.states import LineState
from approvals.models.cases import Track
from approvals.queries import dossier, enterprise_todo
from approvals.usecases.clock import promise_late
from approvals.usecases.department import sign
from approvals.usecases.enterprise import paper_arrival
from approvals.usecases.notices import concerned
from approvals.usecases.window import accept
from tests.deep.dossier import batch
from tests.deep.dossier_machine import DossierMachine
from tests.deep.dossier_town import settle_small_town

pytestmark = [pytest.mark.starts_from.with_args(settle_small_town), pytest.mark.usefixtures("nobody_hears")]


@pytest.fixture
def nobody_hears(in_app: Flask) -> None:
    """No bell is looked for."""
    in_app.extensions[RING] = lambda queues: None


def test_the_house_and_the_model_say_the_same_after_every_step() -> None:
    assert batch(7, dossiers=2).total() >= 20


def told_story() -> Iterator[None]:
    """A filing with two promises and a commitment; the model is asked after each step."""
    machine = DossierMachine()
    both = {"shares": True, "consents": False}
    machine.begin(yes={"tall", "food"}, lacks={"P06"}, follow={"P03", "P04"}, way="draft", **both)
    steps: list[Callable[[], Any]] = [
        lambda: machine.vow(("C", "P06"), True),
        lambda: machine.hand_over(True),
        lambda: machine.accept(1, True),  # refused: one item lets a paper follow, another needs it now
        lambda: machine.accept(1, False),
        lambda: machine.accept(9, False),
        lambda: machine.hand_in(9),
        lambda: machine.claim(9),
        lambda: machine.judge(9, "accepted", True),
        lambda: machine.propose(1, "grant"),
        lambda: machine.sign(1, False),
        lambda: machine.next_day(7),
    ]
    for step in steps:
        machine.both_say_the_same()
        step()
        yield
    machine.both_say_the_same()


def everybody(session: Any, case: Any, *_: Any) -> list[Track]:
    return list(session.query(Track).where(Track.case_id == case.id))


MUTANTS: dict[str, tuple[Any, str, Any]] = {
    "a grant looks at nothing": (dossier, "grant_blockers", lambda facts: ()),
    "the list to do forgets": (enterprise_todo, "_of_paper", lambda *_: iter(())),
    "everybody is told": (concerned, "_tracks", everybody),
    "no commitment is verified": (sign, "plan_checks", lambda *_: None),
    "the window takes what lacks a paper": (accept, "missing_papers", lambda *_: {}),
    "no promise is ever late": (promise_late, "line_state", lambda *_: LineState.OPEN),
    "no promise is ever kept": (paper_arrival, "line_state", lambda *_: LineState.OPEN),
}


def test_the_story_holds_in_the_house_as_it_is() -> None:
    assert len(list(told_story())) == 11


@pytest.mark.parametrize("mutant", MUTANTS)
def test_the_model_sees_what_is_broken_on_purpose(monkeypatch: pytest.MonkeyPatch, mutant: str) -> None:
    monkeypatch.setattr(*MUTANTS[mutant])
    with pytest.raises(AssertionError):
        list(told_story())
