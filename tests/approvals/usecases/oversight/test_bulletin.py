"""The bulletin of a month: published once, numbered, printed, corrected by another, and verified by anyone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.bulletin import Month
from approvals.domain.bulletin_words import Remarks, check_remarks
from approvals.domain.letters.supervision import MonthlyBulletin
from approvals.domain.refusals import Invalid, NotAllowed, NotFound, Refusal
from approvals.domain.states import DocumentState
from approvals.models.letters import Document
from approvals.models.traces import Notification, OutboxMessage
from approvals.queries.access import find_document
from approvals.queries.number_register import registers
from approvals.queries.public_verify import by_number
from approvals.usecases.letters.rehearsing import rehearse
from approvals.usecases.letters.void_number import void_number
from approvals.usecases.oversight.correct_bulletin import correct_bulletin
from approvals.usecases.oversight.publish_bulletin import publish_bulletin
from approvals.usecases.oversight.remind_of_bulletins import remind_of_bulletins
from departments.domain.actor import SYSTEM
from tests.approvals.queries.test_bulletin_figures import division
from tests.factories.main_job import at, the_cast
from tests.factories.story import week_on

pytestmark = pytest.mark.starts_from.with_args(week_on)
MARCH, NINTH = Month(2026, 3), dt.date(2026, 4, 9)
SAID: dict[str, str] = {"next_steps": "逐件查明原因", "copies_to": "区政府办公室", "praised": "窗口：一次告知"}


def publish(month: Month = MARCH, *, day: dt.date = NINTH, **changes: Any) -> str:
    who = changes.pop("actor", the_cast().du)
    return publish_bulletin(division=division(), month=month, remarks=Remarks(**SAID | changes), actor=who, now=at(day))


def letters() -> list[Document]:
    with reading() as session:
        return list(session.scalars(select(Document).where(Document.case_id.is_(None)).order_by(Document.id)))


@pytest.mark.both_databases
def test_a_bulletin_is_published_once_and_corrected_by_another(in_app: Flask) -> None:
    first = publish()
    with pytest.raises(Refusal, match="bulletin_out"):
        publish()
    (letter,) = letters()
    assert letter.number == "章审通〔2026〕1号" and letter.facts["ranking"] and letter.facts["month"] == 3
    with reading() as session:
        assert session.scalars(select(OutboxMessage.id).where(OutboxMessage.key == f"print:document:{letter.id}")).one()
    words = {"wrong": "逐件查明", "right": "逐项查明", "reason": "文字有误"}
    second = correct_bulletin(bulletin=first, **words, actor=the_cast().du, now=at(NINTH, 15))
    with pytest.raises(Refusal, match="bulletin_replaced"):
        correct_bulletin(bulletin=first, **words, actor=the_cast().du, now=at(NINTH, 16))
    old, new = letters()
    assert second != first and (old.state, old.replaced_by_id) == (DocumentState.REPLACED, new.id)
    assert new.number == "章审通〔2026〕2号" and new.facts["next_steps"] == ["逐项查明原因"]
    assert new.facts["slip"]["number"] == old.number and new.facts["ranking"] == old.facts["ranking"]
    with reading() as session:
        found = by_number(session, old.number, old.verify_code)
        (row,) = [one for one in registers(session) if one.register.startswith("章审通")]
    assert found is not None and found.newer is not None and found.newer.number == new.number
    assert (found.enterprise, found.project, found.result) == ("", "", None) and found.organ_zh
    assert (row.given, row.missing) == (2, 0)


def test_a_draft_leaves_nothing_behind(in_app: Flask) -> None:
    (draft,) = rehearse(publish)
    assert isinstance(draft, MonthlyBulletin) and draft.number is None and letters() == []


def test_what_may_not_be_published(in_app: Flask) -> None:
    with pytest.raises(Refusal, match="month_not_over"):
        publish(day=dt.date(2026, 3, 31))
    with pytest.raises(Refusal, match="bulletin_empty"):
        publish(Month(2026, 2))
    for who in ("lin", "clerk", "guan"):
        with pytest.raises(NotAllowed):
            publish(actor=getattr(the_cast(), who))
    with pytest.raises(NotFound):
        publish_bulletin(division="999999", month=MARCH, remarks=Remarks(**SAID), actor=the_cast().du, now=at(NINTH))
    assert publish(day=MARCH.next_first), "on the first already"


def test_what_is_wrong_with_the_remarks_is_told_beside_its_field() -> None:
    with pytest.raises(Invalid) as found:
        check_remarks(Remarks(next_steps=" ", copies_to="\n", praised="窗口：好\n没有原因", criticised="：没有名称"))
    assert set(found.value.errors) == {"next_steps", "copies_to", "praised", "criticised"}


def test_no_door_of_cases_opens_a_bulletin_and_its_number_is_not_struck_out(in_app: Flask) -> None:
    publish()
    (letter,) = letters()
    cast = the_cast()
    with reading() as session:
        for who in (cast.lin, cast.guan, cast.du, cast.admin):
            with pytest.raises(NotFound):
                find_document(session, letter.public_id, who)
    with pytest.raises(Refusal, match="bulletin_stands"):
        void_number(number=letter.number, reason="写错", actor=cast.admin, now=at(NINTH))


def test_supervisors_are_reminded_once_before_the_tenth_and_once_after_it(in_app: Flask) -> None:
    def lines(day: dt.date) -> list[str]:
        remind_of_bulletins(actor=SYSTEM, now=at(day, 9))
        mine = Notification.account_id == the_cast().du.account_id
        with reading() as session:
            told = session.scalars(select(Notification.code).where(mine, Notification.code.startswith("bulletin")))
            return list(told.all())

    assert lines(dt.date(2026, 4, 8)) == []
    assert lines(NINTH) == lines(dt.date(2026, 4, 10)) == ["bulletin_due"]
    assert lines(dt.date(2026, 4, 11)) == lines(dt.date(2026, 4, 13)) == ["bulletin_due", "bulletin_late"]
    publish(day=dt.date(2026, 4, 13))
    assert len(lines(dt.date(2026, 4, 14))) == 2


def test_nobody_is_reminded_of_a_bulletin_that_is_out(in_app: Flask) -> None:
    publish(day=MARCH.next_first)
    assert remind_of_bulletins(actor=SYSTEM, now=at(NINTH)) == 0
