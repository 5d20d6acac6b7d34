"""A promise as a record: evidence per item, a verdict that counts, a person who ends or excuses it, and its consequence."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.credit import CreditKind
from approvals.domain.refusals import NotAllowed, NotFound, Refusal
from approvals.domain.states import LineState, Verdict
from approvals.models.applicants import Enterprise
from approvals.models.cases import Case, Track
from approvals.models.letters import Document
from approvals.models.papers import CaseMaterial, CommitmentLine
from approvals.models.traces import CaseEvent
from approvals.queries.credit import credit_file
from approvals.usecases.department.claim import claim
from approvals.usecases.department.judge_papers import judge_papers
from approvals.usecases.enterprise.supply_paper import supply_paper
from approvals.usecases.framing import open_file
from approvals.usecases.letters.hold_result import hold_result
from approvals.usecases.promises.ending_promises import end_promises
from approvals.usecases.promises.excuse_promise import excuse_promise
from departments.domain.actor import SYSTEM
from tests.factories.clock_town import sweep
from tests.factories.drafts import a_paper
from tests.factories.main_job import MONDAY, Cast, Filed, at, decide, department_of, the_case
from tests.factories.towns import accepted_with_promises

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(accepted_with_promises)]
# accepted on Monday the 9th: M018 is due for LX-05 on Wednesday the 11th, for LX-10 on Monday the 16th
TUESDAY, WEDNESDAY, THURSDAY = (MONDAY + dt.timedelta(days=days) for days in (1, 2, 3))


@pytest.fixture
def filed(cast: Cast) -> Filed:
    return the_case()


def line(item: str, code: str = "M018") -> CommitmentLine:
    with reading() as session:
        found = session.scalars(
            select(CommitmentLine)
            .join(Track, Track.id == CommitmentLine.track_id)
            .join(CaseMaterial, CaseMaterial.id == CommitmentLine.case_material_id)
            .where(Track.item_code == item, CaseMaterial.material_code == code)
        ).one()
        session.expunge(found)
        return found


def supply(cast: Cast, filed: Filed, day: dt.date) -> None:
    supply_paper(case=filed.case, material_code="M018", stored=a_paper(), actor=cast.lin, now=at(day))


def judge(cast: Cast, filed: Filed, item: str, verdict: Verdict, day: dt.date) -> None:
    examiner, track = cast.examiners[department_of(filed, item)], filed.tracks[item]
    with reading() as session:
        paper = session.scalars(select(CaseMaterial.public_id).where(CaseMaterial.material_code == "M018")).one()
        row = session.scalars(select(Track).where(Track.public_id == track)).one()
        version, is_free = row.version, row.assignee_id is None
    if is_free:
        claim(track=track, version=version, actor=examiner, now=at(day))
    words = "图框不清" if verdict is Verdict.RETURNED else ""
    judge_papers(track=track, verdicts={paper: (verdict, words)}, actor=examiner, now=at(day))


def test_each_item_keeps_its_own_evidence_and_weighs_it_alone(cast: Cast, filed: Filed) -> None:
    supply(cast, filed, TUESDAY)
    assert {line(item).version_id is not None for item in ("LX-05", "LX-10")} == {True}
    judge(cast, filed, "LX-05", Verdict.RETURNED, TUESDAY)
    assert (line("LX-05").state, line("LX-05").kept_on, line("LX-05").version_id) == (LineState.OPEN, None, None)
    assert line("LX-10").state is LineState.KEPT
    supply(cast, filed, WEDNESDAY)
    assert line("LX-05").state is LineState.KEPT


def test_a_paper_that_fails_after_its_day_breaks_the_promise(cast: Cast, filed: Filed) -> None:
    supply(cast, filed, WEDNESDAY)
    judge(cast, filed, "LX-05", Verdict.RETURNED, THURSDAY)
    assert line("LX-05").state is LineState.BROKEN
    with reading() as session:
        assert "officer:promise:rejected" in set(session.scalars(select(CaseEvent.tag)))


def test_force_majeure_gives_a_new_day_and_leaves_the_credit_record_alone(cast: Cast, filed: Filed) -> None:
    sweep(at(THURSDAY, 9))
    head = cast.heads[department_of(filed, "LX-05")]
    new_on = MONDAY + dt.timedelta(days=9)
    with pytest.raises(NotAllowed):
        excuse(filed, cast.examiners[department_of(filed, "LX-05")], new_on)
    with pytest.raises((NotAllowed, NotFound)):
        excuse(filed, cast.lin, new_on)
    with pytest.raises(Refusal, match="excuse_too_late"):
        excuse(filed, head, dt.date(2026, 12, 1))
    excuse(filed, head, new_on)
    excused = line("LX-05")
    assert (excused.state, excused.due_on, excused.first_due_on) == (LineState.OPEN, new_on, WEDNESDAY)
    assert (excused.settlement, excused.settlement_note, excused.settled_by) == ("excused", "洪水断路", head.account_id)
    (enterprise,) = cast.lin.enterprise_ids
    with reading() as session:
        assert credit_file(session, enterprise) == ()
    with pytest.raises(Refusal, match="promise_not_broken"):
        excuse(filed, cast.clerk, new_on)


def excuse(filed: Filed, actor: object, new_on: dt.date) -> None:
    excuse_promise(
        track=filed.tracks["LX-05"], material="M018", new_on=new_on, reason="洪水断路", actor=actor, now=at(THURSDAY)
    )  # type: ignore[arg-type]


def test_what_came_late_keeps_the_promise_once_it_is_excused(cast: Cast, filed: Filed) -> None:
    sweep(at(THURSDAY, 9))
    supply(cast, filed, THURSDAY)
    assert line("LX-05").state is LineState.BROKEN
    excuse(filed, cast.clerk, MONDAY + dt.timedelta(days=9))
    assert (line("LX-05").state, line("LX-05").kept_on) == (LineState.KEPT, THURSDAY)


def test_a_promise_that_ended_its_item_is_settled_and_entered_once(cast: Cast, filed: Filed) -> None:
    head = cast.heads[department_of(filed, "LX-05")]
    with unit_of_work() as session:
        track = session.scalars(select(Track).where(Track.public_id == filed.tracks["LX-05"])).one()
        end_promises(session, open_file(session, track.case), track, ["现状地形图"], head, at(THURSDAY))
    settled = line("LX-05")
    assert (settled.state, settled.settlement) == (LineState.BROKEN, "ended")
    assert line("LX-10").state is LineState.OPEN, "one broken promise ends only its own item"
    with reading() as session:
        (entry,) = credit_file(session, session.scalars(select(Enterprise.id)).one())
        number = session.scalars(select(Case.case_no)).one()
    assert (entry.kind, entry.case_no) == (CreditKind.BROKEN_PROMISE, number)
    assert "《现状地形图》" in entry.reason


def test_a_signed_result_waits_at_the_press_while_its_promise_is_broken(cast: Cast, filed: Filed) -> None:
    supply_paper(case=filed.case, material_code="M030", stored=a_paper(), actor=cast.lin, now=at(TUESDAY))
    decide(cast, filed, "LX-13", day=TUESDAY)
    with reading() as session:
        letter = session.scalars(
            select(Document.id).where(Document.item_code == "LX-13").order_by(Document.id.desc()).limit(1)
        ).one()
    assert not hold_result(document=letter, actor=SYSTEM, now=at(WEDNESDAY))
    with unit_of_work() as session:
        session.get_one(CommitmentLine, line("LX-13", "M030").id).state = LineState.BROKEN
    assert hold_result(document=letter, actor=SYSTEM, now=at(WEDNESDAY))
    assert hold_result(document=letter, actor=SYSTEM, now=at(THURSDAY))
    with reading() as session:
        tags = list(session.scalars(select(CaseEvent.tag)))
    assert tags.count("system:document:held") == 1
    with unit_of_work() as session:
        session.get_one(CommitmentLine, line("LX-13", "M030").id).state = LineState.KEPT
    assert not hold_result(document=letter, actor=SYSTEM, now=at(THURSDAY))
