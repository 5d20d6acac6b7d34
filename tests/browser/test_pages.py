"""Every page of every audience, in both languages, at both widths: it answers, stays quiet in the console, fits its
window, gives axe nothing to find, and speaks one language."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.exceptions import HTTPException

from app.factory import create_app
from tests.browser.looking import Looker
from tests.browser.people import sign_in
from tests.browser.town import KEPT, a_town
from tests.factories.main_job import ANSWERS, DATA
from tests.support.databases import Databases
from tests.support.house import House
from tests.support.installation import settings_for
from tests.support.places import NO_REDIS, WIDE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("pages"), pytest.mark.timeout(240)]

# Answers that are no pages: bytes of papers and letters, and what machines read. The second step of signing in is
# looked at where a telephone is at hand.
NO_PAGES = re.compile(
    r"sign_in_code$|_json$|_bytes$|[._]paper$|\.evidence$|\.letter$|\.download$|^operations\.|^static$|^account\.language"
)
PAPER = re.compile(r"/(papers|opinions|bulletins)/[^?]+/(\d+|file)(\?|$)")
# How many pages of one kind are looked at, where their states make them differ; of others the first is enough.
SEVERAL = {
    "enterprise.case": 5,
    "packages.package": 2,
    "department.track": 9,
    "steward.project": 4,
    "window.check": 4,
    "enterprise.item": 2,
    "enterprise.papers": 2,
    "days.statement": 3,
}
AUDIENCES = {
    "visitor": (),
    "applicant": ("lin",),
    "window": ("clerk",),
    "department": ("chen-ZRZY", "chen-GAJJ", "wu-FGW"),
    "steward": ("guan",),
    "supervision": ("du",),
    "admin": ("admin",),
}


STEPS = ("items", "papers", "review")
ROOMS = {"visitor": "public", "applicant": "enterprise"}
# Pages of rooms that several share.
SHARED = {
    "applicant": {
        "amendments.amend", "amendments.amendment", "amendments.ask", "amendments.handover", "companies.file",
        "companies.data", "companies.members",
    },
    "window": {"amendments.amend", "amendments.amendment", "amendments.handover", "companies.of_case"},
}  # fmt: skip


@dataclass
class Town:
    """The served town, and the application that knows its addresses."""

    url: str
    app: Flask

    def endpoint(self, address: str) -> str:
        """Which page an address is; empty when it is none of ours or no page."""
        parts = urlsplit(address)
        if parts.netloc not in ("", urlsplit(self.url).netloc):
            return ""
        try:
            name, _ = self.app.url_map.bind("").match(parts.path, method="GET")
        except HTTPException:
            return ""
        return "" if NO_PAGES.search(name) else name

    def pages_of(self, room: str) -> set[str]:
        """Every page of one room, by the address table."""
        rules = (rule for rule in self.app.url_map.iter_rules() if rule.methods and "GET" in rule.methods)
        names = {rule.endpoint for rule in rules if rule.endpoint.startswith(f"{room}.")}
        return {name for name in names if not NO_PAGES.search(name)}


@pytest.fixture(scope="module")
def town(databases: Databases) -> Iterator[Town]:
    """One web process for all audiences."""
    url = databases.fresh("sqlite", a_town)
    settings = settings_for(url)
    house = House(url, NO_REDIS, settings.home)
    house.start("web")
    yield Town(house.url, create_app(settings))
    house.close()


@pytest.fixture
def context(chromium_browser: Browser, town: Town) -> Iterator[BrowserContext]:
    made = chromium_browser.new_context(viewport=WIDE, locale="zh-CN", timezone_id="Asia/Shanghai", base_url=town.url)
    made.set_default_timeout(20_000)
    # What stands in the viewer is not our page, and the browser's own PDF reader is slow; the main job reads real papers.
    made.route(PAPER, lambda route: route.fulfill(content_type="text/plain", body="a paper"))
    yield made
    made.close()


def test_a_faulty_page_is_found_out(page: Page) -> None:
    looker = Looker(page)
    page.set_content("<html lang=en><title>x</title><p>材料</p><p>%(count)s</p><img src=/x><div style='width:2000px'>x")
    looker.look("page")
    told = "\n".join(looker.faults)
    assert all(
        words in told for words in ("Chinese: 材料", "left over: %(count)s", "image-alt", "wider than its window")
    )


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_page_is_whole_in_both_languages_and_widths(audience: str, context: BrowserContext, town: Town) -> None:
    looker, counts = Looker(context.new_page()), Counter[tuple[str, ...]]()
    for person in AUDIENCES[audience] or ("",):
        context.clear_cookies()
        if person:
            sign_in(looker.page, person)
        pages = walk(looker, town, seeds(audience), counts)
        context.add_cookies([{"name": "language", "value": "en", "url": town.url}])
        for address in pages:
            looker.visit(address)
    assert not looker.faults, "\n".join(sorted(set(looker.faults)))
    room = ROOMS.get(audience, audience)
    assert {kind[0] for kind in counts if kind[0].startswith(f"{room}.")} == town.pages_of(room), (
        "not every page was found"
    )
    assert SHARED.get(audience, set()) <= {kind[0] for kind in counts}


def walk(looker: Looker, town: Town, addresses: list[str], counts: Counter[tuple[str, ...]]) -> list[str]:
    """Follow every link of every page that is new; returns the addresses looked at, in order."""
    waiting, seen = list(addresses), []
    signed_in = addresses[0] != "/"
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address, town)
        is_elsewhere = not kind[0] or (signed_in and kind[0].startswith("public."))
        is_enough = counts[kind] >= (SEVERAL.get(kind[0], 1) if "?" not in address else 1)
        if is_elsewhere or address in seen or (is_enough and address not in addresses):  # everybody begins somewhere
            continue
        counts[kind] += 1
        seen.append(address)
        looker.visit(address)
        waiting += links(looker.page)
    return seen


def kind_of(address: str, town: Town) -> tuple[str, ...]:
    """Pages that look alike are one kind: the address with its tab, without filters and numbers."""
    asked = parse_qs(urlsplit(address).query)
    return (town.endpoint(address), *(asked.get(name, [""])[0] for name in ("tab", "status")), *sorted(asked))


def links(page: Page) -> list[str]:
    """Where one can go from here, without the language switch and places on the same page."""
    found = page.evaluate("[...document.querySelectorAll('a[href]:not([hreflang])')].map((each) => each.href)")
    here = [re.sub(r"^https?://[^/]+", "", str(each)).split("#")[0] for each in found]
    # the steps after the form are reached by its button
    steps = [each.removesuffix("form") + step for each in here if each.endswith("/form") for step in STEPS]
    return here + steps


def seeds(audience: str) -> list[str]:
    """Where a walk begins; what no link leads to is named here."""
    if audience == "visitor":
        answers = {f"a_{key}": words_of(value) for key, value in (the_rest() | ANSWERS).items()}
        return [
            "/",
            "/register",
            "/plan/SF-BUILD/S1",
            f"/plan/SF-BUILD/S1?{urlencode(answers)}",
            f"/plan/SF-BUILD?{urlencode(answers)}",
            "/verify?n=1&c=2",
            f"/plan/saved/{KEPT}",
        ]
    if audience == "applicant":
        return ["/enterprise/", f"/enterprise/plans/{KEPT}"]
    return [{"admin": "/admin/stewards"}.get(audience, f"/{audience}/")]


def the_rest() -> dict[str, bool | int | str]:
    """Every question of the catalogue with what it prints as an example."""
    fields = json.loads((DATA / "catalogue.json").read_text(encoding="utf-8"))["form_fields"]
    return {field["key"]: field["default"] for field in fields}


def words_of(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
