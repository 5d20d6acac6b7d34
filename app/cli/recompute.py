"""flask clock recompute: every open track, running case and open duty against its facts, and put right when asked."""

from __future__ import annotations

import sys

import click
from flask.cli import with_appcontext

from app.foundation.wallclock import now
from approvals.queries.truth import TRACK, Untrue
from approvals.usecases.clock.check_truth import check_truth
from approvals.usecases.clock.correct_truth import correct_truth
from departments.domain.actor import SYSTEM


@click.command("recompute")
@click.option(
    "--check", "fix", flag_value=False, default=False, help="Only say what differs (exit code 1 if anything)."
)
@click.option("--fix", "fix", flag_value=True, help="Put right what differs; each correction is an event of its case.")
@with_appcontext
def recompute(fix: bool) -> None:
    """Recompute the stored days of every open track, running case and open duty from their facts, as the workers do each night."""
    subject: str | None = TRACK
    after = looked_at = differing = 0
    while subject is not None:
        step = check_truth(subject=subject, after=after, actor=SYSTEM, now=now())
        for one in step.untrue:
            click.echo(in_words(one))
        if fix:
            for name, number in sorted({(one.subject, one.subject_id) for one in step.untrue}):
                correct_truth(subject=name, subject_id=number, actor=SYSTEM, now=now())
        looked_at, differing = looked_at + step.looked_at, differing + len(step.untrue)
        subject, after = step.subject, step.after
    done = "put right" if fix else "wrong"
    click.echo(f"{looked_at} tracks, cases and duties looked at, {differing or 'nothing'} {done}")
    sys.exit(1 if differing and not fix else 0)


def in_words(one: Untrue) -> str:
    """One difference: whose, what is stored, what the facts yield."""
    told = one.difference
    where = f"case {one.case_id}, {one.subject} {one.subject_id}"
    return f"{where}: {told.what} is {told.stored or 'nothing'}, the facts yield {told.computed or 'nothing'}"
