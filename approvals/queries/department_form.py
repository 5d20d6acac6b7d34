"""The one form as an officer of one item reads it: the answers that decided about the item first, then all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from departments.domain.catalogue import Catalogue
from departments.domain.catalogue_parts import FormField, Item
from departments.domain.condition import Reason, fields_of, reasons


@dataclass(frozen=True)
class AnswerRow:
    """One field and its answer (None = not answered); `is_hit` when the item applies because of it."""

    field: FormField
    answer: object
    is_hit: bool


@dataclass(frozen=True)
class BecauseRow:
    """One comparison that made the item apply."""

    field: FormField
    reason: Reason


@dataclass(frozen=True)
class FormPart:
    """`own` are the fields that any condition of the item looks at, `rest` all the others of the stage."""

    own: tuple[AnswerRow, ...]
    rest: tuple[AnswerRow, ...]
    because: tuple[BecauseRow, ...]


def form_of(catalogue: Catalogue, theme: str, stage: str, answers: Mapping[str, object]) -> tuple[AnswerRow, ...]:
    """Every field of the stage with its answer, in catalogue order, without those that were not put."""
    rows = (AnswerRow(field, answers.get(field.key), False) for field in catalogue.stage_fields(theme, stage))
    return tuple(row for row in rows if row.field.shown_when is None or row.answer is not None)


def form_for(catalogue: Catalogue, theme: str, item: Item, answers: Mapping[str, object]) -> FormPart:
    """The form of the item's stage, split into what concerns the item and the rest."""
    because = reasons(item.condition, answers)
    hits = {reason.field for reason in because}
    own = frozenset().union(*(fields_of(condition) for condition in item.conditions()))
    rows = [
        AnswerRow(row.field, row.answer, row.field.key in hits)
        for row in form_of(catalogue, theme, item.stage, answers)
    ]
    first = sorted((row for row in rows if row.field.key in own), key=lambda row: not row.is_hit)
    return FormPart(
        own=tuple(first),
        rest=tuple(row for row in rows if row.field.key not in own),
        because=tuple(BecauseRow(catalogue.fields[reason.field], reason) for reason in because),
    )
