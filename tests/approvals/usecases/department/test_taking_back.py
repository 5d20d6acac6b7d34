"""A licence is revoked, recalled or cancelled by a decision of its own, and everything that leant on it hears of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.exchange_status import Blzt, exchange_status
from approvals.domain.refusals import Invalid, NotAllowed, Refusal, Stale
from approvals.domain.states import DocumentState, TrackState
from approvals.models.letters import Document
from approvals.models.traces import OutboxMessage
from approvals.models.watch import Duty
from approvals.usecases.department.cancel import cancel
from approvals.usecases.department.recall import recall
from approvals.usecases.department.revoke import revoke
from tests.factories.lives import FRIDAY, LICENCE, OPINION, decided, told
from tests.factories.main_job import at
from tests.factories.work import Work

pytestmark = pytest.mark.starts_from.with_args(decided)
SAID: dict[Callable[..., str], dict[str, str]] = {
    revoke: {"ground": "fraud", "findings": "勘探资料系伪造。", "heard": "3月12日听取陈述，当事人承认。",
             "reasons": "以欺骗手段取得许可。", "effect": "许可自始无效。"},
    recall: {"ground": "facts_changed", "findings": "发现新石器时代遗址。", "heard": "3月12日听取陈述，无异议。",
             "reasons": "客观情况发生重大变化。", "effect": "停止施工。", "compensation": "直接损失依法补偿。"},
    cancel: {"ground": "entity_ended", "reasons": "企业已经依法终止。", "effect": "许可注销。"},
}  # fmt: skip


def take(verb: Callable[..., str], work: Work, item: str = LICENCE, **changes: Any) -> str:
    said: dict[str, Any] = {
        "track": work.filed.tracks[item], "version": work.track(item).version, "actor": work.head(item),
        "now": at(FRIDAY),
    }  # fmt: skip
    return verb(**SAID[verb] | said | changes)


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "verb, state, kind, code",
    [
        (revoke, TrackState.REVOKED, "revocation_decision", Blzt.REVOKED),
        (recall, TrackState.RECALLED, "recall_decision", Blzt.RECALLED),
        (cancel, TrackState.CANCELLED, "cancellation_decision", Blzt.GRANTED),
    ],
)
def test_the_licence_ends_and_its_letter_leads_to_the_decision(
    work: Work, verb: Callable[..., str], state: TrackState, kind: str, code: Blzt
) -> None:
    (before,) = work.documents("licence_decision")
    if verb is not cancel:  # what has lost its ground is taken from nobody
        told(work, LICENCE, verb.__name__, day=FRIDAY)
    decision = take(verb, work)
    track, (licence,), (letter,) = work.track(LICENCE), work.documents("licence_decision"), work.documents(kind)
    assert (track.state, exchange_status(track.state), letter.public_id) == (state, code, decision)
    assert (licence.state, licence.revoked_on, licence.replaced_by_id) == (DocumentState.REVOKED, FRIDAY, letter.id)
    assert licence.ended_because == letter.facts["reasons"][0]
    assert letter.facts["result_number"] == before.result_number and letter.facts["remedies"]["court"]
    assert work.tags()[-2:] == ["system:document:issued", f"officer:track:{track.state.value}"]
    with reading() as session:
        assert not session.scalars(select(Duty).where(Duty.track_id == track.id, Duty.done_at.is_(None))).all()
        messages = session.scalars(
            select(OutboxMessage.key).where(OutboxMessage.key.like(f"tell:{state.value}:%"))
        ).all()
        assert len(messages) == 1
        assert session.get_one(Document, letter.id).state is DocumentState.QUEUED


def test_only_a_licence_in_force_by_its_own_head_on_a_fresh_page(work: Work) -> None:
    for changes, refusal, code in (
        ({"actor": work.examiner(LICENCE)}, NotAllowed, "decide_only"),
        ({"ground": "mood"}, Invalid, "invalid"),
        ({"heard": " "}, Invalid, "invalid"),
        ({"item": OPINION}, Refusal, "only_licences"),
        ({"item": "LX-08"}, Refusal, "no_such_move"),
        ({"version": 99}, Stale, "stale"),
    ):
        with pytest.raises(refusal) as refused:
            take(revoke, work, **changes)  # type: ignore[arg-type]
        assert refused.value.code == code
    told(work, LICENCE, "revoke", day=FRIDAY)
    version = work.track(LICENCE).version
    take(revoke, work)
    with pytest.raises(Stale):
        take(revoke, work, version=version)
    with pytest.raises(Refusal):
        take(recall, work)
    assert len(work.documents("revocation_decision")) == 1 and not work.documents("recall_decision")
