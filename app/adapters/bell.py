"""The only RQ import on this side: a bell carries its queue's name and holds no truth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import structlog
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue, Worker
from rq.serializers import JSONSerializer

from app.foundation.crash_points import crash_point
from app.foundation.unit_of_work import leaves_the_house

QUEUES = ("clock", "paper", "notice", "report")
ANSWER = "workers.jobs.answer.answer"
MOST_WAITING = 2
JOB_SECONDS = 55
"""A bell is answered for 15 s; whatever began then may take 40 s more, which is less than a lease of 45 s."""
log = structlog.get_logger()


@dataclass(frozen=True)
class QueueState:
    """What RQ knows of one queue: bells waiting and workers that have beaten lately."""

    name: str
    waiting: int
    workers: int


@dataclass(frozen=True)
class WorkerState:
    """One worker process as it last said of itself."""

    queue: str
    host: str
    pid: int
    is_busy: bool
    since: dt.datetime | None
    beat_at: dt.datetime | None


class Bell:
    """Rings a queue: its worker then looks into the database for what is due.

    At most two bells wait per queue (one being answered may have missed a row, the next one finds it).
    Redis away is not an error here: rows are stored, and the timetable rings again every minute.
    """

    def __init__(self, redis_url: str) -> None:
        self._redis: Redis = Redis.from_url(redis_url, socket_connect_timeout=1, socket_timeout=2)

    def _queue(self, name: str) -> Queue:
        return Queue(name, connection=self._redis, serializer=JSONSerializer)

    def ring(self, queues: Iterable[str]) -> bool:
        """Ring each queue; False when Redis could not be reached."""
        return self.call(ANSWER, queues)

    @leaves_the_house
    def call(self, function: str, queues: Iterable[str]) -> bool:
        """Have a worker of each queue call `function` with the queue's name; False when Redis could not be reached."""
        try:
            asked = [self._queue(name) for name in sorted(set(queues))]
            with self._redis.pipeline(transaction=False) as counts:
                for queue in asked:
                    counts.llen(queue.key)
                waiting = counts.execute()
            crash_point("bell.counted")
            for queue, bells in zip(asked, waiting, strict=True):
                if bells < MOST_WAITING:
                    queue.enqueue(function, queue.name, job_timeout=JOB_SECONDS, result_ttl=60, failure_ttl=3600)
                    crash_point("bell.after_enqueue")
        except (RedisError, OSError) as error:
            log.warning("bell_not_rung", queues=sorted(set(queues)), error=type(error).__name__)
            return False
        return True

    def states(self) -> tuple[QueueState, ...] | None:
        """Every queue's state, or None when Redis cannot be reached."""
        try:
            alive: Mapping[str, int] = self._alive()
            return tuple(QueueState(name, self._queue(name).count, alive.get(name, 0)) for name in QUEUES)
        except (RedisError, OSError):
            return None

    def crew(self) -> tuple[WorkerState, ...] | None:
        """Every worker that has beaten lately, by queue and host; None when Redis cannot be reached."""
        try:
            found = [
                WorkerState(
                    queue, one.hostname or "", one.pid or 0, one.get_state() == "busy", _aware(one.birth_date),
                    _aware(one.last_heartbeat),
                )
                for one in Worker.all(connection=self._redis, serializer=JSONSerializer)
                for queue in one.queue_names()
            ]  # fmt: skip
        except (RedisError, OSError):
            return None
        return tuple(sorted(found, key=lambda one: (one.queue, one.host, one.pid)))

    def _alive(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for worker in Worker.all(connection=self._redis, serializer=JSONSerializer):
            for name in worker.queue_names():
                counts[name] = counts.get(name, 0) + 1
        return counts


def _aware(moment: dt.datetime | None) -> dt.datetime | None:
    return moment.replace(tzinfo=dt.UTC) if moment is not None and moment.tzinfo is None else moment
