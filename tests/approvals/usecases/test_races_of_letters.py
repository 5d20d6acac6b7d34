"""Letters under two hands at once, on a database that really runs them side by side."""

from __future__ import annotations

from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.service import Service
from approvals.domain.states import DocumentState
from approvals.models.applicants import Enterprise
from approvals.models.letters import Document, NumberRegister, NumberVoid, ServiceProof
from approvals.usecases.department.revoke import revoke
from approvals.usecases.enterprise.choose_online_service import choose_online_service
from approvals.usecases.letters.rehearsing import rehearse
from approvals.usecases.letters.void_number import void_number
from approvals.usecases.steward.serve_document import serve_document
from tests.approvals.usecases.test_races import only_refusals, together
from tests.factories.arrived import issued
from tests.factories.lives import FRIDAY, LICENCE, decided, told
from tests.factories.main_job import at
from tests.factories.work import Work

pytestmark = [pytest.mark.postgresql, pytest.mark.starts_from.with_args(decided)]
SAID = {
    "ground": "fraud",
    "findings": "材料系伪造。",
    "heard": "没有异议。",
    "reasons": "欺骗。",
    "effect": "不再有效。",
}


def test_a_letter_is_rehearsed_and_sent_at_once_and_one_number_is_given(app: Flask, work: Work) -> None:
    told(work, LICENCE, "revoke", day=FRIDAY)
    track, version, head = work.filed.tracks[LICENCE], work.track(LICENCE).version, work.head(LICENCE)
    verb = partial(revoke, track=track, version=version, actor=head, now=at(FRIDAY), **SAID)
    codes = only_refusals(together(app, partial(rehearse, verb), verb, partial(rehearse, verb), verb))
    assert set(codes) == {"stale"} and 1 <= len(codes) <= 3
    (decision,) = work.documents("revocation_decision")
    with reading() as session:
        last = session.scalars(
            select(NumberRegister.last_serial).where(NumberRegister.register == decision.register)
        ).one()
    assert (decision.serial, last) == (1, 1) and work.tags().count("officer:track:revoked") == 1


def test_a_paper_is_served_or_struck_out_never_both(app: Flask, work: Work) -> None:
    letter, cast = work.documents("receipt")[0], work.cast
    with unit_of_work() as session:
        row = session.get_one(Document, letter.id)
        row.state, row.issued_at = DocumentState.ISSUED, at(FRIDAY, 8)
    by_hand = Service(method="hand", receiver="林晓", second_server="管二", place="窗口")
    serving = partial(serve_document, document=letter.public_id, service=by_hand, actor=cast.guan, now=at(FRIDAY))
    striking = partial(void_number, number=letter.number, reason="重号", actor=cast.admin, now=at(FRIDAY))
    codes = only_refusals(together(app, serving, striking))
    assert len(codes) == 1 and codes[0] in {"already_served", "not_issued_yet"}
    with reading() as session:
        left = [session.scalar(select(func.count()).select_from(kind)) or 0 for kind in (ServiceProof, NumberVoid)]
    assert sum(left) == 1


def test_a_notice_served_while_the_consent_is_taken_back_has_one_proof(app: Flask, work: Work) -> None:
    issued("acceptance_notice", at(FRIDAY, 8))
    (letter,), cast = work.documents("acceptance_notice"), work.cast
    by_hand = Service(method="hand", receiver="林晓", second_server="管二", place="窗口")
    with reading() as session:
        enterprise = session.scalars(select(Enterprise.public_id)).first() or ""
    serving = partial(serve_document, document=letter.public_id, service=by_hand, actor=cast.guan, now=at(FRIDAY))
    choosing = partial(choose_online_service, enterprise=enterprise, agrees=False, actor=cast.lin, now=at(FRIDAY))
    codes = only_refusals(together(app, serving, choosing))
    assert codes in ([], ["already_served"])
    with reading() as session:
        assert session.scalars(select(ServiceProof.document_id)).all() == [letter.id]
