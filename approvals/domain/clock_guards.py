"""What may be done to a clock: bad facts, a pause or an extension too late are refused by name."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from approvals.domain.clock import read_clock
from approvals.domain.clock_facts import ClockName, PauseFact, TrackFacts, capped_resume_on
from approvals.domain.legal_days import notice_due_on
from approvals.domain.refusals import Refusal
from departments.domain.working_calendar import WorkingCalendar


def refuse_bad_facts(facts: TrackFacts) -> None:
    """Raise Refusal `negative_limit`, `negative_extension`, `negative_cap` or `resumed_before_paused` (param: the value)."""
    for days in (facts.statutory.days, facts.committed_wd):
        if days is not None and days < 0:
            raise Refusal("negative_limit", days=days)
    for extension in (facts.statutory_extension, facts.committed_extension):
        if extension is not None and extension.days < 0:
            raise Refusal("negative_extension", days=extension.days)
    for pause in facts.pauses:
        if pause.cap_days is not None and pause.cap_days < 0:
            raise Refusal("negative_cap", days=pause.cap_days)
        if pause.resumed_on is not None and pause.resumed_on < pause.started_on:
            raise Refusal("resumed_before_paused", started_on=pause.started_on, resumed_on=pause.resumed_on)


def clocks_to_stop(facts: TrackFacts, pause: PauseFact, calendar: WorkingCalendar) -> tuple[ClockName, ...]:
    """The clocks that a new pause will stop: those it may stop and that are not overdue on the day it starts.

    A pause needs an accepted, undecided track and a clock left to stop (rules 4 and 21): else Refusal `not_accepted`,
    `already_decided`, or `overdue_cannot_pause` (overdue is never cured by a later pause).
    """
    if facts.accepted_on is None or pause.started_on < facts.accepted_on:
        raise Refusal("not_accepted", accepted_on=facts.accepted_on)
    if facts.decided_on is not None:
        raise Refusal("already_decided", decided_on=facts.decided_on)
    running = []
    for clock in ClockName:
        reading = read_clock(facts, clock, calendar, pause.started_on)
        if reading is not None and pause.stops(clock) and pause.started_on <= reading.not_before:
            running.append(clock)
    if not running:
        raise Refusal("overdue_cannot_pause", started_on=pause.started_on)
    return tuple(running)


def refuse_late_extension(facts: TrackFacts, clock: ClockName, approved_on: date, calendar: WorkingCalendar) -> None:
    """An extension is approved once, on or before the due day (行政许可法 42).

    Raises Refusal `no_such_clock`, `already_decided`, `already_extended`, or `extension_too_late` (param `due_on`).
    """
    reading = read_clock(facts, clock, calendar, approved_on)
    if reading is None:
        raise Refusal("no_such_clock", field="clocks", clock=clock)
    if facts.decided_on is not None:
        raise Refusal("already_decided", decided_on=facts.decided_on)
    if facts.extension(clock) is not None:
        raise Refusal("already_extended", field="clocks", clock=clock)
    if approved_on > reading.last_day_to_extend:
        raise Refusal("extension_too_late", field="clocks", clock=clock, due_on=reading.last_day_to_extend)


def refuse_extension_days(facts: TrackFacts, clocks: Collection[ClockName], days: int, most: int) -> None:
    """At least one clock, and 1 to `most` days; what was promised may not end up longer than what the law gives.

    Raises Refusal `nothing_chosen`, `no_extension`, `extension_days` (param `most`), `committed_beyond_statutory`.
    """
    if not clocks:
        raise Refusal("nothing_chosen", field="clocks")
    if most <= 0:
        raise Refusal("no_extension")
    if not 1 <= days <= most:
        raise Refusal("extension_days", field="days", days=days, most=most)
    law, promise = facts.statutory, facts.limit(ClockName.COMMITTED)
    comparable = law.unit is promise.unit and law.counts_from is promise.counts_from
    if ClockName.COMMITTED in clocks and comparable and law.days is not None and promise.days is not None:
        before = facts.statutory_extension.days if facts.statutory_extension else 0
        given = days if ClockName.STATUTORY in clocks else before
        if promise.days + days > law.days + given:
            raise Refusal("committed_beyond_statutory", field="days", most=law.days + given - promise.days)


def refuse_acceptance_day(
    facts: TrackFacts, accepted_on: date, *, is_deemed: bool, calendar: WorkingCalendar, today: date
) -> None:
    """Another day of acceptance lies between receipt and the end of the five days, and before every pause.

    Raises Refusal `clock_not_running`, `already_decided`, `nothing_changed`, `deemed_by_law` (a deemed acceptance is
    the law's own day), `future_day`, `accepted_before_receipt`, `accepted_too_late` (param `last_on`; 32(4)),
    `pause_before_acceptance`.
    """
    if facts.decided_on is not None:
        raise Refusal("already_decided", decided_on=facts.decided_on)
    if facts.accepted_on is None:
        raise Refusal("clock_not_running")
    if is_deemed:
        raise Refusal("deemed_by_law", accepted_on=facts.accepted_on)
    if accepted_on == facts.accepted_on:
        raise Refusal("nothing_changed", field="accepted_on")
    if accepted_on > today:
        raise Refusal("future_day", field="accepted_on")
    if accepted_on < facts.receipt_on:
        raise Refusal("accepted_before_receipt", field="accepted_on", receipt_on=facts.receipt_on)
    last_on = notice_due_on(facts.receipt_on, calendar)
    if accepted_on > max(last_on, facts.accepted_on):
        raise Refusal("accepted_too_late", field="accepted_on", last_on=last_on)
    _refuse_pause_before(facts.pauses, accepted_on, "accepted_on")


def refuse_pause_days(
    facts: TrackFacts, old: PauseFact, new: PauseFact, *, calendar: WorkingCalendar, today: date
) -> None:
    """Other days of a pause: after acceptance, in order, not in the future, not beyond the cap.

    Raises Refusal `already_decided`, `nothing_changed`, `future_day`, `pause_before_acceptance`,
    `resumed_before_paused`, `pause_beyond_cap` (param `last_on`).
    """
    if facts.decided_on is not None:
        raise Refusal("already_decided", decided_on=facts.decided_on)
    if (old.started_on, old.resumed_on) == (new.started_on, new.resumed_on):
        raise Refusal("nothing_changed", field="resumed_on")
    if new.started_on > today:
        raise Refusal("future_day", field="started_on")
    if new.resumed_on is not None and new.resumed_on > today:
        raise Refusal("future_day", field="resumed_on")
    if facts.accepted_on is not None:
        _refuse_pause_before((new,), facts.accepted_on, "started_on")
    if new.resumed_on is not None and new.resumed_on < new.started_on:
        raise Refusal("resumed_before_paused", field="resumed_on", started_on=new.started_on, resumed_on=new.resumed_on)
    last_on = capped_resume_on(new, calendar)
    if last_on is not None and new.resumed_on is not None and new.resumed_on > last_on:
        raise Refusal("pause_beyond_cap", field="resumed_on", last_on=last_on)


def refuse_late_start(rest: TrackFacts, new: PauseFact, calendar: WorkingCalendar) -> None:
    """Every clock a corrected pause stops must still have run on its first day: `overdue_cannot_pause` (rule 21)."""
    stopped = clocks_to_stop(rest, new, calendar)
    for clock in ClockName:
        if new.stops(clock) and rest.limit(clock).days is not None and clock not in stopped:
            raise Refusal("overdue_cannot_pause", field="started_on", started_on=new.started_on)


def refuse_undone_extension(before: TrackFacts, after: TrackFacts, calendar: WorkingCalendar, today: date) -> None:
    """A correction may not leave an extension approved after the due day, where it would silently count no more.

    Raises Refusal `extension_undone` (params `approved_on`, `due_on`).
    """
    for clock in ClockName:
        extension = before.extension(clock)
        old, new = read_clock(before, clock, calendar, today), read_clock(after, clock, calendar, today)
        if extension is not None and old is not None and new is not None and old.extended and not new.extended:
            approved_on, due_on = extension.approved_on, new.last_day_to_extend
            raise Refusal("extension_undone", clock=clock, approved_on=approved_on, due_on=due_on)


def refuse_cured(before: TrackFacts, after: TrackFacts, calendar: WorkingCalendar, today: date) -> None:
    """Overdue is never cured: a clock that is overdue gets no later due day. Raises Refusal `overdue_not_cured`."""
    for clock in ClockName:
        old, new = read_clock(before, clock, calendar, today), read_clock(after, clock, calendar, today)
        if old is not None and new is not None and today > old.not_before and new.not_before > old.not_before:
            raise Refusal("overdue_not_cured", clock=clock, due_on=old.not_before)


def _refuse_pause_before(pauses: Iterable[PauseFact], accepted_on: date, field: str) -> None:
    for pause in pauses:
        if pause.started_on < accepted_on:
            raise Refusal("pause_before_acceptance", field=field, started_on=pause.started_on, accepted_on=accepted_on)
