"""Two at once: which rule of the tables the slower one ran into, in the words of the schema."""

from __future__ import annotations

import re

from sqlalchemy import Index, Table, UniqueConstraint
from sqlalchemy.exc import IntegrityError

from app.foundation.orm import Base

_SQLITE = re.compile(r"UNIQUE constraint failed: (.+)")


def constraint_of(clash: IntegrityError) -> str:
    """The name of the constraint or unique index that refused a row; "" when the database does not say."""
    named = getattr(getattr(clash.orig, "diag", None), "constraint_name", None)
    if named:
        return str(named)
    told = _SQLITE.match(str(clash.orig))
    return _unique_over(told[1]) if told else ""


def _unique_over(columns: str) -> str:
    """SQLite tells the columns ("track.project_id, track.item_code"), not the name."""
    table, wanted = columns.split(".")[0], [one.split(".")[-1] for one in columns.split(", ")]
    known = Base.metadata.tables.get(table)
    return next((name for name, over in uniques(known) if over == wanted), "") if known is not None else ""


def uniques(table: Table) -> list[tuple[str, list[str]]]:
    """Name and columns of everything that a table wants but once."""
    rules: list[UniqueConstraint | Index] = [rule for rule in table.constraints if isinstance(rule, UniqueConstraint)]
    rules += [index for index in table.indexes if index.unique]
    return [(str(rule.name), [column.name for column in rule.columns]) for rule in rules]
