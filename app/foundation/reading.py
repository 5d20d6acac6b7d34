"""A session of its own for pages, lists and sweeps: read-only, ended by COMMIT."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.foundation.database import db


@contextmanager
def reading() -> Iterator[Session]:
    """A session that cannot write; closed before a unit of work opens.

    It ends with COMMIT, not ROLLBACK: psycopg drops its prepared statements on a rollback.
    """
    engine = db.engine
    sqlite = engine.dialect.name == "sqlite"
    bind = engine if sqlite else engine.execution_options(postgresql_readonly=True)
    with Session(bind, expire_on_commit=False, autoflush=False) as session:
        if sqlite:
            session.execute(text("PRAGMA query_only=ON"))
        try:
            yield session
        finally:
            if sqlite:
                session.execute(text("PRAGMA query_only=OFF"))
            session.commit()
