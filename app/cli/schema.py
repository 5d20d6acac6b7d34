"""Where the database stands between no table at all and the newest migration."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from app.foundation.database import db

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


@cache
def newest() -> str | None:
    """The revision this code is written for."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def stands_at() -> str | None:
    """The revision of the database; None when it is empty. Raises what the driver raises when it cannot be reached."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()
