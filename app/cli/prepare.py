"""flask prepare: what a first start needs, and nothing that is already there."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade
from sqlalchemy import select

from app.cli.catalogue import OWN
from app.cli.demo import build_city
from app.foundation.installation import settings
from app.foundation.reading import reading
from app.foundation.wallclock import now
from departments.domain.actor import SYSTEM
from departments.domain.working_calendar import parse_calendar_csv
from departments.models.catalogue import CatalogueVersion
from departments.models.people import Account
from departments.usecases.publish_catalogue import publish_catalogue
from departments.usecases.seed_calendar import seed_calendar

CALENDAR = Path(OWN).with_name("calendar-2004-2026.csv")


@click.command("prepare")
@with_appcontext
def prepare() -> None:
    """Migrate the database, load calendar and catalogue, and build the demo city on the first start."""
    upgrade(directory=str(Path(current_app.root_path).parent / "migrations"))
    years = seed_calendar(entries=parse_calendar_csv(CALENDAR.read_text(encoding="utf-8")), now=now())
    if years:
        click.echo(f"calendar: {years} years loaded")
    with reading() as session:
        has_catalogue = session.scalar(select(CatalogueVersion.id).limit(1)) is not None
        has_people = session.scalar(select(Account.id).limit(1)) is not None
    if not has_catalogue:
        publish_catalogue(document=OWN.read_text(encoding="utf-8"), actor=SYSTEM, now=now())
        click.echo("catalogue: the first version is published")
    if settings().mode == "demo" and not has_people:
        build_city(click.echo)
