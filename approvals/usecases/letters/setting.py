"""What the paper worker sets beside the letters, a guide or a draft: read, set with no transaction open, kept or noted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.models.intake import GuidePrint
from approvals.models.letters import DraftPreview
from approvals.usecases.claims import Claim, settle

Row = TypeVar("Row", GuidePrint, DraftPreview)


def set_once(
    model: type[Row], row_id: int, press: Callable[[Row], bytes], claim: Claim | None, now: dt.datetime
) -> None:
    """Keep what `press` makes of the row; nothing when it is made or was let go meanwhile. What fails is noted on the
    row, and raised so that it is tried again.
    """
    with reading() as session:
        row = session.get(model, row_id)
    try:
        pdf = press(row) if row is not None and row.pdf is None else None
    except Exception as error:
        _note(model, row_id, f"{type(error).__name__}: {error}")
        raise
    with unit_of_work() as session:
        settle(session, claim, now)
        kept = session.get(model, row_id)
        if kept is not None and pdf is not None:
            kept.pdf, kept.failure = pdf, ""


def _note(model: type[Row], row_id: int, failure: str) -> None:
    with unit_of_work() as session:
        row = session.get(model, row_id)
        if row is not None:
            row.failure = failure
