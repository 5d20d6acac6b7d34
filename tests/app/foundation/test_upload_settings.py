"""What the environment says of uploads, and what it may not say."""

from __future__ import annotations

import pytest

from app.foundation.upload_settings import CITY_SCANNER, MEGABYTE, read_upload_settings


def test_a_city_that_says_nothing_asks_the_daemon_of_its_machine() -> None:
    problems: list[str] = []
    told = read_upload_settings({}, "city", problems)
    assert (told.scanner, told.largest, told.chunk, problems) == (CITY_SCANNER, 200 * MEGABYTE, 8 * MEGABYTE, [])


@pytest.mark.parametrize(
    ("name", "said", "mode"),
    [
        ("BINGLIAN_SCANNER", "demo", "city"),
        ("BINGLIAN_SCANNER", "clamd:", "demo"),
        ("BINGLIAN_SCANNER", "none", "demo"),
        ("BINGLIAN_UPLOAD_CHUNK_MB", "9", "demo"),
        ("BINGLIAN_LARGE_UPLOAD_MB", "many", "demo"),
        ("BINGLIAN_UPLOAD_HOURS", "0", "demo"),
    ],
)
def test_what_cannot_be_is_told_before_anything_starts(name: str, said: str, mode: str) -> None:
    problems: list[str] = []
    read_upload_settings({name: said}, mode, problems)
    assert len(problems) == 1 and problems[0].startswith(name)
