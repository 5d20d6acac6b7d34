"""好差评: how an applicant rates the handling of one item, and what a bad rating asks of the department.

国办发〔2019〕51号: every item can be rated, in five degrees; a bad rating given under a name is looked into, put right
and answered, each of them.
"""

from __future__ import annotations

from enum import StrEnum

MOST_WORDS = 1000


class Satisfaction(StrEnum):
    """The five degrees, the best first."""

    VERY_GOOD = "very_good"
    GOOD = "good"
    FAIR = "fair"
    BAD = "bad"
    VERY_BAD = "very_bad"

    @property
    def is_bad(self) -> bool:
        """差评."""
        return self in BAD


BAD = frozenset({Satisfaction.BAD, Satisfaction.VERY_BAD})
