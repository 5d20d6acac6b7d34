"""A paper comes: in the draft, as promised, or again; every item that wants it sees the new version."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select

from app.foundation.reading import reading
from approvals.domain.refusals import NotFound, Refusal
from approvals.domain.states import LineState
from approvals.models.papers import CaseMaterial, CommitmentLine, MaterialVersion, StoredFile
from approvals.usecases.enterprise.supply_paper import supply_paper
from approvals.usecases.enterprise.withdraw import withdraw
from tests.factories.drafts import a_draft, a_paper
from tests.factories.main_job import MONDAY, Cast, at
from tests.factories.towns import accepted_with_promises, settled
from tests.factories.work import Work

pytestmark = [pytest.mark.both_databases]
promised = pytest.mark.starts_from.with_args(accepted_with_promises)
TUESDAY = MONDAY + dt.timedelta(days=1)


def lines() -> dict[str, list[LineState]]:
    found: dict[str, list[LineState]] = {}
    with reading() as session:
        statement = select(CaseMaterial.material_code, CommitmentLine.state).join(
            CaseMaterial, CaseMaterial.id == CommitmentLine.case_material_id
        )
        for code, state in session.execute(statement):
            found.setdefault(code, []).append(state)
    return found


@promised
def test_a_promised_paper_keeps_the_promise_towards_every_item_that_waits_for_it(work: Work) -> None:
    work.supply("M018", day=TUESDAY)
    assert lines() == {"M018": [LineState.KEPT, LineState.KEPT], "M030": [LineState.OPEN]}
    assert "applicant:promise:kept" in work.tags()


@promised
def test_once_it_is_there_it_still_has_to_be_accepted(work: Work) -> None:
    work.claim("LX-10", day=TUESDAY)
    assert work.blocker_codes("LX-10") == ["promise_open"]
    work.supply("M018", day=TUESDAY)
    assert work.blocker_codes("LX-10") == ["paper_not_accepted"]
    work.judge("LX-10", day=TUESDAY)
    assert work.blocker_codes("LX-10") == []


@promised
def test_a_returned_paper_blocks_until_a_new_version_is_accepted(work: Work) -> None:
    work.claim("LX-13", day=TUESDAY)
    work.supply("M030", day=TUESDAY)
    work.judge("LX-13", day=TUESDAY, returned={"M028": "缺少货车泊位测算。"})
    assert work.blocker_codes("LX-13") == ["paper_returned"]
    work.supply("M028", day=TUESDAY)
    assert work.blocker_codes("LX-13") == ["paper_not_accepted"]
    work.judge("LX-13", day=TUESDAY)
    assert work.blocker_codes("LX-13") == []


@promised
def test_what_one_item_accepted_another_judges_for_itself(work: Work) -> None:
    work.supply("M018", day=TUESDAY)
    work.claim("LX-10", day=TUESDAY)
    work.judge("LX-10", day=TUESDAY)
    assert "paper_not_accepted" in work.blocker_codes("LX-05")


@promised
def test_a_paper_nobody_asked_for_is_refused(work: Work) -> None:
    with pytest.raises(Refusal) as refused:
        work.supply("M034", day=TUESDAY)
    assert refused.value.code == "paper_not_wanted"


@promised
def test_when_everything_has_ended_no_paper_is_taken_any_more(work: Work) -> None:
    withdraw(case=work.filed.case, track=None, actor=work.cast.lin, now=at(TUESDAY))
    with pytest.raises(Refusal) as refused:
        work.supply("M018", day=TUESDAY)
    assert refused.value.code == "case_ended"


@promised
def test_nobody_hands_papers_in_for_somebody_else(work: Work) -> None:
    for actor in (work.cast.zhao, work.cast.clerk, work.cast.guan):
        with pytest.raises(NotFound):
            supply_paper(
                case=work.filed.case, material_code="M018", stored=a_paper(), actor=actor, now=at(TUESDAY)
            )  # fmt: skip


@pytest.mark.starts_from.with_args(settled)
def test_the_same_bytes_an_hour_later_are_two_versions_of_one_paper(cast: Cast) -> None:
    draft = a_draft(cast, lacks=("M012",))
    for hour in (9, 10):
        supply_paper(
            case=draft.case, material_code="M012", stored=a_paper("合同.pdf"), actor=cast.lin, now=at(MONDAY, hour)
        )
    with reading() as session:
        paper = session.scalars(select(CaseMaterial.id).where(CaseMaterial.material_code == "M012")).one()
        numbers = session.scalars(select(MaterialVersion.number).where(MaterialVersion.case_material_id == paper)).all()
        names = session.scalar(
            select(func.count()).select_from(StoredFile).where(StoredFile.display_name == "合同.pdf")
        )
    assert sorted(numbers) == [1, 2]
    assert names == 2


@promised
def test_what_is_made_from_the_form_cannot_be_handed_in_in_its_place(work: Work) -> None:
    other = a_draft(work.cast, name="第二个项目")
    for case in (work.filed.case, other.case):
        with pytest.raises(Refusal) as refused:
            supply_paper(case=case, material_code="M001", stored=a_paper(), actor=work.cast.lin, now=at(TUESDAY))
        assert refused.value.code == "paper_not_wanted"
