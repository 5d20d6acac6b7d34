"""Nothing is posted that nobody takes: every kind has a handler, every queue a worker, every code somebody to tell."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from flask import Flask

from app.adapters.bell import ANSWER, QUEUES
from app.foundation.unit_of_work import LeftInside, unit_of_work
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
NAMED = LEAVES - {"seal"}
"""What may not even be handed on by its name. (A seal is also the name of a column.)"""


WITH_REDIS = frozenset(
    {
        "app/adapters/bell.py",
        "workers/worker.py",
        "workers/jobs/answer.py",
        "workers/jobs/drain.py",
        "tools/embedded_valkey.py",
    }
)
"""Who knows Redis or RQ at all: the bell, who answers it (`answer` and `drain` the name of a time limit only), who starts the server."""
PUSHES = frozenset({"lpush", "rpush", "lpushx", "rpushx", "xadd", "zadd", "publish", "execute_command"})


def test_only_the_bell_enqueues() -> None:
    """A job enqueued by hand would carry work that no row knows of; a kill would lose it."""
    guilty = [
        f"{name_of(path)}:{line}"
        for path in code()
        if name_of(path) != "app/adapters/bell.py"
        for line in enqueuing(parsed(path), may_know_redis=name_of(path) in WITH_REDIS)
    ]
    nothing(guilty)


def enqueuing(tree: ast.AST, *, may_know_redis: bool = False) -> Iterator[int]:
    """Lines that know Redis without leave, or name a way to enqueue: called, handed on, or asked for by its name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and is_push(node.attr):
            yield node.lineno
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and is_push(node.value):
            yield node.lineno
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ENQUEUES:
            yield node.lineno
        if not may_know_redis and {name.partition(".")[0] for name in imported(node)} & {"rq", "redis", "valkey"}:
            yield node.lineno  # type: ignore[attr-defined]


def is_push(name: str) -> bool:
    return name.startswith("enqueue") or name in PUSHES


def imported(node: ast.AST) -> list[str]:
    """Modules that a statement brings in, also by their name as a text."""
    if isinstance(node, ast.Import):
        return [one.name for one in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in {
        "import_module", "__import__",
    }:  # fmt: skip
        return [str(given.value) for given in node.args if isinstance(given, ast.Constant)]
    return []


@pytest.mark.parametrize(
    "planted",
    [
        "queue.enqueue(work)", "ring = queue.enqueue", "partial(queue.enqueue, work)", "queue.enqueue_job(job)",
        "getattr(queue, 'enqueue')(work)", "pipe.rpush('rq:queue:paper', job)", "from rq.job import Job",
        "import redis as notes", "import_module('rq')", "getattr(client, 'lpush')(name, job)",
    ],
)  # fmt: skip
def test_no_disguise_of_enqueuing_gets_past_the_rule(planted: str) -> None:
    assert list(enqueuing(ast.parse(planted))) != []


def test_nothing_leaves_the_house_inside_a_transaction() -> None:
    """What is sent, printed or sealed before the commit happened although the database may say that it did not."""
    nothing([f"{name_of(path)}:{line}" for path in code() for line in leaving(parsed(path))])


def leaving(tree: ast.AST) -> Iterator[int]:
    """Lines inside `with unit_of_work()` that hand an outside thing on, call one, or name something that leaves; and
    functions of the same file that the block calls and that do so."""
    yield from hidden_units(tree)
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    blocks = (node for node in ast.walk(tree) if isinstance(node, ast.With) and any(is_unit(one) for one in node.items))
    waiting: list[ast.AST] = [part for block in blocks for part in block.body]
    while waiting:
        for node in ast.walk(waiting.pop()):
            if isinstance(node, ast.Name) and node.id in OUTSIDE and isinstance(node.ctx, ast.Load):
                yield node.lineno
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load) and node.attr in NAMED:
                yield node.lineno
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LEAVES:
                yield node.lineno
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in NAMED:
                yield node.lineno
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in functions:
                waiting.append(functions.pop(node.func.id))


def hidden_units(tree: ast.AST) -> Iterator[int]:
    """A unit of work is opened by its own name at the head of a `with`, where everybody sees its end."""
    opened = {id(item.context_expr) for node in ast.walk(tree) if isinstance(node, ast.With) for item in node.items}
    plain = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call) and id(node) in opened}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == "unit_of_work" and id(node) not in plain:
            yield node.lineno
        if isinstance(node, ast.Attribute) and node.attr == "unit_of_work" and isinstance(node.ctx, ast.Load):
            yield node.lineno
        if isinstance(node, ast.ImportFrom) and any(one.name == "unit_of_work" and one.asname for one in node.names):
            yield node.lineno


def is_unit(item: ast.withitem) -> bool:
    call = item.context_expr
    return isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "unit_of_work"


@pytest.mark.parametrize(
    "planted", ["bell.ring({'paper'})", "note(session, printer)", "named['mail'].send(letter)", "press.printer.go()",
                "out = post.send", "getattr(post, 'send')(letter)"]
)  # fmt: skip
def test_the_rule_sees_what_it_forbids(planted: str) -> None:
    assert list(leaving(ast.parse(f"with unit_of_work() as session:\n    {planted}\n"))) != []
    assert list(leaving(ast.parse(f"with unit_of_work() as session:\n    pass\n{planted}\n"))) == []


@pytest.mark.parametrize(
    "planted",
    [
        "from app.foundation.unit_of_work import unit_of_work as work\nwith work() as session:\n    post.send(letter)",
        "import app.foundation.unit_of_work as units\nwith units.unit_of_work() as session:\n    post.send(letter)",
        "with ExitStack() as stack:\n    stack.enter_context(unit_of_work())\n    post.send(letter)",
        "unit = unit_of_work()\nwith unit as session:\n    post.send(letter)",
        "def say(post):\n    post.send(1)\ndef more(post):\n    say(post)\nwith unit_of_work() as session:\n    more(post)",
    ],
)
def test_no_disguise_of_leaving_gets_past_the_rule(planted: str) -> None:
    assert list(leaving(ast.parse(planted))) != []


def test_what_no_rule_reads_is_refused_when_it_happens(app: Flask) -> None:
    """Through another file, a lambda, a thread of calls: the outside things themselves look whether a unit is open."""
    named = app.extensions
    with app.app_context(), unit_of_work():
        for act in (
            lambda: named["binglian.bell"].ring({"paper"}), lambda: named["binglian.mail"].send(None),
            lambda: named["binglian.sms"].send(None), lambda: named["binglian.printer"].print_written("", ""),
            lambda: named["binglian.sealer"].seal(b"", organ="", seal=None, reason="", at=None),
        ):  # fmt: skip
            with pytest.raises(LeftInside):
                act()
