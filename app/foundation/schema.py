"""Where the database stands between no table at all and the newest migration."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from app.foundation.database import db

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


@cache
def known() -> tuple[str, ...]:
    """Every revision this code knows, newest first."""
    return tuple(one.revision for one in ScriptDirectory(str(MIGRATIONS)).walk_revisions())


def newest() -> str:
    """The revision this code is written for."""
    return known()[0]


def is_behind(revision: str | None) -> bool:
    """Whether a database there lacks what this code needs. One that is ahead of it has been migrated for the next
    release, and serves the processes of this one until they are replaced."""
    return revision is None or revision in known()[1:]


def stands_at() -> str | None:
    """The revision of the database; None when it is empty. Raises what the driver raises when it cannot be reached."""
    with db.engine.connect() as connection:
        return revision_of(connection)


def revision_of(connection: Connection) -> str | None:
    """As `stands_at`, on a connection that is open already."""
    return MigrationContext.configure(connection).get_current_revision()
