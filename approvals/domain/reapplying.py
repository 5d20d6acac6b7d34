"""An item that ended without a grant may be applied for again, in a new filing (行政许可法 38; design section 3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from approvals.domain.choices import Choice
from approvals.domain.states import TrackState

AGAIN = frozenset(
    {
        TrackState.REFUSED, TrackState.LAPSED, TrackState.WITHDRAWN, TrackState.TERMINATED, TrackState.RECALLED,
        TrackState.REVOKED, TrackState.CANCELLED,
    }
)  # fmt: skip
"""Not what another organ is competent for, nor what needs no licence."""


def choices_for(wanted: str, applying: Sequence[str], former: Mapping[str, object]) -> dict[str, str]:
    """The items of the new draft: the one wanted now, every other that would apply later, as it may still be chosen.

    What the applicant said to have from elsewhere stays with the filing it was said in.
    """
    later = {code: Choice.LATER.value for code in applying if code != wanted}
    kept = {code: word for code, word in former.items() if word == Choice.LATER and code != wanted}
    return {**{code: str(word) for code, word in kept.items()}, **later}
