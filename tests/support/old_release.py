"""The demo city as the last release left it (schema 0003): a dump of its SQLite file, brought into either database.

Made once by that release's own `flask prepare`; nothing of it is written by the code that is tested here.
"""

from __future__ import annotations

import json
import lzma
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import flask_migrate
from sqlalchemy import Boolean, Connection, Date, DateTime, MetaData, Table, insert, inspect, text
from sqlalchemy.engine import make_url

from app.foundation.database import db
from tests.support.databases import fold_in_the_log

DUMP = Path(__file__).resolve().parents[1] / "data" / "demo-city-0003.sql.xz"
RELEASED = "0003"


def old_release() -> None:
    """A recipe: the database of the application becomes the one that the last release left."""
    flask_migrate.downgrade(revision="base")
    url = make_url(str(db.engine.url))
    db.engine.dispose()
    if url.get_backend_name() == "sqlite":
        fold_in_the_log(Path(url.database or ""))
        Path(url.database or "").unlink()
        with closing(sqlite3.connect(url.database or "")) as file:
            file.executescript(lzma.decompress(DUMP.read_bytes()).decode())
        return
    flask_migrate.upgrade(revision=RELEASED)
    with closing(sqlite3.connect(":memory:")) as file, db.engine.begin() as connection:
        file.executescript(lzma.decompress(DUMP.read_bytes()).decode())
        _pour(file, connection)


def _pour(file: sqlite3.Connection, connection: Connection) -> None:
    """Every row of every table, and the counters behind the ids."""
    tables = MetaData()
    tables.reflect(connection)
    connection.execute(text("SET session_replication_role = replica"))
    for table in tables.sorted_tables:
        if table.name == "alembic_version":
            continue
        rows = list(_rows(file, table))
        if rows:
            connection.execute(insert(table), rows)
        if "id" in table.c and inspect(connection).has_sequence(f"{table.name}_id_seq"):
            connection.execute(
                text(f"SELECT setval('{table.name}_id_seq', (SELECT coalesce(max(id), 1) FROM \"{table.name}\"))")
            )
    connection.execute(text("SET session_replication_role = DEFAULT"))


def _rows(file: sqlite3.Connection, table: Table) -> Iterator[dict[str, Any]]:
    names = [column.name for column in table.c]
    told = ", ".join(f'"{name}"' for name in names)
    for row in file.execute(f'SELECT {told} FROM "{table.name}"'):
        yield {column.name: _value(column.type, value) for column, value in zip(table.c, row, strict=True)}


def _value(kind: Any, value: Any) -> Any:
    """SQLite keeps moments, truths and JSON as words and numbers."""
    if value is None:
        return None
    if isinstance(kind, Boolean):
        return bool(value)
    if isinstance(kind, DateTime):
        return f"{value}+00:00"
    if isinstance(kind, Date):
        return value
    if type(kind).__name__ in {"JSON", "JSONB"}:
        return json.loads(value)
    return value
