"""What no honest browser sends gets a page of ours with a sentence, on both databases, and never a crash."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from flask import Flask

from tests.factories.main_job import MARKET, the_case
from tests.factories.story import week_on
from tests.support.visitors import visitor

pytestmark = [pytest.mark.starts_from.with_args(week_on), pytest.mark.both_databases]
FORM = "application/x-www-form-urlencoded"
VALUES = {
    "a sign no text has": b"a\0b",
    "half a sign": b"a\xed\xa0\x80b",
    "no UTF-8": b"\xff\xfe",
    "no number": b"NaN",
    "no end": b"1e400",
    "below zero": b"-1",
    "full width": "１２".encode(),
    "raised": "²".encode(),
    "five thousand digits": b"9" * 5000,
    "a book": b"x" * 100_000,
    "two headers": b"a\r\nBcc: all@example.com",
    "turned around": "\u202efdp.exe".encode(),
    "no such day": b"2026-02-30",
    "a script": b"<script>alert(1)</script>",
    "a template": b"{{ 7 * 7 }} %(name)s {0}",
}
FIELDS = {
    "/register": ("uscc", "enterprise_name", "phone", "email", "username", "password"),
    "/progress": ("case_no", "code"),
    "/verify": ("n", "c"),
    "/enterprise/projects/new": ("enterprise_id", "theme_code", "name", "code", "investment_wan", "longitude"),
    "/enterprise/cases/{case}/questions": ("text", "track"),
    "/enterprise/cases/{case}/withdraw": ("track",),
    "/enterprise/cases/{case}/papers/M018": ("file", "action"),
    "/account/profile": ("locale",),
    "/account/notifications/read": ("id",),
}
FILTERS = {
    "/guide": ("q",),
    "/verify": ("n", "c"),
    "/plan/SF-BUILD/S1": ("a_land_area_m2", "a_filing_mode"),
    "/account/notifications": ("page",),
    "/enterprise/cases/{case}/withdraw": ("track",),
}


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_it_gets_a_page_of_ours(app: Flask, value: bytes) -> None:
    app.testing = False  # a crash would be a page with 500, as in the city
    lin = visitor(app, "lin")
    with app.app_context():
        case = the_case(MARKET).case

    for path, names in FIELDS.items():
        for name in names:
            answer = lin.post(path.format(case=case), data=urlencode({name: value}), content_type=FORM)
            assert answer.status_code in (302, 400, 404, 422), (path, name, answer.status_code)
            assert b"<script>alert" not in answer.data
    for path, names in FILTERS.items():
        for name in names:
            answer = lin.get(f"{path.format(case=case)}?{urlencode({name: value})}")
            assert answer.status_code in (200, 302, 400, 422), (path, name, answer.status_code)
            assert b"<script>alert" not in answer.data
