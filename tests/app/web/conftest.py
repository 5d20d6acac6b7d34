"""The shell alone: its words, errors, headers and languages on an application without rooms or database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Blueprint, Flask, g, request
from flask_babel import Babel

import app as house
from app.web import errors, headers, locale
from app.web.presenters import registry

ROOT = Path(house.__file__).parent


@pytest.fixture
def shell() -> Flask:
    """A bare application with the shell installed and a few places to go."""
    bare = Flask("shell", root_path=str(ROOT))
    bare.config.update(SECRET_KEY="for tests only", TESTING=True, PROPAGATE_EXCEPTIONS=False)
    Babel(bare, default_locale="zh_Hans_CN", default_timezone="Asia/Shanghai", locale_selector=locale.choose)
    for part in (headers, locale, registry, errors):
        part.install(bare)
    rooms = {"public": ("home", "guide", "verify"), "enterprise": ("projects",), "department": ("queue",)}
    for room, views in rooms.items():
        blueprint = Blueprint(room, room)
        for view in views:
            blueprint.add_url_rule("/" if view == "home" else f"/{room}/{view}", view, lambda: request.path)
        bare.register_blueprint(blueprint)
    return bare


@pytest.fixture
def chinese(shell: Flask) -> Iterator[None]:
    """Inside a request of a Chinese page."""
    with shell.test_request_context("/"):
        yield


@pytest.fixture
def english(shell: Flask) -> Iterator[None]:
    """Inside a request of an English page."""
    with shell.test_request_context("/"):
        g.language = "en"
        yield
