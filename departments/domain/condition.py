"""When something applies: conditions as data, judged by three-valued logic.

A condition is a frozen tree over the answers of the one form. An unanswered field makes a comparison *unknown*
(``None``), never false: a default is only the value shown first, never an answer (catalogue rules, ``answers``).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

Answers = Mapping[str, object]
Scalar = bool | int | float | str


class Op(StrEnum):
    EQUAL = "=="
    NOT_EQUAL = "!="
    MORE = ">"
    AT_LEAST = ">="
    LESS = "<"
    AT_MOST = "<="
    IN = "in"


ORDERING = frozenset({Op.MORE, Op.AT_LEAST, Op.LESS, Op.AT_MOST})


@dataclass(frozen=True, slots=True)
class Comparison:
    """One field compared with one value (with a tuple of values when ``op`` is ``in``)."""

    field: str
    op: Op
    value: Scalar | tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """True when every member is; the empty list is true."""

    members: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True when at least one member is; the empty list is false."""

    members: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    member: Condition


Condition = Comparison | AllOf | AnyOf | Not


@dataclass(frozen=True, slots=True)
class Reason:
    """One comparison that decided a condition, with the answer it met and whether it held."""

    field: str
    op: Op
    value: Scalar | tuple[Scalar, ...]
    answer: object
    holds: bool


_PLAIN: Mapping[type, str] = {bool: "bool", int: "number", str: "text"}
"""Nearly every answer: a plan asks a few thousand times."""


def sort_of(value: object) -> str | None:
    """'bool', 'number' or 'text'; ``None`` for anything that cannot be compared (missing, a list, not a number)."""
    plain = _PLAIN.get(type(value))
    if plain is not None:
        return plain
    if isinstance(value, int):
        return "number"
    if isinstance(value, float):
        return "number" if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return "number" if value.is_finite() else None
    return "text" if isinstance(value, str) else None


def is_whole(value: object) -> bool:
    """3, 3.0 and Decimal('3.0') are whole; True is not a number at all."""
    if isinstance(value, Decimal):
        return value.is_finite() and value == value.to_integral_value()
    return value.is_integer() if isinstance(value, float) else sort_of(value) == "number"


def evaluate(condition: Condition | None, answers: Answers) -> bool | None:
    """True, False, or ``None`` while it cannot be known; no condition is always true.

    An answer of another sort than the value it is compared with is no answer: True is not 1.
    """
    if condition is None:
        return True
    if isinstance(condition, Comparison):
        return _compare(condition, answers.get(condition.field))
    if isinstance(condition, Not):
        inner = evaluate(condition.member, answers)
        return None if inner is None else not inner
    verdicts = [evaluate(member, answers) for member in condition.members]
    decisive = isinstance(condition, AnyOf)
    if decisive in verdicts:
        return decisive
    return None if None in verdicts else not decisive


def fields_of(condition: Condition | None) -> frozenset[str]:
    """Every form field that the condition looks at."""
    if condition is None:
        return frozenset()
    if isinstance(condition, Comparison):
        return frozenset({condition.field})
    members = (condition.member,) if isinstance(condition, Not) else condition.members
    return frozenset().union(*(fields_of(member) for member in members))


def open_fields(condition: Condition | None, answers: Answers) -> frozenset[str]:
    """The unanswered fields on which the verdict still depends: what is settled by other answers is left out."""
    if condition is None or evaluate(condition, answers) is not None:
        return frozenset()
    if isinstance(condition, Comparison):
        return frozenset({condition.field})
    members = (condition.member,) if isinstance(condition, Not) else condition.members
    return frozenset().union(*(open_fields(member, answers) for member in members))


def reasons(condition: Condition | None, answers: Answers) -> tuple[Reason, ...]:
    """The comparisons that made a known condition true or false; empty for no condition and for an unknown one."""
    verdict = evaluate(condition, answers)
    if condition is None or verdict is None:
        return ()
    if isinstance(condition, Comparison):
        return (Reason(condition.field, condition.op, condition.value, answers.get(condition.field), verdict),)
    if isinstance(condition, Not):
        return reasons(condition.member, answers)
    found = [
        reason
        for member in condition.members
        if evaluate(member, answers) is verdict
        for reason in reasons(member, answers)
    ]
    return tuple(dict.fromkeys(found))


_ORDER: Mapping[Op, Callable[[Decimal, Decimal], bool]] = {
    Op.MORE: lambda answer, value: answer > value,
    Op.AT_LEAST: lambda answer, value: answer >= value,
    Op.LESS: lambda answer, value: answer < value,
    Op.AT_MOST: lambda answer, value: answer <= value,
}


def _exact(value: object) -> Decimal:
    """0.1 from a JSON file and Decimal('0.1') from a form field are the same answer."""
    return Decimal(value) if isinstance(value, (int, Decimal)) else Decimal(str(value))


def _equal(answer: object, value: Scalar) -> bool:
    sort = sort_of(value)
    if sort_of(answer) != sort:
        return False
    return _exact(answer) == _exact(value) if sort == "number" else answer == value


def _compare(comparison: Comparison, answer: object) -> bool | None:
    value, sort = comparison.value, sort_of(answer)
    values = value if isinstance(value, tuple) else (value,)
    if sort is None or all(sort_of(each) != sort for each in values):
        return None
    if comparison.op in ORDERING:
        return _ORDER[comparison.op](_exact(answer), _exact(values[0])) if sort == "number" else None
    found = any(_equal(answer, each) for each in values)
    return not found if comparison.op is Op.NOT_EQUAL else found
