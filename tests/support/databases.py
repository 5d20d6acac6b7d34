"""A clean, migrated database for every test: a copy of a template that each test process builds once."""

from __future__ import annotations

import itertools
import shutil
import sqlite3
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

import flask_migrate

from app.factory import create_app
from app.foundation.database import db
from tests.support.installation import settings_for
from tests.support.postgres import Cluster

# Fills a migrated database with what many tests begin from; called with the application's context pushed.
Recipe = Callable[[], object]


def in_installation(url: str, work: Recipe) -> None:
    """Do the work inside an application on this database, and leave no connection behind."""
    app = create_app(settings_for(url))
    with app.app_context():
        work()
        db.engine.dispose()


class Databases:
    """Templates by (kind, recipe), and copies of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.templates: dict[tuple[str, Recipe | None], str] = {}
        self.numbers = itertools.count(1)
        self.running: Cluster | None = None

    @cached_property
    def cluster(self) -> Cluster:
        self.running = Cluster()
        return self.running

    def fresh(self, kind: str, recipe: Recipe | None = None) -> str:
        """The URL of a new database of `kind` (sqlite or postgresql), migrated, and filled by `recipe` if given."""
        return self.url(kind, self.copy(kind, self.template(kind, recipe)))

    def template(self, kind: str, recipe: Recipe | None) -> str:
        if (kind, recipe) not in self.templates:
            name = self.copy(kind, self.template(kind, None) if recipe else None)
            in_installation(self.url(kind, name), recipe or flask_migrate.upgrade)
            if kind == "sqlite":
                fold_in_the_log(self.folder / name)
            self.templates[kind, recipe] = name
        return self.templates[kind, recipe]

    def copy(self, kind: str, template: str | None) -> str:
        if kind == "postgresql":
            return self.cluster.create(template=template)
        name = f"{next(self.numbers)}.db"
        if template:
            shutil.copyfile(self.folder / template, self.folder / name)
        return name

    def url(self, kind: str, name: str) -> str:
        return self.cluster.url(name) if kind == "postgresql" else f"sqlite:///{self.folder / name}"

    def drop(self, url: str) -> None:
        name = url.rsplit("/", 1)[1]
        if url.startswith("postgresql"):
            self.cluster.drop(name)
            return
        for path in self.folder.glob(f"{name}*"):
            path.unlink()

    def close(self) -> None:
        if self.running is not None:
            self.running.stop()


def fold_in_the_log(path: Path) -> None:
    """Write SQLite's log back into the file, so that copying the file copies everything."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
