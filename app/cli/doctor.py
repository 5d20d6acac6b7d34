"""flask doctor: in words, what is configured, reachable and missing."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Say what is configured, reachable and missing."""
    click.echo(f"mode: {current_app.extensions['binglian.settings'].mode}")
