"""Nothing is taken from a holder before it was told why and has answered, been heard, or let the day pass."""

from __future__ import annotations

import datetime as dt

import pytest

from approvals.domain.hearing import Convened, heard_words
from approvals.domain.refusals import Invalid, NotFound, Refusal
from approvals.usecases.department.revoke import revoke
from approvals.usecases.hearing.answer_intention import answer_intention
from approvals.usecases.hearing.ask_hearing import ask_hearing
from approvals.usecases.hearing.call_hearing import call_hearing
from approvals.usecases.hearing.close_hearing import close_hearing
from approvals.usecases.hearing.tell_hearing_right import tell_hearing_right
from tests.factories.lives import FRIDAY, LICENCE, OPINION, decided, told
from tests.factories.main_job import at
from tests.factories.work import Work

pytestmark = pytest.mark.starts_from.with_args(decided)
LAST = dt.date(2026, 3, 20)
"""Five working days after Friday the 13th."""


def take(work: Work, day: dt.date) -> None:
    revoke(
        track=work.filed.tracks[LICENCE], version=work.track(LICENCE).version, ground="fraud", findings="资料系伪造。",
        heard="已经听取。", reasons="以欺骗手段取得。", effect="许可自始无效。", actor=work.head(LICENCE), now=at(day, 16),
    )  # fmt: skip


def refused(work: Work, day: dt.date) -> str:
    with pytest.raises(Refusal) as refusal:
        take(work, day)
    return refusal.value.code


@pytest.mark.both_databases
def test_the_holder_is_told_and_answers_and_the_letter_says_so(work: Work) -> None:
    assert refused(work, FRIDAY) == "not_told_yet"
    told(work, LICENCE, "revoke", day=FRIDAY, answer=None)
    (letter,) = work.documents("hearing_right_notice")
    assert letter.facts["may_answer"] and letter.facts["ask_by"] == LAST.isoformat()
    assert refused(work, LAST) == "answer_open"
    track = work.filed.tracks[LICENCE]
    with pytest.raises(NotFound):
        answer_intention(track=track, text="不归我", actor=work.cast.zhao, now=at(FRIDAY))
    with pytest.raises(Invalid):
        answer_intention(track=track, text=" ", actor=work.cast.lin, now=at(FRIDAY))
    answer_intention(track=track, text="资料由第三方提供。", actor=work.cast.lin, now=at(FRIDAY))
    with pytest.raises(Refusal, match="answered_already"):
        answer_intention(track=track, text="再说一次", actor=work.cast.lin, now=at(FRIDAY))
    take(work, FRIDAY)
    assert work.states()[LICENCE] == "revoked" and "applicant:hearing:answered" in work.tags()
    assert heard_words(FRIDAY, FRIDAY, "没有", "").startswith("2026年3月13日告知")


def test_silence_until_the_day_is_enough_and_what_was_dropped_is_told_anew(work: Work) -> None:
    told(work, LICENCE, "revoke", day=FRIDAY, answer=None)
    track, head = work.filed.tracks[LICENCE], work.head(LICENCE)
    close_hearing(track=track, version=work.track(LICENCE).version, minutes="证据不足", actor=head, now=at(FRIDAY))
    assert refused(work, LAST + dt.timedelta(days=3)) == "not_told_yet"
    told(work, LICENCE, "recall", day=FRIDAY, answer=None)
    assert refused(work, LAST + dt.timedelta(days=3)) == "not_told_yet", "it was told of something else"
    with pytest.raises(Refusal, match="hearing_already_open"):
        told(work, LICENCE, "revoke", day=FRIDAY)
    close_hearing(track=track, version=work.track(LICENCE).version, minutes="改为撤销", actor=head, now=at(FRIDAY))
    told(work, LICENCE, "revoke", day=FRIDAY, answer=None)
    with pytest.raises(Refusal, match="hearing_too_late"):
        answer_intention(track=track, text="迟了", actor=work.cast.lin, now=at(dt.date(2026, 3, 23)))
    take(work, dt.date(2026, 3, 23))
    assert work.states()[LICENCE] == "revoked"


def test_a_hearing_that_was_asked_for_is_held_before_the_licence_is_taken(work: Work) -> None:
    told(work, LICENCE, "revoke", day=FRIDAY)
    track, head = work.filed.tracks[LICENCE], work.head(LICENCE)
    ask_hearing(track=track, actor=work.cast.lin, now=at(FRIDAY))
    assert refused(work, LAST) == "hearing_open"
    held = Convened(held_at=at(dt.date(2026, 3, 26), 9), place="三楼会议室", chair="韩立群")
    call_hearing(track=track, version=work.track(LICENCE).version, convened=held, actor=head, now=at(FRIDAY))
    assert work.states()[LICENCE] == "granted", "a licence has no clock to stop"
    later = at(dt.date(2026, 3, 26), 17)
    close_hearing(track=track, version=work.track(LICENCE).version, minutes="双方陈述", actor=head, now=later)
    take(work, dt.date(2026, 3, 27))
    assert work.states()[LICENCE] == "revoked"


def test_only_what_can_come_is_told(work: Work) -> None:
    for item, act, code in (
        (LICENCE, "terminate", "no_such_move"),
        (OPINION, "revoke", "only_licences"),
        (LICENCE, "mood", "invalid"),
    ):
        with pytest.raises(Refusal) as refusal:
            tell_hearing_right(
                track=work.filed.tracks[item], version=work.track(item).version, intended="拟", reasons="因", act=act,
                actor=work.head(item), now=at(FRIDAY),
            )  # fmt: skip
        assert refusal.value.code == code
