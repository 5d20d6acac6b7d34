"""An enterprise that registered with an old number gives its unified social credit code (统一社会信用代码)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.credit_code import check
from approvals.domain.old_codes import CodeMark
from approvals.domain.refusals import Invalid, Refusal
from approvals.models.applicants import Enterprise
from approvals.usecases.enterprise.register_enterprise import credit_code_error
from approvals.usecases.members.managing import managed, note
from departments.domain.actor import Actor

OLD = frozenset({CodeMark.REGISTRATION_NUMBER.value, CodeMark.ORGANISATION_CODE.value})


def replace_old_code(*, enterprise: str, uscc: str, actor: Actor, now: dt.datetime) -> None:
    """From now on the new code stands on what is issued; what was issued keeps the old one, and so does the history.

    Raises NotFound, NotAllowed 'manage_only', Invalid 'uscc' with what is wrong with it or 'credit_code_taken', Refusal
    'credit_code_fixed' for an enterprise whose code is no old one: that is never changed.
    """
    with unit_of_work() as session:
        row = managed(session, enterprise, actor)
        checked = check(uscc)
        if row.uscc == checked.code:
            return
        if row.code_mark not in OLD:
            raise Refusal("credit_code_fixed", field="uscc")
        if wrong := credit_code_error(checked):
            raise Invalid(wrong)
        if session.scalar(select(Enterprise.id).where(Enterprise.uscc == checked.code)) is not None:
            raise Invalid({"uscc": ("credit_code_taken", {})})
        old = {"uscc": row.uscc}
        row.uscc, row.code_mark = checked.code, CodeMark.ORGANISATION_CHECK if checked.warning else CodeMark.NONE
        note(session, row, "changed", old=old, new={"uscc": row.uscc}, actor=actor, now=now)
