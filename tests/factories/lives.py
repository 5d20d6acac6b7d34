"""Items that are decided, so that their letters may be corrected, taken back or decided anew."""

from __future__ import annotations

import datetime as dt

from approvals.domain.states import Outcome
from approvals.usecases.hearing.answer_intention import answer_intention
from approvals.usecases.hearing.tell_hearing_right import tell_hearing_right
from tests.factories.arrived import issued
from tests.factories.main_job import MONDAY, accept_all, at, decide, file_case, settle
from tests.factories.work import Work

TUESDAY = MONDAY + dt.timedelta(days=1)
FRIDAY = MONDAY + dt.timedelta(days=4)
LICENCE, OPINION = "LX-10", "LX-13"


def decided() -> None:
    """Accepted on Monday; on Tuesday a licence is given and an opinion refused."""
    cast = settle()
    filed = file_case(cast)
    accept_all(cast, filed, day=MONDAY)
    decide(cast, filed, LICENCE, day=TUESDAY)
    decide(cast, filed, OPINION, day=TUESDAY, outcome=Outcome.REFUSE)


def told(work: Work, item: str, act: str, *, day: dt.date, answer: str | None = "没有异议。") -> None:
    """The head tells what is intended, the notice arrives, and the holder answers the same day; `answer` None: not yet."""
    track = work.filed.tracks[item]
    tell_hearing_right(
        track=track, version=work.track(item).version, intended="拟作出不利决定", reasons="查明的事实", act=act,
        actor=work.head(item), now=at(day, 9),
    )  # fmt: skip
    issued("hearing_right_notice", at(day, 9))
    if answer is not None:
        answer_intention(track=track, text=answer, actor=work.cast.lin, now=at(day, 9))
