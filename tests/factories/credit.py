"""Entries of the credit record, as far as a test needs them."""

from __future__ import annotations

import datetime as dt

from approvals.usecases.credit.record_sanction import record_sanction
from tests.factories.main_job import MONDAY, Cast, at

MINGQUAN = "914403001922038216"
"""The credit code of Lin's enterprise."""


def sanctioned(
    cast: Cast,
    *,
    day: dt.date = MONDAY,
    kind: str = "sanction",
    until_on: dt.date | None = None,
    reason: str = "严重失信（测试）",
) -> str:
    """Lin's enterprise gets an entry on `day`; the entry's public id."""
    return record_sanction(
        uscc=MINGQUAN, kind=kind, reason=reason, source="信用中国", recorded_on=day, until_on=until_on,
        actor=cast.du, now=at(day),
    )  # fmt: skip
