"""The enterprise or the steward asks for the 统一确认 of a case as files; the paper worker puts them together."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.refusals import Refusal
from approvals.models.bundles import Bundle
from approvals.queries.bundles import Shelf, bundle_case, contents_of, lost_bundles
from approvals.usecases.journal import post
from approvals.usecases.letters.once_more import round_again
from approvals.usecases.turns import BUNDLES
from departments.domain.actor import Actor


def order_bundle(*, case: str, shelf: Shelf, actor: Actor, now: dt.datetime) -> str:
    """Ask for the bundle of what is there now; returns its public id, the same one until a result changes.
    One that could not be made is tried again, and one that the shelf has lost is made anew.

    Raises NotFound for anybody but the enterprise and the steward, Refusal 'no_results_yet' before the first result.
    """
    with reading() as session:
        lost = lost_bundles(session, case, shelf)
    with unit_of_work() as session:
        row = bundle_case(session, case, actor, lock=True)
        contents = contents_of(session, row)
        if not contents.parts:
            raise Refusal("no_results_yet")
        known = session.scalar(select(Bundle).where(Bundle.case_id == row.id, Bundle.key == contents.key))
        if known is not None and known.public_id not in lost:
            round_again(session, "bundle", known, now)
            return known.public_id
        if known is not None:
            session.delete(known)
            session.flush()
        bundle = Bundle(
            case_id=row.id, key=contents.key, contents=contents.to_plain(), ordered_by=actor.account_id, ordered_at=now
        )
        session.add(bundle)
        session.flush()
        key = f"bundle:{bundle.public_id}"
        post(session, queue="paper", kind="bundle", key=key, now=now, turn=BUNDLES, bundle_id=bundle.id)
        return bundle.public_id
