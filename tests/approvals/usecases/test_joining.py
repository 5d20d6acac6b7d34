"""What an ending leaves behind: promises, and results in other hands."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.states import LineState, Outcome
from approvals.models.cases import Track
from approvals.models.papers import CommitmentLine
from approvals.usecases.window.declare_not_required import declare_not_required
from tests.factories.main_job import MONDAY, at
from tests.factories.towns import accepted_with_promises, filed_with_promises
from tests.factories.work import Work

pytestmark = pytest.mark.both_databases


def lines_of(work: Work, item: str) -> set[LineState]:
    with reading() as session:
        statement = select(CommitmentLine.state).join(Track, Track.id == CommitmentLine.track_id)
        return set(session.scalars(statement.where(Track.public_id == work.filed.tracks[item])))


@pytest.mark.starts_from.with_args(accepted_with_promises)
def test_a_refused_item_is_owed_nothing_any_more(work: Work) -> None:
    assert lines_of(work, "LX-13") == {LineState.OPEN}
    work.decide("LX-13", Outcome.REFUSE)
    assert lines_of(work, "LX-13") == {LineState.RELEASED}


@pytest.mark.starts_from.with_args(filed_with_promises)
def test_an_item_that_is_not_required_is_owed_nothing(work: Work) -> None:
    declare_not_required(track=work.filed.tracks["LX-13"], reason="无需办理。", actor=work.cast.clerk, now=at(MONDAY))
    assert lines_of(work, "LX-13") == {LineState.RELEASED}
