"""Databases to start from: the main job at the points where verbs begin."""

from __future__ import annotations

from approvals.usecases.enterprise.supply_paper import supply_paper
from tests.factories.drafts import a_draft, a_paper, filed
from tests.factories.main_job import MONDAY, accept_all, at, file_case, settle

SMALL_WORKS = {
    "civil_defence_mode": "不需要",
    "needs_drainage_connection": False,
    "needs_power": False,
    "needs_water": True,
}


def settled() -> None:
    """People, calendar and catalogue."""
    settle()


def filed_whole() -> None:
    """Filed on Monday, every paper there; the window has not answered."""
    file_case(settle())


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


def completed() -> None:
    """Small works up for completion, accepted on Monday, each clock running: YS-01, 03, 05, 06, 11 and the joint YS-12."""
    cast = settle()
    draft = a_draft(cast, stage="S4", answers=SMALL_WORKS)
    # the report on the supervision of quality should come from another organ, which has none for this enterprise
    supply_paper(case=draft.case, material_code="M082", stored=a_paper(), actor=cast.lin, now=at(MONDAY))
    accept_all(cast, filed(cast, draft, consents_upstream=False), day=MONDAY)
