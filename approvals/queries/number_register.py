"""The registers of numbers, as an operator reads them: every serial, the paper that carries it, and what is missing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, func, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from approvals.models.cases import Case
from approvals.models.letters import Document, NumberRegister, NumberVoid
from departments.models.people import Account

Column = ColumnElement[Any] | InstrumentedAttribute[Any]
CASES = "case:"
"""Before the region in the register of case numbers; its papers are the cases themselves."""
_SERIAL_DIGITS = 5


@dataclass(frozen=True)
class NumberLine:
    """One serial. `state` is the document's (a case's for a case number); a void number says who, why and when."""

    serial: int
    number: str
    what: str
    state: str
    dated_on: dt.date | None
    void_reason: str | None
    voided_by: str | None
    voided_at: dt.datetime | None


@dataclass(frozen=True)
class RegisterRow:
    """One register and what it has given. `missing` counts serials that no paper carries, `repeated` those carried twice."""

    register: str
    period: str
    last_serial: int
    given: int
    void: int
    missing: int
    repeated: int


@dataclass(frozen=True)
class RegisterPage:
    """A register with every serial in order; `gaps` are those that no paper carries."""

    row: RegisterRow
    lines: tuple[NumberLine, ...]
    gaps: tuple[int, ...]


def registers(session: Session, text: str = "", year: int | None = None) -> tuple[RegisterRow, ...]:
    """Every register whose pattern holds `text`, of one year or all; registers that never restart belong to every year."""
    rows = session.execute(
        select(NumberRegister.register, NumberRegister.period, NumberRegister.last_serial)
        .where(NumberRegister.register.contains(text, autoescape=True))
        .order_by(NumberRegister.register, NumberRegister.period)
    ).all()
    counted = _counts(session)
    voids: dict[tuple[str, str], int] = {
        (register, period): count
        for register, period, count in session.execute(
            select(NumberVoid.register, NumberVoid.period, func.count()).group_by(
                NumberVoid.register, NumberVoid.period
            )
        )
    }
    return tuple(
        _row(register, period, last, counted.get((register, period), (0, 0)), voids.get((register, period), 0))
        for register, period, last in rows
        if year is None or not period or period.startswith(str(year))
    )


def register_page(session: Session, register: str, period: str) -> RegisterPage | None:
    """One register whole, or None when there is none."""
    last = session.scalar(
        select(NumberRegister.last_serial).where(NumberRegister.register == register, NumberRegister.period == period)
    )
    if last is None:
        return None
    is_cases = register.startswith(CASES)
    lines = _cases(session, register, period) if is_cases else _letters(session, register, period)
    there = {line.serial for line in lines}
    gaps = tuple(serial for serial in range(1, last + 1) if serial not in there)
    void = sum(line.void_reason is not None for line in lines)
    return RegisterPage(_row(register, period, last, (len(lines), len(there)), void), lines, gaps)


def _row(register: str, period: str, last: int, found: tuple[int, int], void: int) -> RegisterRow:
    """`found` is how many papers carry a serial, and how many different serials."""
    papers, serials = found
    return RegisterRow(register, period, last, papers, void, max(last - serials, 0), papers - serials)


def _counts(session: Session) -> dict[tuple[str, str], tuple[int, int]]:
    result = Document.result_register, Document.result_period, Document.result_serial
    prefix = func.substr(Case.case_no, 1, 6)
    day, serial = func.substr(Case.case_no, 7, 8), func.substr(Case.case_no, 15)
    statements = (
        _count(Document.register, Document.period, Document.serial),
        _count(*result).where(Document.result_serial.is_not(None)),
        _count(literal(CASES, String).concat(prefix), day, serial).where(Case.case_no.is_not(None)),
    )
    return {
        (register, period): (papers, serials)
        for statement in statements
        for register, period, papers, serials in session.execute(statement)
    }


def _count(register: Column, period: Column, serial: Column) -> Select[*tuple[Any, ...]]:
    return select(register, period, func.count(), func.count(serial.distinct())).group_by(register, period)


def _letters(session: Session, register: str, period: str) -> tuple[NumberLine, ...]:
    own = select(Document.id, Document.serial.label("serial"), Document.number.label("number")).where(
        Document.register == register, Document.period == period
    )
    result = select(Document.id, Document.result_serial, Document.result_number).where(
        Document.result_register == register, Document.result_period == period
    )
    papers = union_all(own, result).subquery()
    rows = session.execute(
        select(papers.c.serial, papers.c.number, Document.kind, Document.state, Document.dated_on,
               NumberVoid.reason, Account.username, NumberVoid.voided_at)
        .select_from(papers)
        .join(Document, Document.id == papers.c.id)
        .outerjoin(
            NumberVoid,
            (NumberVoid.register == register) & (NumberVoid.period == period) & (NumberVoid.serial == papers.c.serial),
        )
        .outerjoin(Account, Account.id == NumberVoid.voided_by)
        .order_by(papers.c.serial, papers.c.id)
    )  # fmt: skip
    return tuple(NumberLine(*row) for row in rows)


def _cases(session: Session, register: str, period: str) -> tuple[NumberLine, ...]:
    head = register.removeprefix(CASES) + period
    rows = session.execute(
        select(Case.case_no, Case.state, Case.receipt_on)
        .where(Case.case_no.startswith(head, autoescape=True), func.length(Case.case_no) == len(head) + _SERIAL_DIGITS)
        .order_by(Case.case_no)
    )
    return tuple(
        NumberLine(int(number[len(head) :]), number, "case", state, received_on, None, None, None)
        for number, state, received_on in rows
        if number is not None
    )
