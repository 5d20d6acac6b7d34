"""好差评: an item that has ended is rated once; a bad rating is looked into and answered."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.ratings import MOST_WORDS, Satisfaction
from approvals.domain.refusals import Invalid, NotFound, Refusal
from approvals.domain.states import Outcome
from approvals.models.applicants import Enterprise
from approvals.models.cases import Case, Track
from approvals.models.traces import OutboxMessage
from approvals.queries.enterprise_file import enterprise_file
from approvals.queries.ratings import rating_of
from approvals.queries.waiting_ratings import ratings_at_desk, ratings_at_window
from approvals.usecases.department.answer_rating import answer_rating
from approvals.usecases.department.reopen import Order, reopen
from approvals.usecases.enterprise.rate_item import rate_item
from approvals.usecases.enterprise.withdraw import withdraw
from departments.domain.actor import Actor
from tests.factories.drafts import a_draft, submitted
from tests.factories.handing import WEDNESDAY, accepted_beside_haidai, handed_over, meng
from tests.factories.main_job import MONDAY, at
from tests.factories.towns import accepted
from tests.factories.work import Work

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(accepted)]
TUESDAY = MONDAY + dt.timedelta(days=1)
ITEM, OTHER = "LX-10", "LX-04"


def rate(work: Work, level: Satisfaction = Satisfaction.BAD, words: str = "跑了两趟") -> None:
    rate_item(
        track=work.filed.tracks[ITEM], level=level, words=words, actor=work.cast.lin, now=at(TUESDAY, 16)
    )  # fmt: skip


def told(code: str) -> int:
    with reading() as session:
        rows = session.scalars(select(OutboxMessage.payload).where(OutboxMessage.kind == "tell"))
        return sum(one["code"] == code for one in rows)


def waiting(actor: Actor) -> list[str]:
    """What the actor's desk and the actor's window have to answer."""
    with reading() as session:
        lists = [one(session, actor, today=TUESDAY, limit_wd=15) for one in (ratings_at_desk, ratings_at_window)]
    return [row.track for found in lists for row in found.rows]


@pytest.fixture
def ended(work: Work) -> Work:
    work.decide(ITEM, Outcome.REFUSE, day=TUESDAY)
    return work


def test_what_is_still_being_handled_is_not_rated_and_nobody_rates_for_others(work: Work) -> None:
    with pytest.raises(Refusal, match="not_ended_yet"):
        rate(work)
    work.decide(ITEM, Outcome.REFUSE, day=TUESDAY)
    for stranger in (work.cast.guan, work.examiner(ITEM)):
        with pytest.raises(NotFound):
            rate_item(
                track=work.filed.tracks[ITEM], level=Satisfaction.GOOD, words="", actor=stranger, now=at(TUESDAY, 16)
            )
    with pytest.raises(Invalid):
        rate(work, words="长" * (MOST_WORDS + 1))


def test_what_only_the_window_had_is_rated_and_answered_by_the_window(work: Work) -> None:
    draft = a_draft(work.cast, name="另一处")
    submitted(work.cast, draft)
    with reading() as session:
        row = session.scalars(select(Track).join(Case).where(Case.public_id == draft.case)).first()
        assert row is not None
        heads = [who for who in work.cast.heads.values() if row.department_id in who.department_ids]
    with pytest.raises(Refusal, match="not_ended_yet"):
        rate_item(track=row.public_id, level=Satisfaction.BAD, words="", actor=work.cast.lin, now=at(TUESDAY, 8))
    withdraw(case=draft.case, track=row.public_id, actor=work.cast.lin, now=at(TUESDAY, 9))
    rate_item(track=row.public_id, level=Satisfaction.BAD, words="", actor=work.cast.lin, now=at(TUESDAY, 10))
    assert (told("window_rated_badly"), told("rated_badly")) == (1, 0)
    assert waiting(work.cast.clerk) == [row.public_id] and waiting(heads[0]) == []
    for stranger in (*heads, work.cast.du, work.cast.lin):
        with pytest.raises(NotFound):
            answer_rating(track=row.public_id, text="已整改", actor=stranger, now=at(TUESDAY, 11))
    answer_rating(track=row.public_id, text="已整改", actor=work.cast.clerk, now=at(TUESDAY, 11))
    assert waiting(work.cast.clerk) == []
    with reading() as session:
        said = rating_of(session, row.id)
    assert said is not None and said.is_for_window and said.answer == "已整改"


def test_the_window_does_not_answer_for_a_department(ended: Work) -> None:
    rate(ended)
    assert waiting(ended.cast.clerk) == []
    with pytest.raises(NotFound):
        answer_rating(track=ended.filed.tracks[ITEM], text="已整改", actor=ended.cast.clerk, now=at(TUESDAY, 17))


def test_a_rating_is_given_once_and_the_second_press_is_the_first(ended: Work) -> None:
    for _ in range(2):
        rate(ended, Satisfaction.VERY_GOOD, "")
    with pytest.raises(Refusal, match="already_rated"):
        rate(ended)
    assert told("rated_badly") == 0


def test_a_bad_rating_is_told_answered_once_and_stands_in_the_enterprise_s_file(ended: Work) -> None:
    rate(ended)
    assert told("rated_badly") == 1
    answers = {"track": ended.filed.tracks[ITEM], "now": at(TUESDAY, 17)}
    with pytest.raises(NotFound):
        answer_rating(text="已整改", actor=ended.examiner(OTHER), **answers)
    for _ in range(2):
        answer_rating(text="已整改，以后一次说清。", actor=ended.head(ITEM), **answers)
    with pytest.raises(Refusal, match="rating_answered"):
        answer_rating(text="另一句话", actor=ended.examiner(ITEM), **answers)
    assert told("rating_answered") == 1
    with reading() as session:
        mine = Enterprise.id.in_(ended.cast.lin.enterprise_ids)
        company = session.scalars(select(Enterprise.public_id).where(mine)).one()
        file = enterprise_file(session, company, ended.cast.lin, TUESDAY)
        track = session.scalars(select(Track).where(Track.public_id == ended.filed.tracks[ITEM])).one()
        beside = rating_of(session, track.id)
    (one,) = file.ratings
    assert (one.level, one.words, one.answer) == (Satisfaction.BAD, "跑了两趟", "已整改，以后一次说清。")
    assert beside is not None and not beside.is_waiting and beside.given_by


def test_taking_an_item_up_again_answers_no_rating(ended: Work) -> None:
    track = ended.filed.tracks[ITEM]
    rate(ended)
    again = Order("court", "判决撤销并责令重新作出决定", "（2026）鲁0114行初1号", TUESDAY)
    reopen(
        track=track, version=ended.track(ITEM).version, order=again, actor=ended.head(ITEM), now=at(TUESDAY, 17)
    )  # fmt: skip
    assert waiting(ended.head(ITEM)) == [track]
    with reading() as session:
        beside = rating_of(session, ended.track(ITEM).id)
    assert beside is not None and beside.is_waiting and not beside.is_of_today
    answer_rating(track=track, text="已整改", actor=ended.head(ITEM), now=at(TUESDAY, 18))
    assert waiting(ended.head(ITEM)) == [] and told("rating_answered") == 1
    ended.decide(ITEM, Outcome.GRANT, day=TUESDAY)
    rate_item(track=track, level=Satisfaction.BAD, words="", actor=ended.cast.lin, now=at(TUESDAY, 19))
    assert waiting(ended.head(ITEM)) == [track]
    answer_rating(track=track, text="又查了一次", actor=ended.head(ITEM), now=at(TUESDAY, 20))
    assert told("rating_answered") == 2


def test_an_item_that_nobody_rated_has_nothing_to_answer(ended: Work) -> None:
    with pytest.raises(NotFound):
        answer_rating(track=ended.filed.tracks[ITEM], text="?", actor=ended.head(ITEM), now=at(TUESDAY, 17))


@pytest.mark.starts_from.with_args(accepted_beside_haidai)
def test_the_successor_rates_what_ended_for_itself_and_not_what_ended_for_the_former_applicant(work: Work) -> None:
    work.decide(ITEM, Outcome.REFUSE, day=MONDAY)
    handed_over(work)
    with pytest.raises(Refusal, match="ended_for_another"):
        rate_item(track=work.filed.tracks[ITEM], level=Satisfaction.BAD, words="", actor=meng(), now=at(WEDNESDAY, 16))
    work.decide("LX-13", Outcome.REFUSE, day=WEDNESDAY)
    rate_item(track=work.filed.tracks["LX-13"], level=Satisfaction.GOOD, words="", actor=meng(), now=at(WEDNESDAY, 16))
    with reading() as session:
        kept = {code: rating_of(session, work.track(code).id) for code in (ITEM, "LX-13")}
    assert kept[ITEM] is None and kept["LX-13"] is not None
