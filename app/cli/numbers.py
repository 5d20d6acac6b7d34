"""flask numbers: the registers of document numbers, and the one way to strike a number out."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import select

from app.foundation.reading import reading
from app.foundation.wallclock import now
from approvals.domain.refusals import Refusal
from approvals.queries.number_register import NumberLine, RegisterPage, RegisterRow, register_page, registers
from approvals.usecases.letters.void_number import void_number
from departments.domain.actor import Actor
from departments.models.people import Account
from departments.queries.people import actor_of, person

group = AppGroup("numbers", help="Registers of document numbers.")


@group.command("list")
@click.option("--register", "text", default="", help="Only registers whose pattern holds this text, e.g. 章审受.")
@click.option("--year", type=int, help="Only registers of this year.")
@with_appcontext
def show(text: str, year: int | None) -> None:
    """Every serial with its paper, state and, when void, who struck it out and why; exit code 1 when one is missing."""
    with reading() as session:
        found = registers(session, text, year)
        pages = [register_page(session, row.register, row.period) for row in found]
    for page in pages:
        if page is not None:
            _page(page)
    _totals(found)


@group.command("check")
@with_appcontext
def check() -> None:
    """One line per register; exit code 1 when a serial is missing or carried by two papers."""
    with reading() as session:
        found = registers(session)
    for row in found:
        click.echo(_head(row))
    _totals(found)


@group.command("void")
@click.argument("number")
@click.option("--reason", required=True, help="Why the number is wrong; kept in the register.")
@click.option("--by", "username", required=True, help="User name of the administrator who answers for it.")
@with_appcontext
def void(number: str, reason: str, username: str) -> None:
    """Strike out NUMBER and the paper that carries it; it is never given again. Not for what has been served."""
    try:
        struck = void_number(number=number, reason=reason, actor=_administrator(username), now=now())
    except Refusal as refused:
        click.echo(f"refused: {refused.code}", err=True)
        sys.exit(1)
    for one in struck:
        click.echo(f"void: {one}")


def _administrator(username: str) -> Actor:
    with reading() as session:
        account = session.scalar(select(Account.id).where(Account.username == username))
        who = person(session, account) if account is not None else None
    return actor_of(who, frozenset()) if who else Actor(None, username, frozenset(), frozenset())


def _page(page: RegisterPage) -> None:
    click.echo(_head(page.row))
    for line in page.lines:
        click.echo(
            f"  {line.serial:>6}  {line.number}  {line.what}  {line.state}  {line.dated_on or ''}{_struck(line)}"
        )
    if page.gaps:
        click.echo(f"  missing: {', '.join(map(str, page.gaps))}")


def _struck(line: NumberLine) -> str:
    if line.void_reason is None or line.voided_at is None:
        return ""
    return f"  VOID by {line.voided_by} {line.voided_at:%Y-%m-%d %H:%M} UTC: {line.void_reason}"


def _head(row: RegisterRow) -> str:
    return (
        f"{row.register} {row.period or '(never restarts)'}: last {row.last_serial}, given {row.given}, "
        f"void {row.void}, gaps: {row.missing}, repeated: {row.repeated}"
    )


def _totals(found: tuple[RegisterRow, ...]) -> None:
    given, void = sum(row.given for row in found), sum(row.void for row in found)
    missing, repeated = sum(row.missing for row in found), sum(row.repeated for row in found)
    click.echo(f"{len(found)} registers, {given} numbers, void: {void}, gaps: {missing}, repeated: {repeated}")
    sys.exit(1 if missing or repeated else 0)
