"""A paper handed in again is looked at again by the items that want it, and by nobody else."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.models.cases import Track
from approvals.models.papers import MaterialVerdict
from approvals.queries.dossier import dossiers
from tests.factories.amending import wants
from tests.factories.clock_town import deliver, forget_notices, told
from tests.factories.main_job import MONDAY, at, department_of, the_case, the_cast
from tests.factories.towns import accepted
from tests.factories.work import Work

pytestmark = [pytest.mark.starts_from.with_args(accepted), pytest.mark.usefixtures("in_app")]
TUESDAY = MONDAY + dt.timedelta(days=1)
PAPER = "M018"


def test_only_the_tracks_concerned_are_told_and_no_other_verdict_is_reset(in_app: object) -> None:
    work = Work(the_cast(), the_case())
    concerned = {item for item, papers in wants(work).items() if PAPER in papers}
    assert len(concerned) > 1
    for item in ("LX-10", "LX-13"):
        work.claim(item)
        work.judge(item, returned={PAPER: "图不清楚。"} if item == "LX-10" else {})
    with reading() as session:
        before = {
            (one.track_id, one.material_version_id): one.verdict for one in session.scalars(select(MaterialVerdict))
        }
    forget_notices()
    work.supply(PAPER, day=TUESDAY)
    deliver(at(TUESDAY, 16))
    desks = {department_of(work.filed, item) for item in concerned}
    assert {name.split("-")[1] for name in told("paper_supplied")} == desks
    with reading() as session:
        after = {
            (one.track_id, one.material_version_id): one.verdict for one in session.scalars(select(MaterialVerdict))
        }
        tracks = {one.item_code: one.id for one in session.scalars(select(Track))}
        again = {one.code: one.verdict for one in dossiers(session, [tracks["LX-10"]])[tracks["LX-10"]].papers}
        others = {one.code: one.verdict for one in dossiers(session, [tracks["LX-13"]])[tracks["LX-13"]].papers}
    assert after == before
    assert again[PAPER] is None
    assert PAPER not in others and any(verdict is not None for verdict in others.values())
