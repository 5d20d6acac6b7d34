"""flask people: what an operator does for a person who cannot help himself."""

from __future__ import annotations

import sys

import click
import structlog
from flask.cli import AppGroup

from app.foundation.wallclock import now
from approvals.domain.refusals import NotFound
from approvals.usecases.account.reset_second_factor import reset_second_factor
from departments.domain.actor import SYSTEM

group = AppGroup("people", help="People and their keys.")


@group.command("reset-totp")
@click.argument("username")
def reset_totp(username: str) -> None:
    """Take away the second factor of USERNAME and end every session; make sure first who is asking."""
    try:
        had = reset_second_factor(username=username, actor=SYSTEM, now=now())
    except NotFound:
        click.echo(f"nobody has the user name {username!r}", err=True)
        sys.exit(1)
    structlog.get_logger("people").info("second factor reset", username=username, had_one=had)
    told = "has no second factor any more" if had else "had no second factor"
    click.echo(f"{username} {told}; every session of this person has ended")
