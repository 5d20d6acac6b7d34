"""Conditions of a catalogue file, from data to frozen trees; every comparison is typed by its field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from departments.domain.catalogue_parts import FormField
from departments.domain.catalogue_problems import Problem, shown
from departments.domain.catalogue_words import FieldType
from departments.domain.condition import ORDERING, AllOf, AnyOf, Comparison, Condition, Not, Op, Scalar, sort_of

MAX_DEPTH = 20
_NOTHING = AllOf(())
_SORTS = {FieldType.BOOL: "bool", FieldType.ENUM: "text", FieldType.INTEGER: "number", FieldType.NUMBER: "number"}


@dataclass(frozen=True, slots=True)
class ConditionReader:
    """Reads conditions against the fields of the form; reports into ``problems`` and never raises."""

    fields: Mapping[str, FormField]
    problems: list[Problem]

    def optional(self, raw: object, path: str) -> Condition | None:
        """``null`` means "always"."""
        return None if raw is None else self.condition(raw, path)

    def condition(self, raw: object, path: str, depth: int = 0) -> Condition:
        if depth > MAX_DEPTH:
            self._report("too_deep", path, limit=str(MAX_DEPTH))
            return _NOTHING
        if not isinstance(raw, Mapping):
            self._report("wrong_type", path, expected="a condition", found=shown(raw))
            return _NOTHING
        keys = set(raw)
        if keys == {"not"}:
            return Not(self.condition(raw["not"], f"{path}.not", depth + 1))
        if keys in ({"all"}, {"any"}):
            key = "all" if "all" in keys else "any"
            members = self._members(raw[key], f"{path}.{key}", depth)
            return AllOf(members) if key == "all" else AnyOf(members)
        if keys == {"field", "op", "value"}:
            return self._comparison(raw, path)
        self._report("condition_shape", path)
        return _NOTHING

    def _members(self, raw: object, path: str, depth: int) -> tuple[Condition, ...]:
        if not isinstance(raw, (list, tuple)):
            self._report("wrong_type", path, expected="a list", found=shown(raw))
            return ()
        return tuple(self.condition(member, f"{path}[{index}]", depth + 1) for index, member in enumerate(raw))

    def _comparison(self, raw: Mapping[object, object], path: str) -> Condition:
        name, word, value = raw["field"], raw["op"], raw["value"]
        field = self.fields.get(name) if isinstance(name, str) else None
        operators = [op for op in Op if op == word] if isinstance(word, str) else []
        if field is None:
            self._report("dangling", f"{path}.field", what="form field", value=shown(name))
        if not operators:
            self._report("unknown_word", f"{path}.op", value=shown(word), allowed=", ".join(Op))
        if field is None or not operators:
            return _NOTHING
        return self._typed(field, operators[0], value, f"{path}.value")

    def _typed(self, field: FormField, op: Op, value: object, path: str) -> Condition:
        many = isinstance(value, (list, tuple))
        values: list[object] = list(value) if isinstance(value, (list, tuple)) else [value]
        right_shape = many == (op is Op.IN) and bool(values) and not (op in ORDERING and _SORTS[field.type] != "number")
        if not right_shape:
            self._report("value_type", path, value=shown(value), type=field.type, field=field.key)
            return _NOTHING
        scalars = [scalar for each in values for scalar in self._comparable(field, each, path)]
        if not scalars:
            return _NOTHING
        return Comparison(field.key, op, tuple(scalars) if op is Op.IN else scalars[0])

    def _comparable(self, field: FormField, value: object, path: str) -> tuple[Scalar, ...]:
        """The value as a 1-tuple, or nothing and a report."""
        if sort_of(value) != _SORTS[field.type] or not isinstance(value, (bool, int, float, str)):
            self._report("value_type", path, value=shown(value), type=field.type, field=field.key)
            return ()
        if field.type is FieldType.ENUM and value not in field.enum:
            self._report("not_offered", path, value=shown(value), field=field.key)
            return ()
        return (value,)

    def _report(self, code: str, path: str, **params: str) -> None:
        self.problems.append(Problem(code, path, params))
