"""One form in two browsers: every answer is saved as it is typed, and only the same question can clash."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from app.foundation.reading import reading
from approvals.models.cases import Case
from approvals.usecases.enterprise.draft_case import draft_case
from tests.browser.people import People, sign_in
from tests.factories.drafts import project_of
from tests.factories.main_job import MONDAY, Cast, at, settle
from tests.support.browser import axe_findings
from tests.support.house import House
from tests.support.places import PHONE


def a_blank_draft() -> None:
    """Lin has begun and answered nothing."""
    cast: Cast = settle()
    draft_case(project=project_of(cast.lin), stage_code="S1", actor=cast.lin, now=at(MONDAY))


def saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_contain_text("已保存")


@pytest.mark.browser
@pytest.mark.timeout(120)
@pytest.mark.starts_from.with_args(a_blank_draft)
def test_two_members_fill_one_form_and_neither_loses_an_answer(house: House, people: People, app: Flask) -> None:
    house.start("web")
    with app.app_context(), reading() as session:
        address = f"/enterprise/drafts/{session.scalars(select(Case.public_id)).one()}/form"
    desk, other = people.window(), people.window()
    for page in (desk, other):
        sign_in(page, "lin")
        page.goto(address)
    earth, floor = "[name=a_earthwork_m3]", "[name=a_gross_floor_area_m2]"

    desk.locator(earth).fill("1200")
    saved(desk)
    other.locator(floor).fill("9,000")
    saved(other)
    expect(other.locator(earth)).to_have_value("1200")

    desk.locator(earth).fill("viel")
    expect(desk.locator("[data-question=earthwork_m3] .bl-error")).to_contain_text("请填数字")
    desk.locator(earth).fill("5")
    expect(desk.locator("[data-question=earthwork_m3] .bl-error")).to_have_count(0)
    saved(desk)

    other.set_viewport_size(PHONE)
    other.locator(earth).fill("7")
    clash = other.locator("[data-question=earthwork_m3] [data-clash]")
    expect(clash).to_contain_text("5 m³")
    expect(clash).to_contain_text("7 m³")
    assert not axe_findings(other)
    clash.get_by_role("button", name="用我填的").click()
    expect(clash).to_have_count(0)
    saved(other)

    desk.locator('[name=a_in_underground_heritage_zone][value="no"]').check()
    desk.locator("[name=a_land_area_m2]").fill("4000")
    expect(desk.locator("[data-question=archaeology_done_before_supply]")).to_be_hidden()
    expect(desk.locator(earth)).to_have_value("7")

    nothing_is_lost_while_the_network_is_away(other)
    whoever_is_signed_out_meanwhile_is_told(other)
    desk.reload()
    for field, value in ((earth, "7"), (floor, "12000"), ("[name=a_land_area_m2]", "4000")):
        expect(desk.locator(field)).to_have_value(value)


def nothing_is_lost_while_the_network_is_away(page: Page) -> None:
    """What could not be sent waits on the device, over a reload too."""
    away = "**/answers"

    def lost(route: Route) -> None:
        route.abort()

    page.route(away, lost)
    page.locator("[name=a_gross_floor_area_m2]").fill("12000")
    expect(page.locator("[data-saved]")).to_contain_text("网络断了")
    page.unroute(away, lost)
    page.reload()
    expect(page.locator("[name=a_gross_floor_area_m2]")).to_have_value("12000")
    saved(page)


def whoever_is_signed_out_meanwhile_is_told(page: Page) -> None:
    known = page.context.cookies()
    page.context.clear_cookies()
    page.locator("[name=a_annual_energy_tce]").fill("5")
    expect(page.locator("[data-saved]")).to_contain_text("登录过期了")
    page.context.add_cookies([{**one} for one in known])
    page.reload()
    expect(page.locator("[name=a_annual_energy_tce]")).to_have_value("5")
    saved(page)
