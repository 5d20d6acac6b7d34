"""A condition of the catalogue as a sentence part, for whoever has not answered anything yet."""

from __future__ import annotations

from flask_babel import gettext

from app.web.answer_form import answer_said
from app.web.presenters.labels import label
from departments.domain.catalogue import Catalogue
from departments.domain.condition import AllOf, Comparison, Condition, Not, Op

_PLAIN = {Op.NOT_EQUAL: Op.EQUAL, Op.LESS: Op.AT_LEAST, Op.AT_MOST: Op.MORE}


def when(condition: Condition | None, catalogue: Catalogue) -> str:
    """ "用地面积达到 20,000 m²，并且供地方式为出让"; empty for what always applies."""
    return "" if condition is None else _said(condition, catalogue, holds=True, inside=False)


def _said(condition: Condition, catalogue: Catalogue, *, holds: bool, inside: bool) -> str:
    if isinstance(condition, Not):
        return _said(condition.member, catalogue, holds=not holds, inside=inside)
    if isinstance(condition, Comparison):
        return _compared(condition, catalogue, holds)
    parts = [_said(member, catalogue, holds=holds, inside=True) for member in condition.members]
    # what is not all is some not, and the other way round
    joins_all = isinstance(condition, AllOf) is holds
    words = (gettext("，并且") if joins_all else gettext("，或者")).join(parts)
    return gettext("（%(words)s）", words=words) if inside and len(parts) > 1 else words


def _compared(comparison: Comparison, catalogue: Catalogue, holds: bool) -> str:
    field = catalogue.fields[comparison.field]
    values = comparison.value if isinstance(comparison.value, tuple) else (comparison.value,)
    said = gettext("或").join(answer_said(field, value) for value in values)
    name, op = label(field), comparison.op
    if op in _PLAIN:
        op, holds = _PLAIN[op], not holds
    facts = {"field": name, "value": said}
    if op is Op.MORE:
        return gettext("%(field)s超过 %(value)s", **facts) if holds else gettext("%(field)s不超过 %(value)s", **facts)
    if op is Op.AT_LEAST:
        return gettext("%(field)s达到 %(value)s", **facts) if holds else gettext("%(field)s不到 %(value)s", **facts)
    return gettext("%(field)s：%(value)s", **facts) if holds else gettext("%(field)s不是：%(value)s", **facts)
