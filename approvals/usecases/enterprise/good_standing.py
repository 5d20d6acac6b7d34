"""Whether an enterprise may promise today, and for which licences it may not apply again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy.orm import Session

from app.foundation.wallclock import local_day
from approvals.domain.credit import banned_items
from approvals.domain.refusals import Refusal
from approvals.queries.credit import bars_of
from departments.domain.catalogue import Catalogue
from departments.domain.catalogue_words import Kind


def require_good_standing(session: Session, enterprise_id: int, now: dt.datetime, *, field: str | None = None) -> None:
    """Raises Refusal 'deferral_barred' with the oldest entry of the credit record that bars promises today."""
    bars = bars_of(session, enterprise_id, local_day(now))
    if bars:
        first = bars[0]
        raise Refusal("deferral_barred", field=field, reason=first.reason, since=first.fact.recorded_on)


def require_may_apply(
    session: Session,
    enterprise_id: int,
    catalogue: Catalogue,
    items: Collection[str],
    now: dt.datetime,
    *,
    field: str | None = None,
) -> None:
    """Raises Refusal 'applying_banned' naming the licences among `items` that a ban keeps from being applied for again
    (行政许可法 78, 79), why, and until when. Everything else is open all the same."""
    licences = [code for code in items if catalogue.items[code].kind is Kind.LICENCE]
    if not licences:
        return
    today = local_day(now)
    for entry in bars_of(session, enterprise_id, today):
        barred = banned_items(entry.fact, entry.items, licences, today)
        if barred:
            items_barred = [catalogue.items[code] for code in licences if code in barred]
            named = [{"code": one.code, "name_zh": one.name_zh, "name_en": one.name_en} for one in items_barred]
            raise Refusal(
                "applying_banned", field=field, items=named, reason=entry.reason, kind=entry.kind.value,
                until_on=entry.fact.until_on,
            )  # fmt: skip
