"""How Alembic reaches the database of the current application.

Number a new migration by hand: `flask --app wsgi db migrate --rev-id 0009 -m "what it adds"`.
"""

from __future__ import annotations

import importlib
import pkgutil

from alembic import context
from flask import current_app
from sqlalchemy import Connection
from sqlalchemy.types import TypeDecorator, TypeEngine

import approvals.models
import departments.models
from app.foundation.database import WRITING, db
from app.foundation.orm import Base

# Every model must be known before the tables are compared, also those that no route imports.
for package in (approvals.models, departments.models):
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")


def plain_type(kind: str, item: object, _: object) -> str | bool:
    """Write our own column types as what they are in the database: a migration must not need tomorrow's code."""
    if kind == "type" and isinstance(item, TypeDecorator):
        plain: TypeEngine[object] = item.impl_instance
        return f"sa.{plain!r}"
    return False


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=plain_type,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def online() -> None:
    """Run the migrations; on SQLite without foreign keys, because a batch replaces the table that others point at."""
    engine = db.engine.execution_options(**WRITING)
    if engine.dialect.name != "sqlite":
        with engine.connect() as connection:
            run(connection)
        return
    with engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        assert driver is not None
        driver.execute("PRAGMA foreign_keys=OFF")  # outside a transaction, or SQLite ignores it
        try:
            run(connection)
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


if context.is_offline_mode():
    raise SystemExit("Migrations run against a database: flask --app wsgi db upgrade")
assert current_app
online()
