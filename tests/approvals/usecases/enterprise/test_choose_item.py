"""Each item is applied for now, later, or not at all because its result is there; what follows is the same everywhere."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.domain.choices import Brought, Choice
from approvals.domain.plan import Plan
from approvals.domain.plan import Supply as PlannedSupply
from approvals.domain.refusals import Invalid, NotFound, Refusal
from approvals.domain.states import Supply, TrackState
from approvals.models.cases import Case, Track
from approvals.models.papers import CaseMaterial, MaterialVersion
from approvals.queries.dossier import dossiers
from approvals.queries.enterprise_draft import draft as read_draft
from approvals.usecases.enterprise.choose_item import choose_item
from approvals.usecases.enterprise.draft_case import draft_case
from approvals.usecases.enterprise.save_answers import save_answers
from approvals.usecases.window.judge_brought import judge_brought
from tests.factories.drafts import Draft, a_draft, a_paper, filed, submitted
from tests.factories.main_job import MONDAY, Cast, Filed, at
from tests.factories.towns import settled

pytestmark = pytest.mark.starts_from.with_args(settled)
RECORD, ENERGY, LAND = "LX-01", "LX-04", "LX-05"
THERE = Brought("2603-370114-04-01-123453", dt.date(2026, 3, 2), "济南市章丘区发展和改革局")


@pytest.fixture
def draft(cast: Cast) -> Draft:
    return a_draft(cast)


def chosen(
    cast: Cast, draft: Draft, item: str, choice: Choice, brought: Brought | None = None, file: bool = False
) -> None:
    stored = a_paper("备案证明.pdf") if file else None
    choose_item(
        case=draft.case, item=item, choice=choice, brought=brought, stored=stored, actor=cast.lin, now=at(MONDAY)
    )


def planned(cast: Cast, case: str) -> Plan:
    with reading() as session:
        return read_draft(session, case, cast.lin, MONDAY).plan


def codes(found: Plan) -> list[str]:
    return [one.code for one in found.items]


def paper(filed: Filed, code: str) -> tuple[Supply, str, int]:
    """How it is supplied, its note, and how many versions it has."""
    with reading() as session:
        row = session.scalars(
            select(CaseMaterial)
            .join(Case, Case.id == CaseMaterial.case_id)
            .where(Case.public_id == filed.case, CaseMaterial.material_code == code)
        ).one()
        versions = session.scalars(select(MaterialVersion).where(MaterialVersion.case_material_id == row.id)).all()
        return row.supply, row.source_note, len(versions)


def blockers(filed: Filed, item: str) -> set[str]:
    with reading() as session:
        track = session.scalars(select(Track.id).where(Track.public_id == filed.tracks[item])).one()
        found = dossiers(session, [track])[track].blockers
        return {one.code for one in found if one.params.get("paper", "M010") == "M010"}


def test_what_is_there_already_is_not_applied_for_and_its_paper_is_obtained(cast: Cast, draft: Draft) -> None:
    chosen(cast, draft, RECORD, Choice.HAVE, THERE)
    found = planned(cast, draft.case)
    assert RECORD not in codes(found) and len(codes(found)) == 6
    assert next(one for one in found.papers if one.code == "M010").supply is PlannedSupply.HELD
    land = next(one for one in found.items if one.code == LAND)
    assert (land.waits_for, land.needs_first) == ((), ())


@pytest.mark.both_databases
@pytest.mark.parametrize("file", [False, True])
def test_filed_with_a_result_brought_along_the_others_rest_on_it(cast: Cast, draft: Draft, file: bool) -> None:
    chosen(cast, draft, RECORD, Choice.HAVE, THERE, file=file)
    case = filed(cast, draft)
    assert RECORD not in case.tracks
    supply, note, versions = paper(case, "M010")
    assert (supply, versions) == (Supply.HELD, int(file)) and THERE.number in note and THERE.organ in note
    assert not blockers(case, LAND) & {"upstream_absent", "upstream_pending", "paper_missing", "paper_not_accepted"}


def test_a_doubt_of_the_window_opens_item_and_paper_again_and_can_be_taken_back(cast: Cast, draft: Draft) -> None:
    chosen(cast, draft, RECORD, Choice.HAVE, THERE)
    case = filed(cast, draft)
    for _ in range(2):
        judge_brought(case=case.case, item=RECORD, doubt="查不到这个文号。", actor=cast.clerk, now=at(MONDAY, 11))
    assert paper(case, "M010")[0] is Supply.MISSING
    assert blockers(case, LAND) >= {"upstream_absent"}
    judge_brought(case=case.case, item=RECORD, doubt="", actor=cast.clerk, now=at(MONDAY, 12))
    assert paper(case, "M010")[0] is Supply.HELD and "upstream_absent" not in blockers(case, LAND)


def test_only_what_was_brought_along_can_be_doubted(cast: Cast, draft: Draft) -> None:
    case = filed(cast, draft)
    with pytest.raises(NotFound):
        judge_brought(case=case.case, item=RECORD, doubt="?", actor=cast.clerk, now=at(MONDAY))


def test_the_next_filing_rests_on_what_was_brought_along_with_this_one(cast: Cast, draft: Draft) -> None:
    chosen(cast, draft, RECORD, Choice.HAVE, THERE, file=True)
    filed(cast, draft)
    again = draft_case(project=draft.project, stage_code="S2", actor=cast.lin, now=at(MONDAY))
    record = [one for one in planned(cast, again).papers if one.code == "M010"]
    assert [one.supply for one in record] == [PlannedSupply.HELD] * len(record)


def test_what_is_put_off_stays_out_holds_up_what_needs_it_and_is_offered_afterwards(cast: Cast, draft: Draft) -> None:
    chosen(cast, draft, RECORD, Choice.LATER)
    found = planned(cast, draft.case)
    assert [one.item.code for one in found.left_out if one.later] == [RECORD]
    assert next(one for one in found.items if one.code == LAND).needs_first == (RECORD,)
    case = filed(cast, draft)
    assert RECORD not in case.tracks
    again = draft_case(project=draft.project, stage_code="S1", actor=cast.lin, now=at(MONDAY))
    save_answers(case=again, answers=draft.answers, actor=cast.lin, now=at(MONDAY))
    assert codes(planned(cast, again)) == [RECORD]


def test_a_choice_is_taken_back(cast: Cast, draft: Draft) -> None:
    chosen(cast, draft, RECORD, Choice.HAVE, THERE)
    chosen(cast, draft, RECORD, Choice.LATER)
    chosen(cast, draft, RECORD, Choice.NOW)
    assert len(codes(planned(cast, draft.case))) == 7


@pytest.mark.parametrize(
    ("brought", "fields"),
    [
        (None, {"number", "issued_on", "organ"}),
        (Brought("无", dt.date(2026, 3, 2), "局"), {"number"}),
        (Brought("1", dt.date(2026, 3, 10), "局"), {"issued_on"}),
        (Brought("1", dt.date(1949, 9, 30), " "), {"issued_on", "organ"}),
    ],
)
def test_a_result_that_cannot_be_right_is_told_field_by_field(
    cast: Cast, draft: Draft, brought: Brought | None, fields: set[str]
) -> None:
    with pytest.raises(Invalid) as refused:
        chosen(cast, draft, RECORD, Choice.HAVE, brought)
    assert set(refused.value.errors) == fields


@pytest.mark.parametrize(
    ("item", "choice"), [("LX-02", Choice.LATER), ("SG-01", Choice.HAVE), (RECORD, Choice.DOUBTED)]
)
def test_only_an_item_that_applies_can_be_chosen(cast: Cast, draft: Draft, item: str, choice: Choice) -> None:
    with pytest.raises(Refusal) as refused:
        chosen(cast, draft, item, choice, THERE)
    assert refused.value.code == "choice_not_open"


def test_when_every_item_is_put_off_there_is_nothing_to_file(cast: Cast, draft: Draft) -> None:
    for item in codes(planned(cast, draft.case)):
        chosen(cast, draft, item, Choice.LATER)
    with pytest.raises(Refusal) as refused:
        submitted(cast, draft)
    assert refused.value.code == "nothing_applies"


def test_the_filed_case_says_how_it_stands(cast: Cast, draft: Draft) -> None:
    chosen(cast, draft, ENERGY, Choice.LATER)
    case = filed(cast, draft)
    with reading() as session:
        states = session.scalars(select(Track.state).join(Case).where(Case.public_id == case.case)).all()
    assert states == [TrackState.FILED] * 6
