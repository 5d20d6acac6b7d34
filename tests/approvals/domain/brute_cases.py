"""Random cases for the clock, the operator's batch and the receipt, each compared with the day-by-day walk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from approvals.domain.clock import ClockReading, read
from approvals.domain.clock_batch import answer
from approvals.domain.clock_facts import ClockName, ExtensionFact, Limit, PauseFact, TrackFacts
from departments.domain.catalogue_words import CountsFrom, Unit
from departments.domain.working_calendar import WorkingCalendar, parse_calendar_csv
from tests.approvals.domain import brute
from tests.approvals.domain.brute import Asked, Dice, Stop

SEED_FILE = Path(__file__).parents[3] / "departments" / "data" / "calendar-2004-2026.csv"
CALENDAR = WorkingCalendar(parse_calendar_csv(SEED_FILE.read_text(encoding="utf-8")))
ZONES = ("Asia/Shanghai", "UTC", "America/Los_Angeles", "Pacific/Kiritimati", "Asia/Kathmandu")
EARLIEST, SPREAD = date(2024, 1, 5).toordinal(), 4 * 365
ONE = timedelta(days=1)
Difference = tuple[str, object, object, object]


def differences(seed: int, cases: int) -> Iterator[Difference]:
    """Every case of this seed for which our code and the walk differ: what was asked, ours, the walk's."""
    dice = Dice(seed)
    for _ in range(cases):
        kind = dice.below(10)
        found = _track(dice) if kind < 6 else _line(dice) if kind < 9 else _receipt(dice)
        if found is not None:
            yield found


def _track(dice: Dice) -> Difference | None:
    """Both clocks of one track, with everything that can happen to it."""
    receipt = EARLIEST + dice.below(SPREAD)
    accepted = receipt + dice.below(8)
    as_of = accepted - 3 + dice.below(120)
    decided = dice.below(4) == 0
    natural = dice.below(3) == 0
    from_receipt = (dice.below(6) == 0, dice.below(6) == 0)
    limits = tuple(None if dice.below(8) == 0 else dice.limit() for _ in ClockName)
    warn = dice.below(6) if dice.below(6) == 0 else None
    stops = dice.stops(accepted)
    flags = [((True, True), (True, False), (False, True), (True, True))[dice.below(4)] for _ in stops]
    extensions = [(dice.below(20), accepted + dice.below(40)) if dice.below(4) == 0 else None for _ in ClockName]
    floors = [accepted + dice.below(90) if dice.below(10) == 0 else None for _ in ClockName]
    facts = TrackFacts(
        day(receipt), day(accepted),
        Limit(limits[0], Unit.NATURAL_DAYS if natural else Unit.WORKING_DAYS, counts_from(from_receipt[0])), limits[1],
        tuple(pause(stop, *flag) for stop, flag in zip(stops, flags, strict=True)),
        *(ExtensionFact(each[0], day(each[1])) if each else None for each in extensions),
        day(as_of) if decided else None, warn, counts_from(from_receipt[1]),
        *(None if floor is None else day(floor) for floor in floors),
    )  # fmt: skip
    ours = read(facts, CALENDAR, day(as_of + 30 if decided else as_of))
    for number, (clock, reading) in enumerate(zip(ClockName, (ours.statutory, ours.committed), strict=True)):
        limit, extension = limits[number], extensions[number]
        if limit is None:
            if reading is not None:
                return clock, facts, reading, None
            continue
        walked = brute.read(Asked(
            receipt if from_receipt[number] else accepted, limit, natural and number == 0,
            tuple(stop for stop, flag in zip(stops, flags, strict=True) if flag[number]), as_of, decided,
            extension[0] if extension else None, extension[1] if extension else 0, floors[number], warn,
        ))  # fmt: skip
        del walked["excluded_wd"]
        assert reading is not None
        if (told := as_walked(reading)) != walked:
            return clock, (facts, day(as_of)), told, walked
    return None


def as_walked(reading: ClockReading) -> dict[str, object]:
    due_on, warn_on = reading.due_on, reading.warn_on
    return {
        "first_day": reading.first_day.toordinal(),
        "due": reading.not_before.toordinal(),
        "due_on": None if due_on is None else due_on.toordinal(),
        "last_day_to_extend": reading.last_day_to_extend.toordinal(),
        "extended": reading.extended,
        "excluded": reading.excluded,
        "used": reading.used,
        "remaining": reading.remaining,
        "overdue_by": reading.overdue_by,
        "overdue_wd": reading.overdue_wd,
        "day_number": reading.day_number,
        "warn_on": None if warn_on is None else warn_on.toordinal(),
        "light": reading.light.value,
        "provisional": reading.provisional,
    }


def _line(dice: Dice) -> Difference | None:
    """One line of the operator's batch."""
    accepted = EARLIEST + dice.below(SPREAD)
    today = accepted - 2 + dice.below(100)
    decided = accepted + dice.below(90) if dice.below(4) == 0 else None
    limit, natural = dice.limit(), dice.below(4) == 0
    extension = dice.below(30) if dice.below(3) == 0 else 0
    stops = tuple(Stop(stop.start, stop.end) for stop in dice.stops(accepted))
    record = {
        "id": 1, "kind": "due", "accepted_on": text(accepted), "limit": limit, "unit": "ND" if natural else "WD",
        "pauses": [[text(stop.start), None if stop.end is None else text(stop.end)] for stop in stops],
        "extension": extension, "today": text(today), "decided_on": None if decided is None else text(decided),
    }  # fmt: skip
    told = answer(record, CALENDAR, date.today)
    through_today = tuple(Stop(s.start, max(s.start, today + 1) if s.end is None else s.end) for s in stops)
    as_of = today if decided is None else decided
    walked = brute.read(Asked(accepted, limit, natural, through_today, as_of, decided is not None, extension, accepted))
    expected = {
        "id": 1, "first_day": text(walked["first_day"]), "due_on": text(walked["due"]), "excluded": walked["excluded_wd"],
        **{key: walked[key] for key in ("used", "remaining", "overdue_by", "light", "provisional")},
    }  # fmt: skip
    return None if told == expected else ("batch", record, told, expected)


def _receipt(dice: Dice) -> Difference | None:
    moment = datetime(2024, 1, 5) + timedelta(minutes=dice.below(SPREAD * 24 * 60), seconds=dice.below(3))
    close = (15 + dice.below(4), (0, 30)[dice.below(2)])
    if dice.below(3) == 0:
        moment = moment.replace(hour=close[0], minute=close[1])
    record = {"kind": "receipt", "submitted_at": moment.isoformat(), "close_of_business": f"{close[0]}:{close[1]:02d}"}
    told = answer(record, CALENDAR, date.today)
    received, notice = brute.receipt(moment, close)
    days = {"receipt_on": text(received), "notice_due_on": text(notice), "deemed_accepted_on": text(received)}
    expected = {"id": None, **days}
    return None if told == expected else ("receipt", record, told, expected)


def day(ordinal: int) -> date:
    return date.fromordinal(ordinal)


def text(ordinal: object) -> str:
    assert isinstance(ordinal, int)
    return date.fromordinal(ordinal).isoformat()


def counts_from(receipt: bool) -> CountsFrom:
    return CountsFrom.RECEIPT if receipt else CountsFrom.ACCEPTANCE


def pause(stop: Stop, statutory: bool, committed: bool) -> PauseFact:
    return PauseFact(
        day(stop.start),
        None if stop.end is None else day(stop.end),
        stop.cap,
        Unit.NATURAL_DAYS if stop.cap_natural else Unit.WORKING_DAYS,
        statutory,
        committed,
    )
