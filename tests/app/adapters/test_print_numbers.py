"""Numbers and the words they count, as they stand at the end of a line."""

from __future__ import annotations

import pytest

from app.adapters.print_numbers import keep_counted


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("于2026年5月7日受理", ("2026年", "5月", "7日")),
        ("举行的8个工作日前", ("8个",)),
        ("自次日起为第1日", ("第1日",)),
        ("面积59 493平方米，容积率不大于2.5", ("59 493平方米",)),
        ("编号2603-370114-04-01-123453，号码3701142026042000012号", ()),
    ],
)
def test_a_number_is_kept_with_the_word_it_counts(written: str, kept: tuple[str, ...]) -> None:
    page = keep_counted(f"<h1>1年</h1><main><p>{written}</p></main>")
    assert page.count("nowrap") == len(kept)
    for piece in kept:
        assert f'<span class="nowrap">{piece}</span>' in page
    bare = page.replace('<span class="nowrap">', "").replace("</span>", "")
    assert bare == f"<h1>1年</h1><main><p>{written}</p></main>"


def test_an_attribute_is_no_text() -> None:
    page = '<main><img alt="2026年" src="data:1号"></main>'
    assert keep_counted(page) == page
