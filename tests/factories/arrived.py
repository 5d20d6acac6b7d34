"""Letters as the paper worker leaves them, so that what runs from their arrival runs."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import update

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.states import DocumentState
from approvals.models.applicants import Enterprise
from approvals.models.letters import Document
from approvals.usecases.hearing.tell_hearing_right import tell_hearing_right
from tests.factories.main_job import MONDAY, at
from tests.factories.work import Work


def issued(kind: str, moment: dt.datetime) -> None:
    """Every queued letter of the kind is sealed at this moment; who agreed to be served online has it then."""
    queued = (Document.kind == kind, Document.state == DocumentState.QUEUED)
    with unit_of_work() as session:
        session.execute(update(Document).where(*queued).values(state=DocumentState.ISSUED, issued_at=moment))


def nobody_agrees() -> None:
    """No enterprise is served online."""
    with unit_of_work() as session:
        session.execute(update(Enterprise).values(online_service_at=None))


def struck_out(kind: str) -> None:
    """Every letter of the kind was struck out, and nothing went out in its place."""
    with unit_of_work() as session:
        session.execute(update(Document).where(Document.kind == kind).values(state=DocumentState.REVOKED))


def told_of_the_right(work: Work, item: str) -> None:
    """The head tells on Monday of the right to be heard; the letter is sealed an hour later."""
    tell_hearing_right(
        track=work.filed.tracks[item], version=work.track(item).version, intended="拟准予", reasons="涉及重大利益",
        actor=work.head(item), now=at(MONDAY),
    )  # fmt: skip
    issued("hearing_right_notice", at(MONDAY, 11))
