from __future__ import annotations

from decimal import Decimal

import pytest

from app.web.presenters.numbers import file_size, number, percent, quantity


def test_a_number_has_thousands_and_no_trailing_zeros() -> None:
    assert [number(164667), number(Decimal("12.500")), number(0.5), number(0), number(None)] == [
        "164,667",
        "12.5",
        "0.5",
        "0",
        "—",
    ]


@pytest.mark.usefixtures("chinese")
def test_a_quantity_carries_its_unit() -> None:
    assert quantity(164667, "m2") == "164,667 m²"
    assert quantity(150000, "10k CNY") == "150,000 万元"
    assert quantity(12) == "12"
    assert quantity(None, "m2") == "—"


@pytest.mark.usefixtures("chinese")
def test_a_file_size_is_said_in_the_largest_fitting_unit() -> None:
    assert [file_size(0), file_size(2048), file_size(19_084_083)] == ["0 字节", "2.0 KB", "18 MB"]


def test_a_share_of_nothing_is_a_dash() -> None:
    assert (percent(1, 3), percent(0, 0)) == ("33.3%", "—")
