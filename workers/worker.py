"""Our RQ worker: one queue, a fresh application context per job, no child left behind, no death when Redis goes away."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from types import FrameType

import structlog
from flask import Flask
from redis import Redis
from redis.client import Pipeline
from redis.exceptions import RedisError
from rq import Queue, Worker, worker_registration
from rq.exceptions import StopRequested
from rq.executions import Execution
from rq.job import Job
from rq.serializers import JSONSerializer

from app.foundation.crash_points import crash_point
from app.foundation.database import db
from workers.limits import LIMITS, confine
from workers.parents import die_with

HEARTBEAT_EVERY = 30
LONGEST_WAIT = 5.0
log = structlog.get_logger()


class HouseWorker(Worker):
    """A worker of one queue. Several queues would be popped without a trace: a kill in that moment loses the bell."""

    exponential_backoff_factor = 1.5
    max_connection_wait_time = LONGEST_WAIT
    log_result_lifespan = False

    def __init__(self, app: Flask, queue: str, connection: Redis) -> None:
        super().__init__(
            [Queue(queue, connection=connection, serializer=JSONSerializer)],
            connection=connection,
            serializer=JSONSerializer,
            log_job_description=False,
            # Waits 15 s less than this for a bell: the worker says every 30 s that it lives, and is forgotten 105 s
            # after its last word.
            worker_ttl=HEARTBEAT_EVERY + 15,
            job_monitoring_interval=HEARTBEAT_EVERY,
        )
        self.app = app
        self.is_asked_to_stop = False
        self.has_job = False

    def subscribe(self) -> None:
        """No remote orders: they would be a thread beside the fork, and let whoever reaches Redis stop workers."""

    def unsubscribe(self) -> None:
        """See `subscribe`."""

    def heartbeat(self, timeout: int | None = None, pipeline: Pipeline | None = None) -> None:
        """Also write the worker down again when a Redis that came back empty has forgotten it."""
        super().heartbeat(timeout, pipeline)
        if pipeline is None and not self.connection.sismember(self.redis_workers_keys, self.key):
            with self.connection.pipeline() as again:
                again.hset(self.key, mapping=self.serialize())
                again.expire(self.key, timeout or self.worker_ttl + 60)
                worker_registration.register(self, again)
                again.execute()

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        """SIGTERM: finish the job, then stop."""
        self.is_asked_to_stop = True
        super().request_stop(signum, frame)  # type: ignore[no-untyped-call]

    def _shutdown(self) -> None:
        """Stop now, or after the job. RQ asks Redis which of the two; a Redis that is away must not keep us alive."""
        if not self.has_job:
            raise StopRequested
        self._stop_requested = True

    def execute_job(self, job: Job, queue: Queue) -> None:
        """Remember, for `_shutdown`, that a job is being worked on."""
        self.has_job = True
        try:
            super().execute_job(job, queue)
        finally:
            self.has_job = False

    def main_work_horse(self, job: Job, queue: Queue) -> None:
        """In the child: tied to its parent, with no connection of it, held to what its queue may take."""
        die_with(self.pid or os.getppid())
        with self.app.app_context():
            db.engine.dispose(close=False)
        if queue.name in LIMITS:
            confine(LIMITS[queue.name])
        crash_point("job.begun")
        super().main_work_horse(job, queue)

    def perform_job(self, job: Job, queue: Queue, execution: Execution) -> bool:
        """A fresh context per job, so that nothing of one is seen by the next."""
        with self.app.app_context(), structlog.contextvars.bound_contextvars(job=job.id):
            done: bool = super().perform_job(job, queue, execution)
            crash_point("job.performed")
            return done

    def teardown(self) -> None:
        """Say goodbye if Redis still listens; it forgets us by itself otherwise."""
        with contextlib.suppress(RedisError, OSError):
            super().teardown()  # type: ignore[no-untyped-call]

    def finish_child(self) -> None:
        """Wait for a child that still works when the loop around it ended."""
        if self.horse_pid:
            self.wait_for_horse()


def stay_at_work(app: Flask, queue: str, redis_url: str) -> None:
    """Work until told to stop, through every absence of Redis.

    RQ waits for Redis only between jobs; anywhere else the loss of a connection ends its loop. A supervisor would
    start the process again, yet a few dozen workers falling at once look like a disaster, lose the preloaded
    WeasyPrint, and meet systemd's limit of restarts. So the loop starts again here.
    """
    stop = threading.Event()
    wait = 0.5
    while not stop.is_set():
        _stop_on_signals(stop)
        try:
            with Redis.from_url(redis_url, socket_connect_timeout=2) as connection:
                worker = HouseWorker(app, queue, connection)
                wait = 0.5
                worker.work(logging_level="WARNING")
                _stop_on_signals(stop)
                worker.finish_child()
                if worker.is_asked_to_stop:
                    return
        except (RedisError, OSError) as error:
            log.warning("redis_away", queue=queue, error=type(error).__name__, again_in=wait)
        stop.wait(wait)
        wait = min(wait * 2, LONGEST_WAIT)


def _stop_on_signals(stop: threading.Event) -> None:
    """While RQ's own handlers are not installed."""
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
