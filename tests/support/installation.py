"""The settings a test installation starts with."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from app.foundation.settings import Settings
from tests.support.places import NO_REDIS


def environment_for(database_url: str, *, redis_url: str = NO_REDIS, home: Path | None = None) -> dict[str, str]:
    """The environment of a test installation, without anything of the machine's own."""
    return {
        "BINGLIAN_MODE": "test",
        "BINGLIAN_HOME": str(home or Path(tempfile.gettempdir()) / f"binglian-test-{os.getpid()}"),
        "BINGLIAN_BASE_URL": "http://binglian.test",
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "SECRET_KEY": "only-for-tests-only-for-tests-only-for-tests",
    }


def settings_for(database_url: str, *, redis_url: str = NO_REDIS, home: Path | None = None) -> Settings:
    return Settings.from_environment(environment_for(database_url, redis_url=redis_url, home=home))
