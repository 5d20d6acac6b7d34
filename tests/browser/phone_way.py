"""The way of a whole stage on a telephone: an applicant who filed before, and has the papers at hand, files another project."""

from __future__ import annotations

import io
import json

from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.applicant_work import a_pdf
from tests.browser.phone import Hand
from tests.factories.drafts import a_draft, submitted
from tests.factories.main_job import ANSWERS, DATA, MARKET, PASSWORD, settle

EARLIER = "双山科创大厦"
AGAIN, SENT, PICTURED, PROMISED = ("M012", "M016"), ("M020", "M023"), "M028", ("M018", "M030")
PROJECT = {"name": MARKET, "place": "明水街道", "investment_wan": "150000", "land_area_m2": "164667"}


def somebody_who_filed_before() -> None:
    """Lin's papers of another project are in the file of the enterprise."""
    cast = settle()
    submitted(cast, a_draft(cast, name=EARLIER))


def a_picture(name: str) -> FilePayload:
    """What the camera gives."""
    out = io.BytesIO()
    Image.new("RGB", (120, 160), "white").save(out, "JPEG")
    return FilePayload(name=name, mimeType="image/jpeg", buffer=out.getvalue())


def filed_by(hand: Hand) -> None:
    """From the door to the receipt."""
    signed_in(hand)
    project_made(hand)
    form_answered(hand)
    items_confirmed(hand)
    papers_put_in(hand)
    signed(hand)


def signed_in(hand: Hand) -> None:
    hand.page.goto("/sign-in")
    hand.arrive("sign in")
    hand.type(hand.page.locator("[name=username][autocomplete=username]"), "lin")
    hand.type(hand.page.locator("main [name=password][autocomplete=current-password]"), PASSWORD)
    hand.tap(main_button(hand.page))
    expect(hand.page.locator("main a.bl-btn[href*='/projects/new']").first).to_be_visible()
    hand.arrive("my projects")


def main_button(page: Page) -> Locator:
    """What leads on: there is one of it on a page."""
    return page.locator("main .bl-btn.is-main")


def project_made(hand: Hand) -> None:
    page = hand.page
    hand.tap(page.locator("main a.bl-btn[href*='/projects/new']").first)
    expect(page.locator("[name=theme_code]").first).to_be_visible()
    hand.arrive("new project")
    hand.tick(page.locator("[name=theme_code][value=SF-BUILD]"))
    for name, words in PROJECT.items():
        hand.type(page.locator(f"[name={name}]"), words)
    hand.tap(main_button(page))
    expect(page.get_by_role("heading", level=1)).to_contain_text(MARKET)
    hand.arrive("project")
    hand.tap(page.locator("button", has_text="立项用地规划许可"))


def form_answered(hand: Hand) -> None:
    page = hand.page
    expect(page.locator("form[data-autosave]")).to_be_visible()
    hand.arrive("the one form")
    expect(page.locator("[data-question] input[type=text]:not([inputmode])")).to_have_count(0)
    for each in json.loads((DATA / "catalogue.json").read_text(encoding="utf-8"))["form_fields"]:
        controls = page.locator(f'[name="a_{each["key"]}"]')
        if controls.count() and controls.first.locator("xpath=ancestor::*[@data-question]").is_visible():
            answer(hand, each, controls)
    hand.tap(page.locator("form[data-autosave] .bl-btn.is-main"))


def answer(hand: Hand, asked: dict[str, object], controls: Locator) -> None:
    value = ANSWERS.get(str(asked["key"]), asked["default"])
    word = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
    if controls.first.get_attribute("type") == "radio":
        hand.tick(controls.and_(hand.page.locator(f'[value="{word}"]')))
    elif asked["enum"]:
        hand.pick(controls, word)
    else:
        hand.type(controls, word)


def items_confirmed(hand: Hand) -> None:
    expect(hand.page.get_by_role("heading", level=1)).to_have_text("7 个事项，6 个部门")
    hand.arrive("items")
    hand.tap(main_button(hand.page))


def papers_put_in(hand: Hand) -> None:
    page = hand.page
    expect(page.get_by_role("heading", level=1)).to_contain_text("份材料")
    hand.arrive("papers")
    for code in AGAIN:
        hand.tap(page.locator(f"#p-{code} button[value=reuse]").first)
        expect(page.locator(f"#p-{code} .bl-files")).to_be_visible()
    for code in SENT:
        hand.choose(page.locator(f"#p-{code} input[type=file]:not([capture])"), a_pdf(f"{code}.pdf"))
        expect(page.locator(f"#p-{code} .bl-files")).to_contain_text(f"{code}.pdf")
    hand.choose(page.locator(f"#p-{PICTURED} input[capture]"), a_picture("IMG_0001.jpg"))
    expect(page.locator(f"#p-{PICTURED} .bl-files")).to_contain_text("IMG_0001.jpg")
    for code in PROMISED:
        hand.tap(page.locator(f"#p-{code} button[value=defer]"))
        expect(page.locator(f"#p-{code} button[value=undefer]")).to_be_visible()
    hand.arrive("papers, all there")
    hand.tap(main_button(page))


def signed(hand: Hand) -> None:
    page = hand.page
    expect(page.locator("[name=truth_declared]")).to_be_visible()
    hand.arrive("review")
    for name in ("consents_upstream", "signs_commitment", "truth_declared"):
        hand.tick(page.locator(f"[name={name}]"))
    hand.type(page.locator("[name=password]"), PASSWORD)
    hand.tap(main_button(page))
    expect(page.locator(".bl-said")).to_contain_text("已提交")
    hand.arrive("receipt")
