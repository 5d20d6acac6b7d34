"""flask demo: the demo city, built through the use-cases."""

from __future__ import annotations

import json
from collections.abc import Callable

import click
from flask.cli import AppGroup

group = AppGroup("demo", help="The demo city.")


def build_city(say: Callable[[str], None]) -> None:
    """Build the demo city."""
    say("demo city")


@group.command("accounts")
def accounts() -> None:
    """Print the demo sign-ins as JSON."""
    click.echo(json.dumps([]))
