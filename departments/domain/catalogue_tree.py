"""The whole catalogue and the questions everybody asks of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from departments.domain.catalogue_parts import Department, FormField, Item, Material, Stage, Theme
from departments.domain.condition import Answers, evaluate, fields_of, open_fields


class UnknownCode(LookupError):
    """Asked for a ``what`` (theme, stage) that this catalogue does not have."""

    def __init__(self, what: str, code: str) -> None:
        self.what, self.code = what, code
        super().__init__(f"there is no {what} {code}")


@dataclass(frozen=True, slots=True)
class CommonMaterial:
    """A paper that belongs to the filing and not to one item; ``when`` is for readers."""

    code: str
    when: str


@dataclass(frozen=True, eq=False)
class Catalogue:
    """One checked catalogue. Mappings are by code, in the order of the file."""

    region_code: str
    name_zh: str
    name_en: str
    disclaimer: str
    themes: Mapping[str, Theme]
    stages: Mapping[str, Stage]
    items: Mapping[str, Item]
    materials: Mapping[str, Material]
    departments: Mapping[str, Department]
    fields: Mapping[str, FormField]
    common_materials: tuple[CommonMaterial, ...]

    def stage(self, theme: str, stage: str) -> Stage:
        """Raises ``UnknownCode`` for a theme, or a stage of that theme, that does not exist."""
        if theme not in self.themes:
            raise UnknownCode("theme", theme)
        found = self.stages.get(stage)
        if found is None or found.theme_code != theme:
            raise UnknownCode("stage", stage)
        return found

    def items_of(self, stage: str) -> tuple[Item, ...]:
        """The items of a stage, in catalogue order."""
        return self._items_by_stage.get(stage, ())

    def stage_fields(self, theme: str, stage: str) -> tuple[FormField, ...]:
        """Every field that any condition of the stage uses, in catalogue order: the one form of that stage."""
        self.stage(theme, stage)
        return self._fields_by_stage[stage]

    def asked(self, theme: str, stage: str, answers: Answers) -> tuple[FormField, ...]:
        """The questions of a stage that are still put, given the answers so far, in catalogue order.

        One is left out only when its own condition says so and no answer to it could change anything: whatever would
        stay open without it is asked all the same.
        """
        return tuple(
            field
            for field in self.stage_fields(theme, stage)
            if evaluate(field.shown_when, answers) is not False or self._is_open(stage, field.key, answers)
        )

    def _is_open(self, stage: str, key: str, answers: Answers) -> bool:
        without = {name: value for name, value in answers.items() if name != key}
        for item in self._items_by_stage[stage]:
            applies = evaluate(item.condition, without)
            decides = (item.condition,) if applies is False else item.conditions()
            if any(key in open_fields(one, without) for one in decides):
                return True
        return False

    @cached_property
    def _items_by_stage(self) -> Mapping[str, tuple[Item, ...]]:
        return {stage: tuple(item for item in self.items.values() if item.stage == stage) for stage in self.stages}

    @cached_property
    def _fields_by_stage(self) -> Mapping[str, tuple[FormField, ...]]:
        return {
            stage: self._in_order(
                frozenset().union(*(fields_of(condition) for item in items for condition in item.conditions()))
            )
            for stage, items in self._items_by_stage.items()
        }

    def _in_order(self, keys: frozenset[str]) -> tuple[FormField, ...]:
        return tuple(field for key, field in self.fields.items() if key in keys)
