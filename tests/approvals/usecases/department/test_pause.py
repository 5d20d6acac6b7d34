"""A special procedure stops the clocks that the catalogue says it stops, within its cap, and never cures lateness."""

from __future__ import annotations

import datetime as dt

import pytest

from approvals.domain.refusals import Invalid, NotAllowed, NotFound, Refusal, Stale
from approvals.usecases.department.pause import pause
from approvals.usecases.department.resume import resume
from tests.factories.main_job import MONDAY, at
from tests.factories.towns import accepted
from tests.factories.work import Work

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(accepted)]
TUESDAY = MONDAY + dt.timedelta(days=1)
WEDNESDAY = MONDAY + dt.timedelta(days=2)
NEXT_MONDAY = MONDAY + dt.timedelta(days=7)


def test_an_expert_review_of_the_traffic_police_moves_their_own_day_and_not_the_laws(work: Work) -> None:
    before = work.track("LX-13")
    work.pause("LX-13", "EXPERT_REVIEW", 5, day=TUESDAY)
    work.resume("LX-13", day=NEXT_MONDAY)
    after = work.track("LX-13")
    assert after.statutory_due_on == before.statutory_due_on
    assert (before.committed_due_on, after.committed_due_on) == (dt.date(2026, 3, 18), dt.date(2026, 3, 24))
    assert after.deadline_version > before.deadline_version


def test_an_appraisal_of_article_45_moves_both_days(work: Work) -> None:
    before = work.track("LX-10")
    work.pause("LX-10", "APPRAISAL", 5, day=TUESDAY)
    assert work.track("LX-10").light == "paused"
    work.resume("LX-10", day=NEXT_MONDAY)
    after = work.track("LX-10")
    assert before.statutory_due_on and after.statutory_due_on and after.statutory_due_on > before.statutory_due_on
    assert before.committed_due_on and after.committed_due_on and after.committed_due_on > before.committed_due_on


def test_the_applicant_is_told_in_writing_when_it_begins_and_when_it_ends(work: Work) -> None:
    work.pause("LX-10", "APPRAISAL", 5, day=TUESDAY)
    (notice,) = work.documents("pause_notice")
    assert (notice.facts["days"], notice.facts["started_on"]) == (5, "2026-03-10")
    assert notice.facts["stops_statutory"] and notice.facts["stops_committed"]
    work.resume("LX-10", day=WEDNESDAY)
    (ended,) = work.documents("resume_notice")
    assert (ended.facts["resumed_on"], ended.facts["excluded_days"]) == ("2026-03-11", 1)


def test_nothing_longer_than_the_procedures_own_cap_and_nothing_without_a_reason(work: Work) -> None:
    for days in (0, 11):
        with pytest.raises(Invalid) as refused:
            work.pause("LX-13", "EXPERT_REVIEW", days)
        assert set(refused.value.errors) == {"length_days"}
    said = {"track": work.filed.tracks["LX-13"], "version": work.track("LX-13").version, "now": at(MONDAY)}
    with pytest.raises(Invalid) as refused_too:
        pause(
            kind="EXPERT_REVIEW", length_days=5, length_unit="MONTHS", reason=" ", actor=work.examiner("LX-13"), **said
        )  # fmt: skip
    assert set(refused_too.value.errors) == {"reason", "length_unit"}


def test_a_procedure_the_catalogue_does_not_know_for_the_item_stops_nothing(work: Work) -> None:
    with pytest.raises(Refusal) as refused:
        work.pause("LX-13", "HEARING", 5)
    assert refused.value.code == "procedure_unknown"


def test_one_at_a_time_and_only_what_is_open_can_end(work: Work) -> None:
    with pytest.raises(Refusal) as refused:
        work.resume("LX-13", day=TUESDAY)
    assert refused.value.code == "not_paused"
    work.pause("LX-13", "EXPERT_REVIEW", 5)
    with pytest.raises(Refusal) as refused:
        work.pause("LX-13", "EXPERT_REVIEW", 5, day=TUESDAY)
    assert refused.value.code == "already_paused"


def test_overdue_is_never_cured_by_a_pause(work: Work) -> None:
    late = dt.date(2026, 3, 20)
    with pytest.raises(Refusal) as refused:
        work.pause("LX-13", "EXPERT_REVIEW", 5, day=late)
    assert refused.value.code == "overdue_cannot_pause"


def test_an_item_whose_clock_waits_has_nothing_to_pause(work: Work) -> None:
    with pytest.raises(Refusal) as refused:
        work.pause("LX-08", "TECH_ASSESSMENT", 5)
    assert refused.value.code in ("clock_not_running", "no_such_move")


def test_only_the_department_that_has_the_item_pauses_it_and_a_stale_page_does_not(work: Work) -> None:
    said = {"kind": "EXPERT_REVIEW", "length_days": 5, "length_unit": "WD", "reason": "评审", "now": at(MONDAY)}
    track, version = work.filed.tracks["LX-13"], work.track("LX-13").version
    with pytest.raises(NotFound):
        pause(track=track, version=version, actor=work.examiner("LX-10"), **said)
    with pytest.raises(NotAllowed):
        pause(track=track, version=version, actor=work.cast.guan, **said)
    work.claim("LX-13")
    with pytest.raises(Stale):
        pause(track=track, version=version, actor=work.examiner("LX-13"), **said)


def test_it_ends_with_a_conclusion(work: Work) -> None:
    work.pause("LX-13", "EXPERT_REVIEW", 5)
    with pytest.raises(Invalid):
        resume(
            track=work.filed.tracks["LX-13"], version=work.track("LX-13").version, conclusion=" ",
            actor=work.examiner("LX-13"), now=at(TUESDAY),
        )  # fmt: skip
