"""Figures in the text format of Prometheus, version 0.0.4."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.adapters.bell import QueueState
from approvals.queries.operations import JobOutcome, QueueDue
from approvals.queries.reconciliations import Look

Sample = tuple[Mapping[str, str], float]


def exposition(
    *,
    oldest: float,
    queues: Iterable[QueueDue],
    outcomes: Iterable[JobOutcome],
    states: Iterable[QueueState] | None,
    looks: Iterable[Look] = (),
    seal_age: float | None = None,
) -> str:
    """The whole answer; without Redis the figures of the bells are left out and `binglian_redis_up` is 0."""
    queues, outcomes, bells = tuple(queues), tuple(outcomes), tuple(states or ())
    lines: list[str] = []
    lines += _gauge("binglian_oldest_due_seconds", "Age of the oldest outbox row that is due.", [({}, oldest)])
    rows = [({"queue": one.name, "state": "due"}, one.due) for one in queues]
    rows += [({"queue": one.name, "state": "later"}, one.later) for one in queues]
    rows += [({"queue": one.name, "state": "dead"}, one.dead) for one in queues]
    lines += _gauge("binglian_outbox_rows", "Outbox rows that are not done.", rows)
    lines += _gauge("binglian_redis_up", "1 when Redis answers.", [({}, float(states is not None))])
    waiting = [({"queue": one.name}, one.waiting) for one in bells]
    lines += _gauge("binglian_bells_waiting", "Bells waiting in a queue.", waiting)
    lines += _gauge(
        "binglian_workers", "Workers that beat lately.", [({"queue": one.name}, one.workers) for one in bells]
    )
    ran = [({"job": one.job, "outcome": "done"}, one.done) for one in outcomes]
    ran += [({"job": one.job, "outcome": "failed"}, one.failed) for one in outcomes]
    lines += _gauge("binglian_job_runs_last_day", "Runs of a job within the last day by outcome.", ran)
    counts = [({"look": one.name}, float(one.found)) for one in looks if one.looked_at is not None]
    lines += _gauge("binglian_findings", "What the last look found; each must be 0.", counts)
    ages: list[Sample] = [({}, seal_age)] if seal_age is not None else []
    lines += _gauge("binglian_last_seal_age_seconds", "Age of the last seal over the chains of events.", ages)
    return "\n".join(lines) + "\n"


def _gauge(name: str, meaning: str, samples: Iterable[Sample]) -> list[str]:
    lines = [f"# HELP {name} {meaning}", f"# TYPE {name} gauge"]
    for labels, value in samples:
        named = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
        lines.append(f"{name}{{{named}}} {value:g}" if named else f"{name} {value:g}")
    return lines


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
