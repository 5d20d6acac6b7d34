"""信用修复: an entry of the credit record is marked as repaired, with how it was; from that day on it bars nothing."""

from __future__ import annotations

import datetime as dt

from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day
from approvals.domain.credit import LONGEST_REASON, check_repair
from approvals.domain.refusals import Invalid, NotAllowed
from approvals.queries.credit import fact_of, find_record
from approvals.usecases.desk import require
from departments.domain.actor import Actor
from departments.domain.permissions import may


def repair_credit(*, record: str, note: str, actor: Actor, now: dt.datetime) -> None:
    """Mark one entry as repaired today; `note` says by what. The entry stays on record.

    Raises Invalid for a missing note, Refusal 'already_repaired' or 'ban_not_repairable', NotFound, NotAllowed.
    """
    if not may(actor, "supervise"):
        raise NotAllowed("supervise_only")
    require(note=note)
    if len(note) > LONGEST_REASON:
        raise Invalid({"note": ("too_long", {"most": LONGEST_REASON})})
    with unit_of_work() as session:
        entry = find_record(session, record, actor)
        check_repair(fact_of(entry))
        entry.repaired_on, entry.repaired_at, entry.repaired_by = local_day(now), now, actor.account_id
        entry.repair_note = note.strip()
