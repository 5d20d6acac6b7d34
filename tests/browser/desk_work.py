"""What officers click on a track: claim, accept papers, propose, sign."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.people import told


def open_item(page: Page, item: str, tab: str = "department") -> None:
    """From the queue to the page of one item."""
    page.goto(f"/department/?tab={tab}")
    page.locator("a.ttl", has_text=item).click()
    expect(page.get_by_role("heading", level=1, name=item)).to_be_visible()
    page.wait_for_load_state("domcontentloaded")


def claim(page: Page, item: str) -> None:
    open_item(page, item, "unassigned")
    page.get_by_role("button", name="认领").click()
    told(page, "已经认领")


def accept_papers(page: Page) -> None:
    """Accept what waits for a verdict, if anything does."""
    everything = page.get_by_role("button", name=re.compile("份待核的全部采纳"))
    single = page.get_by_role("button", name="采纳", exact=True)
    if everything.count():
        everything.click()
        told(page, "材料都已采纳")
    elif single.count():
        single.click()
        told(page, "已经采纳")


def propose(page: Page, outcome: str, **said: str) -> None:
    """`said`: label of a field → words."""
    page.get_by_role("radio", name=outcome).check()
    for label, words in said.items():
        page.get_by_role("textbox", name=label).fill(words)
    page.get_by_role("button", name="送签发人", exact=True).click()
    told(page, "拟办意见已经送签发人")


def sign(page: Page, item: str) -> None:
    open_item(page, item)
    page.get_by_role("button", name="签发", exact=True).click()
    told(page, "已经签发")
