"""Numbers a letter and fixes its facts in the deciding transaction; a worker prints and seals it afterwards."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

from sqlalchemy import (
    CompoundSelect,
    Integer,
    Select,
    String,
    Table,
    bindparam,
    insert,
    literal,
    literal_column,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session

from app.foundation.installation import settings
from app.foundation.orm import UtcDateTime, public_id
from app.foundation.unit_of_work import note_for_rehearsal, write_last
from app.foundation.upserts import INSERTS
from app.foundation.wallclock import local_day
from approvals.domain.events import Tag
from approvals.domain.letters.frame import LetterFacts
from approvals.domain.letters.registry import LETTERS
from approvals.domain.numbering import NumberContext, format_number, register_key, verification_code, works_class
from approvals.domain.states import DocumentState
from approvals.models.cases import Track
from approvals.models.letters import Document, DocumentTrack, NumberRegister
from approvals.usecases.framing import CaseFile
from approvals.usecases.journal import post, record
from approvals.usecases.turns import last_turn, next_turn, turn_served
from departments.domain.actor import Actor
from departments.models.people import Department


@dataclass(frozen=True)
class Numbered:
    """What the register gave: merged into the facts of the letter."""

    number: str
    result_number: str | None
    verify_code: str
    verify_url: str

    @property
    def stamp(self) -> dict[str, Any]:
        """Keyword arguments of any letter: its number and where it can be verified."""
        return {"number": self.number, "verify_code": self.verify_code, "verify_url": self.verify_url}


class Unnumbered(Numbered):
    """A draft: neither number nor code, and a word where the number of the result will stand."""

    @property
    def stamp(self) -> dict[str, Any]:
        return {}


RESULT_COMES = "（签发时编号）"


Place = tuple[str, str, str, int]
"""Number, register, period and serial."""


@dataclass(frozen=True)
class Issued:
    """The new document, by the names others use for it."""

    id: int
    public_id: str
    number: str
    turn: int = 0


_REGISTER, _DOCUMENTS = cast(Table, NumberRegister.__table__), cast(Table, Document.__table__)


def _counting_up(
    insert_into: Callable[..., Any], rows: Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]
) -> Any:
    """Insert serial 1, or raise the one that is there: one statement, and the rows are locked by it in their order."""
    return (
        insert_into(_REGISTER)
        .from_select(["register", "period", "last_serial"], rows)
        .on_conflict_do_update(
            index_elements=[_REGISTER.c.register, _REGISTER.c.period],
            set_={"last_serial": _REGISTER.c.last_serial + 1},
        )
        .returning(_REGISTER.c.register, _REGISTER.c.period, _REGISTER.c.last_serial)
    )


def _row(number: int) -> Select[*tuple[Any, ...]]:
    """SQLite tells ON CONFLICT from a join condition only when a WHERE stands before it."""
    names = [bindparam(f"{name}_{number}", type_=String) for name in ("register", "period")]
    return select(*names, literal(1)).where(true())


_UPSERTS = {
    (dialect, rows): _counting_up(insert_into, union_all(*map(_row, range(rows))) if rows > 1 else _row(0))
    for dialect, insert_into in INSERTS.items()
    for rows in (1, 2)
}
_STORE = insert(_DOCUMENTS).returning(
    _DOCUMENTS.c.id,
    last_turn("paper", literal_column("document.case_id", Integer)).label("last_turn"),
    turn_served("paper", literal_column("document.created_at", UtcDateTime)).label("turn_served"),
)
"""Asked for with the row, because every letter is issued in a transaction that somebody waits for."""


def next_serial(session: Session, register: str, period: str) -> int:
    """The next serial of a register, never given twice: its row stays locked until the transaction ends."""
    return _next_serials(session, [(register, period)])[0]


def _next_serials(session: Session, keys: Sequence[tuple[str, str]]) -> list[int]:
    """The next serial of one or two registers in one statement; the same register twice gives two serials."""
    if len(set(keys)) < len(keys) or not keys:
        return [next_serial(session, *key) for key in keys]
    upsert = _UPSERTS[session.get_bind().dialect.name, len(keys)]
    names = {f"register_{n}": key[0] for n, key in enumerate(keys)} | {
        f"period_{n}": key[1] for n, key in enumerate(keys)
    }
    given = {(register, period): serial for register, period, serial in session.execute(upsert, names)}
    return [given[key] for key in keys]


def _context(file: CaseFile, organ: Department, day: dt.date) -> NumberContext:
    return NumberContext(
        day=day,
        region6=file.division.code[:6],
        department=organ.code,
        project_code=file.project.code,
        uscc=file.enterprise.uscc,
        kind2=works_class(file.catalogue.themes[file.case.theme_code].name_zh),
    )


def _assign(session: Session, context: NumberContext, patterns: Sequence[str]) -> list[Place]:
    keys = [register_key(pattern, context) for pattern in patterns]
    serials = _next_serials(session, [(key.register, key.period) for key in keys])
    return [
        (format_number(pattern, context, serial), key.register, key.period, serial)
        for pattern, key, serial in zip(patterns, keys, serials, strict=True)
    ]


def issue(
    session: Session,
    file: CaseFile,
    *,
    kind: str,
    organ: Department,
    build: Callable[[Numbered], LetterFacts],
    actor: Actor,
    now: dt.datetime,
    tracks: Collection[Track] = (),
    result_pattern: str | None = None,
) -> Issued:
    """Assign number and code, store the facts, and ask the paper worker to print; returns the new row.

    A commitment letter is the applicant's own and carries the case number instead of a number of the register.
    """
    place, *result = _numbers(session, file, organ, kind, result_pattern, local_day(now))
    result_number, *counted = result[0] if result else (None, None, None, None)
    only = next(iter(tracks)) if len(tracks) == 1 else None
    values = {
        "department_id": organ.id, "kind": kind, "item_code": only.item_code if only else None,
        "result_number": result_number, **_written(place[0], result_number, build),
        **dict(zip(("result_register", "result_period", "result_serial"), counted, strict=True)),
    }  # fmt: skip
    issued = _store(session, file.case.id, place, values, now)
    write_last(session, DocumentTrack, [{"document_id": issued.id, "track_id": track.id} for track in tracks])
    told = {"document": issued.id, "kind": kind, "number": issued.number}
    record(session, file.case, Tag.DOCUMENT_ISSUED, actor=actor, now=now, track=only, **told)
    key, share = f"print:document:{issued.id}", file.case.id
    post(session, queue="paper", kind="print", key=key, now=now, share=share, turn=issued.turn, document_id=issued.id)
    return issued


def issue_without_case(
    session: Session,
    context: NumberContext,
    organ: Department,
    kind: str,
    build: Callable[[Numbered], LetterFacts],
    now: dt.datetime,
) -> Issued:
    """As `issue`, for a letter among organs that no case has: nothing is written into a chain, the verb keeps its own row."""
    (place,) = _assign(session, context, [str(LETTERS[kind].number_pattern)])
    values = {"department_id": organ.id, "kind": kind, "result_number": None, **_written(place[0], None, build)}
    issued = _store(session, None, place, values, now)
    key = f"print:document:{issued.id}"
    post(session, queue="paper", kind="print", key=key, now=now, turn=issued.turn, document_id=issued.id)
    return issued


def _written(number: str, result_number: str | None, build: Callable[[Numbered], LetterFacts]) -> dict[str, Any]:
    """The facts for good, with the code of this letter; a rehearsal is given them without number and code."""
    code = verification_code(secrets.token_bytes(16))
    url = f"{settings().base_url}/verify?{urlencode({'n': number, 'c': code})}"
    facts = build(Numbered(number, result_number, code, url))
    note_for_rehearsal(lambda: build(Unnumbered("", RESULT_COMES if result_number else None, "", "")))
    return {"verify_code": code, "facts": facts.to_plain()}


def _numbers(
    session: Session, file: CaseFile, organ: Department, kind: str, result_pattern: str | None, day: dt.date
) -> list[Place]:
    """The number of a letter, without a pattern of its own the case number; then that of the result, where it has one."""
    can_count = result_pattern and (file.project.code or "{project_code}" not in result_pattern)
    result = [result_pattern] if result_pattern and can_count else []
    pattern = LETTERS[kind].number_pattern
    if pattern is not None:
        return _assign(session, _context(file, organ, day), [pattern, *result])
    register, number = f"{kind}:{file.case.case_no}", str(file.case.case_no)
    own = (number, register, "", next_serial(session, register, ""))
    return [own, *_assign(session, _context(file, organ, day), result)]


def _store(session: Session, case_id: int | None, place: Place, values: dict[str, Any], now: dt.datetime) -> Issued:
    """Write the row at once, because what follows names it by its id."""
    number, register, period, serial = place
    name = public_id()
    fixed = {
        "public_id": name, "case_id": case_id, "number": number, "register": register, "period": period,
        "serial": serial, "state": DocumentState.QUEUED, "dated_on": local_day(now), "created_at": now,
    }  # fmt: skip
    document_id, last, served = session.execute(_STORE, {**fixed, **values}).one()
    return Issued(document_id, name, number, next_turn(session, case_id, last, served))
