"""The letter of a month from its figures and the remarks of the supervisor."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.bulletin import TENTH
from approvals.domain.bulletin_words import DETAIL, Said, days, detail, detail_title, share, totals
from approvals.domain.letters.frame import Contact
from approvals.domain.letters.supervision import Annex, MonthlyBulletin, Named, Ranked
from approvals.domain.numbering import NumberContext
from approvals.queries.bulletin_figures import Figures
from approvals.usecases.framing import WINDOW_ROLE
from approvals.usecases.issuing import Numbered
from departments.models.people import Department

ADDRESSEE = "各有关部门、单位"


def issuing_organ(session: Session, division_id: int) -> Department:
    """The bureau that runs the integrated window; the first department where a place names none."""
    own = select(Department).where(Department.division_id == division_id).order_by(Department.id)
    found = session.scalars(own).all()
    return next((one for one in found if one.code == WINDOW_ROLE), found[0])


def place_of(figures: Figures, organ: Department, dated_on: dt.date) -> NumberContext:
    """What the pattern of its number may ask for."""
    return NumberContext(day=dated_on, region6=figures.division[:6], department=organ.code)


def bulletin_of(
    figures: Figures, said: Said, organ: Department, dated_on: dt.date, numbered: Numbered
) -> MonthlyBulletin:
    """The facts; a department that had nothing to decide is in the annexed table and has no place."""
    return MonthlyBulletin(
        organ=organ.organ_zh, organ_en=organ.organ_en, addressee=ADDRESSEE, dated_on=dated_on,
        contact=Contact(name=organ.name_zh, phone=organ.phone, address=organ.address), **numbered.stamp,
        **_figures(figures), problems=said.problems, next_steps=said.next_steps, praised=said.praised,
        criticised=said.criticised, copies_to=said.copies_to,
        listed=tuple(Named(name=project, because=matter) for project, matter in figures.listed),
    )  # fmt: skip


def _figures(figures: Figures) -> dict[str, Any]:
    month = figures.month
    rows = tuple(detail(row.name_zh, row.tally) for row in figures.departments if not row.tally.is_empty)
    whole = detail("合计", figures.total)
    return {
        "year": month.year, "month": month.month, "totals": totals(figures.total), "ranking": _ranking(figures),
        "annexes": (Annex(title=detail_title(month), columns=DETAIL, rows=(*rows, whole)),),
    }  # fmt: skip


def _ranking(figures: Figures) -> tuple[Ranked, ...]:
    return tuple(
        Ranked(
            rank=row.place, department=row.name_zh, department_en=row.name_en, accepted=row.tally.accepted,
            decided=row.tally.decided, rate=share(row.tally.rate), average_days=days(row.tally.average_wd),
            overdue=row.tally.overdue, score=str((row.tally.score or 0 * TENTH).quantize(TENTH)),
        )
        for row in figures.departments
        if row.place is not None
    )  # fmt: skip
