"""Every count that must be 0, in one table: what asks for it, or walks through everything for it, part by part.

The operator's page, `flask doctor`, `flask reconcile`, /readyz and the metrics show the same table. What one statement
answers is asked whenever somebody looks; what must walk through all cases or files is done by night, or by hand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.settings import TIMEZONE
from app.foundation.wallclock import local_time
from approvals.domain.chain import Finding
from approvals.domain.events import GENESIS
from approvals.domain.truth import When
from approvals.models.watch import Reconciliation as Stored
from approvals.queries.audit import Book, highest_seal, look_at_seal
from approvals.queries.chains import AT_ONCE, case_numbers, cases_after, chain_findings, orphaned_events
from approvals.queries.effects import SHOWN, Answer, decided_without_document, due_not_done, late_without_alarm
from approvals.queries.stored_files import SHELVES, Shelves, compare_shelf
from approvals.queries.truth import TRACK, count_open_findings, open_findings
from approvals.queries.truth_walk import BEHIND, look_at
from approvals.queries.waits import files_not_looked_at, letters_not_issued
from departments.queries.calendar import load_calendar

OFFICE_OPENS = dt.time(9, 0)
SETTLED = dt.timedelta(hours=1)
"""So long after the office has opened, whatever was to be told in the morning has been told."""
TRACKS_AT_ONCE = 1000
State = dict[str, Any]
"""Where a walk stands and what it has found: JSON, so that another process may go on with it."""


@dataclass(frozen=True)
class Means:
    """What lies outside the database: the store of files, the book of seals; when the offices close, and how many working
    days before its day a promised paper is reminded of."""

    shelves: Shelves
    book: Book
    closes: dt.time
    warn_wd: int


Ask = Callable[[Session, Means, dt.datetime], Answer]
Walk = Callable[[Session, Means, State, dt.datetime], bool]
"""Does the next part, notes in the state what it finds, and says whether there is more."""


@dataclass(frozen=True)
class Reconciliation:
    """One count. `ask`: its newest answer with one look; `walk`: through everything. `harms`: it is a loss or a lie, and
    not only the leftover of a crash."""

    name: str
    walk: Walk
    ask: Ask | None = None
    harms: bool = True


@dataclass(frozen=True)
class Look:
    """The newest answer to one of them; `looked_at` None: nobody has ever looked."""

    name: str
    found: int
    looked_at: dt.datetime | None
    first: tuple[Mapping[str, Any], ...]
    harms: bool
    is_live: bool


def looks(session: Session, means: Means, now: dt.datetime) -> tuple[Look, ...]:
    """All of them, in the order of the table; the number of statements does not depend on what is found."""
    stored = {row.name: row for row in session.scalars(select(Stored))}
    return tuple(_look(session, one, stored.get(one.name), means, now) for one in RECONCILIATIONS)


def _look(session: Session, one: Reconciliation, row: Stored | None, means: Means, now: dt.datetime) -> Look:
    looked_at = row.looked_at if row else None
    if one.ask is None:
        first = tuple(row.facts.get("first", ())) if row else ()
        return Look(one.name, row.found if row else 0, looked_at, first, one.harms, is_live=False)
    answer = one.ask(session, means, now)
    # the findings of the night are counted as they stand now, yet it is the night that looked
    asked_at = looked_at if one.name == "truth" else now
    return Look(one.name, answer.found, asked_at, answer.first, one.harms, is_live=one.name != "truth")


def note(state: State, name: str, found: int, first: tuple[dict[str, Any], ...] | list[dict[str, Any]] = ()) -> None:
    """Add to a count of a walk; only the first things found are kept."""
    counts, named = state.setdefault("counts", {}), state.setdefault("first", {})
    counts[name] = counts.get(name, 0) + found
    if first:
        named[name] = [*named.get(name, []), *first][:SHOWN]


def ask_due(session: Session, means: Means, now: dt.datetime) -> Answer:
    return due_not_done(session, now, means.warn_wd)


def ask_letters(session: Session, means: Means, now: dt.datetime) -> Answer:
    return letters_not_issued(session, now)


def ask_looks(session: Session, means: Means, now: dt.datetime) -> Answer:
    return files_not_looked_at(session, now)


def ask_silent(session: Session, means: Means, now: dt.datetime) -> Answer:
    """The office's last morning that is over, and its next opening, by the calendar."""
    calendar, local = load_calendar(session), local_time(now)
    since = local.date()
    if not (calendar.is_working(since) and now >= _opening(since) + SETTLED):
        since -= dt.timedelta(days=1)
        while not calendar.is_working(since):
            since -= dt.timedelta(days=1)
    is_over = not calendar.is_working(local.date()) or local.time() > means.closes
    opens_at = _opening(calendar.add(local.date(), 1)) if is_over else max(now, _opening(local.date()))
    return late_without_alarm(session, now, since, opens_at)


def _opening(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, OFFICE_OPENS, TIMEZONE)


def ask_truth(session: Session, means: Means, now: dt.datetime) -> Answer:
    rows = open_findings(session, SHOWN)
    first = tuple({"what": row.what, "name": row.case_no or str(row.case_id), "item": row.item_code} for row in rows)
    return Answer(count_open_findings(session), first)


def _once(name: str, ask: Ask) -> Walk:
    """What one statement answers is walked through in one part."""

    def walk(session: Session, means: Means, state: State, now: dt.datetime) -> bool:
        answer = ask(session, means, now)
        note(state, name, answer.found, answer.first)
        return False

    return walk


def walk_decisions(session: Session, means: Means, state: State, now: dt.datetime) -> bool:
    answer, after = decided_without_document(session, state.get("after", 0))
    note(state, "decided_without_document", answer.found, answer.first)
    state["after"] = after
    return after is not None


def walk_files(session: Session, means: Means, state: State, now: dt.datetime) -> bool:
    """One shelf of 256, both ways."""
    number: int = state.get("shelf", 0)
    seen = compare_shelf(session, means.shelves, SHELVES[number], now)
    for name, hashes in (("rows_without_file", seen.rows_without_file), ("files_without_row", seen.files_without_row)):
        note(state, name, len(hashes), [{"what": name, "name": one} for one in hashes])
    state["shelf"] = number + 1
    return number + 1 < len(SHELVES)


def walk_stored_days(session: Session, means: Means, state: State, now: dt.datetime) -> bool:
    """Every open item, then every running case, then every open duty, recomputed from its facts."""
    calendar, after, subject = load_calendar(session), state.get("after", 0), state.get("subject", TRACK)
    when = When.at(local_time(now), means.closes, calendar)
    batch = look_at(session, subject, calendar, when, after, TRACKS_AT_ONCE)
    first = [
        {"what": one.difference.what, "name": str(one.case_id), "item": str(one.subject_id)} for one in batch.untrue
    ]
    note(state, "truth", len(batch.untrue), first)
    if batch.looked_at == TRACKS_AT_ONCE:
        state["after"] = batch.last
        return True
    state["after"], state["subject"] = 0, BEHIND.get(subject)
    return subject in BEHIND


def walk_record(session: Session, means: Means, state: State, now: dt.datetime) -> bool:
    """First the seals one by one, then the chains some hundred at a time."""
    number = state.get("seal", 1)
    if "seals" not in state:
        state["seals"] = highest_seal(session, means.book)
    if number <= state["seals"]:
        found, previous = look_at_seal(session, means.book, number, state.get("previous", GENESIS))
        state |= {"seal": number + 1, "previous": previous}
        _note_record(session, state, found)
        return True
    heads = cases_after(session, state.get("after", 0), AT_ONCE)
    _note_record(session, state, list(chain_findings(session, heads) if heads else orphaned_events(session)))
    if heads:
        state["after"] = heads[-1].case
    return bool(heads)


def _note_record(session: Session, state: State, found: list[Finding]) -> None:
    cases = [one.case for one in found[:SHOWN] if one.case is not None]
    names = case_numbers(session, cases) if cases else {}
    said = [
        {
            "what": one.what.value, "name": names.get(one.case or 0, "") or str(one.case or ""), "case": one.case,
            "seq": one.seq, "seal": one.seal,
        }
        for one in found[:SHOWN]
    ]  # fmt: skip
    note(state, "audit", len(found), said)


RECONCILIATIONS: tuple[Reconciliation, ...] = (
    Reconciliation("due_not_done", _once("due_not_done", ask_due), ask_due),
    Reconciliation("letters_not_issued", _once("letters_not_issued", ask_letters), ask_letters),
    Reconciliation("files_not_looked_at", _once("files_not_looked_at", ask_looks), ask_looks),
    Reconciliation("decided_without_document", walk_decisions),
    Reconciliation("late_without_alarm", _once("late_without_alarm", ask_silent), ask_silent),
    Reconciliation("rows_without_file", walk_files),
    Reconciliation("files_without_row", walk_files, harms=False),
    Reconciliation("truth", walk_stored_days, ask_truth),
    Reconciliation("audit", walk_record),
)
BY_NAME: Mapping[str, Reconciliation] = MappingProxyType({one.name: one for one in RECONCILIATIONS})
