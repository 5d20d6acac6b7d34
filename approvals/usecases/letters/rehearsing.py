"""The letters that a verb would send, as they would be printed: everything is done, and nothing stays done."""

from __future__ import annotations

from collections.abc import Callable

from app.foundation.unit_of_work import rehearsal
from approvals.domain.letters.frame import LetterFacts
from approvals.domain.refusals import Refusal


def rehearse(verb: Callable[[], object]) -> tuple[LetterFacts, ...]:
    """The facts of every letter of `verb`, without number and code, in the order of their issue.

    Raises whatever the verb refuses, and Refusal 'no_letter' when it sends none.
    """
    with rehearsal() as noted:
        verb()
    letters = tuple(one for one in noted if isinstance(one, LetterFacts))
    if not letters:
        raise Refusal("no_letter")
    return letters
