"""A paper that another organ's register handed out becomes a version of the case's paper (材料共享)."""

from __future__ import annotations

import datetime as dt

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.reuse import ReuseSource
from approvals.domain.states import CaseState, Supply
from approvals.usecases.desk import own_case
from approvals.usecases.enterprise.paper_arrival import arrived, wanted_paper
from approvals.usecases.enterprise.paper_versions import add_version, newest_version
from approvals.usecases.pressed_twice import has_just_been_fetched
from approvals.usecases.stored import Stored
from departments.domain.actor import Actor

LONGEST_NOTE = 255


def take_shared(
    *, case: str, material_code: str, stored: Stored, note: str, as_of: dt.date, actor: Actor, now: dt.datetime
) -> None:
    """`note` says whose register it was, `as_of` the day as of which it says so; officers see both. Fetched twice within
    seconds it is one version.

    Raises NotFound, Refusal 'paper_not_wanted', 'case_ended'.
    """
    with unit_of_work() as session:
        row = own_case(session, case, actor)
        paper = wanted_paper(session, row, material_code)
        said = f"数据共享取得：{note}，数据日期 {as_of.isoformat()}"[:LONGEST_NOTE]
        if has_just_been_fetched(paper, newest_version(session, paper), said, now):
            return
        version = add_version(session, paper, (stored,), actor, now)
        version.source, version.source_on, version.source_note = ReuseSource.SHARING.value, as_of, said
        session.flush()
        if row.state is CaseState.DRAFT:
            paper.supply, paper.source_note = Supply.UPLOADED, version.source_note
            row.version += 1
        else:
            arrived(session, row, paper, version, actor, now)
