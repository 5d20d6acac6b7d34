"""Admission item by item: in one transaction the case fans out to its departments."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.refusals import NotAllowed, NotFound, Refusal
from approvals.domain.states import CaseState, TrackState
from approvals.models.cases import Track
from approvals.models.papers import CommitmentLine
from approvals.queries.access import find_track
from approvals.usecases.window.accept import accept
from departments.domain.actor import SYSTEM, Actor
from departments.usecases.publish_catalogue import publish_catalogue
from tests.factories.drafts import a_draft, filed
from tests.factories.main_job import DATA, MONDAY, Cast, accept_all, at, department_of, file_case
from tests.factories.towns import filed_short, filed_with_promises, settled
from tests.factories.work import Work
from tests.support.statements import statements_in

pytestmark = [pytest.mark.both_databases]
promised = pytest.mark.starts_from.with_args(filed_with_promises)
TUESDAY = MONDAY + dt.timedelta(days=1)


def sees(actor: Actor, track: str) -> bool:
    with reading() as session:
        try:
            find_track(session, track, actor)
        except NotFound:
            return False
    return True


@promised
def test_every_department_has_its_own_item_at_once_and_nobody_elses(work: Work) -> None:
    departments = {department_of(work.filed, item) for item in work.filed.tracks}
    assert not any(
        sees(work.cast.examiners[code], track) for code in departments for track in work.filed.tracks.values()
    )
    work.accept()
    seen = {
        code: {item for item, track in work.filed.tracks.items() if sees(work.cast.examiners[code], track)}
        for code in departments
    }
    assert seen == {
        code: {item for item in work.filed.tracks if department_of(work.filed, item) == code} for code in departments
    }


@promised
def test_with_consent_items_behind_a_result_wait_and_the_stage_clock_runs(work: Work) -> None:
    work.accept()
    waiting = {code for code, state in work.states().items() if state == "awaiting_upstream"}
    assert waiting == {"LX-04", "LX-05", "LX-08"}
    assert all(work.track(code).accepted_on is None and work.track(code).admitted_on == MONDAY for code in waiting)
    case = work.case()
    assert (case.state, case.admitted_on) == (CaseState.IN_REVIEW, MONDAY)
    assert case.stage_due_on == dt.date(2026, 5, 14)


@promised
def test_when_the_upstream_result_is_granted_they_count_as_filed_that_day(work: Work) -> None:
    work.accept()
    work.decide("LX-01", day=TUESDAY)
    for code in ("LX-04", "LX-05", "LX-08"):
        track = work.track(code)
        assert (track.state, track.accepted_on) == (TrackState.QUEUED, TUESDAY)
    assert work.track("LX-05").committed_due_on == TUESDAY + dt.timedelta(days=3)


@pytest.mark.starts_from.with_args(settled)
def test_without_consent_they_are_examined_at_once_and_only_the_grant_waits(cast: Cast) -> None:
    work = Work(cast, filed(cast, a_draft(cast), consents_upstream=False))
    work.accept()
    assert work.track("LX-05").accepted_on == MONDAY
    assert "upstream_pending" in work.blocker_codes("LX-05")
    work.decide("LX-01", day=TUESDAY)
    assert work.track("LX-05").accepted_on == MONDAY
    assert "upstream_pending" not in work.blocker_codes("LX-05")


@pytest.mark.starts_from.with_args(settled)
def test_a_result_needed_for_acceptance_is_waited_for_also_without_consent(cast: Cast) -> None:
    document = json.loads((DATA / "catalogue.json").read_text(encoding="utf-8"))
    soil = next(one for one in document["items"] if one["code"] == "LX-08")
    soil["prerequisites"] = [{"item": "LX-01", "needed_for": "acceptance"}]
    publish_catalogue(document=json.dumps(document, ensure_ascii=False), actor=SYSTEM, now=at(MONDAY, 8))
    work = Work(cast, filed(cast, a_draft(cast), consents_upstream=False))
    work.accept()
    assert (work.states()["LX-08"], work.states()["LX-05"]) == ("awaiting_upstream", "queued")
    work.decide("LX-01", day=TUESDAY)
    assert work.track("LX-08").accepted_on == TUESDAY


@promised
def test_promised_papers_get_their_own_day_and_the_items_say_they_were_deferred(work: Work) -> None:
    work.accept()
    with reading() as session:
        rows = session.execute(select(Track.item_code, CommitmentLine.due_on).join(Track)).all()
    assert {(code, due) for code, due in rows} == {
        ("LX-05", dt.date(2026, 3, 11)), ("LX-10", dt.date(2026, 3, 16)), ("LX-13", dt.date(2026, 3, 16)),
    }  # fmt: skip
    assert {code for code in work.filed.tracks if work.track(code).is_deferred} == {"LX-05", "LX-10", "LX-13"}
    (letter,) = work.documents("deferred_acceptance_notice")
    assert len(letter.facts["deferred"]) == 3


@pytest.mark.starts_from.with_args(filed_short)
def test_a_missing_main_paper_is_named_per_item_and_nothing_is_admitted(work: Work) -> None:
    with pytest.raises(Refusal) as refused:
        work.accept()
    assert (refused.value.code, refused.value.params["items"]) == (
        "papers_missing",
        {"LX-05": ["M012"], "LX-13": ["M028"]},
    )
    assert set(work.states().values()) == {"filed"}
    assert work.documents("acceptance_notice") + work.documents("deferred_acceptance_notice") == []


@pytest.mark.starts_from.with_args(filed_short)
def test_the_items_that_are_complete_go_ahead(work: Work) -> None:
    work.accept("LX-01", "LX-07")
    assert {work.states()[code] for code in ("LX-01", "LX-07")} == {"queued"}
    assert work.case().state is CaseState.IN_REVIEW
    assert work.case().next_alarm_at is not None


@promised
def test_an_item_is_admitted_once(work: Work) -> None:
    work.accept("LX-01")
    with pytest.raises(Refusal) as refused:
        work.accept("LX-01", "LX-07")
    assert (refused.value.code, refused.value.params["items"]) == ("already_answered", ["LX-01"])
    assert work.states()["LX-07"] == "filed"


@promised
def test_an_item_of_another_case_is_absent_and_only_the_window_admits(work: Work) -> None:
    other = file_case(work.cast, name="另一个项目")
    with pytest.raises(NotFound):
        accept(case=work.filed.case, tracks=[other.tracks["LX-01"]], actor=work.cast.clerk, now=at(MONDAY))
    for actor in (work.cast.lin, work.cast.guan, work.head("LX-01"), work.cast.admin):
        with pytest.raises(NotAllowed):
            accept(case=work.filed.case, tracks=list(work.filed.tracks.values()), actor=actor, now=at(MONDAY))


@pytest.mark.starts_from.with_args(settled)
def test_statements_do_not_grow_with_the_number_of_items(cast: Cast) -> None:
    few = file_case(cast, name="七个事项")
    document = json.loads((DATA / "catalogue.json").read_text(encoding="utf-8"))
    quick = next(one for one in document["items"] if one["code"] == "LX-07")
    document["items"] += [quick | {"code": f"LX-{number}"} for number in range(31, 56)]
    for material in document["materials"]:
        if "LX-07" in material["used_by"]:
            material["used_by"] += [f"LX-{number}" for number in range(31, 56)]
    publish_catalogue(document=json.dumps(document, ensure_ascii=False), actor=SYSTEM, now=at(MONDAY, 8))
    many = file_case(cast, name="三十二个事项")
    assert (len(few.tracks), len(many.tracks)) == (7, 32)
    counts = [len(statements_in(lambda filed=one: accept_all(cast, filed, day=MONDAY))) for one in (few, many)]
    assert counts[1] <= counts[0] + 2
