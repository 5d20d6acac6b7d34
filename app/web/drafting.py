"""A letter before it goes: the button 预览文书 beside every verb that sends one."""

from __future__ import annotations

from collections.abc import Callable

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.foundation.wallclock import now
from app.web.identity import current_actor
from approvals.usecases.letters.order_preview import order_preview
from approvals.usecases.letters.rehearsing import rehearse

STEP = "draft"
"""The value of `step` that the button sends."""


def is_draft_asked() -> bool:
    """The visitor wants to see the letter, and nothing is to be done yet."""
    return request.form.get("step") == STEP


def show_draft(verb: Callable[[], object], back: str) -> ResponseReturnValue:
    """Order the first letter that `verb` would send as a draft and lead to it; raises what the verb refuses."""
    letters = rehearse(verb)
    preview = order_preview(letter=letters[0], back=back, actor=current_actor(), now=now())
    return redirect(url_for("previews.preview", preview=preview), 303)
