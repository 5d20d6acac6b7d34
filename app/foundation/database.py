"""The only Flask-SQLAlchemy import, and how a connection of each database behaves."""

from __future__ import annotations

import sqlite3
from time import monotonic
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import InvalidatePoolError

from app.foundation.orm import Base


class _Model(Base):
    """Flask-SQLAlchemy copies the class it is given; a copied type map beside a registry is refused, so give a subclass."""

    __abstract__ = True


db = SQLAlchemy(model_class=_Model, disable_autonaming=True)

WRITING = {"binglian_writes": True}
RESTED = 1.0
"""Seconds after which a pooled connection is asked whether the database is still there; one used just now is trusted."""


def engine_options(url: str) -> dict[str, Any]:
    """Options of `create_engine` for a database URL."""
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": 10, "check_same_thread": False}}
    # a database host that swallows packets must not hold a visitor for minutes
    return {"pool_size": 5, "max_overflow": 5, "connect_args": {"connect_timeout": 5}}


def listen_to(engine: Engine) -> None:
    """What each database needs at its connections' own events.

    PostgreSQL gets none on the engine itself: every statement would pay for it.
    """
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return

    def ask_the_rested(connection: Any, record: Any, _proxy: Any) -> None:
        """SQLAlchemy's pre-ping, without the round trip in front of every single transaction."""
        if monotonic() - record.info.get("back_at", monotonic()) < RESTED:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as gone:
            raise InvalidatePoolError from gone

    event.listen(engine, "checkout", ask_the_rested)
    event.listen(engine, "checkin", _note_the_return)


def _note_the_return(_connection: Any, record: Any) -> None:
    record.info["back_at"] = monotonic()


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    """WAL, foreign keys and explicit BEGIN: the driver's own transaction guessing is switched off."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes SQLite's one write lock at once; a reader must not, or it blocks the writers."""
    writes = connection.get_execution_options().get("binglian_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
