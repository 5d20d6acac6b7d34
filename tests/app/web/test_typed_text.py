"""Pasted text loses what nobody sees and keeps what was meant."""

from __future__ import annotations

import pytest

from app.web.typed_text import lines, one_line


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("  明泉家居\u3000有限公司\n", "明泉家居 有限公司"),
        ("林晓\r\nBcc: all@example.com", "林晓 Bcc: all@example.com"),
        ("批文\u202egpj.exe", "批文gpj.exe"),
        ("a\x00b\x1b[31m", "ab[31m"),
        ("a\u2028b\tc", "a b c"),
        ("👨‍👩‍👧 和 ﬁ", "👨‍👩‍👧 和 ﬁ"),
        (None, ""),
    ],
)
def test_a_line_has_no_breaks_and_no_hidden_signs(pasted: str | None, kept: str) -> None:
    assert one_line(pasted) == kept


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("\r\n第一条\r\n第二条  \r\n\r\n", "第一条\n第二条"),
        ("甲\x0b乙\u2066丙\u2069", "甲\n乙丙"),
        ("一\t二", "一   二"),
        ("\x00\x01", ""),
        (None, ""),
    ],
)
def test_a_text_keeps_its_lines(pasted: str | None, kept: str) -> None:
    assert lines(pasted) == kept
