"""Databases to start from: the main job at the points where verbs begin."""

from __future__ import annotations

from tests.factories.main_job import MONDAY, accept_all, file_case, settle


def settled() -> None:
    """People, calendar and catalogue."""
    settle()


def filed_with_promises() -> None:
    """Filed on Monday with two papers deferred; the window has not answered."""
    file_case(settle(), defers=("M018", "M030"))


def filed_short() -> None:
    """Filed on Monday without one main paper of LX-05 (M012) and one of LX-13 (M028)."""
    file_case(settle(), lacks=("M012", "M028"))


def accepted_with_promises() -> None:
    """Filed and accepted on Monday with two papers deferred."""
    cast = settle()
    accept_all(cast, file_case(cast, defers=("M018", "M030")), day=MONDAY)


def accepted() -> None:
    """Filed and accepted on Monday, every paper there."""
    cast = settle()
    accept_all(cast, file_case(cast), day=MONDAY)
