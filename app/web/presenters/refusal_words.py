"""Why the house said no, in a sentence a person can act on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from app.web.presenters.event_words import event_sentence
from app.web.presenters.filling import sentence
from app.web.presenters.marking import N_
from app.web.presenters.refusal_table import REFUSALS
from app.web.presenters.state_words import TRACK
from approvals.domain.refusals import Invalid, Refusal, Stale

UNKNOWN = N_("这一步现在不能办，什么都没有改动。请刷新页面再看。")


def reason(code: str, params: Mapping[str, Any] | None = None) -> str:
    """The sentence for one code with its facts."""
    facts = dict(params or {})
    known = TRACK.get(facts.get("state", ""))
    if known is not None:
        facts["state"] = gettext(known.words)
    return sentence(REFUSALS.get(code, UNKNOWN), facts)


def refusal_sentence(refusal: Refusal) -> str:
    """The refusal as one sentence; a stale page is told what happened meanwhile."""
    if isinstance(refusal, Stale) and refusal.params.get("tag"):
        return event_sentence(refusal.params["tag"], refusal.params)
    if isinstance(refusal, Invalid) and len(refusal.errors) == 1:
        code, params = next(iter(refusal.errors.values()))
        return reason(code, params)
    return reason(refusal.code, refusal.params)


def field_sentences(refusal: Refusal) -> dict[str, str]:
    """Field name → sentence, for the form the input came from; "" is the form as a whole."""
    if isinstance(refusal, Invalid):
        return {name: reason(code, params) for name, (code, params) in refusal.errors.items()}
    return {refusal.field or "": refusal_sentence(refusal)}
