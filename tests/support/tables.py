"""Counting rows: what was done a second time must leave nothing a second time, in whatever table."""

from __future__ import annotations

from sqlalchemy import func, select

from app.foundation.database import db
from app.foundation.reading import reading


def rows_of_tables(*but: str) -> dict[str, int]:
    """How many rows each table has, but the named ones."""
    tables = [one for one in db.metadata.sorted_tables if one.name not in but]
    with reading() as session:
        return {one.name: session.scalar(select(func.count()).select_from(one)) or 0 for one in tables}
