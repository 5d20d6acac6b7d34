"""The papers of a change of applicant: the successor's own letters of promise, and the notice of the window."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.installation import settings
from app.foundation.wallclock import local_day
from approvals.domain.letters.deferral import DeferralCommitment, PromiseLine
from approvals.domain.letters.frame import LetterFacts
from approvals.domain.letters.handover import ApplicantChangeNotice, PassedItem, PassedPromise
from approvals.domain.letters.notification import NotificationCommitment
from approvals.domain.letters.notification_terms import notification_terms
from approvals.domain.states import DECIDED, UNDECIDED, PromiseKind
from approvals.models.amendments import ApplicantChange
from approvals.models.applicants import Enterprise
from approvals.models.cases import Track
from approvals.models.papers import CaseMaterial, CommitmentLine
from approvals.queries.handovers import OwedLine, Standing
from approvals.usecases.enterprise.filing_promises import Signing, sign_letter
from approvals.usecases.framing import CaseFile
from approvals.usecases.issuing import Numbered, issue
from departments.domain.actor import Actor, Role

INHERITED = "变更申请人时由现申请人另行签署，期限不变"


@dataclass(frozen=True)
class Handing:
    """One filing on its way: its file (the applicant is the successor by now), the agreed change, and who does it."""

    file: CaseFile
    change: ApplicantChange
    standing: Standing
    signer: str
    actor: Actor
    now: dt.datetime

    @property
    def consented_at(self) -> dt.datetime:
        return self.change.consented_at or self.now

    @property
    def signing(self) -> Signing:
        """The letters bear the name of who consented, and the day of it."""
        who = Actor(self.change.consented_by, self.signer, frozenset({Role.APPLICANT}))
        return Signing(self.file, self.change.sign_method, who, self.now, self.consented_at)

    def owed(self, lines: Collection[int]) -> list[OwedLine]:
        """The promises of this filing among these."""
        return [one for one in self.standing.lines if one.line in lines and one.case_id == self.file.case.id]

    def tracks(self, session: Session, ids: Collection[int]) -> Sequence[Track]:
        return session.scalars(select(Track).where(Track.id.in_(list(ids))).order_by(Track.id)).all()


def sign_over(session: Session, handing: Handing, lines: Collection[int]) -> None:
    """A letter for the deferrals, one per item for notification-commitments: as at a filing, in the successor's name."""
    owed = sorted(handing.owed(lines), key=lambda one: (one.kind, one.track, one.line))
    papers = _papers(session, handing, owed)
    deferred = [one for one in owed if one.kind == PromiseKind.DEFERRAL.value]
    if deferred:
        _sign(session, handing, PromiseKind.DEFERRAL, deferred, papers)
    vouched = [one for one in owed if one.kind == PromiseKind.NOTIFICATION.value]
    for _, group in groupby(vouched, key=lambda one: one.track):
        _sign(session, handing, PromiseKind.NOTIFICATION, list(group), papers)


def _papers(session: Session, handing: Handing, owed: Collection[OwedLine]) -> dict[int, str]:
    ids = [one.paper_id for one in owed if one.paper_id is not None]
    rows = session.execute(select(CaseMaterial.id, CaseMaterial.material_code).where(CaseMaterial.id.in_(ids)))
    return {row.id: row.material_code for row in rows}


def _sign(
    session: Session, handing: Handing, kind: PromiseKind, owed: Sequence[OwedLine], papers: dict[int, str]
) -> None:
    file = handing.file
    tracks = handing.tracks(session, {one.track for one in owed})
    organ = file.window if kind is PromiseKind.DEFERRAL else file.department_of(tracks[0])
    rows = session.scalars(select(CommitmentLine).where(CommitmentLine.id.in_([one.line for one in owed]))).all()

    def build(numbered: Numbered) -> LetterFacts:
        common: dict[str, Any] = {
            **file.frame(organ, local_day(handing.now)), **numbered.stamp,
            "representative": file.enterprise.legal_representative, "signed_by": handing.signer,
            "signed_on": local_day(handing.consented_at),
        }  # fmt: skip
        if kind is PromiseKind.DEFERRAL:
            return DeferralCommitment(**common, promises=tuple(_promise(file, one, papers) for one in owed))
        return NotificationCommitment(**common, **_told(file, owed, papers), item=file.item_ref(owed[0].item))

    sign_letter(session, handing.signing, kind, list(rows), list(tracks), organ, build)


def _promise(file: CaseFile, one: OwedLine, papers: dict[int, str]) -> PromiseLine:
    paper = file.paper_ref(papers[one.paper_id or 0])
    return PromiseLine(paper=paper, item=file.item_ref(one.item), working_days=one.days_wd, reason=INHERITED)


def _told(file: CaseFile, owed: Sequence[OwedLine], papers: dict[int, str]) -> dict[str, Any]:
    materials = [file.catalogue.materials[papers[one.paper_id]] for one in owed if one.paper_id is not None]
    is_whole = any(one.paper_id is None for one in owed)
    item = file.catalogue.items[owed[0].item]
    return notification_terms(item, materials, is_whole=is_whole, verify_wd=settings().promises.verify_wd)


def notify(session: Session, handing: Handing) -> None:
    """变更申请人通知书 to the successor; the former applicant keeps a copy among what it filed."""
    file, change = handing.file, handing.change
    mine = [one for one in handing.standing.items if one.case_id == file.case.id]
    tracks = handing.tracks(session, {one.track for one in mine if one.state in UNDECIDED})
    former = session.get_one(Enterprise, change.former_id)
    owed = handing.owed(change.lines)
    papers = _papers(session, handing, owed)

    def build(numbered: Numbered) -> ApplicantChangeNotice:
        return ApplicantChangeNotice(
            **file.frame(file.window, local_day(handing.now)), **numbered.stamp, former=former.name,
            former_uscc=former.uscc, asked_on=local_day(change.asked_at), consented_on=local_day(handing.consented_at),
            changed_on=local_day(handing.now), items=tuple(_passed(file, one) for one in tracks),
            decided=tuple(file.item_ref(one.code) for one in mine if one.state in DECIDED),
            promises=tuple(
                PassedPromise(
                    item=file.item_ref(one.item), due_on=one.due_on,
                    paper=file.paper_ref(papers[one.paper_id]) if one.paper_id is not None else None,
                )
                for one in owed
            ),
        )  # fmt: skip

    issue(
        session, file, kind=ApplicantChangeNotice.kind, organ=file.window, build=build, actor=handing.actor,
        now=handing.now, tracks=list(tracks),
    )  # fmt: skip


def _passed(file: CaseFile, track: Track) -> PassedItem:
    organ = file.department_of(track)
    return PassedItem(
        item=file.item_ref(track.item_code), department=organ.name_zh, department_en=organ.name_en,
        due_on=track.statutory_due_on,
    )  # fmt: skip
