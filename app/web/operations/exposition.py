"""Figures in the text format of Prometheus."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from app.adapters.bell import QueueState
from approvals.queries.operations import Delay, JobOutcome, QueueDue
from approvals.queries.reconciliations import Look

Row = tuple[tuple[str, ...], float]


@dataclass(frozen=True, eq=False)
class Figures(Collector):
    """One scrape: asked once, shown once. Every process tells the same, because all of it stands in the database and in
    Redis: no counter is lost when a process ends.

    Without Redis the figures of the bells are left out and `binglian_redis_up` is 0.
    """

    oldest: float
    queues: tuple[QueueDue, ...]
    outcomes: tuple[JobOutcome, ...]
    delays: tuple[Delay, ...]
    states: tuple[QueueState, ...] | None
    looks: tuple[Look, ...] = ()
    seal_age: float | None = None
    ring_age: float | None = None

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """All of them."""
        yield _gauge(
            "binglian_oldest_due_seconds", "Age of the oldest outbox row that is due.", (), [((), self.oldest)]
        )
        rows = [
            ((one.name, state), float(getattr(one, state))) for state in ("due", "later", "dead") for one in self.queues
        ]
        yield _gauge("binglian_outbox_rows", "Outbox rows that are not done.", ("queue", "state"), rows)
        yield from self._bells()
        yield from self._jobs()
        found = [((one.name,), float(one.found)) for one in self.looks if one.looked_at is not None]
        yield _gauge("binglian_findings", "What each reconciliation found last; each must be 0.", ("look",), found)
        looked = [((one.name,), one.looked_at.timestamp()) for one in self.looks if one.looked_at is not None]
        yield _gauge("binglian_findings_looked_at", "When, in seconds since 1970.", ("look",), looked)
        for name, meaning, age in (
            ("binglian_last_seal_age_seconds", "Age of the last seal over the chains of events.", self.seal_age),
            ("binglian_last_ring_age_seconds", "Age of the last note that the timetable rings.", self.ring_age),
        ):
            yield _gauge(name, meaning, (), [((), age)] if age is not None else [])

    def _bells(self) -> Iterator[GaugeMetricFamily]:
        bells = self.states or ()
        yield _gauge("binglian_redis_up", "1 when Redis answers.", (), [((), float(self.states is not None))])
        waiting = [((one.name,), float(one.waiting)) for one in bells]
        yield _gauge("binglian_bells_waiting", "Bells waiting in a queue.", ("queue",), waiting)
        alive = [((one.name,), float(one.workers)) for one in bells]
        yield _gauge("binglian_workers", "Workers that beat lately.", ("queue",), alive)

    def _jobs(self) -> Iterator[GaugeMetricFamily]:
        ran = [((one.job, how), float(getattr(one, how))) for how in ("done", "failed") for one in self.outcomes]
        yield _gauge("binglian_job_runs_last_day", "Runs of a job within the last day.", ("job", "outcome"), ran)
        took = [((one.job, "mean"), one.mean_seconds) for one in self.outcomes]
        took += [((one.job, "longest"), one.longest_seconds) for one in self.outcomes]
        yield _gauge("binglian_job_run_seconds_last_day", "How long its runs took.", ("job", "of"), took)
        waited = [((one.queue, "0.5"), one.half) for one in self.delays]
        waited += [((one.queue, "0.99"), one.most) for one in self.delays]
        meaning = "From the moment an effect was owed until it was done, among the newest rows."
        yield _gauge("binglian_effect_delay_seconds", meaning, ("queue", "quantile"), waited)


def exposition(figures: Figures) -> bytes:
    """The whole answer, text format 0.0.4."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(figures)
    return generate_latest(registry)


def _gauge(name: str, meaning: str, labels: tuple[str, ...], rows: Iterable[Row]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, meaning, labels=labels)
    for values, number in rows:
        family.add_metric(values, number)
    return family
