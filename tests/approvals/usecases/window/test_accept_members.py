"""The window admits all members of a package with one answer."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.refusals import Refusal
from approvals.models.cases import Case
from approvals.models.letters import Document
from approvals.queries.window_inbox import InboxAsked, inbox
from approvals.usecases.enterprise.withdraw import withdraw
from approvals.usecases.window.accept_members import accept_members
from departments.queries.calendar import load_calendar
from tests.factories.main_job import MONDAY, Cast, at
from tests.factories.packages import EACH, filed_package
from tests.factories.towns import settled
from tests.factories.work import Work

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(settled)]


def test_every_member_is_in_the_departments_queue_with_one_notice(cast: Cast) -> None:
    _, whole, members = filed_package(cast, 3)
    withdraw(case=members[1].case, track=None, actor=cast.lin, now=at(MONDAY, 11))
    assert accept_members(case=whole.case, actor=cast.clerk, now=at(MONDAY, 14)) == 2
    tracks = [Work(cast, one).track(EACH[0]) for one in members]
    assert [track.state.value for track in tracks] == ["queued", "withdrawn", "queued"]
    assert tracks[0].committed_due_on is not None and tracks[0].committed_due_on == tracks[2].committed_due_on
    with reading() as session:
        notice = session.scalars(select(Document).where(Document.kind == "acceptance_notice")).one()
        states = session.scalars(select(Case.state).order_by(Case.id)).all()
    assert [one["no"] for one in notice.facts["members"]] == [1, 3]
    assert [state.value for state in states] == ["filed", "in_review", "withdrawn", "in_review"]
    with pytest.raises(Refusal, match="nothing_chosen"):
        accept_members(case=whole.case, actor=cast.clerk, now=at(MONDAY, 15))


def test_a_result_of_the_package_is_there_for_each_member(cast: Cast) -> None:
    """What an item of each member waits for is decided once, and then stands in no member's way."""
    _, whole, members = filed_package(cast, 2)
    work, one = Work(cast, whole), Work(cast, members[0])
    work.accept()
    accept_members(case=whole.case, actor=cast.clerk, now=at(MONDAY, 14))
    assert "upstream" in " ".join(one.blocker_codes(EACH[0]))
    for item in whole.tracks:
        work.decide(item)
    one.decide(EACH[0])
    assert one.states() == {EACH[0]: "granted"}


def test_the_inbox_has_one_line_for_a_package_until_every_member_is_answered(cast: Cast) -> None:
    _, whole, members = filed_package(cast, 3)
    assert lines(cast) == [(len(whole.tracks) + 3, len(whole.tracks) + 3)]
    Work(cast, whole).accept()
    assert lines(cast) == [(3, len(whole.tracks) + 3)]
    with reading() as session:
        number = session.scalars(select(Case.case_no).where(Case.public_id == members[1].case)).one()
    assert lines(cast, words=str(number)) == [(1, 1)]
    accept_members(case=whole.case, actor=cast.clerk, now=at(MONDAY, 14))
    assert lines(cast) == []


def lines(cast: Cast, words: str = "") -> list[tuple[int, int]]:
    """(waiting, all) of every line of the inbox."""
    with reading() as session:
        page = inbox(session, InboxAsked(words=words), load_calendar(session), MONDAY, cast.clerk)
    assert page.total == len(page.rows)
    return [(row.waiting, row.items) for row in page.rows]
