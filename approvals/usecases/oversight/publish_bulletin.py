"""月度通报: the figures of a month that has ended, with the supervisor's remarks, as a numbered paper to the departments."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.bulletin import Month
from approvals.domain.bulletin_words import Remarks, check_remarks
from approvals.domain.letters.frame import LetterFacts
from approvals.domain.letters.supervision import MonthlyBulletin
from approvals.domain.refusals import NotAllowed, Refusal
from approvals.models.oversight import Bulletin
from approvals.queries.bulletin_figures import Figures, bulletin_figures
from approvals.usecases.issuing import Numbered, issue_without_case
from approvals.usecases.oversight.bulletin_paper import bulletin_of, issuing_organ, place_of
from departments.domain.actor import Actor
from departments.domain.permissions import may
from departments.models.people import Division


def publish_bulletin(*, division: str, month: Month, remarks: Remarks, actor: Actor, now: dt.datetime) -> str:
    """Publish the bulletin of a division and a month, once; returns its public id.

    Raises NotAllowed or NotFound for whoever does not supervise the division, Invalid of `check_remarks`, Refusal
    'month_not_over', 'bulletin_out' when it is published already, 'bulletin_empty' when nothing was to be decided.
    """
    if not may(actor, "supervise") or actor.account_id is None:
        raise NotAllowed("supervise_only")
    said, today = check_remarks(remarks), local_day(now)
    if not month.has_ended(today):
        raise Refusal("month_not_over", first_on=month.next_first)
    with unit_of_work() as session:
        # the division's row is the lock: of two who publish at once the second finds the first one's bulletin
        place = session.scalars(select(Division).where(Division.code == division).with_for_update()).one_or_none()
        figures = bulletin_figures(session, division, month, actor)
        place_id = place.id if place is not None else 0
        _demand_room(session, place_id, figures)
        organ = issuing_organ(session, place_id)

        def build(numbered: Numbered) -> LetterFacts:
            return bulletin_of(figures, said, organ, today, numbered)

        context = place_of(figures, organ, today)
        issued = issue_without_case(session, context, organ, MonthlyBulletin.kind, build, now)
        named = [row.id for row in figures.departments if not row.tally.is_empty]
        row = Bulletin(
            division_id=place_id, month=month.first, document_id=issued.id, department_ids=named,
            published_by=actor.account_id, published_at=now,
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.public_id


def _demand_room(session: Session, division_id: int, figures: Figures) -> None:
    """No bulletin of the month holds yet, and somebody can be placed in it."""
    held = select(Bulletin.id).where(
        Bulletin.division_id == division_id, Bulletin.month == figures.month.first, Bulletin.replaced_at.is_(None)
    )
    if session.scalar(held) is not None:
        raise Refusal("bulletin_out")
    if all(row.place is None for row in figures.departments):
        raise Refusal("bulletin_empty")
