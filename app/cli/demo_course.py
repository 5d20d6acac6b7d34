"""How a case of the demo city usually goes: on time, item by item, with the exceptions a story names."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from app.cli.demo_days import Diary
from app.cli.demo_desk import Desk
from app.cli.demo_filing import Filing
from approvals.domain.plan import PlannedItem

FIRST_HOUR = 9.5
HOURS_BEHIND_UPSTREAM = 2.0


@dataclass(frozen=True)
class Exceptions:
    """What does not go as usual: items left at a point, refused, or decided on another day than their due day."""

    untouched: Collection[str] = ()
    claimed: Collection[str] = ()
    proposed: Collection[str] = ()
    refused: Collection[str] = ()
    turned_away: Collection[str] = ()
    on_day: Mapping[str, int] = field(default_factory=dict)


NONE = Exceptions()


class Course:
    """Writes the usual course of one filing into the diary; days are offsets of the diary."""

    def __init__(self, diary: Diary, filing: Filing) -> None:
        self.diary = diary
        self.filing = filing
        self.decided: dict[str, tuple[int, float]] = {}
        self._hour = FIRST_HOUR + (sum(filing.project.encode()) % 8) / 12

    def file(self, day: int) -> None:
        self.diary.at(day, self._hour, self.filing.file)

    def accept(self, day: int, codes: Collection[str] | None = None) -> None:
        """In the afternoon of the day, so that a case filed in the morning can be admitted at once."""
        self.diary.at(day, self._hour + 0.75, self.filing.accept, codes)

    def examine(self, accepted: int, exceptions: Exceptions = NONE) -> None:
        """Each item within its committed days, after what it waits for; what lies in the future stays undecided."""
        pending = [one for one in self.filing.plan.items if one.code not in exceptions.turned_away]
        while ready := [one for one in pending if self._is_ready(one, exceptions)]:
            pending = [one for one in pending if one not in ready]
            for planned in ready:
                self._plan_day(planned, accepted, exceptions)

    def _is_ready(self, planned: PlannedItem, exceptions: Exceptions) -> bool:
        """Everything it waits for has a day of its grant."""
        waits = {wait.item for wait in planned.waits_for} - set(exceptions.turned_away)
        return waits <= set(self.decided) - set(exceptions.refused)

    def _plan_day(self, planned: PlannedItem, accepted: int, exceptions: Exceptions) -> None:
        waits = [wait.item for wait in planned.waits_for if wait.item not in exceptions.turned_away]
        start, hour = max((self.decided[one] for one in waits), default=(accepted, self._hour))
        start = max(start, accepted)
        day = exceptions.on_day.get(planned.code, start + max(0, planned.committed_wd - 1))
        hour = hour + HOURS_BEHIND_UPSTREAM if waits and day == start else self._hour + 1
        self._one(planned.code, start, day, hour, exceptions)

    def _one(self, code: str, start: int, day: int, hour: float, exceptions: Exceptions) -> None:
        desk = Desk(self.filing, code)
        if code in exceptions.untouched:
            return
        if day > start and start < 0:
            self.diary.at(start + 1 if day > start + 1 else start, hour, desk.claim)
        if code in exceptions.claimed or day > 0:
            return
        self.diary.at(day, hour + 0.5, desk.refuse if code in exceptions.refused else desk.propose)
        if code in exceptions.proposed:
            return
        self.diary.at(day, hour + 1, desk.sign)
        self.decided[code] = (day, hour)

    def confirm(self, day: int) -> None:
        self.diary.at(day, 16.5, self.filing.confirm)

    def desk(self, code: str) -> Desk:
        return Desk(self.filing, code)

    @property
    def last_day(self) -> int:
        """The day on which the last decided item was signed."""
        return max((day for day, _ in self.decided.values()), default=0)
