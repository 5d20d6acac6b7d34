"""The life of a letter: numbered, sealed, served, opened, replaced or ended, and by what; for whoever may see it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from approvals.domain.letters.addressed import SERVABLE
from approvals.domain.letters.making import Making, making
from approvals.domain.letters.registry import LETTERS
from approvals.domain.refusals import NotFound
from approvals.domain.states import DocumentState
from approvals.models.applicants import Enterprise, Project
from approvals.models.cases import Case, Track
from approvals.models.letters import Document, DocumentTrack, ServiceProof
from approvals.queries.access import find_document, find_whole_case
from approvals.queries.arrivals import waits_to_be_served
from departments.domain.actor import Actor
from departments.models.people import Account


@dataclass(frozen=True)
class Link:
    """Another letter, by the address of its page."""

    public_id: str
    number: str
    dated_on: dt.date


@dataclass(frozen=True)
class Served:
    """How it was served; `served_at` is the moment of arrival."""

    method: str
    receiver: str
    relation: str
    place: str
    served_at: dt.datetime
    recorded_at: dt.datetime | None
    by: str
    second_server: str
    refusal: str
    witnesses: str
    is_recorded: bool
    carrier: str
    tracking_no: str
    channel: str
    remark: str


@dataclass(frozen=True)
class LetterLife:
    """One letter and everything that happened to it. `replaced_by` is the letter or the decision that ended it; `waits`:
    somebody has to serve it; `is_servable`: somebody may, also a receipt that waits for nobody.
    """

    public_id: str
    kind: str
    name_zh: str
    name_en: str
    number: str
    result_number: str | None
    state: DocumentState
    created_at: dt.datetime
    dated_on: dt.date
    issued_at: dt.datetime | None
    has_file: bool
    making: Making
    is_elsewhere: bool
    opened_at: dt.datetime | None
    opened_by: str
    served: Served | None
    replaced_by: Link | None
    replaces: tuple[Link, ...]
    revoked_on: dt.date | None
    ended_because: str
    case: str
    case_no: str
    project: str
    waits: bool
    is_servable: bool

    @property
    def is_in_force(self) -> bool:
        return self.state in (DocumentState.QUEUED, DocumentState.ISSUED)


def life_of(session: Session, public_id: str, actor: Actor) -> LetterLife:
    """One letter that the actor may see; a desk is given the letters of its own items."""
    document = find_document(session, public_id, actor)
    case = session.get_one(Case, document.case_id)
    try:
        find_whole_case(session, case.public_id, actor)
    except NotFound:
        _demand_own_item(session, document, actor)
    return _lives(session, Document.id == document.id)[0]


def lives_of_track(session: Session, track_id: int) -> tuple[LetterLife, ...]:
    """Every letter of one item, the newest first, in two statements."""
    of_track = select(DocumentTrack.document_id).where(DocumentTrack.track_id == track_id)
    return _lives(session, Document.id.in_(of_track))


def _demand_own_item(session: Session, document: Document, actor: Actor) -> None:
    own = (
        select(Track.id)
        .join(DocumentTrack, DocumentTrack.track_id == Track.id)
        .where(DocumentTrack.document_id == document.id, Track.department_id.in_(list(actor.department_ids)))
    )
    if session.scalar(own.limit(1)) is None:
        raise NotFound


def _lives(session: Session, where: ColumnElement[bool]) -> tuple[LetterLife, ...]:
    newer, server, opener = aliased(Document), aliased(Account), aliased(Account)
    rows = session.execute(
        select(
            Document, ServiceProof, newer, server.name, opener.name, Case.public_id, Case.case_no, Project.name,
            Enterprise.online_service_at, Case.concluded_at,
        )
        .join(Case, Case.id == Document.case_id)
        .join(Project, Project.id == Case.project_id)
        .join(Enterprise, Enterprise.id == Project.enterprise_id)
        .outerjoin(ServiceProof, ServiceProof.document_id == Document.id)
        .outerjoin(newer, newer.id == Document.replaced_by_id)
        .outerjoin(server, server.id == ServiceProof.served_by)
        .outerjoin(opener, opener.id == Document.opened_by_id)
        .where(where)
        .order_by(Document.id.desc())
    ).all()  # fmt: skip
    former = _replaced(session, [row[0].id for row in rows])
    return tuple(
        _life(
            document,
            _served(proof, by or ""),
            _link(new),
            former.get(document.id, ()),
            who or "",
            case,
            number,
            name,
            document.state is DocumentState.ISSUED and waits_to_be_served(document, proof, agreed_at, concluded_at),
        )
        for document, proof, new, by, who, case, number, name, agreed_at, concluded_at in rows
    )


def _replaced(session: Session, ids: Sequence[int]) -> dict[int, tuple[Link, ...]]:
    """What each letter took the place of, the newest first."""
    found: dict[int, list[Link]] = defaultdict(list)
    for old in session.scalars(select(Document).where(Document.replaced_by_id.in_(ids)).order_by(Document.id.desc())):
        found[old.replaced_by_id or 0].append(Link(old.public_id, old.number, old.dated_on))
    return {new: tuple(links) for new, links in found.items()}


def _life(
    row: Document,
    served: Served | None,
    replaced_by: Link | None,
    replaces: tuple[Link, ...],
    opened_by: str,
    case: str,
    case_no: str | None,
    project: str,
    waits: bool,
) -> LetterLife:
    spec = LETTERS[row.kind]
    return LetterLife(
        public_id=row.public_id, kind=row.kind, name_zh=spec.title_zh, name_en=spec.title_en, number=row.number,
        result_number=row.result_number, state=row.state, created_at=row.created_at, dated_on=row.dated_on,
        issued_at=row.issued_at, has_file=row.file_id is not None, making=making(row.failure), is_elsewhere=row.is_elsewhere,
        opened_at=row.opened_at, opened_by=opened_by, served=served, replaced_by=replaced_by, replaces=replaces,
        revoked_on=row.revoked_on, ended_because=row.ended_because, case=case, case_no=case_no or "", project=project,
        waits=waits, is_servable=row.kind in SERVABLE,
    )  # fmt: skip


def _link(row: Document | None) -> Link | None:
    return Link(row.public_id, row.number, row.dated_on) if row is not None else None


def _served(row: ServiceProof | None, by: str) -> Served | None:
    if row is None:
        return None
    return Served(
        row.method, row.receiver, row.relation, row.place, row.served_at, row.recorded_at, by, row.second_server,
        row.refusal, row.witnesses, row.is_recorded, row.carrier, row.tracking_no, row.channel, row.remark,
    )  # fmt: skip
