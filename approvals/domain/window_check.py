"""What verdicts on papers mean for the items of a filing, and how the lines of a one-time notice become one list."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from approvals.domain.states import Supply
from departments.domain.working_calendar import WorkingCalendar

Item = TypeVar("Item")
Paper = TypeVar("Paper")
CORRECTABLE = frozenset({Supply.MISSING, Supply.UPLOADED, Supply.DEFERRED})
"""Papers that the applicant itself supplies: only of these can a correction be asked."""
BLANKS = " \t\r\n　"
STOPS = "。．.；;！!"


@dataclass(frozen=True)
class NoticeGap:
    """A line that somebody wants in the notice: the paper, what is wrong, what is asked, and who asks.

    `key` names the line on the page; `asked_by` holds departments by id, and nobody for the window itself.
    """

    key: str
    paper: str
    defect: str
    requirement: str
    asked_by: tuple[int, ...] = ()
    by_window: bool = False


def blocked_items(required: Mapping[Item, Collection[Paper]], failing: Collection[Paper]) -> dict[Item, list[Paper]]:
    """The items that cannot be accepted, each with the failing papers it requires, in its own order (行政许可法 32(4)).

    A paper that an item may have, but need not, holds that item up by nothing.
    """
    failed = set(failing)
    found = {item: [paper for paper in papers if paper in failed] for item, papers in required.items()}
    return {item: papers for item, papers in found.items() if papers}


def opinion_needed_on(today: date, notice_due_on: date, calendar: WorkingCalendar) -> date:
    """By when a department's word is needed: the working day before the notice must go, and never before today."""
    return max(today, calendar.subtract(notice_due_on, 1))


def same_words(text: str) -> str:
    """A text as it is compared: blanks and the last full stop say nothing."""
    return "".join(text.split()).strip(BLANKS).rstrip(STOPS)


def merge_gaps(gaps: Iterable[NoticeGap]) -> tuple[NoticeGap, ...]:
    """One line for what is asked of the same paper in the same words, with everybody who asks; the order stays.

    Different words about what is wrong are kept, each once: the applicant is told every one.
    """
    merged: dict[tuple[str, str], NoticeGap] = {}
    for gap in gaps:
        place = (gap.paper, same_words(gap.requirement))
        merged[place] = _joined(merged[place], gap) if place in merged else gap
    return tuple(merged.values())


def _joined(one: NoticeGap, more: NoticeGap) -> NoticeGap:
    known = {same_words(line) for line in one.defect.splitlines()}
    new = [line for line in more.defect.splitlines() if same_words(line) and same_words(line) not in known]
    return replace(
        one,
        defect="\n".join([line for line in (one.defect, *new) if line]),
        asked_by=tuple(dict.fromkeys((*one.asked_by, *more.asked_by))),
        by_window=one.by_window or more.by_window,
    )
