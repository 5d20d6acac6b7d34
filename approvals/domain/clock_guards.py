"""What may be done to a clock: bad facts, a pause or an extension too late are refused by name."""

from __future__ import annotations

from datetime import date

from approvals.domain.clock import read_clock
from approvals.domain.clock_facts import ClockName, PauseFact, TrackFacts
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
        raise Refusal("no_such_clock", clock=clock)
    if facts.decided_on is not None:
        raise Refusal("already_decided", decided_on=facts.decided_on)
    if facts.extension(clock) is not None:
        raise Refusal("already_extended", clock=clock)
    if approved_on > reading.last_day_to_extend:
        raise Refusal("extension_too_late", clock=clock, due_on=reading.last_day_to_extend)
