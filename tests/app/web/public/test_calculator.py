"""The working-day calculator: the batch's answers with their reasons, for anybody, by an address that can be sent on."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.factories.story import settled

pytestmark = pytest.mark.starts_from.with_args(settled)
C12 = {"accepted_on": "2025-05-06", "limit": "20", "unit": "WD", "from_1": "2025-05-12", "to_1": "2025-05-23"}
NOW = {"today": "2025-05-09"}


def test_an_empty_page_asks_and_answers_nothing(client: FlaskClient) -> None:
    answer = client.get("/calculator")
    assert answer.status_code == 200
    assert "工作日计算器" in answer.text and "逐日说明" not in answer.text
    assert answer.text.count('name="from_') == 2
    assert 'href="/calculator"' in client.get("/").text


def test_a_limit_is_answered_with_the_reason_of_every_day(client: FlaskClient) -> None:
    page = client.get("/calculator", query_string=C12 | NOW).text
    assert "到期日 2025年6月17日（周二）" in page
    assert "9 个工作日" in page and "17 个工作日" in page and "3 日" in page
    assert "行政许可法第四十五条" in page
    assert "端午节" in page and "第 1 日" in page
    assert 'value="2025-05-12"' in page, "what was asked stays in the form"
    english = client.get("/calculator", query_string=C12 | NOW | {"lang": "en"}).text
    assert "17 Jun 2025 (Tue)" in english and "Working-day calculator" in english


def test_an_open_pause_and_a_year_without_a_notice_say_that_the_day_may_move(client: FlaskClient) -> None:
    opened = {"accepted_on": "2026-12-01", "limit": "20", "from_2": "2026-12-10", "today": "2026-12-31"}
    page = client.get("/calculator", query_string=opened).text
    assert "暂定" in page and "实际只会更晚" in page
    assert client.get("/calculator", query_string=C12 | {"today": "2025-07-01"}).text.count("实际只会更晚") == 0


def test_a_row_is_added_without_a_script_and_nothing_is_lost(client: FlaskClient) -> None:
    more = client.get("/calculator", query_string={"accepted_on": "", "limit": "7", "rows": "2", "more": "1"})
    assert more.status_code == 200
    assert more.text.count('name="from_') == 3 and 'value="7"' in more.text
    most = client.get("/calculator", query_string=C12 | {"rows": "999", "more": "1"})
    assert most.text.count('name="from_') == 8 and 'name="more"' not in most.text


BAD = {
    "这一项必须填。": {"accepted_on": ""},
    "日期要写成": {"accepted_on": "yesterday"},
    "1990 年到 2100 年之间": {"accepted_on": "9999-12-31"},
    "天数只写数字。": {"limit": "twenty"},
    "0 到 1000": {"limit": "-1"},
    "恢复的日子不能早于暂停的日子。": {"to_1": "2025-05-11"},
    "也要写暂停的日子。": {"to_2": "2025-05-11"},
    "决定的日子不能早于受理的日子。": {"decided_on": "2025-05-05"},
}


@pytest.mark.parametrize("words", BAD)
def test_bad_input_is_told_beside_its_field_and_kept(client: FlaskClient, words: str) -> None:
    answer = client.get("/calculator", query_string=C12 | BAD[words])
    assert answer.status_code == 422
    assert words in answer.text and "is-bad" in answer.text
    (typed,) = BAD[words].values()
    assert f'value="{typed}"' in answer.text


@pytest.mark.parametrize("unit", ["HOURS", "' OR 1=1"])
def test_a_unit_nobody_offered_is_refused(client: FlaskClient, unit: str) -> None:
    assert client.get("/calculator", query_string=C12 | {"unit": unit}).status_code == 422


def test_a_list_that_nobody_reads_is_not_made(client: FlaskClient) -> None:
    page = client.get("/calculator", query_string={"accepted_on": "1990-01-01", "limit": "20", "today": "2100-12-31"})
    assert page.status_code == 200 and "不逐日列出" in page.text


def test_a_receipt_names_its_day_the_answer_and_what_silence_means(client: FlaskClient) -> None:
    asked = {"submitted_at": "2025-04-30T18:20", "close_of_business": "17:00"}
    page = client.get("/calculator", query_string=asked).text
    assert "2025年5月6日（周二）" in page and "2025年5月13日（周二）" in page and "视为受理" in page
    late = client.get("/calculator", query_string=asked | {"close_of_business": "18:30"}).text
    assert "2025年4月30日（周三）" in late
    for bad in ({"submitted_at": "noon"}, {"submitted_at": ""}, {"close_of_business": "25:00"}):
        assert client.get("/calculator", query_string=asked | bad).status_code == 422
