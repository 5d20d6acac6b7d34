"""告知承诺: what is vouched for is not asked again, the letters say what was told, and the result may issue at once."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.letters.notification import NotificationCommitment
from approvals.domain.refusals import Invalid, Refusal
from approvals.domain.states import LineState, TrackState
from approvals.models.applicants import Member
from approvals.models.cases import Track
from approvals.models.letters import Document
from approvals.models.papers import CaseMaterial, Commitment, CommitmentLine, MaterialDemand
from approvals.queries.dossier import dossiers
from approvals.queries.enterprise_draft import draft as read_draft
from approvals.usecases.enterprise.choose_commitment import choose_commitment
from approvals.usecases.enterprise.choose_deferral_day import choose_deferral_day
from tests.factories.credit import sanctioned
from tests.factories.drafts import Draft, a_draft, filed, submitted
from tests.factories.main_job import MONDAY, Cast, accept_all, at, decide, the_case
from tests.factories.towns import settled
from tests.factories.vouching import FIRE, FITOUT, MONEY, NAME, a_shop, shop_accepted, shop_drafted, the_shop, vouched

CLOSING = dt.time(17)


def drafted() -> Draft:
    found = the_draft()
    return Draft("", found, {}, NAME)


def the_draft() -> str:
    return the_case(NAME).case


@pytest.mark.both_databases
@pytest.mark.starts_from.with_args(shop_drafted)
def test_a_filing_with_commitments_issues_one_letter_per_item_and_keeps_how_it_was_signed(cast: Cast) -> None:
    accept_all(cast, filed(cast, drafted(), consents_upstream=False, sign_method="totp"), day=MONDAY)
    with reading() as session:
        rows = session.execute(
            select(Commitment, Document).join(Document, Document.id == Commitment.document_id).order_by(Commitment.id)
        ).all()
        lines = session.execute(
            select(Track.item_code, CaseMaterial.material_code, CommitmentLine.state)
            .join(Track, Track.id == CommitmentLine.track_id)
            .outerjoin(CaseMaterial, CaseMaterial.id == CommitmentLine.case_material_id)
            .order_by(CommitmentLine.id)
        ).all()
        spared = session.scalars(
            select(CaseMaterial.material_code).join(MaterialDemand).where(MaterialDemand.is_committed)
        ).all()
    assert [tuple(row) for row in lines] == [(FIRE, None, LineState.VOUCHED), (FITOUT, MONEY, LineState.VOUCHED)]
    assert MONEY in spared
    for commitment, letter in rows:
        facts = NotificationCommitment.from_plain(letter.facts)
        assert (commitment.kind, commitment.signer_name, commitment.sign_method) == ("notification", "林晓", "totp")
        assert commitment.letter_hash == hashlib.sha256(facts.to_json().encode()).hexdigest()
        assert commitment.letter_version == NotificationCommitment.version
        assert (facts.signed_by, facts.signed_on) == ("林晓", MONDAY)
    assert [NotificationCommitment.from_plain(letter.facts).item.code for _, letter in rows] == [FIRE, FITOUT]


@pytest.mark.starts_from.with_args(shop_accepted)
def test_an_item_vouched_for_is_decided_on_the_spot(cast: Cast) -> None:
    shop = the_shop()
    with reading() as session:
        tracks = dict(session.execute(select(Track.item_code, Track.id).where(Track.is_committed)).all())
        found = dossiers(session, tracks.values())
    assert list(tracks) == [FIRE]
    assert "site_visit_missing" not in {one.code for one in found[tracks[FIRE]].blockers}
    decide(cast, shop, FIRE, day=MONDAY)
    with reading() as session:
        assert session.scalars(select(Track.state).where(Track.item_code == FIRE)).one() is TrackState.GRANTED


@pytest.mark.starts_from.with_args(settled)
def test_without_the_choice_the_ordinary_way_is_open_and_the_paper_is_asked(cast: Cast) -> None:
    draft = a_shop(cast)
    with reading() as session:
        page = read_draft(session, draft.case, cast.lin, MONDAY)
    assert {MONEY} <= {each.paper.code for each in page.absent}
    vouched(cast, draft)
    with reading() as session:
        page = read_draft(session, draft.case, cast.lin, MONDAY)
    assert MONEY not in {each.paper.code for each in page.absent}
    assert [(one.item, one.material) for one in page.vouched] == [(FIRE, ""), (FITOUT, MONEY)]
    choose_commitment(case=draft.case, item=FITOUT, material=MONEY, is_chosen=False, actor=cast.lin, now=at(MONDAY))
    with reading() as session:
        assert len(read_draft(session, draft.case, cast.lin, MONDAY).vouched) == 1


@pytest.mark.starts_from.with_args(shop_drafted)
def test_a_commitment_is_signed_by_whom_the_enterprise_authorised(cast: Cast) -> None:
    with pytest.raises(Invalid) as unsigned:
        submitted(cast, drafted(), signs_commitment=False)
    assert "signs_commitment" in unsigned.value.errors
    with unit_of_work() as session:
        session.scalars(select(Member)).one().role = "clerk"
    with pytest.raises(Refusal, match="may_not_sign"):
        submitted(cast, drafted())


@pytest.mark.starts_from.with_args(shop_drafted)
def test_the_credit_record_closes_commitments_and_nothing_else(cast: Cast) -> None:
    sanctioned(cast)
    with pytest.raises(Refusal, match="deferral_barred"):
        submitted(cast, drafted())
    with pytest.raises(Refusal, match="deferral_barred"):
        vouched(cast, drafted(), (FITOUT, MONEY))
    for item, material in ((FIRE, ""), (FITOUT, MONEY)):
        choose_commitment(
            case=the_draft(), item=item, material=material, is_chosen=False, actor=cast.lin, now=at(MONDAY)
        )
    assert submitted(cast, drafted())


@pytest.mark.both_databases
@pytest.mark.starts_from.with_args(settled)
def test_each_line_has_the_day_that_was_chosen_for_it(cast: Cast) -> None:
    draft = a_draft(cast, defers=("M018",))
    # filed on Monday the 9th the answer is due on the 16th; two working days later is Wednesday the 18th
    for item, days in (("LX-10", 2), ("LX-05", 1)):
        day = dt.date(2026, 3, 16) + dt.timedelta(days=days)
        chosen = choose_deferral_day(
            case=draft.case, item=item, material="M018", day=day, close_of_business=CLOSING, actor=cast.lin,
            now=at(MONDAY),
        )  # fmt: skip
        assert chosen == days
    accept_all(cast, filed(cast, draft), day=dt.date(2026, 3, 10))
    with reading() as session:
        rows = session.execute(
            select(Track.item_code, CommitmentLine.days_wd, CommitmentLine.due_on).join(
                Track, Track.id == CommitmentLine.track_id
            )
        ).all()
    assert {tuple(row) for row in rows} == {
        ("LX-05", 1, dt.date(2026, 3, 11)), ("LX-10", 2, dt.date(2026, 3, 12)),
    }  # fmt: skip
