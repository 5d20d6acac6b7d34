"""INSERT … ON CONFLICT: both databases know it, SQLAlchemy has it in their dialects only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

INSERTS: Mapping[str, Callable[..., Any]] = MappingProxyType({"postgresql": postgresql.insert, "sqlite": sqlite.insert})
"""By the dialect's name, for statements that are put together once."""


def insert_of(session: Session) -> Callable[..., Any]:
    """`insert` as this session's database has it."""
    return INSERTS[session.get_bind().dialect.name]
