"""Browser windows for everybody of a story."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.people import People

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.support.house import House


@pytest.fixture
def people(chromium_browser: Browser, house: House) -> Iterator[People]:
    """`people("clerk")` is the window of the person with that user name, signed in when it is first asked for."""
    gathered = People(chromium_browser, house.url)
    yield gathered
    gathered.go_home()
