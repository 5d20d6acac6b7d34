"""From rows to the facts that the pure clock reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from approvals.domain.clock import Reading, read
from approvals.domain.clock_facts import ExtensionFact, Limit, PauseFact, TrackFacts
from approvals.models.cases import Pause, Track
from departments.domain.catalogue_words import CountsFrom, Unit
from departments.domain.working_calendar import WorkingCalendar


def pause_fact(pause: Pause) -> PauseFact:
    """One pause as the clock sees it; a capped one ends by itself (fact sheet 2.2 rule 4)."""
    return PauseFact(
        started_on=pause.started_on,
        resumed_on=pause.resumed_on,
        cap_days=pause.cap_days,
        cap_unit=Unit(pause.length_unit),
        stops_statutory=pause.stops_statutory,
        stops_committed=pause.stops_committed,
        kind=pause.kind,
    )


def facts_of(track: Track, pauses: Iterable[Pause]) -> TrackFacts | None:
    """The clock facts of a track, or None before it was received."""
    if track.receipt_on is None:
        return None
    return TrackFacts(
        receipt_on=track.receipt_on,
        accepted_on=track.accepted_on,
        statutory=Limit(track.statutory_days, Unit(track.statutory_unit), CountsFrom(track.counts_from)),
        committed_wd=track.committed_wd,
        pauses=tuple(pause_fact(pause) for pause in pauses),
        statutory_extension=_extension(track.statutory_extension_days, track.statutory_extended_on),
        committed_extension=_extension(track.committed_extension_days, track.committed_extended_on),
        decided_on=track.decided_on,
        warn_wd=track.warn_wd,
        statutory_floor_on=track.statutory_floor_on,
        committed_floor_on=track.committed_floor_on,
    )


def is_of_round(track: Track, pause: Pause) -> bool:
    """Whether a pause lies in the present round: those of a former one ended before its acceptance and move nothing."""
    return track.round == 1 or track.accepted_on is None or pause.started_on >= track.accepted_on


def _extension(days: int | None, approved_on: dt.date | None) -> ExtensionFact | None:
    return ExtensionFact(days, approved_on) if days is not None and approved_on is not None else None


def reading_of(track: Track, pauses: Iterable[Pause], calendar: WorkingCalendar, today: dt.date) -> Reading | None:
    """What the clocks of a track say today; None while none has started."""
    facts = facts_of(track, pauses)
    if facts is None or facts.accepted_on is None:
        return None
    return read(facts, calendar, today)
