"""The five degrees of a rating in words (好差评, 国办发〔2019〕51号)."""

from __future__ import annotations

from flask_babel import gettext

from app.web.presenters.marking import N_
from approvals.domain.ratings import Satisfaction

WORDS: dict[Satisfaction, str] = {
    Satisfaction.VERY_GOOD: N_("非常满意"),
    Satisfaction.GOOD: N_("满意"),
    Satisfaction.FAIR: N_("基本满意"),
    Satisfaction.BAD: N_("不满意"),
    Satisfaction.VERY_BAD: N_("非常不满意"),
}


def rating_word(level: Satisfaction) -> str:
    """How satisfied somebody was."""
    return gettext(WORDS[level])
