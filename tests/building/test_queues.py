"""Nothing is posted that nobody takes: every kind has a handler, every queue a worker, every code somebody to tell."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from app.adapters.bell import ANSWER, QUEUES
from approvals.domain.audiences import BY_TEXT_MESSAGE, CONCERNED
from approvals.usecases.clock.queue_due import SUBJECTS
from tests.building.tree import code, parsed
from tests.support.house import procfile
from workers.jobs.answer import JOBS, answer
from workers.jobs.handlers import HANDLERS
from workers.timetable import TIMETABLE


def calls(*names: str) -> Iterator[ast.Call]:
    for path in code():
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                yield node


def said(call: ast.Call, keyword: str) -> Iterator[str]:
    """The constant a call gives for a keyword."""
    for given in call.keywords:
        if given.arg == keyword and isinstance(given.value, ast.Constant):
            yield str(given.value.value)


def test_every_kind_that_is_posted_has_a_handler() -> None:
    posted = {kind for call in calls("post", "post_all") for kind in said(call, "kind")} | set(SUBJECTS)
    assert posted
    assert posted <= set(HANDLERS)


def test_every_queue_that_is_posted_to_is_a_queue() -> None:
    posted = {queue for call in calls("post", "post_all") for queue in said(call, "queue")}
    assert posted
    assert posted <= set(QUEUES)


def test_every_queue_has_a_worker_a_name_and_a_ring() -> None:
    assert set(QUEUES) <= set(procfile())
    assert set(QUEUES) == set(JOBS) == {row.queue for row in TIMETABLE}
    assert {row.name for row in TIMETABLE} == set(JOBS.values())


def test_the_bell_calls_what_is_there() -> None:
    assert f"{answer.__module__}.{answer.__qualname__}" == ANSWER


def test_every_code_that_is_told_is_told_to_somebody() -> None:
    codes = {
        call.args[2].value for call in calls("tell") if len(call.args) > 2 and isinstance(call.args[2], ast.Constant)
    }
    assert len(codes) > 10
    assert codes <= set(CONCERNED)
    assert set(CONCERNED) >= BY_TEXT_MESSAGE
