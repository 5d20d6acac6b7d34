"""Whether `flask prepare` has anything to do: a second start with the same code and database need not pay for it."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent
CODE = ("app", "approvals", "departments", "migrations")
KINDS = {".py", ".json", ".csv"}
ASKED = "SELECT version_num FROM alembic_version"


def note(home: Path) -> Path:
    return home / "prepared"


def fingerprint(database_url: str, mode: str) -> str:
    """One word for the code and data that preparing reads, and for what it prepares."""
    told = hashlib.sha256(f"{database_url}\n{mode}\n".encode())
    for path in sorted(path for top in CODE for path in (ROOT / top).rglob("*") if path.suffix in KINDS):
        state = path.stat()
        told.update(f"{path.relative_to(ROOT)} {state.st_size} {state.st_mtime_ns}\n".encode())
    return told.hexdigest()


def has_tables(database_url: str) -> bool:
    """Whether the database is there and migrated; another one may have taken its place since."""
    try:
        if database_url.startswith("sqlite:///"):
            path = Path(database_url.removeprefix("sqlite:///"))
            if not path.is_file():
                return False
            with sqlite3.connect(path) as file:
                return file.execute(ASKED).fetchone() is not None
        with psycopg.connect(database_url.replace("+psycopg", ""), connect_timeout=5) as server:
            return server.execute(ASKED).fetchone() is not None
    except (sqlite3.Error, psycopg.Error):
        return False


def is_done(home: Path, database_url: str, mode: str) -> bool:
    written = note(home)
    return (
        written.is_file()
        and written.read_text(encoding="ascii") == fingerprint(database_url, mode)
        and has_tables(database_url)
    )


def write_down(home: Path, database_url: str, mode: str) -> None:
    note(home).write_text(fingerprint(database_url, mode), encoding="ascii")
