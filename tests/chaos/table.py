"""Every point at which somebody is made to die, and what makes somebody pass it (a method of `points.Street`).

A point of the unit of work is named with the use-case that opened it: one place in the code, many deaths.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

UNIT = ("unit.before_write", "unit.before_commit", "unit.after_commit")
BELL = (*UNIT, "unit.after_ring")


def _each(verbs: str, points: Sequence[str]) -> list[str]:
    return [f"{verb}: {point}" for verb in verbs.split() for point in points]


PLAN: tuple[tuple[str, list[str]], ...] = (
    ("decide", _each("claim", UNIT) + _each("propose sign", BELL)),
    ("decide", ["desk.carried_out", "bell.counted", "bell.after_enqueue", "job.begun", "job.performed"]),
    ("decide", ["answer.begun", "answer.found", "answer.drained", "answer.noted", "row.claimed", "row.carried_out"]),
    ("decide", ["letter.read", "letter.before_seal", "letter.made", "letter.kept"]),
    ("decide", ["file.before_flush", "file.after_flush", "file.before_rename", "file.after_rename"]),
    ("decide", ["mail.before_send", "mail.before_rename", "mail.after_rename", "mail.after_send"]),
    ("decide", ["text.before_send", "text.after_send"]),
    ("decide", _each("claim_messages finish_message print_document note_run", UNIT) + _each("tell_concerned", BELL)),
    ("file", _each("create_project draft_case", UNIT) + _each("supply_paper submit accept", BELL)),
    ("file", _each("settle_scan", UNIT)),
    ("file_old", _each("pause", BELL) + _each("raise_alarms", BELL)),
    ("watch file_old", ["sweep.found", *_each("queue_due", UNIT)]),
    ("night", ["chores.looked", *_each("open_chores seal_chains note_look check_truth", UNIT), "chore.part_done"]),
    ("night", ["seal.before_name", "seal.after_name", "seal.before_note"]),
    ("fail", ["row.before_giving_back", *_each("fail_message note_failure", UNIT)]),
    ("ring", ["timetable.before_ring", "timetable.after_ring"]),
)
POINTS: Mapping[str, str] = {point: provoked for provoked, points in PLAN for point in points}
NOT_PROVOKED = {"bundle.bound"}
"""Points whose effect nobody waits for: a bundle is ordered again with a click."""
