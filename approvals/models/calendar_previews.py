"""What a proposed year would move, counted once and kept, so that looking through it costs nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.orm import Base


class CalendarPreview(Base):
    """The totals as counted at `counted_at`: [kind, later, earlier, kept]; `digest` names exactly these moves.

    It says what was so at that moment; whoever confirms is asked again when something has moved since.
    """

    __tablename__ = "calendar_preview"

    draft_id: Mapped[int] = mapped_column(ForeignKey("calendar_draft.id"), primary_key=True, autoincrement=False)
    allow_earlier: Mapped[bool]
    digest: Mapped[str] = mapped_column(String(64))
    counted_at: Mapped[dt.datetime]
    totals: Mapped[list[Any]]
    cases: Mapped[int]
    floors: Mapped[int]
    pages: Mapped[int]


class CalendarPreviewPage(Base):
    """Fifty of the moves: [kind, case, track or null, subject, old, counted, new day], in the order of counting."""

    __tablename__ = "calendar_preview_page"

    draft_id: Mapped[int] = mapped_column(ForeignKey("calendar_preview.draft_id"), primary_key=True)
    page: Mapped[int] = mapped_column(primary_key=True)
    moves: Mapped[list[Any]]
