"""A proposal: by the examiner who has the item, and a grant only when nothing blocks it."""

from __future__ import annotations

import datetime as dt

import pytest

from approvals.domain.refusals import Blocked, Invalid, NotAllowed, NotFound, Refusal, Stale
from approvals.domain.states import Outcome
from approvals.usecases.department.propose import propose
from approvals.usecases.department.record_site_visit import record_site_visit
from tests.factories.drafts import a_draft, filed
from tests.factories.main_job import MONDAY, Cast, at
from tests.factories.towns import accepted, accepted_with_promises, settled
from tests.factories.work import GRANT, Work

pytestmark = [pytest.mark.both_databases]
promised = pytest.mark.starts_from.with_args(accepted_with_promises)
complete = pytest.mark.starts_from.with_args(accepted)
TUESDAY = MONDAY + dt.timedelta(days=1)


@promised
def test_planning_cannot_grant_and_both_reasons_are_named(work: Work) -> None:
    work.claim("LX-05")
    work.judge("LX-05")
    assert {one.code for one in work.blockers("LX-05")} == {"upstream_pending", "promise_open"}
    named = {one.code: one.params for one in work.blockers("LX-05")}
    assert named["upstream_pending"]["item"] == "LX-01"
    assert (named["promise_open"]["paper"], named["promise_open"]["due_on"]) == ("M018", dt.date(2026, 3, 11))


@promised
def test_when_both_reasons_fall_it_goes_through(work: Work) -> None:
    work.claim("LX-05")
    work.decide("LX-01")
    work.supply("M018", day=TUESDAY)
    work.judge("LX-05", day=TUESDAY)
    work.propose("LX-05", day=TUESDAY)
    work.sign("LX-05", day=TUESDAY)
    assert work.states()["LX-05"] == "granted"


@promised
def test_a_blocked_grant_is_refused_with_every_blocker_and_leaves_no_trace(work: Work) -> None:
    work.claim("LX-13")
    before = work.tags()
    with pytest.raises(Blocked) as refused:
        work.propose("LX-13")
    assert {one.code for one in refused.value.blockers} == {"promise_open", "paper_not_accepted"}
    assert work.states()["LX-13"] == "in_review"
    assert work.tags() == before


@promised
def test_nothing_blocks_a_refusal(work: Work) -> None:
    work.claim("LX-13")
    work.propose("LX-13", Outcome.REFUSE)
    work.sign("LX-13")
    assert work.states()["LX-13"] == "refused"


@complete
@pytest.mark.parametrize("missing", ["findings", "reasons", "basis", "reapply"])
def test_a_refusal_says_why_by_what_law_and_what_a_new_application_needs(work: Work, missing: str) -> None:
    work.claim("LX-08")
    with pytest.raises(Invalid) as refused:
        work.propose("LX-08", Outcome.REFUSE, **{missing: " "})
    assert set(refused.value.errors) == {missing}


@complete
def test_a_grant_needs_findings_only(work: Work) -> None:
    work.claim("LX-07")
    with pytest.raises(Invalid):
        work.propose("LX-07", findings="")
    work.propose("LX-07")
    assert work.states()["LX-07"] == "proposed"


@complete
def test_only_the_one_who_claimed_it_proposes(work: Work) -> None:
    said = {"outcome": Outcome.GRANT, "conditions": "", "now": at(MONDAY), **GRANT}
    track = work.filed.tracks["LX-07"]
    with pytest.raises(Refusal):
        propose(track=track, version=work.track("LX-07").version, actor=work.examiner("LX-07"), **said)
    work.claim("LX-07")
    with pytest.raises(Refusal) as refused:
        propose(track=track, version=work.track("LX-07").version, actor=work.head("LX-07"), **said)
    assert refused.value.code == "not_your_track"
    with pytest.raises(NotFound):
        propose(track=track, version=work.track("LX-07").version, actor=work.examiner("LX-13"), **said)
    with pytest.raises(NotAllowed):
        propose(track=track, version=work.track("LX-07").version, actor=work.cast.guan, **said)
    with pytest.raises(Stale):
        propose(track=track, version=1, actor=work.examiner("LX-07"), **said)


@complete
def test_an_open_pause_blocks_the_grant(work: Work) -> None:
    work.claim("LX-13")
    work.judge("LX-13")
    work.pause("LX-13", "EXPERT_REVIEW", 5)
    assert work.blocker_codes("LX-13") == ["pause_open"]
    with pytest.raises(Blocked):
        work.propose("LX-13", day=TUESDAY)


@pytest.mark.starts_from.with_args(settled)
def test_where_a_visit_is_due_two_officers_must_have_been_there(cast: Cast) -> None:
    shop = {"entity_type": "企业", "business_kind": "建材家居", "has_large_outdoor_ad": True}
    work = Work(cast, filed(cast, a_draft(cast, theme="SHOP", stage="K1", answers=shop, name="店")))
    work.accept()
    work.decide("KD-01")
    work.claim("KD-08")
    work.judge("KD-08")
    assert work.blocker_codes("KD-08") == ["site_visit_missing"]
    said = {
        "track": work.filed.tracks["KD-08"],
        "findings": "与申报一致。",
        "actor": work.examiner("KD-08"),
        "now": at(MONDAY),
    }
    for second in (cast.public_id(work.examiner("KD-08")), cast.public_id(work.head("KD-01")), "nobody"):
        with pytest.raises(Invalid) as refused:
            record_site_visit(visited_on=MONDAY, second_officer=second, **said)
        assert set(refused.value.errors) == {"second_officer"}
    head = cast.public_id(work.head("KD-08"))
    with pytest.raises(Invalid):
        record_site_visit(visited_on=TUESDAY, second_officer=head, **said)
    record_site_visit(visited_on=MONDAY, second_officer=head, **said)
    assert work.blocker_codes("KD-08") == []
