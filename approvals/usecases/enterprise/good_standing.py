"""Whether an enterprise may promise today; the ordinary procedure is always open to it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from app.foundation.wallclock import local_day
from approvals.domain.refusals import Refusal
from approvals.queries.credit import bars_of


def require_good_standing(session: Session, enterprise_id: int, now: dt.datetime, *, field: str | None = None) -> None:
    """Raises Refusal 'deferral_barred' with the oldest entry of the credit record that bars promises today."""
    bars = bars_of(session, enterprise_id, local_day(now))
    if bars:
        first = bars[0]
        raise Refusal("deferral_barred", field=field, reason=first.reason, since=first.fact.recorded_on)
