"""送达: how, when and to whom a document was served, with the proof of it on paper."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, replace
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.orm import canonical
from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.duties import DutyKind
from approvals.domain.events import Tag
from approvals.domain.letters.addressed import SERVABLE
from approvals.domain.letters.registry import facts_from_json
from approvals.domain.letters.serving import ServedPaper
from approvals.domain.letters.serving import ServiceProof as PrintedProof
from approvals.domain.permissions import Reach, stewards
from approvals.domain.refusals import NotFound, Refusal
from approvals.domain.service import CHANNEL, ONLINE, Service, account_counts_from, check_service, served_at
from approvals.domain.states import DocumentState
from approvals.models.cases import Case
from approvals.models.letters import Document, ServiceProof
from approvals.queries.access import find_document
from approvals.queries.arrivals import CORRECTION
from approvals.queries.effects import RESULTS
from approvals.queries.taking_over import taken_over_at
from approvals.usecases.correction_clock import open_notice, postpone_to_arrival
from approvals.usecases.duties import is_done
from approvals.usecases.framing import CaseFile, open_file
from approvals.usecases.issuing import Numbered, issue
from approvals.usecases.journal import record, tell
from approvals.usecases.letters.answered import tracks_of
from approvals.usecases.timing import at_local
from departments.domain.actor import Actor

Way = Literal["direct", "left", "post", "electronic", "notice"]
WAYS: dict[str, Way] = {"online": "electronic", "hand": "direct", "left": "left", "post": "post", "notice": "notice"}


def serve_document(*, document: str, service: Service, actor: Actor, now: dt.datetime) -> None:
    """Record the service of a printed and sealed document, once, and print its proof (送达回证); what the applicant has to
    answer within days of a one-time notice counts from its arrival.

    Raises Refusal 'not_issued_yet', 'already_served' (`actor_id`, `at`, `method`: who had written down what, and when) or
    'no_online_consent'; Invalid for what the way of service demands; NotFound for what is served on nobody.
    """
    with unit_of_work() as session:
        row = find_document(session, document, actor, lock=True)
        case = session.get_one(Case, row.case_id)
        if not stewards(actor, Reach(case.project.enterprise_id, case.project.steward_id)):
            raise NotFound
        if row.kind not in SERVABLE:
            raise NotFound
        if row.state is not DocumentState.ISSUED:
            raise Refusal("not_issued_yet")
        _not_served(session, row)
        file = open_file(session, case)
        said, issued_at = _completed(service, file), row.issued_at or row.created_at
        made_at = at_local(row.dated_on, dt.time()) if row.is_elsewhere else None
        check_service(said, issued_at=issued_at, made_at=made_at, server=actor.name, now=now)
        agreed_at = account_counts_from(file.enterprise.online_service_at, taken_over_at(session, case.project_id))
        arrived = served_at(said, issued_at=issued_at, agreed_at=agreed_at, now=now)
        session.add(_proof(row, said, arrived, actor, now))
        if row.kind in RESULTS:
            is_done(session, row.id, DutyKind.DELIVERY, actor, now)
        record(session, case, Tag.DOCUMENT_SERVED, actor=actor, now=now, document=row.id, method=said.method)
        if row.kind == CORRECTION and (notice := open_notice(session, case)) is not None:
            postpone_to_arrival(session, case, notice, file.calendar, actor=actor, now=now)
        _print(session, file, row, said, arrived, actor, now)
        tell(session, case, "document_served", now=now, once=str(row.id), document=row.public_id, number=row.number)


def _not_served(session: Session, document: Document) -> None:
    known = session.scalars(select(ServiceProof).where(ServiceProof.document_id == document.id)).one_or_none()
    if known is not None:
        raise Refusal("already_served", actor_id=known.served_by, at=known.recorded_at, method=known.method)


def _completed(service: Service, file: CaseFile) -> Service:
    """What the house knows itself: the seat of the enterprise, and the account that was reached."""
    place = service.place.strip() or ("" if service.method == ONLINE else file.enterprise.address)
    receiver = file.enterprise.name if service.method == ONLINE else service.receiver.strip()
    channel = CHANNEL if service.method == ONLINE else service.channel.strip()
    return replace(service, place=place, receiver=receiver, channel=channel)


def _proof(document: Document, said: Service, arrived: dt.datetime, actor: Actor, now: dt.datetime) -> ServiceProof:
    words = {name: value.strip() for name, value in asdict(said).items() if isinstance(value, str)}
    return ServiceProof(
        document_id=document.id, served_at=arrived, served_by=actor.account_id, recorded_at=now,
        is_recorded=said.is_recorded, **words,
    )  # fmt: skip


def _print(
    session: Session,
    file: CaseFile,
    document: Document,
    said: Service,
    arrived: dt.datetime,
    actor: Actor,
    now: dt.datetime,
) -> None:
    organ = file.departments.get(document.department_id or 0, file.window)
    letter = facts_from_json(canonical(document.facts))
    paper = ServedPaper(title=letter.title, number=document.number, title_en=letter.english_title)
    carried = f"{said.carrier.strip()} {said.tracking_no.strip()}".strip()

    def build(numbered: Numbered) -> PrintedProof:
        return PrintedProof(
            **file.frame(organ, local_day(now)), **numbered.stamp, papers=(paper,), method=WAYS[said.method],
            served_at=arrived, place=said.place, receiver=said.receiver, relation=said.relation.strip(),
            refusal_reason=said.refusal.strip(), witnesses=_names(said.witnesses), is_recorded=said.is_recorded,
            servers=tuple(name for name in (actor.name, said.second_server.strip()) if name), tracking_no=carried,
            channel=said.channel, remark=said.remark.strip(),
        )  # fmt: skip

    tracks = tracks_of(session, document)
    issue(session, file, kind=PrintedProof.kind, organ=organ, build=build, actor=actor, now=now, tracks=tracks)


def _names(text: str) -> tuple[str, ...]:
    """Names as they are typed side by side, with a comma or a semicolon between them."""
    for sign in ",；;、":
        text = text.replace(sign, "，")
    return tuple(name.strip() for name in text.split("，") if name.strip())
