"""The papers of a filing by keyboard alone: each word is kept as it is said, and no key catches the focus."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browser.people import People, sign_in
from tests.factories.desk import MALL, at_the_window
from tests.factories.main_job import the_case
from tests.support.browser import axe_findings
from tests.support.house import House


@pytest.mark.browser
@pytest.mark.timeout(120)
@pytest.mark.starts_from.with_args(at_the_window)
def test_the_clerk_looks_at_papers_with_keys_only(house: House, people: People, app: Flask) -> None:
    house.start("web")
    with app.app_context():
        case = the_case(MALL).case
    page = people.window()
    sign_in(page, "clerk")
    page.goto(f"/window/cases/{case}")
    seen, current = page.locator(".bl-seen"), page.locator("[data-papers] a[aria-current]")
    first = current.inner_text().split("\n")[0]
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(seen).to_contain_text(re.compile("^1 / "))
    expect(current).not_to_contain_text(first)
    page.keyboard.press("2")
    page.keyboard.press("c")
    page.keyboard.type("1 缺章 2 缺页")
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    expect(seen).to_contain_text(re.compile("^2 / "))
    expect(page.locator("#items")).to_contain_text("1 缺章 2 缺页")
    page.locator("#look textarea").focus()
    page.keyboard.press("Tab")
    expect(page.locator("#look button")).to_be_focused()
    assert not axe_findings(page)
