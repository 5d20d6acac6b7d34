"""How PostgreSQL would run what is asked."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from app.foundation.database import db


class Plans:
    """Asks PostgreSQL how it runs each statement that a query sends."""

    def __init__(self, session: Session) -> None:
        self.session, self.found = session, list[str]()

    def __enter__(self) -> Plans:
        event.listen(db.engine, "before_cursor_execute", self._explain)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(db.engine, "before_cursor_execute", self._explain)

    def _explain(self, connection: Any, cursor: Any, statement: str, values: Any, *_: object) -> None:
        with connection.connection.cursor() as asking:
            asking.execute(f"EXPLAIN {statement}", values)
            self.found.append("\n".join(row[0] for row in asking.fetchall()))
