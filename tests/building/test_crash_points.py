"""Every place to die has its name once, somebody is made to die there, and nothing in the house can arm it."""

from __future__ import annotations

import ast
from collections import Counter

from tests.building.tree import code, name_of, nothing, parsed
from tests.chaos.table import NOT_PROVOKED, POINTS

ENOUGH = 60


def named() -> Counter[str]:
    """The names as the house's code says them."""
    return Counter(
        node.args[0].value
        for path in code()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "crash_point"
        and isinstance(node.args[0], ast.Constant)
    )


def test_a_name_stands_in_one_place() -> None:
    nothing({name: count for name, count in named().items() if count > 1})


def test_somebody_dies_at_every_point() -> None:
    provoked = {point.rpartition(": ")[2] for point in POINTS}
    assert provoked | NOT_PROVOKED == set(named())
    assert len(POINTS) >= ENOUGH


def test_nothing_in_the_house_arms_a_point() -> None:
    nothing(
        [
            name_of(path)
            for path in code()
            if name_of(path) != "app/foundation/crash_points.py"
            for node in ast.walk(parsed(path))
            if (isinstance(node, ast.Attribute) and node.attr == "arm")
            or (isinstance(node, ast.Name) and node.id == "arm")
        ]
    )
