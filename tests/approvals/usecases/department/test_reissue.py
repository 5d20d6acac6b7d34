"""A slip in a letter is put right by the head: the whole letter again under a new number, and the old one says so."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.refusals import Refusal
from approvals.domain.states import DocumentState
from approvals.models.traces import OutboxMessage
from approvals.models.watch import Duty
from approvals.usecases.department.reissue import reissue
from tests.factories.lives import FRIDAY, LICENCE, decided
from tests.factories.main_job import at
from tests.factories.work import Work

pytestmark = pytest.mark.starts_from.with_args(decided)


def again(work: Work, **changes: Any) -> str:
    said: dict[str, Any] = {
        "track": work.filed.tracks[LICENCE], "version": work.track(LICENCE).version,
        "document": work.documents("licence_decision")[-1].public_id, "wrong": "材料齐全", "right": "材料完备",
        "reason": "录入笔误", "actor": work.head(LICENCE), "now": at(FRIDAY),
    }  # fmt: skip
    return reissue(**said | changes)


@pytest.mark.both_databases
def test_the_new_letter_says_the_right_words_and_the_chain_is_whole(work: Work) -> None:
    before = work.track(LICENCE)
    public_id = again(work)
    old, new = work.documents("licence_decision")
    assert (new.public_id, new.state, new.dated_on) == (public_id, DocumentState.QUEUED, FRIDAY)
    assert (old.state, old.replaced_by_id, old.ended_because) == (DocumentState.REPLACED, new.id, "录入笔误")
    assert new.number != old.number and new.verify_code != old.verify_code
    assert new.result_number == old.result_number and new.facts["licence_number"] == old.facts["licence_number"]
    assert new.facts["findings"] == ["材料完备，符合条件。"] and old.facts["findings"] == ["材料齐全，符合条件。"]
    assert new.facts["slip"]["number"] == old.number and new.facts["number"] == new.number
    assert new.facts["deliver_by"] == "2026-03-27"
    after = work.track(LICENCE)
    assert (after.state, after.version) == (before.state, before.version + 1)
    assert work.tags()[-1] == "officer:document:reissued"
    with reading() as session:
        owed = session.scalars(select(Duty).where(Duty.track_id == after.id, Duty.kind == "delivery")).one()
        assert (owed.due_on, owed.done_at) == (dt.date(2026, 3, 27), None)
        told = session.scalars(select(OutboxMessage).where(OutboxMessage.key.like("tell:reissued:%"))).one()
        assert (told.payload["params"]["old"], told.payload["params"]["number"]) == (old.number, new.number)


def test_a_letter_can_be_put_right_twice_but_not_one_that_is_replaced(work: Work) -> None:
    (first,) = work.documents("licence_decision")
    again(work)
    with pytest.raises(Refusal) as refused:
        again(work, document=first.public_id)
    assert refused.value.code == "not_this_letter"
    again(work, wrong="材料完备", right="材料齐备")
    assert [one.state.value for one in work.documents("licence_decision")] == ["replaced", "replaced", "queued"]


def test_what_is_no_slip_and_who_is_no_head_is_refused_and_nothing_is_numbered(work: Work) -> None:
    refusals: list[tuple[dict[str, Any], str]] = [
        ({"wrong": "没有这句话"}, "slip_not_found"),
        ({"wrong": "2026"}, "slip_not_found"),
        ({"reason": " "}, "invalid"),
        ({"right": "材料齐全"}, "invalid"),
        ({"actor": work.examiner(LICENCE)}, "decide_only"),
    ]
    for changes, code in refusals:
        with pytest.raises(Refusal) as refused:
            again(work, **changes)
        assert refused.value.code == code
    assert len(work.documents("licence_decision")) == 1
