"""Why an item applies or not, in the words of the applicant's own answers."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext

from app.web.answer_form import answer_said
from app.web.presenters.labels import label
from departments.domain.catalogue import Catalogue
from departments.domain.condition import ORDERING, Op, Reason


def because(reasons: Iterable[Reason], catalogue: Catalogue) -> list[str]:
    """One sentence part per answer that decided: "供地方式：出让", "用地面积：164,667 m²，超过 50,000 m²"."""
    said: dict[str, str] = {}
    for reason in reasons:
        field = catalogue.fields[reason.field]
        answer = answer_said(field, reason.answer)
        if reason.op in ORDERING:
            answer = _against(reason, answer_said(field, reason.value), answer)
        said.setdefault(reason.field, gettext("%(field)s：%(answer)s", field=label(field), answer=answer))
    return list(said.values())


def _against(reason: Reason, threshold: str, answer: str) -> str:
    over = gettext("%(answer)s，超过 %(threshold)s", answer=answer, threshold=threshold)
    reaches = gettext("%(answer)s，达到 %(threshold)s", answer=answer, threshold=threshold)
    below = gettext("%(answer)s，不到 %(threshold)s", answer=answer, threshold=threshold)
    within = gettext("%(answer)s，不超过 %(threshold)s", answer=answer, threshold=threshold)
    words = {
        Op.MORE: (over, within),
        Op.AT_LEAST: (reaches, below),
        Op.LESS: (below, reaches),
        Op.AT_MOST: (within, over),
    }
    return words[reason.op][0 if reason.holds else 1]
