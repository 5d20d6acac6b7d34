"""flask demo: the demo city's sign-ins."""

from __future__ import annotations

import json
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from app.cli.demo_accounts import demo_accounts
from app.foundation.installation import settings
from app.foundation.schema import newest, stands_at

group = AppGroup("demo", help="The demo city.")


@group.command("accounts")
def accounts() -> None:
    """Print the demo sign-ins as JSON; an installation that is no demo has none.

    Exit code 1 with one sentence while there is no database to read them from.
    """
    is_demo = settings().mode == "demo"
    if is_demo and (absent := _not_built()):
        raise click.ClickException(absent)
    click.echo(json.dumps(demo_accounts() if is_demo else [], ensure_ascii=False, indent=1))


def _not_built() -> str:
    """Why the accounts cannot be read yet; nothing when they can."""
    url = make_url(settings().database_url)
    build = "start it once with make run, or build it with flask --app wsgi prepare"
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return f"the demo city is not built yet; {build}"  # asking SQLite would leave an empty file behind
    try:
        revision = stands_at()
    except SQLAlchemyError as error:
        return f"the database cannot be reached: {str(error.__cause__ or error).splitlines()[0]}"
    if revision is None:
        return f"the demo city is not built yet; {build}"
    return "" if revision == newest() else f"the database is migrated to {revision}, not {newest()}; {build}"
