"""A street for the stories: pages in the test's process, workers in their own."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.journeys.street import Street
from tests.support.house import House


@pytest.fixture
def street(app: Flask, house: House) -> Street:
    """The installation with printing and telling at work; the clock is looked after by the story."""
    house.start("paper", "notice")
    return Street(app, house)
