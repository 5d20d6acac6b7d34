"""What is promised when a case is filed: the lines, and the letters that are signed with it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.installation import settings
from app.foundation.wallclock import local_day
from approvals.domain.commitment import may_sign, promise_lines
from approvals.domain.events import Tag
from approvals.domain.letters.deferral import DeferralCommitment, PromiseLine
from approvals.domain.letters.frame import LetterFacts
from approvals.domain.letters.notification import NotificationCommitment
from approvals.domain.letters.notification_terms import notification_terms
from approvals.domain.plan import Plan
from approvals.domain.promise_choice import WHOLE, Choice, Offer, chosen, days_of, offers
from approvals.domain.refusals import Refusal
from approvals.domain.states import LineState, PromiseKind, Supply
from approvals.models.applicants import Enterprise, Member
from approvals.models.cases import Track
from approvals.models.papers import CaseMaterial, Commitment, CommitmentLine
from approvals.usecases.framing import CaseFile
from approvals.usecases.issuing import Numbered, issue
from approvals.usecases.journal import record
from departments.domain.actor import Actor
from departments.models.people import Department

LETTER: Mapping[PromiseKind, type[DeferralCommitment] | type[NotificationCommitment]] = MappingProxyType(
    {PromiseKind.DEFERRAL: DeferralCommitment, PromiseKind.NOTIFICATION: NotificationCommitment}
)


@dataclass(frozen=True)
class Filing:
    """A case on its way in: what its promises need to know. `method`: how the signer proved to be it."""

    file: CaseFile
    planned: Plan
    choices: Collection[Choice]
    tracks: dict[str, Track]
    papers: dict[str, CaseMaterial]
    method: str
    actor: Actor
    now: dt.datetime

    @property
    def signing(self) -> Signing:
        return Signing(self.file, self.method, self.actor, self.now, self.now)


@dataclass(frozen=True)
class Signing:
    """Who signs (`actor`) for the file's enterprise, how and when; the letter is issued at `now`."""

    file: CaseFile
    method: str
    actor: Actor
    now: dt.datetime
    signed_at: dt.datetime


def require_signer(session: Session, enterprise: Enterprise, actor: Actor, field: str = "signs_commitment") -> None:
    """Raises Refusal 'may_not_sign' unless the actor's membership carries the right to bind the enterprise."""
    role = session.scalar(
        select(Member.role).where(Member.account_id == actor.account_id, Member.enterprise_id == enterprise.id)
    )
    if role is None or not may_sign(role):
        raise Refusal("may_not_sign", field=field, representative=enterprise.legal_representative)


def sign_promises(session: Session, filing: Filing) -> None:
    """A line per promise, and a letter per kind and item: a deferral and a notification are never one letter."""
    lines = _deferral(session, filing)
    if lines:
        _issue_deferral(session, filing, lines)
    vouched = chosen(offers(filing.planned, filing.file.catalogue), filing.choices)
    for item in dict.fromkeys(offer.item for offer in vouched):
        _vouch(session, filing, item, [offer for offer in vouched if offer.item == item])


def _deferral(session: Session, filing: Filing) -> list[CommitmentLine]:
    """One line per deferred paper and item that allows it, with the days chosen; the day itself is fixed at acceptance."""
    deferred = [
        paper.code
        for paper in filing.planned.papers
        if filing.papers[paper.code].supply is Supply.DEFERRED and paper.deferrable_for
    ]
    return [
        CommitmentLine(
            case_material_id=filing.papers[line.paper].id,
            track_id=filing.tracks[line.item].id,
            days_wd=days_of(filing.choices, line.item, line.paper, line.days_wd),
            state=LineState.OPEN,
        )
        for line in promise_lines(filing.planned, deferred)
    ]


def _issue_deferral(session: Session, filing: Filing, lines: list[CommitmentLine]) -> None:
    """容缺受理承诺书, signed by the person who files; the organ receives it."""
    file = filing.file
    item_of = {track.id: code for code, track in filing.tracks.items()}
    paper_of = {paper.id: code for code, paper in filing.papers.items()}
    owed = tuple(
        PromiseLine(
            paper=file.paper_ref(paper_of[line.case_material_id or 0]),
            item=file.item_ref(item_of[line.track_id]),
            working_days=line.days_wd,
            reason="申报时尚未取得，承诺按期补交",
        )
        for line in lines
    )

    def build(numbered: Numbered) -> DeferralCommitment:
        return DeferralCommitment(
            **file.frame(file.window, local_day(filing.now)), **numbered.stamp,
            representative=file.enterprise.legal_representative, promises=owed, signed_by=filing.actor.name,
            signed_on=local_day(filing.now),
        )  # fmt: skip

    concerned = {line.track_id for line in lines}
    tracks = [track for track in filing.tracks.values() if track.id in concerned]
    sign_letter(session, filing.signing, PromiseKind.DEFERRAL, lines, tracks, file.window, build)


def _vouch(session: Session, filing: Filing, item: str, taken: Sequence[Offer]) -> None:
    """告知承诺书 for one item: what the organ tells and what the enterprise declares, line by line."""
    file, track = filing.file, filing.tracks[item]
    organ, is_whole = file.department_of(track), any(offer.material == WHOLE for offer in taken)
    papers = [file.catalogue.materials[code] for offer in taken for code in offer.papers]
    told = notification_terms(
        file.catalogue.items[item], papers, is_whole=is_whole, verify_wd=settings().promises.verify_wd
    )
    lines = [
        CommitmentLine(
            case_material_id=filing.papers[offer.material].id if offer.material else None,
            track_id=track.id, days_wd=0, state=LineState.VOUCHED,
        )
        for offer in taken
    ]  # fmt: skip

    def build(numbered: Numbered) -> NotificationCommitment:
        return NotificationCommitment(
            **file.frame(organ, local_day(filing.now)), **numbered.stamp, **told, item=file.item_ref(item),
            representative=file.enterprise.legal_representative, signed_by=filing.actor.name,
            signed_on=local_day(filing.now),
        )  # fmt: skip

    sign_letter(session, filing.signing, PromiseKind.NOTIFICATION, lines, [track], organ, build)


def sign_letter(
    session: Session,
    signing: Signing,
    kind: PromiseKind,
    lines: Sequence[CommitmentLine],
    tracks: Sequence[Track],
    organ: Department,
    build: Callable[[Numbered], LetterFacts],
) -> None:
    """Store the lines, issue the letter, and keep which letter was signed, by whom and how."""
    signed: list[LetterFacts] = []

    def keep(numbered: Numbered) -> LetterFacts:
        signed.append(build(numbered))
        return signed[-1]

    file, actor, now = signing.file, signing.actor, signing.now
    letter = LETTER[kind]
    commitment = Commitment(
        case_id=file.case.id, enterprise_id=file.enterprise.id, kind=kind.value, signed_by=actor.account_id or 0,
        signed_at=signing.signed_at, letter_version=letter.version, signer_name=actor.name, sign_method=signing.method,
    )  # fmt: skip
    session.add(commitment)
    session.flush()
    for line in lines:
        line.commitment_id = commitment.id
    session.add_all(lines)
    session.flush()
    facts: dict[str, Any] = {
        "lines": [line.id for line in lines], "promise": kind.value, "method": signing.method,
    }  # fmt: skip
    record(session, file.case, Tag.PROMISE_SIGNED, actor=actor, now=now, **facts)
    issued = issue(session, file, kind=letter.kind, organ=organ, build=keep, actor=actor, now=now, tracks=tracks)
    commitment.document_id = issued.id
    commitment.letter_hash = hashlib.sha256(signed[0].to_json().encode()).hexdigest()
