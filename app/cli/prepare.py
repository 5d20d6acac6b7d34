"""flask prepare: what a first start needs, and nothing that is already there."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext
from flask_migrate import downgrade, upgrade
from sqlalchemy import select

from app.adapters.backups import CopyFailed, make_backup
from app.cli.catalogue import OWN
from app.cli.demo_city import build_city
from app.foundation.first_start import unfinished
from app.foundation.installation import settings
from app.foundation.reading import reading
from app.foundation.schema import MIGRATIONS, is_behind, newest, stands_at
from app.foundation.wallclock import now
from departments.domain.actor import SYSTEM
from departments.domain.working_calendar import parse_calendar_csv
from departments.models.calendar import CalendarYear
from departments.models.catalogue import CatalogueVersion
from departments.models.people import Account
from departments.usecases.publish_catalogue import publish_catalogue
from departments.usecases.seed_calendar import seed_calendar

CALENDAR = Path(OWN).with_name("calendar-2004-2026.csv")


@click.command("prepare")
@click.option("--without-backup", is_flag=True, help="Migrate a database with data although it cannot be copied first.")
@with_appcontext
def prepare(without_backup: bool) -> None:
    """Migrate the database (a copy of it first), load calendar and catalogue, build the demo city on the first start."""
    _refuse_newer(stands_at())
    if unfinished(settings()).exists():
        _begin_again()
    stands = stands_at()
    if stands not in (None, newest()) and not without_backup:
        _copy_first(str(stands))
    if stands != newest():
        _migrate()
    with reading() as session:
        known_years = set(session.scalars(select(CalendarYear.year)))
        has_catalogue = session.scalar(select(CatalogueVersion.id).limit(1)) is not None
        has_people = session.scalar(select(Account.id).limit(1)) is not None
    entries = parse_calendar_csv(CALENDAR.read_text(encoding="utf-8"))
    if not {entry.day.year for entry in entries} <= known_years:
        click.echo(f"calendar: {seed_calendar(entries=entries, now=now())} years loaded")
    if not has_catalogue:
        publish_catalogue(document=OWN.read_text(encoding="utf-8"), actor=SYSTEM, now=now())
        click.echo("catalogue: the first version is published")
    if settings().mode == "demo" and not has_people:
        _demo()


def _refuse_newer(stands: str | None) -> None:
    """Before anything is copied: there is no way back from a schema that this program does not know."""
    if stands != newest() and not is_behind(stands):
        raise click.ClickException(
            f"nothing was done: the database was migrated to {stands} by a newer program; this one knows {newest()} at most, "
            "so start the newer one"
        )


def _begin_again() -> None:
    """What a demo can build again goes; of an installation that is none any more nobody knows what else is in there."""
    if settings().mode == "demo":
        click.echo("an earlier first start was interrupted: its half-built demo city is taken down")
        downgrade(directory=str(MIGRATIONS), revision="base")
    else:
        click.echo(
            "an earlier first start of a demo city was interrupted: this is no demo any more, so what it built stays"
        )
        unfinished(settings()).unlink()


def _migrate() -> None:
    """Each migration is one transaction: what fails leaves the database as it was before it."""
    try:
        upgrade(directory=str(MIGRATIONS))
    except Exception:
        click.echo(
            f"the migration failed and was taken back: the database stands at {stands_at() or 'nothing'}, whole; "
            "start nothing that is newer, mend the cause, run this again",
            err=True,
        )
        raise


def _copy_first(stands: str) -> None:
    """The database as it stood, beside the files that a migration does not touch."""
    moment = now()
    target = settings().home / "backups" / f"{stands}-before-{newest()}-{moment:%Y%m%dT%H%M%S}"
    try:
        facts = make_backup(settings(), target, moment, database_only=True)["facts"]
    except CopyFailed as failed:
        raise click.ClickException(f"not migrated, because no backup could be made first: {failed}") from None
    click.echo(f"backup: {target}, {sum(facts['rows'].values())} rows")


def _demo() -> None:
    """The city, on the first start; told again from the beginning when that start was interrupted."""
    click.echo("demo city: some months of its life are being told, this takes half a minute")
    begun = unfinished(settings())
    begun.touch()
    build_city(click.echo, now())
    begun.unlink()
