"""What filing a stage of seven items on a telephone takes a prepared applicant, and the machine under a real browser."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import flask_migrate
from playwright.sync_api import Page, sync_playwright

from app.factory import create_app
from app.foundation.database import db
from tests.browser.people import People
from tests.browser.phone import PHONE, Hand
from tests.browser.phone_way import filed_by, somebody_who_filed_before
from tests.support.browser import launch
from tests.support.house import House
from tests.support.installation import settings_for
from tests.support.places import NO_REDIS
from tests.support.postgres import Cluster


def measure(cluster: Cluster) -> dict[str, Any]:
    """Taps, fields, keys and pages are the person's; the seconds are how long the machine lets that person wait."""
    url = cluster.url(cluster.create())
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder) / "home"
        app = create_app(settings_for(url, home=home))
        with app.app_context():
            flask_migrate.upgrade()
            somebody_who_filed_before()
            db.engine.dispose()
        house, browser = House(url, NO_REDIS, home), launch(playwright)
        house.start("web")
        people = People(browser, house.url)
        hand = Hand(people.window(PHONE, touched=True), _glance)
        filed_by(hand)
        effort, seconds = hand.effort, hand.effort.seconds
        people.go_home()
        browser.close()
        house.close()
    return {
        "taps": effort.taps, "fields": effort.fields, "keys": effort.keys, "pages": len(effort.pages),
        "seconds of the machine": round(seconds, 1), "seconds a page": round(seconds / len(effort.pages), 2),
    }  # fmt: skip


def _glance(_page: Page, _name: str) -> None:
    """Nothing is looked at: only the way is timed."""
