"""The floor: the same minimal writes of one case by hand-written psycopg, one transaction per verb."""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import Any

import psycopg

from tests.bench.town import NOW

Row = dict[str, Any]


class Floor:
    """One connection that writes what a case must leave behind: states, events, outbox rows, documents."""

    def __init__(self, url: str) -> None:
        self.connection = psycopg.connect(url.replace("+psycopg", ""))
        with self.connection.transaction():
            self.project = self.one("SELECT id, enterprise_id, division_id FROM project ORDER BY id LIMIT 1")
            self.version = self.one("SELECT id FROM catalogue_version ORDER BY id DESC LIMIT 1")[0]
            self.departments = [
                row[0] for row in self.all("SELECT id FROM department WHERE code LIKE 'DB%%' ORDER BY id")
            ]
            self.people = [row[0] for row in self.all("SELECT id FROM account ORDER BY id LIMIT 2")]
        self.serial = 0

    def all(self, statement: str, *values: object) -> list[Any]:
        return self.connection.execute(statement.encode(), values).fetchall()

    def one(self, statement: str, *values: object) -> Any:
        return self.connection.execute(statement.encode(), values).fetchone()

    def do(self, statement: str, *values: object) -> None:
        self.connection.execute(statement.encode(), values)

    def event(self, case: int, seq: int, tag: str, track: int | None = None) -> None:
        digest = hashlib.sha256(f"{case}{seq}{tag}".encode()).hexdigest()
        self.do(
            "INSERT INTO case_event (case_id, seq, track_id, tag, at, facts, previous_hash, hash)"
            " VALUES (%s, %s, %s, %s, %s, '{}', %s, %s)",
            case, seq, track, tag, NOW, digest, digest,
        )  # fmt: skip

    def outbox(self, key: str, queue: str) -> None:
        self.do(
            "INSERT INTO outbox_message (key, queue, kind, payload, created_at, due_at, next_attempt_at, attempts, last_error)"
            " VALUES (%s, %s, 'tell', '{}', %s, %s, %s, 0, '')",
            key, queue, NOW, NOW, NOW,
        )  # fmt: skip

    def document(self, case: int, key: str) -> None:
        serial = self.one(
            "INSERT INTO number_register (register, period, last_serial) VALUES ('floor', '2026', 1)"
            " ON CONFLICT (register, period) DO UPDATE SET last_serial = number_register.last_serial + 1"
            " RETURNING last_serial"
        )[0]
        self.do(
            "INSERT INTO document (public_id, case_id, kind, register, period, serial, number, verify_code, facts,"
            " state, dated_on, created_at, failure) VALUES (%s, %s, 'licence_decision', 'floor', '2026', %s, %s, %s, %s,"
            " 'queued', %s, %s, '')",
            key, case, serial, f"floor {serial}", secrets.token_hex(8), json.dumps({"organ": "某局"}), NOW.date(), NOW,
        )  # fmt: skip

    def file(self) -> tuple[int, list[int]]:
        """Create the project and the case with its tracks."""
        with self.connection.transaction():
            case, tracks = self.case_with_tracks()
            self.event(case, 1, "filed")
            self.outbox(f"floor:filed:{case}", "notice")
        return case, tracks

    def case_with_tracks(self) -> tuple[int, list[int]]:
        _, enterprise, division = self.project
        project = self.one(
            "INSERT INTO project (public_id, enterprise_id, division_id, theme_code, name, place, green_channel, created_at)"
            " VALUES (%s, %s, %s, 'T', 'floor', '', '', %s) RETURNING id",
            secrets.token_hex(16), enterprise, division, NOW,
        )[0]  # fmt: skip
        case = self.one(
            "INSERT INTO approval_case (public_id, project_id, catalogue_version_id, theme_code, stage_code, state,"
            " answers, version, consents_upstream, truth_declared, created_at, event_count, chain_head)"
            " VALUES (%s, %s, %s, 'T', 'S', 'filed', '{}', 1, true, true, %s, 1, '') RETURNING id",
            secrets.token_hex(16), project, self.version, NOW,
        )[0]  # fmt: skip
        tracks = [
            self.one(
                "INSERT INTO track (public_id, case_id, project_id, department_id, item_code, state, version, round,"
                " statutory_unit, counts_from, is_deferred, is_deemed, deadline_version, light, last_move_at, last_move)"
                " VALUES (%s, %s, %s, %s, %s, 'filed', 1, 1, 'WD', 'acceptance', false, false, 1, '', %s, '') RETURNING id",
                secrets.token_hex(16), case, project, department, f"B{number}", NOW,
            )[0]
            for number, department in enumerate(self.departments)
        ]  # fmt: skip
        return case, tracks

    def accept(self, case: int) -> None:
        with self.connection.transaction():
            self.one("SELECT id FROM approval_case WHERE id = %s FOR NO KEY UPDATE", case)
            self.do(
                "UPDATE track SET state = 'queued', version = 2, accepted_on = %s WHERE case_id = %s", NOW.date(), case
            )
            self.do("UPDATE approval_case SET state = 'in_review', event_count = 2 WHERE id = %s", case)
            self.document(case, f"acc{case}")
            self.event(case, 2, "accepted")
            self.outbox(f"floor:accepted:{case}", "notice")

    def move(self, case: int, track: int, seq: int, state: str) -> None:
        with self.connection.transaction():
            self.move_in(case, track, seq, state)

    def move_in(self, case: int, track: int, seq: int, state: str) -> None:
        """The move itself, inside a transaction."""
        self.one("SELECT id FROM approval_case WHERE id = %s FOR NO KEY UPDATE", case)
        self.do("UPDATE track SET state = %s, version = version + 1 WHERE id = %s", state, track)
        self.do("UPDATE approval_case SET event_count = %s WHERE id = %s", seq, case)
        self.event(case, seq, state, track)
        if state == "proposed":
            self.do(
                "INSERT INTO proposal (track_id, round, outcome, findings, reasons, basis, reapply, conditions,"
                " proposed_by, proposed_at, returned_because) VALUES (%s, 1, 'grant', 'x', '', '', '', '', %s, %s, '')",
                track, self.people[0], NOW,
            )  # fmt: skip

    def sign(self, case: int, track: int, seq: int) -> None:
        with self.connection.transaction():
            self.one("SELECT id FROM approval_case WHERE id = %s FOR NO KEY UPDATE", case)
            self.decision(track)
            self.document(case, f"doc{track}")
            self.event(case, seq, "signed", track)
            self.outbox(f"floor:print:{track}", "paper")
            self.outbox(f"floor:tell:{track}", "notice")
            left = self.one("SELECT count(*) FROM track WHERE case_id = %s AND state <> 'granted'", case)[0]
            state = "in_review" if left else "concluded"
            self.do("UPDATE approval_case SET state = %s, event_count = %s WHERE id = %s", state, seq, case)

    def decision(self, track: int) -> None:
        proposal = self.one("UPDATE proposal SET signed_at = %s WHERE track_id = %s RETURNING id", NOW, track)[0]
        self.do(
            "INSERT INTO decision (track_id, round, proposal_id, outcome, proposer_id, signer_id, signed_at, decided_on)"
            " VALUES (%s, 1, %s, 'grant', %s, %s, %s, %s)",
            track, proposal, self.people[0], self.people[1], NOW, NOW.date(),
        )  # fmt: skip
        self.do("UPDATE track SET state = 'granted', decided_on = %s WHERE id = %s", NOW.date(), track)

    def lifecycle(self) -> None:
        """One case from filing to its conclusion."""
        case, tracks = self.file()
        self.accept(case)
        seq = 2
        for track in tracks:
            for state in ("in_review", "proposed"):
                seq += 1
                self.move(case, track, seq, state)
            seq += 1
            self.sign(case, track, seq)
