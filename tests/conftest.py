"""The fixtures every room's tests share. A test says what it needs and gets a clean one.

Imports of the application and of Playwright stand inside the fixtures that need them, here and nowhere else: the
domain's tests need neither, and pay for neither.
"""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.support.places import FONTS, NO_REDIS, WIDE
from tests.support.shared import CLUSTER, abandoned_folders, close_shared_folder, open_shared_folder

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from jinja2 import BytecodeCache
    from playwright.sync_api import Browser, BrowserContext, Page

    from app.foundation.settings import Settings
    from tests.support.databases import Databases
    from tests.support.house import House

os.environ.setdefault("FONTCONFIG_FILE", str(FONTS))
for name in [name for name in os.environ if name.startswith("BINGLIAN_")] + ["DATABASE_URL", "REDIS_URL"]:
    os.environ.pop(name, None)  # what the developer's shell says is no part of a test

hypothesis_settings.register_profile(
    "gate", max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.register_profile("proof", max_examples=2_000, deadline=None)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))


def pytest_configure(config: pytest.Config) -> None:
    gc.disable()  # until everything is collected: nothing of it is garbage
    if not hasattr(config, "workerinput"):
        for folder in abandoned_folders():
            _end(folder)
        open_shared_folder()


def pytest_unconfigure(config: pytest.Config) -> None:
    """What the test processes of the run share ends with the run, whoever of them began it."""
    if not hasattr(config, "workerinput"):
        _end(close_shared_folder())


def _end(folder: Path) -> None:
    if (folder / CLUSTER).exists():
        from tests.support.postgres import stop_cluster_of

        stop_cluster_of(folder)
    shutil.rmtree(folder, ignore_errors=True)


def pytest_collection_finish() -> None:
    """What was imported and collected stays until the end: the garbage collector need not walk through it each time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
    gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Who is allowed more time begins earlier, so that no test process is still at it when all others have ended."""
    items.sort(key=lambda item: -_allowed(item))


def _allowed(item: pytest.Item) -> float:
    marker = item.get_closest_marker("timeout")
    return float(marker.args[0]) if marker else 0.0


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`both_databases` runs the test once on each."""
    if "database_kind" in metafunc.fixturenames and metafunc.definition.get_closest_marker("both_databases"):
        metafunc.parametrize("database_kind", ["sqlite", "postgresql"])


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a part that was skipped or expected to fail fails the run: a gate that did not run proves nothing."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter is not None and session.exitstatus == pytest.ExitCode.OK:
        left_out = [kind for kind in ("skipped", "xfailed", "xpassed") if reporter.stats.get(kind)]
        if left_out:
            reporter.write_line(f"CI: {' and '.join(left_out)} tests fail the run", red=True)
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """Where clean databases come from; `databases.fresh(kind, recipe)` for what `database_url` does not give."""
    from werkzeug.routing import Rule

    from tests.support.databases import Databases
    from tests.support.quickly import builder_compiled_once

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", builder_compiled_once)
        gc.freeze()  # the application, too, stays
        yield Databases()


@pytest.fixture
def database_kind(request: pytest.FixtureRequest) -> str:
    """sqlite, unless the test is marked `postgresql`; both, one after the other, when marked `both_databases`."""
    return "postgresql" if request.node.get_closest_marker("postgresql") else "sqlite"


@pytest.fixture
def database_url(request: pytest.FixtureRequest, databases: Databases, database_kind: str) -> Iterator[str]:
    """A clean migrated database of this test's own; `@pytest.mark.starts_from(function)` has it filled by that function
    once per test run, and copied."""
    marker = request.node.get_closest_marker("starts_from")
    url = databases.fresh(database_kind, marker.args[0] if marker else None)
    yield url
    databases.drop(url)


@pytest.fixture(scope="session")
def valkey_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    from tools import embedded_valkey

    port = embedded_valkey.free_port()
    process = embedded_valkey.start(tmp_path_factory.mktemp("valkey"), port)
    yield f"redis://127.0.0.1:{port}/0"
    process.terminate()
    process.wait()


@pytest.fixture
def valkey(valkey_server: str) -> str:
    """The URL of a real, empty Valkey; a test that asks for it gets an `app` whose bell rings there."""
    from redis import Redis

    with Redis.from_url(valkey_server) as client:
        client.flushall()
    return valkey_server


@pytest.fixture
def redis_url(request: pytest.FixtureRequest) -> str:
    """Where the test's installation looks for Redis: nowhere, unless the test asked for `valkey`."""
    if "valkey" in request.fixturenames:
        return str(request.getfixturevalue("valkey"))
    return NO_REDIS


@pytest.fixture
def settings(database_url: str, redis_url: str, tmp_path: Path) -> Settings:
    from tests.support.installation import settings_for

    return settings_for(database_url, redis_url=redis_url, home=tmp_path / "home")


@pytest.fixture(scope="session")
def compiled_templates() -> BytecodeCache:
    from tests.support.quickly import CompiledOnce

    return CompiledOnce()


@pytest.fixture
def app(settings: Settings, compiled_templates: BytecodeCache) -> Iterator[Flask]:
    """The wired application on this test's own database, with no context pushed."""
    from app.factory import create_app
    from app.foundation.database import db
    from tests.support.quickly import statements_compiled_once

    made = create_app(settings)
    made.jinja_env.bytecode_cache = compiled_templates
    with made.app_context():
        statements_compiled_once(db.engine)
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def in_app(app: Flask) -> Iterator[Flask]:
    """The application with its context pushed, for use-cases and queries. Web tests use `client` and push none:
    requests inside a pushed context would share `g`, and with it the signed-in person."""
    with app.app_context():
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def house(database_url: str, valkey: str, tmp_path: Path) -> Iterator[House]:
    """The real processes, none started yet: `house.start("web", "clock")`."""
    from tests.support.house import House

    home = tmp_path / "home"
    home.mkdir(exist_ok=True)
    made = House(database_url, valkey, home)
    yield made
    made.close()


@pytest.fixture(scope="session")
def chromium_browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    from tests.support.browser import launch

    with sync_playwright() as playwright:
        launched = launch(playwright)
        yield launched
        launched.close()


@pytest.fixture
def browser_context(chromium_browser: Browser) -> Iterator[BrowserContext]:
    context = chromium_browser.new_context(viewport=WIDE, locale="zh-CN", timezone_id="Asia/Shanghai")
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page(browser_context: BrowserContext) -> Page:
    """An empty 1280-pixel page with a Chinese browser; other sizes through `page.set_viewport_size`."""
    return browser_context.new_page()
