"""A typed moment is one that can be stored, or it is told with an example."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict

from app.web.moment_field import MomentField, as_moment


class Asked(FlaskForm):
    """One moment."""

    at = MomentField("at")


@pytest.mark.parametrize("typed", ["0001-01-01T00:00", "1899-12-31 23:59", "9999-12-31T24:00", "soon"])
def test_a_moment_that_cannot_be_is_told_with_an_example(app: Flask, typed: str) -> None:
    with app.test_request_context():
        form = Asked(MultiDict({"at": typed}), meta={"csrf": False})
        assert not form.validate() and "2026-03-09" in str(form.at.errors[0])


def test_the_clock_on_the_wall_is_stored_in_utc(app: Flask) -> None:
    with app.test_request_context():
        form = Asked(MultiDict({"at": "9999-12-31T23:59"}), meta={"csrf": False})
        assert form.validate() and as_moment(form.at.data) == dt.datetime(9999, 12, 31, 15, 59, tzinfo=dt.UTC)
