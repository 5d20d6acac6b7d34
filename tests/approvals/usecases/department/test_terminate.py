"""An item ends without a decision: by a letter with reasons and remedies, after the applicant was heard, and alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from approvals.domain.exchange_status import Blzt, exchange_status
from approvals.domain.refusals import Refusal
from approvals.domain.states import TrackState
from approvals.usecases.department.terminate import terminate
from tests.factories.lives import told
from tests.factories.main_job import MONDAY, at
from tests.factories.towns import accepted_with_promises
from tests.factories.work import Work

pytestmark = pytest.mark.starts_from.with_args(accepted_with_promises)
APRIL = dt.date(2026, 4, 20)


def end(work: Work, item: str = "LX-13", *, day: dt.date = APRIL, **changes: Any) -> str:
    said: dict[str, Any] = {
        "track": work.filed.tracks[item], "version": work.track(item).version, "ground": "broken_promise",
        "reasons": "逾期未补交材料，无法完成审查。", "heard": "4月17日电话告知，你单位没有异议。",
        "basis": "《济南市优化营商环境条例》第二十八条", "actor": work.head(item), "now": at(day),
    }  # fmt: skip
    return terminate(**said | changes)


@pytest.mark.both_databases
def test_a_broken_promise_ends_its_own_item_only(work: Work) -> None:
    work.claim("LX-13")
    work.pause("LX-13", "EXPERT_REVIEW", 5)
    others = {item: state for item, state in work.states().items() if item != "LX-13"}
    told(work, "LX-13", "terminate", day=APRIL)
    end(work)
    track, (letter,) = work.track("LX-13"), work.documents("termination_decision")
    assert (track.state, exchange_status(track.state)) == (TrackState.TERMINATED, Blzt.RECALLED)
    assert track.ended_at == at(APRIL) and track.next_alarm_at is None
    assert letter.facts["ground"] == "broken_promise" and letter.facts["remedies"]["court"]
    assert {one["due_on"] for one in letter.facts["broken"]} and letter.facts["heard"].startswith("4月17日")
    assert {item: state for item, state in work.states().items() if item != "LX-13"} == others
    assert "officer:track:terminated" in work.tags()


def test_a_promise_that_is_not_due_breaks_nothing_and_other_grounds_need_none(work: Work) -> None:
    refusals: list[tuple[dict[str, Any], str]] = [
        ({"day": MONDAY}, "no_broken_promise"),
        ({"item": "LX-08"}, "no_broken_promise"),
        ({"heard": ""}, "invalid"),
        ({"ground": "mood"}, "invalid"),
        ({"actor": work.examiner("LX-13")}, "decide_only"),
        ({"version": 77}, "stale"),
    ]
    for changes, code in refusals:
        with pytest.raises(Refusal) as refused:
            end(work, **changes)
        assert refused.value.code == code, changes
    end(work, "LX-08", day=MONDAY, ground="applicant_ceased")
    assert work.states()["LX-08"] == "terminated"
    with pytest.raises(Refusal) as refused:
        end(work, "LX-08", day=MONDAY, ground="project_cancelled")
    assert refused.value.code == "no_such_move"
