"""A whole database into one file and back: PostgreSQL by its own programs, SQLite by its online backup.

A copy is of one moment, whoever writes meanwhile, and its facts (rows by table, heads of the chains) are of that moment.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError

from app.adapters.written_out import copy_whole, flush

OURS = frozenset({"autocommit", "prepare_threshold", "context", "cursor_factory", "row_factory"})
"""Words of a database URL that speak to the driver and not to PostgreSQL."""
FILES = {"sqlite": "database.sqlite", "postgresql": "database.dump"}


class CopyFailed(Exception):
    """Why no copy was made, or brought back: a sentence for the operator."""


@dataclass(frozen=True)
class Facts:
    """What a copy holds: its schema, rows by table, how many events, and one hash over the heads of all chains."""

    revision: str
    rows: Mapping[str, int]
    events: int
    heads: str
    last_seal: int


def copy_out(database_url: str, folder: Path) -> tuple[Path, Facts]:
    """Write the database into one file of the folder; raises CopyFailed."""
    url = make_url(database_url)
    kind = url.get_backend_name()
    if kind not in FILES:
        raise CopyFailed(f"a database of the kind {kind} is not known")
    target = folder / FILES[kind]
    try:
        return target, _sqlite_out(url, target) if kind == "sqlite" else _postgresql_out(database_url, target)
    except (SQLAlchemyError, sqlite3.Error, psycopg.Error) as error:
        raise CopyFailed(f"the database could not be read: {_first_line(error)}") from error


def copy_in(database_url: str, source: Path) -> None:
    """Bring a copy back into an empty database; raises CopyFailed."""
    url = make_url(database_url)
    refuse_another_kind(database_url, source.name)
    refuse_filled(database_url)
    if url.get_backend_name() == "sqlite":
        target = Path(url.database or "")
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{target.name}.part")
        copy_whole(source, part)
        part.replace(target)
        flush(target.parent)
        return
    _run("pg_restore", url, "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges", str(source))


def refuse_another_kind(database_url: str, name: str) -> None:
    """Raises CopyFailed when a copy of this name is not of the kind of this database."""
    kind = make_url(database_url).get_backend_name()
    if FILES.get(kind) != name:
        raise CopyFailed(f"the copy is {name}, the database of this host is {kind}")


def refuse_filled(database_url: str) -> None:
    """Raises CopyFailed when anything stands in the database, or it cannot be asked."""
    if _is_filled(database_url):
        raise CopyFailed("the database is not empty: a backup is brought back into an empty one only")


def _is_filled(database_url: str) -> bool:
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        _refuse_leftovers(url)
        return False
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return bool(inspect(connection).get_table_names())
    except SQLAlchemyError as error:
        raise CopyFailed(f"the database could not be reached: {_first_line(error)}") from error
    finally:
        engine.dispose()


def _refuse_leftovers(url: URL) -> None:
    """A journal without its database: SQLite would play it into whatever file is laid beside it."""
    for leftover in (Path(f"{url.database}{end}") for end in ("-wal", "-shm", "-journal")):
        if leftover.exists():
            raise CopyFailed(f"{leftover} is left over from a database that is gone: remove it first")


def facts_of(connection: Connection) -> Facts:
    """Rows by table and heads of the chains, in plain SQL, so that they can be asked of an older schema too."""
    names = sorted(name for name in inspect(connection).get_table_names() if name != "alembic_version")
    rows = {name: int(connection.scalar(text(f'SELECT count(*) FROM "{name}"')) or 0) for name in names}  # noqa: S608
    told = hashlib.sha256()
    heads = connection.execute(text("SELECT id, event_count, chain_head FROM approval_case ORDER BY id"))
    for case, count, head in heads:
        told.update(f"{case} {count} {head}\n".encode())
    revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
    seal = connection.scalar(text("SELECT max(number) FROM chain_seal")) if "chain_seal" in names else 0
    return Facts(str(revision), rows, rows.get("case_event", 0), told.hexdigest(), int(seal or 0))


def facts_in(database_url: str) -> Facts:
    """The facts of a database as it stands."""
    engine = create_engine(database_url)
    try:
        with engine.connect() as connection:
            return facts_of(connection)
    except SQLAlchemyError as error:
        raise CopyFailed(f"the database could not be read: {_first_line(error)}") from error
    finally:
        engine.dispose()


def _sqlite_out(url: URL, target: Path) -> Facts:
    path = Path(url.database or "")
    if not path.exists():
        raise CopyFailed(f"there is no database {path} yet; flask prepare makes it")
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if verdict != "ok":
        raise CopyFailed(f"the database is damaged: {verdict}")
    return facts_in(f"sqlite:///{target}")


def _postgresql_out(database_url: str, target: Path) -> Facts:
    """The facts and the dump look through one snapshot."""
    engine = create_engine(database_url, isolation_level="REPEATABLE READ")
    try:
        with engine.connect() as connection:
            snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
            facts = facts_of(connection)
            _run(
                "pg_dump", make_url(database_url), "--format=custom", "--no-owner", "--no-privileges",
                f"--snapshot={snapshot}", f"--file={target}",
            )  # fmt: skip
            return facts
    finally:
        engine.dispose()


def _run(name: str, url: URL, *words: str) -> None:
    """One of PostgreSQL's programs; the password goes by the environment, where no list of processes shows it."""
    # sockets, several hosts, TLS: as the house itself connects
    _, known = create_engine(url).dialect.create_connect_args(url)
    password = known.pop("password", None)
    where = make_conninfo("", **{key: str(value) for key, value in known.items() if key not in OURS})
    done = subprocess.run(  # noqa: S603 - our own words, no shell
        [_program(name), f"--dbname={where}", *words],
        env=os.environ | ({"PGPASSWORD": str(password)} if password else {}), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        said = [line for line in done.stderr.splitlines() if line.strip()]
        raise CopyFailed(f"{name} ended with {done.returncode}: {said[0] if said else 'it said nothing'}")


def _program(name: str) -> str:
    """The newest one here; Debian keeps them off the PATH."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    found = next((str(one / name) for one in reversed(folders) if (one / name).exists()), None) or shutil.which(name)
    if found is None:
        raise CopyFailed(f"{name} is not installed; on Debian it comes with postgresql-client")
    return found


def _first_line(error: Exception) -> str:
    return str(error.__cause__ or error).splitlines()[0]
