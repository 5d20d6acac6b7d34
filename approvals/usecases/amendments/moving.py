"""What carrying out an amendment needs to know, on its way through the steps."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from approvals.domain.amendment import Effect
from approvals.domain.plan import Plan
from approvals.models.cases import Track
from approvals.usecases.enterprise.shared_papers import Sharing
from approvals.usecases.framing import CaseFile
from departments.domain.actor import Actor


@dataclass(frozen=True)
class Move:
    """An agreed amendment: the file, the plan by the new answers, and the difference to what runs."""

    file: CaseFile
    planned: Plan
    made: Effect
    sharing: Sharing
    close_of_business: dt.time
    actor: Actor
    now: dt.datetime

    def load_tracks(self, session: Session) -> dict[str, Track]:
        """The items of the filing by code, as they are under the lock."""
        rows = session.scalars(select(Track).where(Track.case_id == self.file.case.id).order_by(Track.id))
        return {track.item_code: track for track in rows}
