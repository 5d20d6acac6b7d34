"""The codes of the second factor: each opens once."""

from __future__ import annotations

import datetime as dt
from typing import Any, Protocol, cast

from sqlalchemy import CursorResult, delete, or_, update
from sqlalchemy.orm import Session

from departments.models.people import Account, RecoveryCode, SignInSession


class Codes(Protocol):
    """Makes and reads one-time codes; the secret reaches the database sealed."""

    def new_secret(self) -> str:
        """A new secret, sealed."""

    def step_of(self, sealed: str, code: str, now: dt.datetime) -> int | None:
        """The half minute whose code this is, or None."""

    def new_recovery_codes(self) -> list[str]:
        """Ten new codes."""

    def recovery_hash(self, code: str) -> str:
        """What is stored of one."""


def spend(session: Session, account: Account, code: str, codes: Codes, now: dt.datetime) -> bool:
    """Use up a code of the person, of the telephone or of the paper list; False for a wrong one or one used before."""
    step = codes.step_of(account.totp_secret, code, now) if account.totp_secret else None
    if step is None:
        unused = update(RecoveryCode).where(
            RecoveryCode.account_id == account.id,
            RecoveryCode.code_hash == codes.recovery_hash(code),
            RecoveryCode.used_at.is_(None),
        )
        return _changed(session, unused.values(used_at=now))
    older = or_(Account.totp_last_step.is_(None), Account.totp_last_step < step)
    return _changed(session, update(Account).where(Account.id == account.id, older).values(totp_last_step=step))


def forget(session: Session, account: Account) -> None:
    """Take the second factor away, with its recovery codes."""
    account.totp_secret = account.totp_confirmed_at = account.totp_last_step = None
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))


def end_sessions(session: Session, account: Account, *, but: str | None = None) -> None:
    """Whoever is signed in as this person is out, but for the session of this token hash."""
    ended = delete(SignInSession).where(SignInSession.account_id == account.id)
    session.execute(ended.where(SignInSession.token_hash != but) if but else ended)


def _changed(session: Session, statement: Any) -> bool:
    """True when exactly one row was changed: of two who send the same code at once, one comes in."""
    return cast("CursorResult[Any]", session.execute(statement)).rowcount == 1
