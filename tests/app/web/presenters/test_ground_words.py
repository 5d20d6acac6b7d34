"""Every ground that the law knows is offered in words, and no other."""

from __future__ import annotations

from app.web.presenters.ground_words import GROUNDS
from approvals.domain.letters.endings import CANCELLATION_BASIS, REVOCATION_BASIS
from approvals.usecases.department import recall, reopen, terminate


def test_the_lists_are_those_of_the_verbs() -> None:
    known = {
        "revoke": set(REVOCATION_BASIS), "cancel": set(CANCELLATION_BASIS), "recall": set(recall.GROUNDS),
        "terminate": set(terminate.GROUNDS), "reopen": set(reopen.GROUNDS),
    }  # fmt: skip
    assert {verb: set(words) for verb, words in GROUNDS.items()} == known
