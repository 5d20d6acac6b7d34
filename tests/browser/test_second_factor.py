"""An official sets up the second factor and signs in with it, in a browser."""

from __future__ import annotations

import time

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import Looker
from tests.browser.people import People
from tests.factories.main_job import PASSWORD
from tests.factories.story import settled
from tests.support.house import House

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120), pytest.mark.starts_from.with_args(settled)]


def in_english(looker: Looker, words: str) -> None:
    """The page that shows these words, in Chinese as it stands and once more in English."""
    expect(looker.page.locator("main")).to_contain_text(words)
    looker.page.wait_for_load_state("domcontentloaded")
    name = looker.page.url
    looker.look(name)
    looker.page.context.add_cookies([{"name": "language", "value": "en", "url": looker.page.url}])
    looker.page.reload()
    looker.look(name)
    looker.page.context.clear_cookies(name="language")
    looker.page.reload()


def code(telephone: pyotp.TOTP, *, later: int = 0) -> str:
    return telephone.at(int(time.time()) + later)


def test_a_head_turns_it_on_and_comes_in_with_the_telephone(chromium_browser: Browser, house: House) -> None:
    house.start("web")
    people = People(chromium_browser, house.url)
    page = people("du")
    looker = Looker(page)
    page.goto("/account/profile")
    in_english(looker, "没有开启")
    page.get_by_role("link", name="开启二次验证").click()
    in_english(looker, "怎么用")
    page.get_by_role("button", name="开始设置").click()
    in_english(looker, "手工输入密钥")
    telephone = pyotp.TOTP(page.locator("[data-secret]").inner_text().replace(" ", ""))
    page.get_by_role("textbox", name="验证码").fill(code(telephone))
    page.get_by_role("button", name="开启", exact=True).click()
    expect(page.locator(".bl-codes li")).to_have_count(10)
    looker.look("recovery codes")
    page.get_by_role("link", name="抄好了，继续").click()
    page.goto("/account/second-factor")
    in_english(looker, "已经开启")
    _comes_back(people.window(), telephone)
    people.go_home()
    assert not looker.faults, "\n".join(sorted(set(looker.faults)))


def _comes_back(page: Page, telephone: pyotp.TOTP) -> None:
    """Password, then the code of the next half minute: the one of this was used."""
    looker = Looker(page)
    page.goto("/sign-in?next=/account/profile")
    page.get_by_label("用户名").fill("du")
    page.get_by_label("密码").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="登录").click()
    in_english(looker, "还差一步")
    page.get_by_role("textbox", name="验证码").fill(code(telephone, later=30))
    page.locator("main").get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="我的账号")).to_be_visible()
    assert not looker.faults, "\n".join(sorted(set(looker.faults)))
