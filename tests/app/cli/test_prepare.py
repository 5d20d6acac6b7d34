"""flask prepare: everything a first start needs, nothing twice, and an interrupted first start begins again."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from app.cli import prepare as command
from app.factory import create_app
from app.foundation.database import db
from app.foundation.reading import reading
from app.foundation.schema import newest, stands_at
from app.foundation.settings import Settings
from departments.domain.actor import Role
from departments.models.calendar import CalendarYear
from departments.models.catalogue import CatalogueVersion
from departments.models.people import Account
from departments.usecases.add_officer import add_officer
from tests.factories.main_job import REGION
from tests.support.installation import settings_for


def somebody() -> None:
    add_officer(
        username="first", password_hash="-", name="第一", name_en="First", phone="", email="", roles=(Role.ADMIN,),
        department_code=None, division_code=REGION, now=dt.datetime(2026, 3, 9, tzinfo=dt.UTC),
    )  # fmt: skip


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[dt.datetime]:
    """A city of one person stands in for the demo city; when it was built."""
    times: list[dt.datetime] = []

    def build(say: Callable[[str], None], now: dt.datetime) -> None:
        somebody()
        times.append(now)

    monkeypatch.setattr(command, "build_city", build)
    return times


def prepare(app: Flask) -> str:
    told = app.test_cli_runner().invoke(args=["prepare"])
    assert told.exit_code == 0, (told.output, told.exception)
    return told.output


def count(model: type[object]) -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def demo(settings: Settings) -> Flask:
    return create_app(dataclasses.replace(settings, mode="demo"))


@pytest.mark.both_databases
def test_an_empty_database_gets_calendar_catalogue_and_city(demo: Flask, built: list[dt.datetime]) -> None:
    said = prepare(demo)
    assert "calendar: 23 years loaded" in said and "the first version is published" in said
    with demo.app_context():
        assert stands_at() == newest()
        assert (count(CalendarYear), count(CatalogueVersion), count(Account)) == (23, 1, 1)
        db.engine.dispose()
    assert len(built) == 1


@pytest.mark.both_databases
def test_a_second_start_finds_everything_and_says_nothing(demo: Flask, built: list[dt.datetime]) -> None:
    prepare(demo)
    assert prepare(demo) == ""
    assert len(built) == 1
    with demo.app_context():
        db.engine.dispose()


def test_a_database_with_people_is_never_given_a_demo_city(
    app: Flask, built: list[dt.datetime], settings: Settings
) -> None:
    prepare(app)
    with app.app_context():
        somebody()
    prepare(create_app(dataclasses.replace(settings, mode="demo")))
    assert built == []


def test_no_other_mode_builds_one(app: Flask, built: list[dt.datetime]) -> None:
    prepare(app)
    assert built == []


def interrupt(demo: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A first start that is broken off when the first person is there."""

    def interrupted(say: Callable[[str], None], now: dt.datetime) -> None:
        somebody()
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "build_city", interrupted)
    assert demo.test_cli_runner().invoke(args=["prepare"]).exit_code != 0


@pytest.mark.both_databases
def test_an_interrupted_first_start_begins_again(demo: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    interrupt(demo, monkeypatch)
    monkeypatch.setattr(command, "build_city", lambda say, now: somebody())
    assert "an earlier first start was interrupted" in prepare(demo)
    assert prepare(demo) == ""
    with demo.app_context():
        assert count(Account) == 1
        db.engine.dispose()


def test_what_is_no_demo_any_more_is_never_taken_down(demo: Flask, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not then, and not when it is called a demo once more."""
    interrupt(demo, monkeypatch)
    assert "what it built stays" in prepare(app)
    assert prepare(app) == "" and prepare(demo) == ""
    with demo.app_context():
        assert count(Account) == 1
        db.engine.dispose()


@pytest.mark.both_databases
def test_a_database_that_is_newer_than_the_program_is_refused_before_anything_is_done(
    app: Flask, settings: Settings
) -> None:
    prepare(app)
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    refused = app.test_cli_runner().invoke(args=["prepare"])
    assert refused.exit_code == 1 and "migrated to 9999 by a newer program" in refused.output
    assert not (settings.home / "backups").exists()


def test_a_folder_with_nothing_in_it_becomes_an_installation(tmp_path: Path, built: list[dt.datetime]) -> None:
    home = tmp_path / "home"
    app = create_app(dataclasses.replace(settings_for(f"sqlite:///{home / 'binglian.db'}", home=home), mode="demo"))
    with app.app_context():
        assert stands_at() is None
    prepare(app)
    with app.app_context():
        assert stands_at() == newest()
        assert count(Account) == 1
        db.engine.dispose()
