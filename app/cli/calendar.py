"""flask calendar show | preview | import."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app.foundation.reading import reading
from app.foundation.wallclock import local_day, now
from approvals.domain.refusals import Refusal
from approvals.queries.calendar_preview import preview_of
from approvals.usecases.calendar.propose_calendar import propose_calendar
from departments.domain.calendar_import import ImportRefused, Source, YearImport, decoded, marks_of_csv, take_year
from departments.domain.notice_text import read_notice
from departments.models.people import Account
from departments.queries.calendar import published_year
from departments.queries.people import actor_of, person

group = AppGroup("calendar", help="The working calendar: a year shown, a notice previewed, a notice proposed.")
_PATH = click.Path(exists=True, dir_okay=False, path_type=Path)


@group.command("show")
@click.argument("year", type=int)
def show(year: int) -> None:
    """Print the days of a year that are not what their weekday says."""
    with reading() as session:
        known = published_year(session, year)
    click.echo(f"{year}: {known.notice or 'no number'}" if known else f"{year}: provisional, no notice published")
    for entry in known.entries if known else ():
        click.echo(f"{entry.day} {'work' if entry.is_working else 'off '} {entry.name}")


@group.command("preview")
@click.argument("path", type=_PATH)
@click.option("--year", type=int, help="The year, where the file does not say it.")
@click.option("--notice", default="", help="The number of the notice, where the file does not say it.")
@click.option("--allow-earlier", is_flag=True, help="Count as if days could come earlier than what was told.")
def preview(path: Path, year: int | None, notice: str, allow_earlier: bool) -> None:
    """Say what publishing a notice (text, or .csv like the seed) would move. Nothing is written."""
    taken, _, _ = _read(path, year, notice)
    with reading() as session:
        found = preview_of(session, taken, allow_earlier, local_day(now()))
    click.echo(f"{taken.year} {taken.notice}: {len(taken.entries)} days, {len(found.days)} of them change")
    for total in found.totals:
        click.echo(f"{total.what.value:12} later {total.later:6} earlier {total.earlier:6} held {total.kept:6}")
    click.echo(f"{found.moved} deadlines move, {found.kept} are held, in {found.cases} cases")
    if taken.missing:
        click.echo(f"not mentioned: {'、'.join(taken.missing)}")


@group.command("import")
@click.argument("path", type=_PATH)
@click.option("--year", type=int)
@click.option("--notice", default="")
@click.option("--as", "username", required=True, help="The administrator who proposes it.")
def import_(path: Path, year: int | None, notice: str, username: str) -> None:
    """Propose a notice. A second administrator confirms it on the calendar's page."""
    taken, source, text = _read(path, year, notice)
    with reading() as session:
        account = session.scalar(select(Account.id).where(Account.username == username, Account.is_active))
        found = person(session, account) if account is not None else None
    if found is None:
        raise click.ClickException(f"nobody signs in as {username}")
    try:
        proposer = actor_of(found, frozenset())
        draft = propose_calendar(taken=taken, source=source, source_text=text, actor=proposer, now=now())
    except (Refusal, ImportRefused) as refused:
        raise click.ClickException(refused.code if isinstance(refused, Refusal) else str(refused)) from refused
    click.echo(f"proposed: /admin/calendar/drafts/{draft}")


def _read(path: Path, year: int | None, notice: str) -> tuple[YearImport, Source, str]:
    """The year in a file; ends the command with every fault at once."""
    text = decoded(path.read_bytes())
    if text is None:
        raise click.ClickException(f"{path.name}: the file is neither UTF-8 nor GB18030 text")
    try:
        if path.suffix.lower() == ".csv":
            marks, faults, told = marks_of_csv(text)
            year = year or max((mark.day.year for mark in marks), default=None)
            return take_year(year, notice or told, marks, faults), Source.CSV, text
        found = read_notice(text, year)
        return take_year(found.year, notice or found.notice, found.marks, found.faults), Source.TEXT, text
    except ImportRefused as refused:
        for fault in refused.faults:
            facts = " ".join(f"{name}={value}" for name, value in fault.params.items())
            click.echo(f"{path.name}: line {fault.line}: {fault.code} {facts}".rstrip(), err=True)
        click.echo(f"{len(refused.faults)} problems, nothing proposed", err=True)
        sys.exit(1)
