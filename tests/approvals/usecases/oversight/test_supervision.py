"""A supervisor asks, the department answers, the supervisor closes; the enterprise learns nothing of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from app.foundation.reading import reading
from approvals.domain.oversight import Demand
from approvals.domain.refusals import NotFound, Refusal
from approvals.queries.access import find_document
from approvals.queries.enterprise_documents import documents_of
from approvals.queries.oversight import NoticeRow, notices_at_desk, notices_overseen, supervised
from approvals.usecases.letters.rehearsing import rehearse
from approvals.usecases.oversight.answer_supervision import answer_supervision
from approvals.usecases.oversight.close_supervision import close_supervision
from approvals.usecases.oversight.send_supervision_notice import send_supervision_notice
from departments.queries.calendar import load_calendar
from tests.factories.drafts import a_paper
from tests.factories.main_job import MONDAY, at
from tests.factories.towns import accepted
from tests.factories.work import Work

pytestmark = pytest.mark.starts_from.with_args(accepted)
ITEM, MAY = "LX-13", dt.date(2026, 5, 11)


def demand(**changes: Any) -> Demand:
    said: dict[str, Any] = {
        "rule": "statutory", "level": "yellow", "findings": "超期没有办结", "requirements": "报送原因\n提出措施",
        "reply_by": dt.date(2026, 5, 14),
    }  # fmt: skip
    return Demand(**said | changes)


def send(work: Work, item: str = ITEM, *, day: dt.date = MAY, **changes: Any) -> str:
    who = changes.pop("actor", work.cast.du)
    version = changes.pop("version", work.track(item).version)
    track = work.filed.tracks[item]
    return send_supervision_notice(track=track, version=version, demand=demand(**changes), actor=who, now=at(day))


def sent(work: Work) -> NoticeRow:
    with reading() as session:
        (row,) = notices_overseen(session, work.cast.du)
    return row


@pytest.mark.both_databases
def test_a_notice_is_sent_answered_and_closed(work: Work) -> None:
    notice, before = send(work), work.track(ITEM)
    (letter,) = work.documents("supervision_notice")
    assert letter.number == "章督〔2026〕1号" and letter.facts["overdue_days"] == sent(work).overdue_wd > 0
    assert letter.facts["reply_by"] == "2026-05-14" and letter.facts["level"] == "yellow"
    assert sent(work).standing(MAY) == "waiting" and sent(work).standing(dt.date(2026, 5, 15)) == "late"
    with pytest.raises(Refusal, match="supervision_unanswered"):
        close_supervision(notice=notice, note="已解决", actor=work.cast.du, now=at(MAY))
    chen = work.examiner(ITEM)
    for _ in range(2):  # the same words twice are one answer
        answer_supervision(notice=notice, text="专家评审已经排期。", stored=a_paper(), actor=chen, now=at(MAY, 15))
    assert [reply.text for reply in sent(work).replies] == ["专家评审已经排期。"] and sent(work).replies[0].file_name
    close_supervision(notice=notice, note="答复属实", actor=work.cast.du, now=at(MAY, 16))
    assert sent(work).standing(MAY) == "closed"
    with reading() as session:
        assert notices_at_desk(session, chen) == ()
    with pytest.raises(Refusal, match="supervision_closed"):
        answer_supervision(notice=notice, text="补充", stored=None, actor=chen, now=at(MAY, 17))
    assert (work.track(ITEM).state, work.track(ITEM).last_move) == (before.state, before.last_move)


@pytest.mark.both_databases
def test_an_answer_sent_again_with_the_paper_that_was_forgotten_is_another(work: Work) -> None:
    notice, chen = send(work), work.examiner(ITEM)
    for stored in (None, None, a_paper(), a_paper()):
        answer_supervision(notice=notice, text="专家评审已经排期。", stored=stored, actor=chen, now=at(MAY, 15))
    assert [bool(reply.file_name) for reply in sent(work).replies] == [False, True]


def test_what_is_wrong_with_a_notice_is_told_beside_its_field(work: Work) -> None:
    refusals: list[tuple[dict[str, Any], str]] = [
        ({"reply_by": MAY}, "reply_by"),
        ({"reply_by": dt.date(2026, 5, 16)}, "reply_by"),
        ({"rule": "statutory", "day": MONDAY, "reply_by": dt.date(2026, 3, 13)}, "rule"),
        ({"level": "purple"}, "level"),
        ({"findings": " "}, "findings"),
    ]
    for changes, field in refusals:
        with pytest.raises(Refusal) as refused:
            send(work, **changes)
        assert field in getattr(refused.value, "errors", {}), changes
    for changes, code in (({"actor": work.cast.guan}, "supervise_only"), ({"version": 77}, "stale")):
        with pytest.raises(Refusal) as refused:
            send(work, **changes)
        assert refused.value.code == code
    send(work)
    with pytest.raises(Refusal, match="supervision_open"):
        send(work)
    send(work, level="red")


def test_neither_the_enterprise_nor_another_department_has_anything_to_do_with_it(work: Work) -> None:
    notice = send(work)
    (letter,) = work.documents("supervision_notice")
    with reading() as session:
        assert "supervision_notice" not in {one.kind for one in documents_of(session, work.cast.lin.enterprise_ids)}
        with pytest.raises(NotFound):
            find_document(session, letter.public_id, work.cast.lin)
        assert find_document(session, letter.public_id, work.cast.du).id == letter.id
    other = next(who for code, who in work.cast.examiners.items() if who.posts.isdisjoint(work.examiner(ITEM).posts))
    with pytest.raises(NotFound):
        answer_supervision(notice=notice, text="不归我", stored=None, actor=other, now=at(MAY))


def test_the_form_knows_what_is_late_and_the_draft_takes_no_number(work: Work) -> None:
    with reading() as session:
        page = supervised(session, work.filed.tracks[ITEM], work.cast.du, load_calendar(session), MAY)
    assert page.rule.value == "statutory" and page.late.overdue_wd > 0 and page.department_zh
    (draft,) = rehearse(lambda: send(work))
    assert draft.number is None and work.documents("supervision_notice") == []
