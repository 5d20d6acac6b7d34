"""Letters issued without the verb that would issue them: many of one case, or many at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from sqlalchemy import select, update

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.letters.frame import LetterFacts
from approvals.models.cases import Case
from approvals.models.traces import OutboxMessage
from approvals.usecases.framing import open_file
from approvals.usecases.issuing import Issued, Numbered, issue
from departments.domain.actor import SYSTEM
from tests.factories.main_job import MONDAY, at, file_case, settle
from tests.letters.samples import confirmation_result

PROJECTS = ("甲", "乙", "丙")


def three_cases() -> None:
    """A recipe: the cast, and a filed case of each project, with nothing left to print."""
    cast = settle(departments=["FGW"])
    for project in PROJECTS:
        file_case(cast, name=project)
    with unit_of_work() as session:
        session.execute(update(OutboxMessage).values(done_at=at(MONDAY)))


class TakenBack(Exception):
    """The transaction of a letter that was never to be."""


def issue_letters(
    case: str,
    count: int,
    *,
    now: dt.datetime,
    pattern: str | None = None,
    taken_back: bool = False,
    kind: str = "confirmation_result",
    make: Callable[..., LetterFacts] = confirmation_result,
) -> list[Issued]:
    """`count` letters of a case in one transaction, each with a result number when there is a `pattern`."""

    def build(numbered: Numbered) -> LetterFacts:
        return make(**numbered.stamp)

    try:
        with unit_of_work() as session:
            row = session.scalars(select(Case).where(Case.public_id == case).with_for_update()).one()
            file = open_file(session, row)
            issued = [
                issue(
                    session, file, kind=kind, organ=file.window, build=build, actor=SYSTEM, now=now,
                    result_pattern=pattern,
                )
                for _ in range(count)
            ]  # fmt: skip
            if taken_back:
                raise TakenBack
            return issued
    except TakenBack:
        return []
