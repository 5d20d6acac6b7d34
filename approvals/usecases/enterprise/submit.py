"""The applicant files once for all items: tracks, papers, promises and the receipt, in one transaction."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day, local_time
from approvals.domain.events import Tag
from approvals.domain.legal_days import notice_due_on, receipt_on
from approvals.domain.numbering import case_no, verification_code
from approvals.domain.plan import Plan
from approvals.domain.refusals import Invalid, Refusal
from approvals.domain.states import CaseState, Supply
from approvals.models.cases import Case
from approvals.models.papers import CaseMaterial
from approvals.queries.draft_catalogue import stage_is_gone
from approvals.queries.promise_choices import choices_of
from approvals.usecases.calendar_turn import hold_calendar
from approvals.usecases.desk import own_case, stale
from approvals.usecases.enterprise.filing_letters import issue_receipt
from approvals.usecases.enterprise.filing_promises import Filing, require_signer, sign_promises
from approvals.usecases.enterprise.filing_rows import add_demands, add_papers, add_tracks
from approvals.usecases.enterprise.good_standing import require_good_standing
from approvals.usecases.enterprise.planning import plan_of
from approvals.usecases.framing import CaseFile, open_file
from approvals.usecases.issuing import next_serial
from approvals.usecases.journal import record, tell
from approvals.usecases.timing import DAY_ENDS, at_local
from departments.domain.actor import Actor
from departments.queries.catalogue import current_catalogue


class Sharing(Protocol):
    """A source of papers that another organ already holds (材料共享)."""

    def fetch(self, material_code: str, uscc: str) -> str | None:
        """A note saying where the paper was found, or None."""


def submit(
    *,
    case: str,
    version: int,
    consents_upstream: bool,
    truth_declared: bool,
    signs_commitment: bool,
    close_of_business: dt.time,
    sharing: Sharing,
    actor: Actor,
    now: dt.datetime,
    catalogue_version: int | None = None,
    sign_method: str = "password",
) -> str:
    """File the draft and return the case number; filing a case that is filed already returns its number.

    Missing papers do not stop it (Art. 32: the window then tells once). What the project has been granted already or
    what is in handling is not applied for again: a refused item can be filed anew alone. Raises Invalid for unanswered
    fields, a missing declaration or an unsigned promise; Refusal 'catalogue_changed' when another version than the one
    the person looked at (`catalogue_version`) is in force, 'stage_gone' when it has no such stage any more,
    'deferral_barred', 'may_not_sign', 'nothing_applies', 'item_already_running'. `sign_method`: how who signs a promise
    proved to be it, password or totp.
    """
    with unit_of_work() as session:
        draft = own_case(session, case, actor)
        if draft.state is not CaseState.DRAFT:
            return draft.case_no or ""
        if draft.version != version:
            raise stale(session, draft)
        hold_calendar(session)
        _pin(session, draft, catalogue_version)
        file, planned, supplied = open_file(session, draft), plan_of(session, draft), _supplied(session, draft)
        if _check(file, planned, supplied, truth_declared=truth_declared, signs=signs_commitment):
            require_good_standing(session, file.enterprise.id, now)
            require_signer(session, file, actor)
        draft.consents_upstream, draft.truth_declared = consents_upstream, truth_declared
        _receive(session, file, close_of_business, now)
        _set_up(session, file, planned, supplied, sharing, sign_method, actor, now)
        return draft.case_no or ""


def _pin(session: Session, draft: Case, seen: int | None) -> None:
    """From here on the case stays with the catalogue in force today."""
    published = current_catalogue(session)
    if stage_is_gone(published, draft):
        raise Refusal("stage_gone")
    if seen is not None and seen != published.version_id:
        raise Refusal("catalogue_changed")
    draft.catalogue_version_id = published.version_id


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


def _set_up(
    session: Session,
    file: CaseFile,
    planned: Plan,
    supplied: dict[str, CaseMaterial],
    sharing: Sharing,
    method: str,
    actor: Actor,
    now: dt.datetime,
) -> None:
    """Tracks, papers and promises, and the letters that say so."""
    choices = choices_of(session, file.case.id)
    tracks = add_tracks(session, file, planned, now)
    papers = add_papers(session, file, planned, supplied, sharing)
    add_demands(session, planned, tracks, papers)
    received = file.case.receipt_on.isoformat() if file.case.receipt_on else None
    record(session, file.case, Tag.CASE_FILED, actor=actor, now=now, items=list(tracks), receipt_on=received)
    issue_receipt(session, file, planned, papers, actor, now)
    sign_promises(session, Filing(file, planned, choices, tracks, papers, method, actor, now))
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
