"""The sample of a filled form (行政许可法 30: 申请书示范文本), made from the questions of the catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.web.answer_form import answer_said
from departments.domain.catalogue import Catalogue, FormField
from departments.domain.catalogue_words import FieldType
from departments.domain.condition import Comparison, Condition, Not, Scalar

PLAUSIBLE = 100


@dataclass(frozen=True)
class SampleRow:
    """One question with an answer as somebody might give it."""

    field: FormField
    answer: Scalar
    said: str


def sample_rows(catalogue: Catalogue, theme: str, stage: str) -> tuple[SampleRow, ...]:
    """Every question of the stage: the value shown first, and for a number one that matters to some item."""
    thresholds: dict[str, Scalar] = {}
    for item in catalogue.items_of(stage):
        for condition in item.conditions():
            for one in _comparisons(condition):
                if isinstance(one.value, (int, float)) and not isinstance(one.value, bool) and one.value > 0:
                    thresholds.setdefault(one.field, one.value)
    fields = catalogue.stage_fields(theme, stage)
    answers = {field.key: _example(field, thresholds) for field in fields}
    return tuple(SampleRow(field, answers[field.key], answer_said(field, answers[field.key])) for field in fields)


def _example(field: FormField, thresholds: dict[str, Scalar]) -> Scalar:
    is_number = field.type in (FieldType.NUMBER, FieldType.INTEGER)
    return (field.default or thresholds.get(field.key, PLAUSIBLE)) if is_number else field.default


def _comparisons(condition: Condition | None) -> Iterator[Comparison]:
    if isinstance(condition, Comparison):
        yield condition
    elif isinstance(condition, Not):
        yield from _comparisons(condition.member)
    elif condition is not None:
        for member in condition.members:
            yield from _comparisons(member)
