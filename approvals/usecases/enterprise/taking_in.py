"""A draft becomes a filed case: checked, received, set up. For whoever files: the applicant, or a worker at its order."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.foundation.wallclock import local_day, local_time
from approvals.domain.events import Tag
from approvals.domain.filing_order import FILED
from approvals.domain.legal_days import notice_due_on, receipt_on
from approvals.domain.numbering import case_no, verification_code
from approvals.domain.plan import Plan
from approvals.domain.promise_choice import Choice
from approvals.domain.refusals import Invalid, Refusal
from approvals.domain.states import CaseState, Supply
from approvals.models.cases import Case
from approvals.models.filing_orders import FilingOrder
from approvals.models.papers import CaseMaterial
from approvals.queries.draft_catalogue import stage_is_gone
from approvals.queries.packages import annex_of
from approvals.queries.promise_choices import choices_and_order
from approvals.queries.reuse import over_in
from approvals.usecases.calendar_turn import hold_calendar
from approvals.usecases.enterprise.filing_letters import issue_receipt
from approvals.usecases.enterprise.filing_members import file_members, file_of, split
from approvals.usecases.enterprise.filing_promises import Filing, require_signer, sign_promises
from approvals.usecases.enterprise.filing_rows import add_demands, add_papers, add_tracks, shared_notes
from approvals.usecases.enterprise.good_standing import require_good_standing, require_may_apply
from approvals.usecases.enterprise.planning import plan_with
from approvals.usecases.enterprise.shared_papers import Sharing
from approvals.usecases.framing import CaseFile, open_file
from approvals.usecases.issuing import next_serial
from approvals.usecases.journal import record, tell
from approvals.usecases.timing import DAY_ENDS, at_local
from departments.domain.actor import Actor
from departments.queries.catalogue import current_catalogue


@dataclass(frozen=True)
class Said:
    """What the applicant ticked and signed on the last page; `seen`: the version of the catalogue looked at."""

    consents_upstream: bool
    truth_declared: bool
    signs: bool
    method: str
    seen: int | None


@dataclass(frozen=True)
class Ready:
    """A draft that may be filed now: everything the checks have read."""

    file: CaseFile
    planned: Plan
    supplied: dict[str, CaseMaterial]
    choices: tuple[Choice, ...]
    order: int | None
    """The open order to file it."""


def looked_over(session: Session, draft: Case, said: Said, sharing: Sharing, actor: Actor, now: dt.datetime) -> Ready:
    """Pin the locked draft to the catalogue in force, check all that filing needs, and have the source asked for what it
    may hold, before anything is written. Raises what `submit` raises."""
    hold_calendar(session)
    _pin(session, draft, said.seen)
    choices, order = choices_and_order(session, draft.id)
    file, planned, supplied = open_file(session, draft), plan_with(session, draft, choices), _supplied(session, draft)
    _require_in_date(session, file, planned, local_day(now))
    promises = _check(file, planned, supplied, truth_declared=said.truth_declared, signs=said.signs)
    require_may_apply(session, file.enterprise.id, file.catalogue, [one.code for one in planned.items], now)
    if promises:
        require_good_standing(session, file.enterprise.id, now)
        require_signer(session, file.enterprise, actor)
    shared_notes(file, planned, supplied, sharing)
    return Ready(file, planned, supplied, choices, order)


def take_in(
    session: Session,
    ready: Ready,
    said: Said,
    close_of_business: dt.time,
    sharing: Sharing,
    actor: Actor,
    now: dt.datetime,
) -> None:
    """Receive it by the clock of `now`, and set up its tracks, papers, promises and letters."""
    case = ready.file.case
    case.consents_upstream, case.truth_declared = said.consents_upstream, said.truth_declared
    _receive(session, ready.file, close_of_business, now)
    _set_up(session, ready, sharing, said.method, actor, now)
    if ready.order is not None:
        ended = update(FilingOrder).where(FilingOrder.id == ready.order)
        session.execute(ended.values(ended_at=now, ended_because=FILED))


def _pin(session: Session, draft: Case, seen: int | None) -> None:
    """From here on the case stays with the catalogue in force today."""
    published = current_catalogue(session)
    if stage_is_gone(published, draft):
        raise Refusal("stage_gone")
    if seen is not None and seen != published.version_id:
        raise Refusal("catalogue_changed")
    draft.catalogue_version_id = published.version_id


def _require_in_date(session: Session, file: CaseFile, planned: Plan, today: dt.date) -> None:
    """What was taken over while it held may be over by the day of filing."""
    over = over_in(session, file.case.id, file.catalogue, today)
    gone = [paper.code for paper in planned.papers if paper.code in over]
    if gone:
        raise Refusal(
            "papers_over", papers=gone, count=len(gone), until_on=min(over[code] for code in gone).isoformat()
        )


def _supplied(session: Session, draft: Case) -> dict[str, CaseMaterial]:
    rows = session.scalars(select(CaseMaterial).where(CaseMaterial.case_id == draft.id))
    return {row.material_code: row for row in rows}


def _receive(session: Session, file: CaseFile, close_of_business: dt.time, now: dt.datetime) -> None:
    """The legal day of receipt, the five days that follow from it, and the number."""
    case, calendar = file.case, file.calendar
    case.receipt_on = receipt_on(local_time(now), close_of_business, calendar)
    case.notice_due_on = notice_due_on(case.receipt_on, calendar)
    case.next_alarm_at = at_local(case.notice_due_on + dt.timedelta(days=1), DAY_ENDS)
    case.filed_at, case.state = now, CaseState.FILED
    _number(session, file, now)


def _set_up(session: Session, ready: Ready, sharing: Sharing, method: str, actor: Actor, now: dt.datetime) -> None:
    """Tracks, papers and promises, and the letters that say so."""
    file, planned, choices = ready.file, ready.planned, ready.choices
    parts = split(session, file, planned)
    own = parts.whole if parts else planned
    tracks = add_tracks(session, file, own, now)
    papers = add_papers(session, file, planned, ready.supplied, sharing)
    members = file_members(session, file, parts, papers, actor, now) if parts else []
    if parts:
        file = replace(file, members=annex_of(session, file.case, file.project))
    add_demands(session, own, tracks, papers)
    received = file.case.receipt_on.isoformat() if file.case.receipt_on else None
    record(session, file.case, Tag.CASE_FILED, actor=actor, now=now, items=list(tracks), receipt_on=received)
    issue_receipt(session, file, planned, papers, actor, now)
    sign_promises(session, Filing(file, own, choices, tracks, papers, method, actor, now))
    for one in members:
        sign_promises(
            session, Filing(file_of(file, one), one.planned, choices, one.tracks, one.papers, method, actor, now)
        )
    tell(session, file.case, "case_filed", now=now)


def _number(session: Session, file: CaseFile, now: dt.datetime) -> None:
    day = local_day(now)
    region = file.division.code[:6]
    serial = next_serial(session, f"case:{region}", f"{day:%Y%m%d}")
    file.case.case_no = case_no(region, day, serial)
    file.case.progress_code = verification_code(secrets.token_bytes(16))[:6]


def _check(
    file: CaseFile,
    planned: Plan,
    papers: dict[str, CaseMaterial],
    *,
    truth_declared: bool,
    signs: bool,
) -> bool:
    """Whether anything is promised."""
    errors: dict[str, tuple[str, dict[str, Any]]] = {key: ("unanswered", {}) for key in planned.unanswered}
    deferred = [
        p for p in planned.papers if p.code in papers and papers[p.code].supply is Supply.DEFERRED and p.deferrable_for
    ]
    if not truth_declared:
        errors["truth_declared"] = ("must_declare", {})
    vouched = any(paper.vouched_for for paper in planned.papers) or any(item.is_vouched for item in planned.items)
    if (deferred or vouched) and not signs:
        errors["signs_commitment"] = ("must_sign", {})
    if errors:
        raise Invalid(errors)
    held = sorted(one.item.code for one in planned.left_out if one.held)
    if not planned.items:
        raise Refusal("item_already_running", items=held) if held else Refusal("nothing_applies")
    return bool(deferred) or vouched
