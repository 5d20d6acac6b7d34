"""One line of migrations that goes up, down and up again, and ends at the models, on both databases."""

from __future__ import annotations

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import inspect

from app.foundation.database import db
from app.foundation.orm import Base
from tests.building.tree import ROOT


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return ScriptDirectory.from_config(config)


def test_there_is_one_head() -> None:
    assert len(scripts().get_heads()) == 1


def test_migrations_are_numbered_in_their_order() -> None:
    in_order = [revision.path.rsplit("/", 1)[1][:4] for revision in reversed(list(scripts().walk_revisions()))]
    assert in_order == [f"{number:04d}" for number in range(1, len(in_order) + 1)]


@pytest.mark.both_databases
def test_the_migrations_end_at_the_models(in_app: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


@pytest.mark.both_databases
def test_the_migrations_go_down_and_up_again(in_app: Flask) -> None:
    flask_migrate.downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    flask_migrate.upgrade()
    assert set(Base.metadata.tables) <= set(inspect(db.engine).get_table_names())
