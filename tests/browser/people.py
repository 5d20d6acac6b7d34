"""The people of a story, each in a window of their own: signed in once, and everybody may act at any moment."""

from __future__ import annotations

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.factories.main_job import PASSWORD
from tests.support.places import WIDE, Size


class People:
    """Windows by user name; `window()` is one of a visitor without an account."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser = browser
        self.url = url
        self.contexts: list[BrowserContext] = []
        self.pages: dict[str, Page] = {}

    def __call__(self, username: str, password: str = PASSWORD) -> Page:
        if username not in self.pages:
            page = self.window()
            sign_in(page, username, password)
            self.pages[username] = page
        return self.pages[username]

    def window(self, size: Size = WIDE, locale: str = "zh-CN", *, touched: bool = False) -> Page:
        """A fresh browser in which nobody is signed in; a telephone is `touched`."""
        context = self.browser.new_context(
            viewport=size, locale=locale, timezone_id="Asia/Shanghai", base_url=self.url, accept_downloads=True,
            has_touch=touched, is_mobile=touched,
        )  # fmt: skip
        context.set_default_timeout(20_000)
        self.contexts.append(context)
        return context.new_page()

    def leave(self, username: str) -> None:
        """This person's part is over; the window is closed."""
        self.pages.pop(username).context.close()

    def go_home(self) -> None:
        for context in self.contexts:
            context.close()


def sign_in(page: Page, username: str, password: str = PASSWORD) -> None:
    page.goto("/sign-in")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(password)
    page.locator("main").get_by_role("button", name="登录").click()
    expect(page.get_by_role("button", name="退出")).to_be_visible()


def told(page: Page, words: str) -> None:
    """What was just done is said on top of the page, and the page below it has come."""
    expect(page.locator(".bl-said")).to_contain_text(words)
    page.wait_for_load_state("domcontentloaded")
