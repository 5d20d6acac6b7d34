"""What was handed in once is used again: the same files, marked, the enterprise's own, and only while it holds."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select, update

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.refusals import Refusal
from approvals.domain.reuse import Candidate, ReuseSource
from approvals.domain.states import Scan, Verdict
from approvals.models.cases import Case
from approvals.models.papers import CaseMaterial, MaterialVersion, StoredFile
from approvals.queries.enterprise_draft import draft as read_draft
from approvals.queries.reuse import reusable
from approvals.usecases.enterprise.keep_paper import keep_paper
from approvals.usecases.enterprise.reuse_paper import reuse_paper
from approvals.usecases.enterprise.supply_paper import supply_paper
from approvals.usecases.window.check_paper import check_paper
from departments.domain.actor import Actor
from departments.queries.catalogue import current_catalogue
from tests.factories.drafts import Draft, a_draft, a_paper, filed, submitted
from tests.factories.main_job import MONDAY, Cast, at
from tests.factories.towns import settled

pytestmark = pytest.mark.starts_from.with_args(settled)
PAPER = "M018"
NOW = at(MONDAY, 12)
NEXT_YEAR = MONDAY + dt.timedelta(days=365)


def candidates(draft: Draft, actor: Actor, today: dt.date = MONDAY) -> tuple[Candidate, ...]:
    with reading() as session:
        case = session.scalars(select(Case.id).where(Case.public_id == draft.case)).one()
        mine = next(iter(actor.enterprise_ids))
        catalogue = current_catalogue(session).catalogue
        return reusable(session, mine, case, [PAPER], catalogue, today).get(PAPER, ())


def newest(draft: Draft) -> tuple[MaterialVersion, CaseMaterial]:
    with reading() as session:
        found = session.execute(
            select(MaterialVersion, CaseMaterial)
            .join(CaseMaterial, CaseMaterial.id == MaterialVersion.case_material_id)
            .join(Case, Case.id == CaseMaterial.case_id)
            .where(Case.public_id == draft.case, CaseMaterial.material_code == PAPER)
            .order_by(MaterialVersion.id.desc())
        ).first()
    assert found is not None
    return found[0], found[1]


@pytest.mark.both_databases
def test_a_paper_of_an_earlier_case_is_taken_over_with_its_files_and_says_where_it_is_from(cast: Cast) -> None:
    first = a_draft(cast)
    filed(cast, first)
    second = a_draft(cast, name="第二个项目", lacks=[PAPER])
    (offer,) = candidates(second, cast.lin)
    assert (offer.source, offer.name, offer.supplied_on) == (ReuseSource.CASE, first.name, MONDAY)
    for _ in range(2):  # the second click finds it done
        reuse_paper(case=second.case, material_code=PAPER, key=offer.key, actor=cast.lin, now=NOW)
    version, paper = newest(second)
    assert (version.number, version.file_id, version.source) == (1, newest(first)[0].file_id, "case")
    assert first.name in paper.source_note and paper.supply.value == "uploaded"


def test_what_an_officer_sent_back_is_offered_to_nobody_nor_what_it_had_replaced(cast: Cast) -> None:
    first = a_draft(cast)
    case = filed(cast, first)
    supply_paper(case=first.case, material_code=PAPER, stored=a_paper(), actor=cast.lin, now=NOW)
    second = a_draft(cast, name="第二个项目", lacks=[PAPER])
    assert len(candidates(second, cast.lin)) == 1
    check_paper(
        case=case.case, paper=newest(first)[1].public_id, number=2, verdict=Verdict.RETURNED, comment="缺页。",
        actor=cast.clerk, now=NOW,
    )  # fmt: skip
    assert candidates(second, cast.lin) == ()


def test_a_paper_of_another_enterprise_is_absent_whatever_key_is_sent(cast: Cast) -> None:
    filed(cast, a_draft(cast))
    second = a_draft(cast, name="第二个项目", lacks=[PAPER])
    (offer,) = candidates(second, cast.lin)
    rival = Actor(99, "别人", cast.lin.roles, enterprise_ids=frozenset({99}))
    assert candidates(second, rival) == ()
    with pytest.raises(Refusal) as strange:
        reuse_paper(case=second.case, material_code=PAPER, key="case.nothing.1", actor=cast.lin, now=NOW)
    assert strange.value.code == "paper_not_there"
    with pytest.raises(Refusal) as foreign:
        reuse_paper(case=second.case, material_code=PAPER, key=offer.key, actor=rival, now=NOW)
    assert foreign.value.code == "not_found"


def test_a_paper_on_file_holds_until_its_day_and_an_infected_one_is_not_offered(cast: Cast) -> None:
    draft = a_draft(cast, lacks=[PAPER])
    company = next(iter(cast.lin.enterprise_ids))
    keep_paper(
        enterprise_id=company, material_code=PAPER, files=[a_paper("地形图.pdf")], valid_from=None,
        valid_until=MONDAY, actor=cast.lin, now=NOW,
    )  # fmt: skip
    (offer,) = candidates(draft, cast.lin)
    tomorrow = at(MONDAY + dt.timedelta(days=1))
    with pytest.raises(Refusal) as refused:
        reuse_paper(case=draft.case, material_code=PAPER, key=offer.key, actor=cast.lin, now=tomorrow)
    assert (refused.value.code, refused.value.params) == ("paper_expired", {"until": MONDAY})
    keep_paper(
        enterprise_id=company, material_code=PAPER, files=[a_paper("新地形图.pdf")], valid_from=MONDAY,
        valid_until=NEXT_YEAR, actor=cast.lin, now=tomorrow,
    )  # fmt: skip
    (renewed,) = candidates(draft, cast.lin)
    reuse_paper(case=draft.case, material_code=PAPER, key=renewed.key, actor=cast.lin, now=tomorrow)
    assert newest(draft)[0].source == "file" and renewed.valid_until == NEXT_YEAR
    with unit_of_work() as session:
        session.execute(update(StoredFile).values(scan=Scan.INFECTED))
    assert candidates(draft, cast.lin) == ()


@pytest.mark.both_databases
def test_what_was_taken_over_while_it_held_cannot_be_filed_when_it_is_over(cast: Cast) -> None:
    draft = a_draft(cast, lacks=[PAPER])
    keep_paper(
        enterprise_id=next(iter(cast.lin.enterprise_ids)), material_code=PAPER, files=[a_paper("地形图.pdf")],
        valid_from=None, valid_until=MONDAY, actor=cast.lin, now=NOW,
    )  # fmt: skip
    (offer,) = candidates(draft, cast.lin)
    reuse_paper(case=draft.case, material_code=PAPER, key=offer.key, actor=cast.lin, now=NOW)
    tuesday = MONDAY + dt.timedelta(days=1)
    with reading() as session:
        seen = {day: read_draft(session, draft.case, cast.lin, day) for day in (MONDAY, tuesday)}
    assert [[(one.paper.code, one.over_on) for one in seen[day].absent] for day in seen] == [[], [(PAPER, MONDAY)]]
    with pytest.raises(Refusal) as refused:
        submitted(cast, draft, now=at(tuesday))
    assert (refused.value.code, refused.value.params["papers"]) == ("papers_over", [PAPER])
    supply_paper(case=draft.case, material_code=PAPER, stored=a_paper(), actor=cast.lin, now=at(tuesday))
    assert submitted(cast, draft, now=at(tuesday))
