"""flask files: what lies in the store against the rows."""

from __future__ import annotations

import sys

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from app.adapters.file_shelves import FileShelves
from app.foundation.reading import reading
from app.foundation.wallclock import now
from approvals.queries.stored_files import SHELVES, YOUNG, compare_shelf

group = AppGroup("files", help="Stored files against their rows.")


@group.command("check")
@with_appcontext
def check() -> None:
    """Name every row without a file (bytes are lost: exit code 1) and every file without a row (left by a crash)."""
    shelves: FileShelves = current_app.extensions["binglian.shelves"]
    orphans = lost = 0
    moment = now()
    for shelf in SHELVES:
        with reading() as session:
            seen = compare_shelf(session, shelves, shelf, moment)
        for sha256 in seen.files_without_row:
            click.echo(f"file without a row: {sha256}")
        for sha256 in seen.rows_without_file:
            click.echo(f"row without a file: {sha256}")
        orphans, lost = orphans + len(seen.files_without_row), lost + len(seen.rows_without_file)
    halves = shelves.leftovers(moment - YOUNG)
    click.echo(f"{lost} rows without a file, {orphans} files without a row, {len(halves)} halves of uploads")
    sys.exit(1 if lost else 0)
