"""How far a letter is on its way to paper, in a few words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from flask_babel import gettext

from app.web.presenters.marking import N_
from approvals.domain.letters.making import Making

WORDS: Mapping[Making, str] = MappingProxyType(
    {
        Making.PRINTING: N_("正在制作"),
        Making.AWAITING_SEAL: N_("等印章服务恢复，自动盖章"),
        Making.STUCK: N_("制作遇到问题，正在处理"),
    }
)


def making_words(state: Making) -> str:
    """What the page says instead of a link to the file."""
    return gettext(WORDS[state])
