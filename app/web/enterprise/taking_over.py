"""A paper that is there already: used again from the file or an earlier case, or fetched from another organ's register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app, request

from app.adapters.storage import FileStore
from app.foundation.reading import reading
from app.foundation.wallclock import local_day
from app.foundation.wallclock import now as present
from app.web.identity import current_actor
from approvals.domain.refusals import Refusal
from approvals.domain.reuse import Candidate
from approvals.queries.reuse import offers_in, words_for_register
from approvals.usecases.enterprise.reuse_paper import reuse_paper
from approvals.usecases.enterprise.take_shared import take_shared

TAKES = ("reuse", "fetch")
OPEN_TO_AGAIN = frozenset({"missing", "deferred", "uploaded", "sharing"})
"""How a paper of a draft stands when it may still be taken from elsewhere."""


@dataclass(frozen=True)
class Again:
    """What a page offers beside a paper: `offers` by code, and the papers that a register holds."""

    offers: Mapping[str, tuple[Candidate, ...]]
    held: frozenset[str]
    today: dt.date


def again_in(case: str, codes: Collection[str]) -> Again:
    """For these papers of the actor's own case."""
    today = local_day(present())
    with reading() as session:
        offers = offers_in(session, case, current_actor(), codes, today)
    return Again(offers, frozenset(code for code in codes if _register().holds(code)), today)


def take_over(case: str, code: str, way: str) -> None:
    """`way` is one of TAKES. Raises what the use-cases raise, and Refusal 'sharing_down', 'sharing_has_none'."""
    if way == "fetch":
        _fetch(case, code)
    else:
        reuse_paper(
            case=case, material_code=code, key=request.form.get("key", ""), actor=current_actor(), now=present()
        )


def _fetch(case: str, code: str) -> None:
    today = local_day(present())
    with reading() as session:
        words = words_for_register(session, case, current_actor(), code)
    found = _register().fetch(code, words.title, words.uscc, today)
    if found is None:
        raise Refusal("sharing_has_none", field="file")
    store: FileStore = current_app.extensions["binglian.files"]
    take_shared(
        case=case, material_code=code, stored=store.keep(found.content, found.media_type, found.name),
        note=found.note, as_of=found.as_of, actor=current_actor(), now=present(),
    )  # fmt: skip


def _register() -> Any:
    return current_app.extensions["binglian.register"]
