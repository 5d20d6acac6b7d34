"""The operator's commands: each one use-case or one read."""

from __future__ import annotations

from flask import Flask

from app.cli import (
    audit,
    backup,
    calendar,
    catalogue,
    clock,
    demo,
    doctor,
    files,
    numbers,
    people,
    prepare,
    recompute,
    reconcile,
)


def install(app: Flask) -> None:
    """Register the commands."""
    for room in (audit, calendar, catalogue, clock, demo, files, numbers, people):
        app.cli.add_command(room.group)
    app.cli.add_command(prepare.prepare)
    app.cli.add_command(doctor.doctor)
    app.cli.add_command(reconcile.reconcile)
    app.cli.add_command(backup.backup)
    app.cli.add_command(backup.restore)
    clock.group.add_command(recompute.recompute)
