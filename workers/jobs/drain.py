"""Takes due rows of one queue, one after the other, until none is left or the time is up."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from types import MappingProxyType

import structlog
from rq.timeouts import BaseTimeoutException
from sqlalchemy.exc import SQLAlchemyError

from app.adapters.scanner import ScannerAway
from app.adapters.seal_port import SealUnavailable
from app.foundation.crash_points import crash_point
from app.foundation.reading import reading
from approvals.queries.outbox import has_due
from approvals.usecases.claims import Claim, LeaseLost
from approvals.usecases.letters.note_failure import note_failure
from approvals.usecases.outbox.claim_messages import claim_messages
from approvals.usecases.outbox.fail_message import fail_message
from approvals.usecases.outbox.leave_messages import leave_messages
from approvals.usecases.outbox.wait_out import wait_out
from departments.domain.actor import SYSTEM
from workers.jobs.act_limit import ACT_SECONDS, cut_off_after
from workers.jobs.handlers import HANDLERS
from workers.jobs.moments import Moments

log = structlog.get_logger()
TOGETHER: Mapping[str, int] = MappingProxyType({"notice": 8})
"""How many rows of a queue are taken at once; of the others, which may take their time, one."""
SOON = dt.timedelta(seconds=1)
"""How long rows that were taken together are kept before they are begun; when it was not enough, one is taken at a time."""
_luck = secrets.SystemRandom().random


@dataclass
class Tally:
    """What a run did; `error` is the first failure."""

    done: int = 0
    failed: int = 0
    error: str = ""

    def failure(self, text: str) -> None:
        self.failed += 1
        self.error = self.error or text


def drain(queue: str, moments: Moments, until: dt.datetime) -> Tally:
    """Carry out what is due; rows that fail are given back and do not stop the others."""
    tally = Tally()
    if not is_due(queue, moments()):
        return tally
    most = TOGETHER.get(queue, 1)
    while moments() < until:
        claims = claim_messages(queue=queue, most=most, actor=SYSTEM, now=moments())
        if not claims:
            break
        crash_point("row.claimed")
        if not _one_after_the_other(queue, claims, moments, until, tally):
            most = 1
    return tally


def _one_after_the_other(
    queue: str, claims: Sequence[Claim], moments: Moments, until: dt.datetime, tally: Tally
) -> bool:
    """Whether all were begun: what was not, soon or because something cut it off, goes back for any worker."""
    waiting, taken_at = list(claims), moments()
    until = min(until, taken_at + SOON)
    try:
        while waiting and (len(waiting) == len(claims) or moments() < until):
            claim = waiting.pop(0)
            left = ACT_SECONDS - (moments() - taken_at).total_seconds()
            with structlog.contextvars.bound_contextvars(queue=queue, message=claim.message_id, kind=claim.kind):
                _carry_out(replace(claim, clock=moments), moments, left, tally)
    finally:
        if waiting:
            with suppress(SQLAlchemyError):  # a database that is away gives them back itself, when their lease ends
                leave_messages(queue=queue, claims=waiting, actor=SYSTEM, now=moments())
    return not waiting


def is_due(queue: str, now: dt.datetime) -> bool:
    """Whether a row waits: asked with a reading, because on SQLite even an idle claim takes the one write lock."""
    with reading() as session:
        return has_due(session, queue, now)


def _carry_out(claim: Claim, moments: Moments, seconds: float, tally: Tally) -> None:
    try:
        with cut_off_after(seconds):
            HANDLERS[claim.kind](claim, moments())
        crash_point("row.carried_out")
        tally.done += 1
    except LeaseLost:
        log.warning("lease_lost")
    except (SealUnavailable, ScannerAway) as away:
        text = f"{type(away).__name__}: {away}"
        tally.failure(f"{claim.key}: {text}")
        log.warning("service_away", error=str(away))
        _give_back(claim, text, moments, is_away=True)
    # Whatever a handler raises belongs to its row: the rows behind it must not wait for a person.
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
        tally.failure(f"{claim.key}: {text}")
        log.error("message_failed", attempts=claim.attempts, exc_info=error)
        _give_back(claim, text, moments)
        # A time limit fires once: going on without one could hang for ever.
        if isinstance(error, BaseTimeoutException):
            raise


def _give_back(claim: Claim, text: str, moments: Moments, *, is_away: bool = False) -> None:
    now = moments()
    crash_point("row.before_giving_back")
    if is_away:
        wait_out(claim=claim, error=text, luck=_luck(), actor=SYSTEM, now=now)
    elif fail_message(claim=claim, error=text, luck=_luck(), actor=SYSTEM, now=now):
        log.error("message_dead", key=claim.key)
    if claim.kind == "print":
        note_failure(document=claim.payload["document_id"], error=text, actor=SYSTEM, now=now)
