"""The days of a hearing's notice run from its arrival: nothing is decided on a letter that nobody has received."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.refusals import Refusal
from approvals.domain.service import Service
from approvals.models.applicants import Enterprise
from approvals.models.letters import ServiceProof
from approvals.queries.track_changes import hearing_verbs, newest_hearing
from approvals.usecases.enterprise.choose_online_service import choose_online_service
from approvals.usecases.enterprise.note_opening import note_opening
from approvals.usecases.hearing.answer_intention import answer_intention
from approvals.usecases.hearing.ask_hearing import ask_hearing
from approvals.usecases.hearing.close_hearing import close_hearing
from approvals.usecases.hearing.tell_hearing_right import tell_hearing_right
from approvals.usecases.letters.void_number import void_number
from approvals.usecases.steward.serve_document import serve_document
from tests.factories.arrived import issued, nobody_agrees, struck_out
from tests.factories.main_job import MONDAY, at
from tests.factories.towns import accepted
from tests.factories.work import Work

pytestmark = pytest.mark.starts_from.with_args(accepted)
ITEM, RIGHT = "LX-10", "hearing_right_notice"
THURSDAY = MONDAY + dt.timedelta(days=3)
TOLD_BY, LAST = dt.date(2026, 3, 16), dt.date(2026, 3, 19)
"""Five working days after Monday the 9th and after Thursday the 12th."""
AFTER = LAST + dt.timedelta(days=1)


def tell(work: Work, day: dt.date, act: str = "") -> None:
    tell_hearing_right(
        track=work.filed.tracks[ITEM], version=work.track(ITEM).version, intended="拟准予", reasons="涉及重大利益",
        act=act, actor=work.head(ITEM), now=at(day),
    )  # fmt: skip


@pytest.fixture
def told(work: Work) -> Work:
    """Told on Monday of the right to be heard; the letter waits for its seal."""
    work.claim(ITEM)
    work.judge(ITEM)
    tell(work, MONDAY)
    return work


def offered(work: Work) -> tuple[str, ...]:
    """What the head's page offers to do about the hearing."""
    with reading() as session:
        hearing = newest_hearing(session, work.track(ITEM).id)
    return hearing_verbs(work.track(ITEM).state, hearing)


def refused(work: Work, day: dt.date) -> str:
    with pytest.raises(Refusal) as refusal:
        work.propose(ITEM, day=day)
    return refusal.value.code


def close(work: Work, day: dt.date) -> None:
    version = work.track(ITEM).version
    track, head = work.filed.tracks[ITEM], work.head(ITEM)
    close_hearing(track=track, version=version, minutes="没有人要求。", actor=head, now=at(day, 16))


def serve(work: Work, method: str, day: dt.date) -> None:
    """A clerk was with the enterprise on that day, or put it on the notice board."""
    (letter,) = work.documents(RIGHT)
    ways = {
        "hand": Service(method="hand", receiver="林晓", second_server="管二", arrived_at=at(day)),
        "notice": Service(method="notice", channel="区政府网站", arrived_at=at(day)),
    }
    serve_document(document=letter.public_id, service=ways[method], actor=work.cast.guan, now=at(day, 17))


@pytest.mark.both_databases
def test_while_the_key_is_away_nothing_is_decided_and_the_days_begin_with_the_seal(told: Work) -> None:
    assert refused(told, AFTER) == "notice_not_arrived"
    with pytest.raises(Refusal, match="notice_not_arrived"):
        close(told, AFTER)
    issued(RIGHT, at(THURSDAY))
    assert refused(told, LAST) == "hearing_open"
    with pytest.raises(Refusal, match="hearing_not_asked") as refusal:
        close(told, LAST)
    assert refusal.value.params["ask_by"] == LAST
    ask_hearing(track=told.filed.tracks[ITEM], actor=told.cast.lin, now=at(LAST))


def test_a_letter_that_is_not_served_begins_nothing_for_whoever_did_not_agree_to_be_served_online(told: Work) -> None:
    nobody_agrees()
    issued(RIGHT, at(MONDAY, 11))
    assert refused(told, AFTER) == "notice_not_arrived"
    serve(told, "hand", THURSDAY)
    assert refused(told, LAST) == "hearing_open"
    told.propose(ITEM, day=AFTER)


def test_taking_the_consent_back_does_not_take_back_what_had_arrived(told: Work) -> None:
    issued(RIGHT, at(MONDAY, 11))
    with reading() as session:
        enterprise = session.scalars(select(Enterprise.public_id)).first() or ""
    for agrees in (False, True, False):
        choose_online_service(enterprise=enterprise, agrees=agrees, actor=told.cast.lin, now=at(TOLD_BY, 9))
    with reading() as session:
        (proof,) = session.scalars(select(ServiceProof)).all()
    assert (proof.method, proof.served_at, proof.served_by) == ("online", at(MONDAY, 11), None)
    assert refused(told, TOLD_BY) == "hearing_open"
    told.propose(ITEM, day=TOLD_BY + dt.timedelta(days=1))


def test_a_public_notice_arrives_after_thirty_days_and_a_download_at_once(told: Work) -> None:
    nobody_agrees()
    issued(RIGHT, at(MONDAY, 11))
    serve(told, "notice", THURSDAY)
    assert refused(told, dt.date(2026, 4, 13)) == "hearing_open"
    (letter,) = told.documents(RIGHT)
    note_opening(document=letter.id, actor=told.cast.lin, now=at(THURSDAY, 18))
    assert refused(told, LAST) == "hearing_open"
    told.propose(ITEM, day=AFTER)


def test_what_came_on_the_day_it_was_told_runs_as_it_was_told(told: Work) -> None:
    issued(RIGHT, at(MONDAY, 11))
    assert refused(told, TOLD_BY) == "hearing_open"
    with pytest.raises(Refusal, match="hearing_too_late"):
        ask_hearing(track=told.filed.tracks[ITEM], actor=told.cast.lin, now=at(TOLD_BY + dt.timedelta(days=1)))
    told.propose(ITEM, day=TOLD_BY + dt.timedelta(days=1))


def test_a_notice_that_was_struck_out_before_it_came_tells_by_its_successor(told: Work) -> None:
    (letter,) = told.documents(RIGHT)
    void_number(number=letter.number, reason="写错了", actor=told.cast.admin, now=at(MONDAY, 15))
    assert refused(told, AFTER) == "notice_not_arrived"
    issued(RIGHT, at(THURSDAY))
    assert refused(told, LAST) == "hearing_open"
    told.propose(ITEM, day=AFTER)


def test_what_is_intended_may_be_answered_before_the_letter_comes(work: Work) -> None:
    tell(work, MONDAY, act="terminate")
    late = at(AFTER)
    answer_intention(track=work.filed.tracks[ITEM], text="马上补交。", actor=work.cast.lin, now=late)
    assert "applicant:hearing:answered" in work.tags()


def test_what_was_struck_out_with_nothing_in_its_place_was_told_to_nobody_and_is_told_again(told: Work) -> None:
    assert offered(told) == ("hearing-close",)
    with pytest.raises(Refusal, match="hearing_already_open"):
        tell(told, THURSDAY)
    struck_out(RIGHT)
    assert refused(told, AFTER) == "notice_struck_out"
    with pytest.raises(Refusal, match="notice_struck_out"):
        close(told, AFTER)
    assert offered(told) == ("hearing-right",)
    tell(told, THURSDAY)
    assert offered(told) == ("hearing-close",)
    issued(RIGHT, at(THURSDAY))
    assert refused(told, LAST) == "hearing_open"
    told.propose(ITEM, day=AFTER)


def test_who_asked_to_be_heard_without_the_letter_is_heard(told: Work) -> None:
    struck_out(RIGHT)
    ask_hearing(track=told.filed.tracks[ITEM], actor=told.cast.lin, now=at(THURSDAY))
    assert offered(told) == ("hearing-call",)
    with pytest.raises(Refusal, match="hearing_already_open"):
        tell(told, THURSDAY)
