"""A clean, migrated database for every test: a copy of a template that one test process of the run builds for all."""

from __future__ import annotations

import itertools
import os
import shutil
import sqlite3
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

import flask_migrate

from app.factory import create_app
from app.foundation.database import db
from tests.support.installation import settings_for
from tests.support.postgres import Cluster, shared_cluster
from tests.support.quickly import statements_compiled_once
from tests.support.shared import shared_folder, told_once

# Fills a migrated database with what many tests begin from; called with the application's context pushed.
Recipe = Callable[[], object]


def in_installation(url: str, work: Recipe) -> None:
    """Do the work inside an application on this database, and leave no connection behind."""
    app = create_app(settings_for(url))
    with app.app_context():
        statements_compiled_once(db.engine)
        work()
        db.engine.dispose()


class Databases:
    """Templates by (kind, recipe), shared by all test processes of a run, and copies of them."""

    def __init__(self) -> None:
        self.folder = shared_folder()
        self.templates: dict[tuple[str, Recipe | None], str] = {}
        self.numbers = itertools.count(1)

    @cached_property
    def cluster(self) -> Cluster:
        return shared_cluster()

    def fresh(self, kind: str, recipe: Recipe | None = None) -> str:
        """The URL of a new database of `kind` (sqlite or postgresql), migrated, and filled by `recipe` if given."""
        return self.url(kind, self.copy(kind, self.template(kind, recipe)))

    def template(self, kind: str, recipe: Recipe | None) -> str:
        """The name of the template; whoever needs it first builds it, and who needs it meanwhile waits."""
        if (kind, recipe) not in self.templates:
            with told_once(f"{kind}-{name_of(recipe)}") as told:
                if not told.read_text():
                    told.write_text(self.built(kind, recipe))
                self.templates[kind, recipe] = told.read_text()
        return self.templates[kind, recipe]

    def built(self, kind: str, recipe: Recipe | None) -> str:
        name = self.copy(kind, self.template(kind, None) if recipe else None)
        in_installation(self.url(kind, name), recipe or flask_migrate.upgrade)
        if kind == "sqlite":
            fold_in_the_log(self.folder / name)
        return name

    def copy(self, kind: str, template: str | None) -> str:
        name = f"t{os.getpid()}_{next(self.numbers)}"
        if kind == "postgresql":
            self.cluster.create(name, template=template)
            return name
        if template:
            shutil.copyfile(self.folder / template, self.folder / f"{name}.db")
        return f"{name}.db"

    def url(self, kind: str, name: str) -> str:
        return self.cluster.url(name) if kind == "postgresql" else f"sqlite:///{self.folder / name}"

    def drop(self, url: str) -> None:
        name = url.rsplit("/", 1)[1]
        if url.startswith("postgresql"):
            self.cluster.drop(name)
            return
        for path in self.folder.glob(f"{name}*"):
            path.unlink()


def name_of(recipe: Recipe | None) -> str:
    """The same in every test process; a function without a name of its own cannot be shared."""
    if recipe is None:
        return "migrated"
    name = f"{recipe.__module__}.{recipe.__qualname__}"
    assert "<" not in name, f"a recipe is a function of a module: {name}"
    return name


def fold_in_the_log(path: Path) -> None:
    """Write SQLite's log back into the file, so that copying the file copies everything."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
