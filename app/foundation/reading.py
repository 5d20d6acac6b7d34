"""A session of its own for pages, lists and sweeps: read-only, ended by COMMIT."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.foundation.database import db


@contextmanager
def reading(*, at_one_moment: bool = False) -> Iterator[Session]:
    """A session that cannot write; closed before a unit of work opens.

    `at_one_moment`: all its statements see the database as it was at the first, for who compares what one of them finds
    with what another does. On PostgreSQL each sees by itself what is committed by then; on SQLite none does anyway.

    It ends with COMMIT, not ROLLBACK: psycopg drops its prepared statements on a rollback.
    """
    engine = db.engine
    sqlite = engine.dialect.name == "sqlite"
    moment = {"isolation_level": "REPEATABLE READ"} if at_one_moment else {}
    bind = engine if sqlite else engine.execution_options(postgresql_readonly=True, **moment)
    with Session(bind, expire_on_commit=False, autoflush=False) as session:
        if sqlite:
            session.execute(text("PRAGMA query_only=ON"))
        try:
            yield session
        finally:
            if sqlite:
                session.execute(text("PRAGMA query_only=OFF"))
            session.commit()
