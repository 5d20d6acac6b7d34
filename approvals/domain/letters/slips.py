"""A slip of the pen put right: the same letter with other words, and nothing else of it changed."""

from __future__ import annotations

import types
import typing
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from approvals.domain.letters.frame import LetterFacts, Slip
from approvals.domain.refusals import Invalid, Refusal

Facts = TypeVar("Facts", bound=LetterFacts)
FIXED = frozenset(
    {
        "organ", "organ_en", "case_no", "number", "verify_code", "verify_url", "code", "slip", "replaces", "remedies",
        "licence_number", "filing_number", "opinion_number", "reply_number", "result_number",
    }
)  # fmt: skip
"""What no slip can be in: who decides, under which numbers, and what the law says of remedies. Another decision, not
another spelling, changes an outcome: words that choose between sentences (`Literal`) and days are left alone as well."""


def without_slip(facts: Facts, slip: Slip) -> Facts:
    """The letter with the right words in every place of the wrong ones, saying which letter it replaces.

    Raises Invalid for empty or equal words and Refusal 'slip_not_found' when the letter does not say them.
    """
    errors: dict[str, tuple[str, dict[str, Any]]] = {
        name: ("required", {}) for name in ("wrong", "right", "reason") if not getattr(slip, name).strip()
    }
    if not errors and slip.wrong == slip.right:
        errors["right"] = ("slip_same", {})
    if errors:
        raise Invalid(errors)
    corrected: Facts = _put_right(facts, slip)
    if corrected == facts:
        raise Refusal("slip_not_found", field="wrong")
    said: Facts = replace(corrected, slip=slip)
    return said


def _put_right(value: Any, slip: Slip) -> Any:
    """The value with its free words put right; a dataclass field by field, a tuple part by part."""
    if isinstance(value, str):
        return value.replace(slip.wrong, slip.right)
    if isinstance(value, tuple):
        return tuple(_put_right(part, slip) for part in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    hints = typing.get_type_hints(type(value))
    changed = {
        field.name: _put_right(getattr(value, field.name), slip)
        for field in fields(value)
        if field.name not in FIXED and not _chooses(hints[field.name])
    }
    return replace(value, **changed)


def _chooses(hint: Any) -> bool:
    """Whether a place holds one of a few words that choose between sentences."""
    origin = typing.get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        return any(_chooses(part) for part in typing.get_args(hint))
    return origin is typing.Literal
