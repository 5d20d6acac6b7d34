"""flask doctor: in words, what is configured, reachable and missing."""

from __future__ import annotations

import sys

import click
from flask.cli import with_appcontext

from app.cli.doctor_checks import look_around
from app.foundation.installation import settings

SIGNS = {True: "ok", None: "note", False: "MISSING"}


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Say what is configured, reachable and missing; exit code 1 when something needed is missing."""
    found = look_around(settings())
    for one in found:
        click.echo(f"{SIGNS[one.well]:<8} {one.thing}: {one.words}")
    missing = [one.thing for one in found if one.well is False]
    if missing:
        click.echo(f"not ready: {', '.join(missing)}")
        sys.exit(1)
    click.echo("ready to work")
