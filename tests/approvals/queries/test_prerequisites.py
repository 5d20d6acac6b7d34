"""A grant in the second stage waits for the first stage's result, though that is another case."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import event, select, update

from app.foundation.database import db
from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.states import TrackState
from approvals.models.cases import Track
from approvals.queries.dossier import blockers
from approvals.queries.enterprise_draft import draft
from approvals.usecases.enterprise.draft_case import draft_case
from approvals.usecases.enterprise.save_answers import save_answers
from departments.queries.catalogue import current_catalogue
from tests.factories.drafts import Draft, submitted
from tests.factories.main_job import MARKET, MONDAY, Cast, Filed, at, file_case, settle, the_case, the_cast

pytestmark = [pytest.mark.starts_from.with_args(settle), pytest.mark.usefixtures("in_app")]
TUESDAY = MONDAY + dt.timedelta(days=1)


@pytest.fixture
def cast(in_app: object) -> Cast:
    return the_cast()


def second_stage(cast: Cast, project: str) -> Draft:
    case = draft_case(project=project, stage_code="S2", actor=cast.lin, now=at(TUESDAY))
    with reading() as session:
        fields = current_catalogue(session).catalogue.stage_fields("SF-BUILD", "S2")
    given = {field.key: field.default for field in fields}
    save_answers(case=case, answers=given, version=1, actor=cast.lin, now=at(TUESDAY))
    return Draft(project, case, given, MARKET)


def waits(filed: Filed, item: str = "GC-02") -> list[tuple[str, str]]:
    """Whether and why the item waits for LX-05."""
    with reading() as session:
        track = session.scalars(select(Track.id).where(Track.public_id == filed.tracks[item])).one()
        found = blockers(session, [track])[track]
    return [(one.code, one.params["item"]) for one in found if one.params.get("item") == "LX-05"]


def stands(filed: Filed, item: str, state: TrackState) -> None:
    with unit_of_work() as session:
        session.execute(update(Track).where(Track.public_id == filed.tracks[item]).values(state=state))


def test_the_second_stage_waits_for_the_first_as_long_as_it_is_not_granted(cast: Cast) -> None:
    first = file_case(cast)
    second = second_stage(cast, first.project)
    with reading() as session:
        planned = draft(session, second.case, cast.lin, MONDAY).plan
    assert {one.code: one.needs_first for one in planned.items}["GC-02"] == ("LX-05",)
    submitted(cast, second, now=at(TUESDAY))
    filed = the_case()
    assert waits(filed) == [("upstream_pending", "LX-05")]
    stands(first, "LX-05", TrackState.REFUSED)
    assert waits(filed) == [("upstream_failed", "LX-05")]
    stands(first, "LX-05", TrackState.GRANTED)
    assert waits(filed) == []
    stands(first, "LX-05", TrackState.REVOKED)
    assert waits(filed) == [("upstream_failed", "LX-05")]


def test_statements_do_not_grow_with_the_tracks(cast: Cast) -> None:
    first = file_case(cast)
    submitted(cast, second_stage(cast, first.project), now=at(TUESDAY))
    with reading() as session:
        tracks = list(session.scalars(select(Track.id).order_by(Track.item_code != "GC-02", Track.id)))
    counts = []
    for asked in (tracks[:1], tracks):
        seen: list[str] = []
        listen = lambda _c, _cursor, statement, *_rest: seen.append(statement)  # noqa: B023, E731
        event.listen(db.engine, "before_cursor_execute", listen)
        with reading() as session:
            blockers(session, asked)
        event.remove(db.engine, "before_cursor_execute", listen)
        counts.append(sum(statement.lstrip().startswith("SELECT") for statement in seen))
    assert len(tracks) > 8 and counts[1] == counts[0] <= 9
