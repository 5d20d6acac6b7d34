"""flask demo: the demo city's sign-ins."""

from __future__ import annotations

import json

import click
from flask.cli import AppGroup

from app.cli.demo_accounts import demo_accounts
from app.foundation.installation import settings

group = AppGroup("demo", help="The demo city.")


@group.command("accounts")
def accounts() -> None:
    """Print the demo sign-ins as JSON; an installation that is no demo has none."""
    listed = demo_accounts() if settings().mode == "demo" else []
    click.echo(json.dumps(listed, ensure_ascii=False, indent=1))
