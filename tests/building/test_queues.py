"""Nothing is posted that nobody takes: every kind has a handler, every queue a worker, every code somebody to tell."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from app.adapters.bell import ANSWER, QUEUES
from approvals.domain.audiences import BY_TEXT_MESSAGE, CONCERNED
from approvals.usecases.clock.queue_due import SUBJECTS
from tests.building.tree import code, name_of, nothing, parsed
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


ENQUEUES = frozenset({"enqueue", "enqueue_at", "enqueue_in", "enqueue_call", "enqueue_many", "schedule", "delay"})
OUTSIDE = frozenset(
    {"bell", "binder", "bundles", "mail", "mailer", "press", "printer", "scanner", "sealer", "shelf", "sms"}
)
"""What a use-case calls the outside things that it is given and that do something. (`sharing` is only asked.)"""
LEAVES = frozenset({"send", "ring", "call", "seal", "print_letter", "urlopen", "request"})


def test_only_the_bell_enqueues() -> None:
    """A job enqueued by hand would carry work that no row knows of; a kill would lose it."""
    guilty = [
        f"{name_of(path)}:{node.lineno}"
        for path in code()
        if name_of(path) != "app/adapters/bell.py"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ENQUEUES
    ]
    nothing(guilty)


def test_nothing_leaves_the_house_inside_a_transaction() -> None:
    """What is sent, printed or sealed before the commit happened although the database may say that it did not."""
    nothing([f"{name_of(path)}:{line}" for path in code() for line in leaving(parsed(path))])


def leaving(tree: ast.AST) -> Iterator[int]:
    """Lines inside `with unit_of_work()` that hand an outside thing on, call one, or call something that leaves."""
    blocks = (node for node in ast.walk(tree) if isinstance(node, ast.With) and any(is_unit(one) for one in node.items))
    for node in (inner for block in blocks for part in block.body for inner in ast.walk(part)):
        if isinstance(node, ast.Name) and node.id in OUTSIDE and isinstance(node.ctx, ast.Load):
            yield node.lineno
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LEAVES:
            yield node.lineno


def is_unit(item: ast.withitem) -> bool:
    call = item.context_expr
    return isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "unit_of_work"


@pytest.mark.parametrize(
    "planted", ["bell.ring({'paper'})", "note(session, printer)", "named['mail'].send(letter)", "press.printer.go()"]
)
def test_the_rule_sees_what_it_forbids(planted: str) -> None:
    assert list(leaving(ast.parse(f"with unit_of_work() as session:\n    {planted}\n"))) != []
    assert list(leaving(ast.parse(f"with unit_of_work() as session:\n    pass\n{planted}\n"))) == []
