"""The applicant files once for all items: tracks, papers, promises and the receipt, in one transaction."""

from __future__ import annotations

import datetime as dt

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.states import CaseState
from approvals.usecases.counter.confirmed import require_confirmed
from approvals.usecases.desk import own_case, stale
from approvals.usecases.enterprise.shared_papers import Sharing, asking_between
from approvals.usecases.enterprise.taking_in import Said, looked_over, take_in
from departments.domain.actor import Actor


@asking_between
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
    'applying_banned' (行政许可法 78, 79), 'deferral_barred', 'may_not_sign', 'nothing_applies', 'item_already_running'.
    `sign_method`: how who signs a promise proved to be it, password or totp.
    """
    with unit_of_work() as session:
        draft = own_case(session, case, actor)
        if draft.state is not CaseState.DRAFT:
            return draft.case_no or ""
        if draft.version != version:
            raise stale(session, draft)
        require_confirmed(session, draft, actor)
        said = Said(consents_upstream, truth_declared, signs_commitment, sign_method, catalogue_version)
        ready = looked_over(session, draft, said, sharing, actor, now)
        take_in(session, ready, said, close_of_business, sharing, actor, now)
        return draft.case_no or ""
