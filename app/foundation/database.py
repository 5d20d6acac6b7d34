"""The only Flask-SQLAlchemy import, and how a connection of each database behaves."""

from __future__ import annotations

import sqlite3
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, event

from app.foundation.orm import Base


class _Model(Base):
    """Flask-SQLAlchemy copies the class it is given; a copied type map beside a registry is refused, so give a subclass."""

    __abstract__ = True


db = SQLAlchemy(model_class=_Model, disable_autonaming=True)

WRITING = {"binglian_writes": True}


def engine_options(url: str) -> dict[str, Any]:
    """Options of `create_engine` for a database URL."""
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": 10, "check_same_thread": False}}
    # a database host that swallows packets must not hold a visitor for minutes
    return {"pool_pre_ping": True, "pool_size": 5, "max_overflow": 5, "connect_args": {"connect_timeout": 5}}


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """WAL, foreign keys and explicit BEGIN: the driver's own transaction guessing is switched off."""
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    """A writer takes SQLite's one write lock at once; a reader must not, or it blocks the writers."""
    if connection.dialect.name == "sqlite":
        writes = connection.get_execution_options().get("binglian_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
