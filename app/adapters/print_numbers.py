"""A number stays on one line with the word it counts: no line of a letter ends in 2026 and none begins with 年."""

from __future__ import annotations

import re

_TEXT = re.compile(r">([^<>]*\d[^<>]*)<")
_COUNTED = re.compile(
    r"(?<![0-9A-Za-z.〔-])第?(?:\d{1,3}(?: \d{3})+|\d{1,6})(?:\.\d+)?"
    r"(?:年|月|日|时|分|个|号|条|项|款|份|件|页|次|层|栋|亩|米|公里|公顷|平方米|立方米|万?元|亿元)"
)


def keep_counted(html: str) -> str:
    """The page with every number and its measure word in one piece; heads and titles are set by hand and stay."""
    head, main, body = html.partition("<main>")
    return head + main + _TEXT.sub(lambda text: _COUNTED.sub(r'<span class="nowrap">\g<0></span>', text[0]), body)
