"""A second theme runs through the same pages, with no line written for it: a home-furnishing shop opens."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.factories.main_job import settle
from tests.journeys.street import LIN, MONDAY, USCC, Street, answers_typed, begins_a_stage, plain, upload
from tests.support.pages import Person

pytestmark = [pytest.mark.starts_from.with_args(settle), pytest.mark.timeout(300)]
TUESDAY = MONDAY + dt.timedelta(days=1)
SHOP = {
    "entity_type": "企业", "business_kind": "建材家居", "has_large_outdoor_ad": True, "fitout_area_m2": 800,
    "fitout_cost_wan": 120,
}  # fmt: skip
NAME = "暖阳地板明水店"


def test_a_home_furnishing_shop_gets_seven_answers_from_one_filing(street: Street) -> None:
    with street.on(MONDAY, 9):
        case = one_form_gives_seven_items(street)
    with street.on(MONDAY, 11):
        they_are_admitted_and_the_registration_comes_first(street)
    with street.on(TUESDAY):
        behind_it_the_others_follow(street)
        every_result_is_there(street, case)


def one_form_gives_seven_items(street: Street) -> str:
    lin = Person(street.app)
    lin.open("/register")
    lin.send("/register", uscc=USCC, **LIN)
    begins_a_stage(lin, "SHOP", "K1", NAME)
    draft = lin.address.removesuffix("/form")
    page = plain(lin.send("/form", press="下一步：看要办哪些事项", **answers_typed(street, "SHOP", "K1", SHOP)))
    assert "7 个事项" in page
    assert all(code in page for code in ("KD-01", "KD-02", "KD-03", "KD-04", "KD-08", "KD-09", "KD-12"))
    lin.open(f"{draft}/papers")
    for form in [one for one in lin.forms() if any(word == "上传" for _, _, word in one.buttons)]:
        lin.send(form.action, press="上传", file=upload("材料"))
    lin.open(f"{draft}/review")
    lin.send("/review", consents_upstream="y", truth_declared="y")
    return lin.address


def they_are_admitted_and_the_registration_comes_first(street: Street) -> None:
    clerk = street.person("clerk")
    clerk.open("/window/")
    clerk.follow(NAME)
    assert "全部事项都已答复" in plain(clerk.send("/accept"))
    assert "等待前置" in plain(clerk.text)
    street.granted("KD-01")


def behind_it_the_others_follow(street: Street) -> None:
    for item in ("KD-02", "KD-03", "KD-04", "KD-09", "KD-12"):
        street.granted(item)
    who = street.claimed("KD-08")
    assert "现场踏勘" in plain(who.text)
    head = next(value for value in who.form("/visit").offered["visit-second_officer"] if value)
    who.send("/visit", visited_on=TUESDAY.isoformat(), second_officer=head, findings="位置与图一致。")
    for form in [one for one in who.forms() if one.action.endswith("/papers")]:
        who.send(form.action)
    street.signed("KD-08", who, outcome="grant", findings="符合规范。")
    street.wait_for_letters()


def every_result_is_there(street: Street, case: str) -> None:
    lin = street.lin()
    assert "已办结 7 个事项" in plain(lin.open(case))
    page = plain(lin.open("/enterprise/documents"))
    assert "营业执照" in page
