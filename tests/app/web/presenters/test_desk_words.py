from __future__ import annotations

import ast
import datetime as dt
import inspect
from types import SimpleNamespace

import pytest

from app.web.presenters.desk_words import STRETCHES, stage_floats, stage_line, stretch_words, strip_sentence
from approvals.domain import desk_bar
from approvals.domain.desk_bar import Segment, Strip
from approvals.domain.stage_clock import StageLimits, StageReading, StageTrack, read_stage
from departments.domain.working_calendar import WorkingCalendar

FIRST, LAST = dt.date(2026, 3, 9), dt.date(2026, 3, 11)


def test_every_stretch_the_domain_draws_has_a_word() -> None:
    tree = ast.parse(inspect.getsource(desk_bar))
    kinds = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name in ("_kind", "_before_acceptance")
    ]
    drawn = {
        part.value
        for function in kinds
        for returned in ast.walk(function)
        if isinstance(returned, ast.Return) and returned.value is not None
        for part in ast.walk(returned.value)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }

    assert len(drawn) >= 7
    assert drawn <= set(STRETCHES)


@pytest.mark.usefixtures("chinese")
def test_a_strip_is_read_aloud_as_a_sentence() -> None:
    strip = Strip("a", (Segment("win", 1, 3, FIRST, LAST), Segment("act", 4, 1, LAST, LAST)), None, None)

    assert strip_sentence(strip) == "窗口 3月9日（周一） 至 3月11日（周三）；部门实际 3月11日（周三）"
    assert strip_sentence(Strip("b", (), None, None)) == "还没有开始"


@pytest.mark.usefixtures("chinese")
def test_a_short_stretch_carries_no_word() -> None:
    assert stretch_words(Segment("act", 1, 2, FIRST, LAST)) == ""
    assert stretch_words(Segment("act", 1, 3, FIRST, LAST)) == "部门实际"


def stage_of(today: dt.date, *tracks: StageTrack) -> StageReading:
    found = read_stage(tracks, StageLimits(FIRST, 45, 20), WorkingCalendar([]), today)
    assert found is not None
    return found


@pytest.mark.usefixtures("chinese")
def test_a_clock_of_the_stage_is_one_sentence() -> None:
    reading = stage_of(LAST, StageTrack("a", FIRST, due_on=LAST)).reading
    assert reading is not None and reading.committed is not None
    assert stage_line(reading.committed) == (
        "20 个工作日：已计 2 个工作日，还剩 18 个工作日，2026年4月6日（周一） 到期（放假安排未公布，暂定）"
    )


@pytest.mark.usefixtures("chinese")
def test_a_stage_that_stands_says_when_it_may_end_at_the_earliest() -> None:
    held = StageTrack("a", FIRST, out=((LAST, None),), back_on=LAST, left_wd=3)
    reading = stage_of(LAST, held).reading
    assert reading is not None and reading.committed is not None
    assert "每个事项都停着，最早" in stage_line(reading.committed)


@pytest.mark.usefixtures("chinese")
def test_a_finished_stage_tells_what_it_took() -> None:
    reading = stage_of(LAST, StageTrack("a", FIRST, ended_on=LAST)).reading
    assert reading is not None and reading.statutory is not None
    assert stage_line(reading.statutory) == "45 个工作日：用了 2 个工作日"


@pytest.mark.usefixtures("chinese")
def test_the_room_of_the_others_is_told_in_working_days() -> None:
    clock = stage_of(
        FIRST,
        StageTrack("a", FIRST, due_on=LAST),
        StageTrack("b", FIRST, due_on=FIRST),
        StageTrack("c", FIRST, due_on=FIRST, upstream=("a",)),
    )
    lines = {key: SimpleNamespace(public_id=key, item=SimpleNamespace(name_zh=f"事项{key}")) for key in "abc"}
    view = SimpleNamespace(clock=clock, lines=lines)
    assert stage_floats(view) == (
        "事项a 一天也不能晚；事项b 2 个工作日" if clock.critical == "c" else "事项c 一天也不能晚；事项b 2 个工作日"
    )
