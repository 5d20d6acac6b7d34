"""Wherever a page shows a day to come, it says so when the holidays of that year are not published."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask, g

from app.foundation.wallclock import local_day, now
from app.web.presenters.dates import day, moment, plain_day, short_day
from tests.factories.main_job import settle

pytestmark = pytest.mark.starts_from.with_args(settle)


def test_a_day_in_a_year_without_a_notice_says_so_in_both_languages(app: Flask) -> None:
    far = dt.date(local_day(now()).year + 40, 3, 9)
    with app.test_request_context("/"):
        g.language = "zh"
        assert day(far).endswith("（暂定）") and short_day(far).endswith("（暂定）")
        assert "暂定" not in plain_day(far) + day(dt.date(2026, 3, 9)) + day(dt.date(1999, 3, 9)) + moment(now())
    with app.test_request_context("/"):
        g.language = "en"
        assert day(far).endswith(" (provisional)")


def test_without_a_database_nothing_is_marked() -> None:
    bare = Flask("bare")
    with bare.test_request_context("/"):
        g.language = "zh"
        assert "暂定" not in day(dt.date(2999, 1, 1))
