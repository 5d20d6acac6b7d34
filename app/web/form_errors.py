"""Carries a refusal back into the form the input came from: the sentence beside the field, the input kept."""

from __future__ import annotations

from typing import Any

from app.web.presenters.refusal_words import field_sentences
from approvals.domain.refusals import Refusal


def show_on(form: Any, refusal: Refusal) -> None:
    """Add each sentence to its field; what belongs to no field of this form goes to the form as a whole."""
    for name, words in field_sentences(refusal).items():
        target = form._fields.get(name)
        if target is None:
            form.form_errors.append(words)
        else:
            target.errors = [*target.errors, words]
