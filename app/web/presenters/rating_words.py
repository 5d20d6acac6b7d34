"""The five degrees of a rating in words (好差评, 国办发〔2019〕51号)."""

from __future__ import annotations

from flask_babel import gettext

from app.web.presenters.clock_words import Badge
from app.web.presenters.dates import working_days
from app.web.presenters.marking import N_
from approvals.domain.ratings import Satisfaction
from approvals.queries.waiting_ratings import WaitingRating

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


def waited_badge(rating: WaitingRating) -> Badge:
    """How long a bad rating has waited for its answer; too long stands out."""
    days = working_days(rating.waited_wd) if rating.waited_wd else gettext("不到 1 个工作日")
    words = gettext("已等 %(days)s", days=days)
    return Badge("is-over", "over", words, gettext("超过期限")) if rating.is_late else Badge("is-on", "clock", words)
