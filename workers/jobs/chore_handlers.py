"""The chores of the hour and of the night. Long ones go in parts: a part is done, the row says where the next begins."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from flask import current_app

from app.adapters.chain_seals import SealBook, SealTaken
from app.adapters.looking import means
from app.foundation.crash_points import crash_point
from app.foundation.installation import settings
from app.foundation.reading import reading
from approvals.queries.reconciliations import Walk, walk_decisions, walk_files, walk_record
from approvals.queries.truth import TRACK, count_open_findings
from approvals.usecases.audit.seal_chains import seal_chains
from approvals.usecases.claims import Claim
from approvals.usecases.clock.check_truth import check_truth
from approvals.usecases.letters.let_bundles_go import let_bundles_go
from approvals.usecases.operations.note_look import note_look
from approvals.usecases.operations.prune import AT_ONCE as PORTION
from approvals.usecases.operations.prune import prune
from approvals.usecases.outbox.continue_message import continue_message
from approvals.usecases.outbox.finish_message import finish_message
from approvals.usecases.outbox.note_run import note_run
from approvals.usecases.oversight.remind_of_bulletins import remind_of_bulletins
from approvals.usecases.papers.let_uploads_go import AT_ONCE as UPLOADS
from approvals.usecases.papers.let_uploads_go import let_uploads_go
from departments.domain.actor import SYSTEM

BUDGET = 15.0
"""Seconds of one part; with the longest single step it stays far below a lease."""
State = dict[str, Any]
Work = Callable[[Claim, dt.datetime], object]
Part = Callable[[State, dt.datetime], bool]
"""Does the next bit, changes what is known so far, and says whether there is more."""


def in_parts(claim: Claim, now: dt.datetime, part: Part, end: Callable[[State], None]) -> None:
    """Go on where the row says, for as long as a part may take; then put it back, or end it."""
    state, began = dict(claim.payload), time.monotonic()
    more = part(state, now)
    crash_point("chore.part_done")
    while more and time.monotonic() - began < BUDGET:
        more = part(state, now)
    if more:
        continue_message(claim=claim, payload=state, actor=SYSTEM, now=now)
    else:
        end(state)


def seal(claim: Claim, now: dt.datetime) -> None:
    try:
        seal_chains(book=_book(), claim=claim, actor=SYSTEM, now=now)
    except SealTaken:
        finish_message(claim=claim, actor=SYSTEM, now=now)


def check_stored_days(claim: Claim, now: dt.datetime) -> None:
    def part(state: State, now: dt.datetime) -> bool:
        step = check_truth(subject=state.get("subject", TRACK), after=state.get("after", 0), actor=SYSTEM, now=now)
        state |= {"subject": step.subject, "after": step.after, "looked_at": state.get("looked_at", 0) + step.looked_at}
        return step.subject is not None

    def end(state: State) -> None:
        with reading() as session:
            counts = {"truth": count_open_findings(session)}
        facts = {"truth": {"looked_at": state["looked_at"]}}
        note_look(counts=counts, facts=facts, claim=claim, actor=SYSTEM, now=now)

    in_parts(claim, now, part, end)


def look_through(walk: Walk) -> Work:
    """One walk of the reconciliations, in parts; at its end every count of it stands where the operators see it."""

    def work(claim: Claim, now: dt.datetime) -> None:
        found = means()

        def part(state: State, now: dt.datetime) -> bool:
            with reading(at_one_moment=True) as session:
                return walk(session, found, state, now)

        def end(state: State) -> None:
            first = {name: {"first": found} for name, found in state.get("first", {}).items()}
            note_look(counts=state["counts"], facts=first, claim=claim, actor=SYSTEM, now=now)

        in_parts(claim, now, part, end)

    return work


def let_go(claim: Claim, now: dt.datetime) -> None:
    def part(state: State, now: dt.datetime) -> bool:
        gone: int = prune(keep_days=settings().keep_done_days, actor=SYSTEM, now=now)
        bundles = let_bundles_go(shelf=current_app.extensions["binglian.bundles"], actor=SYSTEM, now=now)
        return gone >= PORTION or bundles > 0

    in_parts(claim, now, part, lambda state: finish_message(claim=claim, actor=SYSTEM, now=now))


def remind(claim: Claim, now: dt.datetime) -> None:
    remind_of_bulletins(claim=claim, actor=SYSTEM, now=now)


def drop_uploads(claim: Claim, now: dt.datetime) -> None:
    def part(state: State, now: dt.datetime) -> bool:
        gone: int = let_uploads_go(folder=current_app.extensions["binglian.partials"], actor=SYSTEM, now=now)
        return gone >= UPLOADS

    in_parts(claim, now, part, lambda state: finish_message(claim=claim, actor=SYSTEM, now=now))


def _book() -> SealBook:
    book: SealBook = current_app.extensions["binglian.seals"]
    return book


def _as_a_run(name: str, work: Work) -> Work:
    """A chore has a line of its own among the runs, each part of a long one too."""

    def carry_out(claim: Claim, now: dt.datetime) -> None:
        began = time.monotonic()
        work(claim, now)
        ended = now + dt.timedelta(seconds=time.monotonic() - began)
        note_run(job=name, queue="report", started_at=now, touched=1, error="", actor=SYSTEM, now=ended)

    return carry_out


_WORKS: Mapping[str, Work] = {
    "seal_chains": seal,
    "check_truth": check_stored_days,
    "check_audit": look_through(walk_record),
    "check_files": look_through(walk_files),
    "check_effects": look_through(walk_decisions),
    "prune": let_go,
    "sweep_uploads": drop_uploads,
    "remind_of_bulletins": remind,
}
CHORE_HANDLERS: Mapping[str, Work] = MappingProxyType({name: _as_a_run(name, work) for name, work in _WORKS.items()})
