"""The fuller floor: hand-written psycopg that leaves the very rows that ours leaves, as few statements as they take."""

from __future__ import annotations

import hashlib
import json
import secrets

from tests.bench.floor import Floor
from tests.bench.town import NOW

Values = tuple[object, ...]


class SameRows(Floor):
    """Beside what the bare floor writes: papers and demands, every event, message, number, link and duty."""

    def many(self, table: str, columns: str, rows: list[Values]) -> None:
        """All rows of one table in one statement."""
        places = ", ".join(f"({', '.join(['%s'] * len(row))})" for row in rows)
        self.do(f"INSERT INTO {table} ({columns}) VALUES {places}", *(value for row in rows for value in row))

    def events(self, case: int, first: int, tags: list[str], track: int | None = None) -> None:
        rows: list[Values] = []
        for seq, tag in enumerate(tags, first):
            digest = hashlib.sha256(f"{case}{seq}{tag}".encode()).hexdigest()
            rows.append((case, seq, track, tag, NOW, "{}", digest, digest))
        self.many("case_event", "case_id, seq, track_id, tag, at, facts, previous_hash, hash", rows)

    def messages(self, keys: list[tuple[str, str]]) -> None:
        columns = "key, queue, kind, payload, created_at, due_at, next_attempt_at, attempts, last_error"
        rows: list[Values] = [(key, queue, "tell", "{}", NOW, NOW, NOW, 0, "") for key, queue in keys]
        self.many("outbox_message", columns, rows)

    def serials(self, *registers: str) -> list[int]:
        rows = ", ".join(["(%s, '2026', 1)"] * len(registers))
        statement = (
            f"INSERT INTO number_register (register, period, last_serial) VALUES {rows} ON CONFLICT (register, period)"
            " DO UPDATE SET last_serial = number_register.last_serial + 1 RETURNING last_serial"
        )
        return [row[0] for row in self.all(statement, *registers)]

    def letter(self, case: int, key: str, serial: int, tracks: list[int]) -> None:
        document = self.one(
            "INSERT INTO document (public_id, case_id, kind, register, period, serial, number, verify_code, facts,"
            " state, dated_on, created_at, failure) VALUES (%s, %s, 'licence_decision', 'same', '2026', %s, %s, %s, %s,"
            " 'queued', %s, %s, '') RETURNING id",
            key, case, serial, f"same {serial}", secrets.token_hex(8), json.dumps({"organ": "某局"}), NOW.date(), NOW,
        )[0]  # fmt: skip
        if tracks:
            self.many("document_track", "document_id, track_id", [(document, track) for track in tracks])

    def file(self) -> tuple[int, list[int]]:
        """Project, case and tracks, the one paper and who demands it, the receipt."""
        with self.connection.transaction():
            case, tracks = self.case_with_tracks()
            paper = self.one(
                "INSERT INTO case_material (public_id, case_id, material_code, is_required, supply, source_note)"
                " VALUES (%s, %s, 'M001', true, 'form', '') RETURNING id",
                secrets.token_hex(16), case,
            )[0]  # fmt: skip
            demands: list[Values] = [(track, paper, True, False) for track in tracks]
            self.many("material_demand", "track_id, case_material_id, is_required, is_upstream", demands)
            serial = self.serials("same", "same:case")[0]
            self.letter(case, f"same:rec{case}", serial, [])
            self.events(case, 1, ["drafted", "filed", "issued"])
            self.messages([(f"same:filed:{case}", "notice"), (f"same:receipt:{case}", "paper")])
        return case, tracks

    def accept(self, case: int, tracks: list[int]) -> None:
        with self.connection.transaction():
            self.one("SELECT id FROM approval_case WHERE id = %s FOR NO KEY UPDATE", case)
            self.do(
                "UPDATE track SET state = 'queued', version = 2, accepted_on = %s WHERE case_id = %s", NOW.date(), case
            )
            self.do("UPDATE approval_case SET state = 'in_review', event_count = 5 WHERE id = %s", case)
            self.letter(case, f"same:acc{case}", self.serials("same")[0], tracks)
            self.events(case, 4, ["accepted", "issued"])
            self.messages([(f"same:accepted:{case}", "notice"), (f"same:notice:{case}", "paper")])

    def propose(self, case: int, track: int, seq: int) -> None:
        with self.connection.transaction():
            self.move_in(case, track, seq, "proposed")
            self.outbox(f"same:proposed:{track}", "notice")

    def sign(self, case: int, track: int, seq: int) -> None:
        with self.connection.transaction():
            self.one("SELECT id FROM approval_case WHERE id = %s FOR NO KEY UPDATE", case)
            self.decision(track)
            self.letter(case, f"same:doc{track}", self.serials("same", "same:result")[0], [track])
            duty = "case_id, track_id, round, kind, due_on, next_alarm_at"
            self.many("duty", duty, [(case, track, 1, kind, NOW.date(), NOW) for kind in ("delivery", "publicity")])
            left = self.one("SELECT count(*) FROM track WHERE case_id = %s AND state <> 'granted'", case)[0]
            tags, keys = ["signed", "issued"], [(f"same:print:{track}", "paper"), (f"same:tell:{track}", "notice")]
            if not left:
                tags, keys = [*tags, "concluded"], [*keys, (f"same:end:{case}", "notice")]
            self.events(case, seq, tags, track)
            self.messages(keys)
            state, count = "in_review" if left else "concluded", seq + len(tags) - 1
            self.do("UPDATE approval_case SET state = %s, event_count = %s WHERE id = %s", state, count, case)

    def lifecycle(self) -> None:
        """One case from filing to its conclusion."""
        case, tracks = self.file()
        self.accept(case, tracks)
        seq = 6
        for track in tracks:
            with self.connection.transaction():
                self.move_in(case, track, seq, "in_review")
            self.propose(case, track, seq + 1)
            self.sign(case, track, seq + 2)
            seq += 4
