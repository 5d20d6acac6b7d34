"""A clerk at the counter fills in a draft for an applicant: which pages that opens, and as whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import request
from sqlalchemy.orm import Session

from app.foundation.reading import reading
from approvals.queries.counter import case_of_paper, case_of_upload, counter_of_case, is_overseen
from departments.domain.actor import Actor, Role

DOORS = frozenset(
    {
        "enterprise.form", "enterprise.answers_json", "enterprise.items", "enterprise.papers", "enterprise.paper",
        "enterprise.choose", "enterprise.bring", "enterprise.review", "enterprise.begin", "enterprise.upload_stands",
        "enterprise.piece", "enterprise.stop_upload", "enterprise.paper_bytes",
    }
)  # fmt: skip
"""The steps of a draft; nothing else of the enterprise is open to the counter."""


def as_applicant(actor: Actor, enterprise_id: int) -> Actor:
    """The clerk in the place of the applicant, for one enterprise."""
    return replace(
        actor, roles=frozenset({Role.APPLICANT}), posts=frozenset(), scopes=frozenset(),
        enterprise_ids=frozenset({enterprise_id}), mandates=(), on_behalf=True,
    )  # fmt: skip


def _case_behind(session: Session, place: Mapping[str, Any]) -> str | None:
    """The case of a file on its way, or of a paper."""
    if "upload" in place:
        return case_of_upload(session, place["upload"])
    return case_of_paper(session, place["paper"]) if "paper" in place else None


def at_the_counter(actor: Actor) -> Actor | None:
    """The clerk in the place of the applicant, on a page of a draft that is filled in at its window; else None."""
    if Role.WINDOW not in actor.roles or request.endpoint not in DOORS:
        return None
    place = request.view_args or {}
    with reading() as session:
        case = place.get("case") or _case_behind(session, place)
        filing = counter_of_case(session, case) if case else None
        if filing is None or not filing.is_draft or not is_overseen(session, filing.case, actor):
            return None
    return as_applicant(actor, filing.enterprise_id)
