"""Filing without a main paper is a right: the page warns, the window tells once, and the rest never waits for it."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.factories.main_job import ANSWERS, settle
from tests.journeys.street import LIN, MARKET, MONDAY, USCC, Street, answers_typed, begins_a_stage, plain, upload
from tests.support.pages import Person

pytestmark = [pytest.mark.starts_from.with_args(settle), pytest.mark.timeout(300)]
TUESDAY, FRIDAY = MONDAY + dt.timedelta(days=1), MONDAY + dt.timedelta(days=4)
THERE, CONTRACT = ("M016", "M018", "M020", "M023", "M028", "M030"), "国有建设用地使用权出让合同"


def test_lin_files_without_the_land_contract_and_brings_it_when_asked(street: Street) -> None:
    with street.on(MONDAY):
        case = she_is_warned_with_the_name_and_files_all_the_same(street)
    with street.on(TUESDAY):
        the_window_cannot_admit_the_item_and_says_why(street)
        the_others_are_admitted(street)
        the_window_tells_every_gap_once(street)
    with street.on(FRIDAY):
        she_reads_the_words_and_answers(street, case)
        now_the_item_is_admitted(street)


def she_is_warned_with_the_name_and_files_all_the_same(street: Street) -> str:
    lin = Person(street.app)
    lin.open("/register")
    lin.send("/register", uscc=USCC, **LIN)
    begins_a_stage(lin, "SF-BUILD", "S1")
    draft = lin.address.removesuffix("/form")
    lin.send("/form", press="下一步：看要办哪些事项", **answers_typed(street, "SF-BUILD", "S1", ANSWERS))
    lin.open(f"{draft}/papers")
    for code in THERE:
        lin.send(f"/papers/{code}", press="上传", file=upload(code))
    page = plain(lin.open(f"{draft}/review"))
    assert "还缺 1 份要交的材料" in page and CONTRACT in page and "现在提交也可以" in page
    lin.send("/review", consents_upstream="y", truth_declared="y")
    return lin.address


def at_the_window(street: Street) -> Person:
    clerk = street.person("clerk")
    clerk.open("/window/")
    clerk.follow(MARKET)
    return clerk


def the_window_cannot_admit_the_item_and_says_why(street: Street) -> None:
    clerk = at_the_window(street)
    page = plain(clerk.text)
    assert "6 项" in page
    assert CONTRACT in page and street.names["LX-05"] in page
    # all seven can be ticked, to be declined; ticked for admission are those that lack nothing
    waiting = clerk.form("/accept")
    assert (len(waiting.offered["tracks"]), len(waiting.values["tracks"])) == (7, 6)


def the_others_are_admitted(street: Street) -> None:
    clerk = at_the_window(street)
    assert "6 个事项" in plain(clerk.send("/accept"))


def the_window_tells_every_gap_once(street: Street) -> None:
    clerk = at_the_window(street)
    clerk.open(f"{clerk.address}/correction")
    preview = plain(clerk.send("/correction", press="先看一遍"))
    assert CONTRACT in preview
    clerk.send("/correction", press="发给企业")
    assert "一次性告知书已经发出" in clerk.text


def she_reads_the_words_and_answers(street: Street, case: str) -> None:
    lin = street.lin()
    page = plain(lin.open(case))
    assert f"补正《{CONTRACT}》" in page and "提交补正" not in page
    lin.send("/papers/M012", press="上传", file=upload("出让合同"))
    lin.send("/correction")
    assert "补正已提交" in lin.text


def now_the_item_is_admitted(street: Street) -> None:
    clerk = at_the_window(street)
    assert street.names["LX-05"] in plain(clerk.text)
    clerk.send("/accept")
    assert street.names["LX-05"] in plain(street.examiner("LX-05").open("/department/?tab=department"))
    street.wait_for_letters()
