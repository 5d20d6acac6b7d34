"""A one-time notice nobody answered: its items lapse, the others go their own way."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.service import Service
from approvals.domain.states import CaseState, NoticeState, TrackState
from approvals.models.cases import Case, Track
from approvals.models.letters import Document
from approvals.models.papers import CaseMaterial, CorrectionNotice, MaterialDemand
from approvals.models.traces import CaseEvent
from approvals.usecases.enterprise.note_opening import note_opening
from approvals.usecases.steward.serve_document import serve_document
from approvals.usecases.window.request_correction import CorrectionAsked, request_correction
from departments.queries.calendar import load_calendar
from tests.factories.arrived import issued, nobody_agrees
from tests.factories.clock_town import deliver, forget_notices, sweep, told
from tests.factories.main_job import MONDAY, Cast, Filed, at, file_case, settle, the_cast

pytestmark = [pytest.mark.starts_from.with_args(settle), pytest.mark.usefixtures("in_app")]


@pytest.fixture
def cast(in_app: object) -> Cast:
    return the_cast()


@pytest.fixture
def filed(cast: Cast) -> Filed:
    made = file_case(cast)
    forget_notices()
    return made


def ask(cast: Cast, filed: Filed, *, every_item: bool, arrives: bool = True) -> dt.date:
    """The window asks for papers, wanted by some items or by all; returns the last day to answer."""
    with reading() as session:
        papers = session.execute(
            select(CaseMaterial.public_id, MaterialDemand.track_id)
            .join(MaterialDemand, MaterialDemand.case_material_id == CaseMaterial.id)
            .join(Case, Case.id == CaseMaterial.case_id)
            .where(Case.public_id == filed.case)
            .order_by(CaseMaterial.id)
        ).all()
    chosen = {row.public_id for row in papers} if every_item else {papers[-1].public_id}
    lines = [CorrectionAsked(paper, "缺页", "补齐全部页码") for paper in sorted(chosen)]
    request_correction(case=filed.case, lines=lines, actor=cast.clerk, now=at(MONDAY, 11))
    if arrives:
        issued("correction_notice", at(MONDAY, 12))
    with reading() as session:
        return session.scalars(select(CorrectionNotice.respond_by)).one()


def states() -> set[TrackState]:
    with reading() as session:
        return set(session.scalars(select(Track.state)))


def case_state(filed: Filed) -> CaseState:
    with reading() as session:
        return session.scalars(select(Case.state).where(Case.public_id == filed.case)).one()


def test_the_last_day_is_still_in_time(cast: Cast, filed: Filed) -> None:
    last_day = ask(cast, filed, every_item=True)
    sweep(at(last_day, 23))
    assert states() == {TrackState.CORRECTION_OPEN}


def test_the_day_after_every_item_under_correction_lapses_and_the_case_closes(cast: Cast, filed: Filed) -> None:
    last_day = ask(cast, filed, every_item=True)
    sweep(at(last_day + dt.timedelta(days=1), 1))
    sweep(at(last_day + dt.timedelta(days=1), 2))
    assert states() == {TrackState.LAPSED}
    assert case_state(filed) is CaseState.CLOSED
    with reading() as session:
        assert session.scalars(select(CorrectionNotice.state)).all() == [NoticeState.LAPSED]
    deliver(at(last_day + dt.timedelta(days=1)))
    assert sorted(told("correction_lapsed")) == ["clerk", "guan", "lin"]


def test_the_items_that_were_not_asked_about_keep_their_five_days(cast: Cast, filed: Filed) -> None:
    last_day = ask(cast, filed, every_item=False)
    sweep(at(dt.date(2026, 3, 17), 1))  # Monday 9 March and five working days are Monday 16 March
    assert TrackState.CORRECTION_OPEN in states()
    assert TrackState.FILED not in states()
    sweep(at(last_day + dt.timedelta(days=1), 1))
    assert TrackState.CORRECTION_OPEN not in states()
    assert TrackState.LAPSED in states()
    assert case_state(filed) is CaseState.IN_REVIEW


def respond_by() -> dt.date:
    with reading() as session:
        return session.scalars(select(CorrectionNotice.respond_by)).one()


def notice_sent() -> Document:
    with reading() as session:
        return session.scalars(select(Document).where(Document.kind == "correction_notice")).one()


def after(day: dt.date) -> dt.date:
    with reading() as session:
        return load_calendar(session).add(day, 20)


def test_a_notice_that_was_never_sealed_lapses_nothing_however_long_it_lies(cast: Cast, filed: Filed) -> None:
    last_day = ask(cast, filed, every_item=True, arrives=False)
    morning = last_day + dt.timedelta(days=1)
    sweep(at(morning, 1))
    sweep(at(morning, 2))
    assert states() == {TrackState.CORRECTION_OPEN} and respond_by() == after(morning)
    issued("correction_notice", at(morning, 9))
    sweep(at(after(morning) + dt.timedelta(days=1), 1))
    assert states() == {TrackState.LAPSED}


def test_what_was_served_late_or_downloaded_late_is_answered_later(cast: Cast, filed: Filed) -> None:
    last_day = ask(cast, filed, every_item=True)
    nobody_agrees()
    sweep(at(last_day + dt.timedelta(days=1), 1))
    assert states() == {TrackState.CORRECTION_OPEN}, "nobody served it"
    given = last_day + dt.timedelta(days=3)
    said = Service(
        method="left", refusal="拒收", place="明水街道", second_server="管二", witnesses="王某", arrived_at=at(given)
    )
    late = given + dt.timedelta(days=5)
    serve_document(document=notice_sent().public_id, service=said, actor=cast.guan, now=at(late))
    assert respond_by() == max(after(given), after(last_day + dt.timedelta(days=1)))
    sweep(at(respond_by() + dt.timedelta(days=1), 1))
    assert states() == {TrackState.LAPSED}


def test_the_first_download_gives_the_days_from_then_and_the_next_gives_none(cast: Cast, filed: Filed) -> None:
    ask(cast, filed, every_item=True)
    nobody_agrees()
    opened = MONDAY + dt.timedelta(days=9)
    for day in (opened, opened + dt.timedelta(days=2)):
        note_opening(document=notice_sent().id, actor=cast.lin, now=at(day))
        assert respond_by() == after(opened)
    with reading() as session:
        moved = session.scalars(select(CaseEvent.facts).where(CaseEvent.tag == "system:clock:deadline_moved")).all()
    assert [facts["due_on"] for facts in moved] == [after(opened).isoformat()]
