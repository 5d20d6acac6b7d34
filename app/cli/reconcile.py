"""flask reconcile: every count that must be 0, walked through now and not by night."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any

import click
from flask.cli import with_appcontext

from app.adapters.chain_keys import NoSealKey
from app.adapters.looking import means
from app.foundation.reading import reading
from app.foundation.wallclock import now
from approvals.queries.reconciliations import BY_NAME, RECONCILIATIONS, State, Walk
from approvals.queries.truth import TRACK
from approvals.usecases.clock.check_truth import check_truth
from approvals.usecases.operations.note_look import note_look
from departments.domain.actor import SYSTEM

WHAT_TO_DO = {
    "due_not_done": "start the workers and the timetable; dead rows are retried on the jobs page, with their reason;"
    " what is missed while they work has lost its stored look: flask clock recompute --fix",
    "letters_not_issued": "mend what the reason names: a key service, its token; the letters then go out by themselves",
    "files_not_looked_at": "bring the scanner back, as the reason says; the files are then looked through by themselves",
    "decided_without_document": "look at the item's events; the letter of a decision is numbered in the same transaction",
    "late_without_alarm": "start the clock worker; if it runs, flask clock recompute --fix and look at its last error",
    "rows_without_file": "bring the named files back from a backup: their bytes are lost here",
    "files_without_row": "leftovers of a crash: they harm nobody, and may be removed once a backup exists",
    "truth": "flask clock recompute --fix puts them right, with an event in each case",
    "audit": "flask audit verify names case and event; compare with a backup before anything is changed",
}


@click.command("reconcile")
@click.option("--only", type=click.Choice(sorted(BY_NAME)), help="Only this one.")
@with_appcontext
def reconcile(only: str | None) -> None:
    """Count everything that must be 0, name the first of what is found and say what to do; exit code 1 if anything.

    Page, doctor, /readyz and metrics show what was found, as they show what the last night found.
    """
    try:
        counts = dict(_shown(only))
    except NoSealKey as absent:
        raise click.ClickException(f"no key to verify the seals with: {absent}") from None
    wrong = sum(counts[one.name] for one in RECONCILIATIONS if one.name in counts and one.harms)
    click.echo(f"{wrong or 'nothing'} wrong")
    sys.exit(1 if wrong else 0)


def _shown(only: str | None) -> Iterator[tuple[str, int]]:
    for state in walked(only):
        _keep(state)
        for name, found in state["counts"].items():
            if only and name != only:
                continue
            click.echo(f"{found:>8}  {name.replace('_', ' ')}")
            for one in state.get("first", {}).get(name, ()):
                click.echo(f"          - {in_words(one)}")
            if found:
                click.echo(f"          {WHAT_TO_DO[name]}")
            yield name, found


def _keep(state: State) -> None:
    """What walks found until now stands where every operator sees it; what one statement answers is asked anew anyway."""
    subject: str | None = TRACK if "truth" in state["counts"] else None
    after = 0
    while subject is not None:  # a difference is a finding with a button of its own
        step = check_truth(subject=subject, after=after, actor=SYSTEM, now=now())
        subject, after = step.subject, step.after
    counts = {name: found for name, found in state["counts"].items() if name == "truth" or BY_NAME[name].ask is None}
    first = {name: {"first": found} for name, found in state.get("first", {}).items() if name != "truth"}
    note_look(counts=counts, facts=first, actor=SYSTEM, now=now())


def walked(only: str | None = None) -> Iterator[State]:
    """Each walk to its end, every part in a reading of its own; what one walk counts together is walked once."""
    walks: dict[Walk, None] = {one.walk: None for one in RECONCILIATIONS if only in (None, one.name)}
    for walk in walks:
        state: State = {"counts": {}}
        more = True
        while more:
            with reading(at_one_moment=True) as session:
                more = walk(session, means(), state, now())
        yield state


def in_words(one: Mapping[str, Any]) -> str:
    """One thing found: which, of what, what is the matter, and why."""
    rest = " ".join(f"{key} {one[key]}" for key in ("seq", "seal") if one.get(key) is not None)
    said = " ".join(part for part in (one["name"], one.get("item", ""), one["what"].replace("_", " "), rest) if part)
    return f"{said}: {one['why']}" if one.get("why") else said
