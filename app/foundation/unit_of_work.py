"""One commit or a rollback; after the commit the bells that the outbox rows ask for are rung."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache, wraps
from typing import Any, ParamSpec, TypeVar, cast

from flask import current_app
from sqlalchemy import (
    Column,
    ColumnDefault,
    ColumnElement,
    Connection,
    Insert,
    String,
    Table,
    bindparam,
    insert,
    literal,
    select,
    union_all,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.foundation.clashes import constraint_of
from app.foundation.crash_points import crash_point
from app.foundation.database import WRITING, db
from app.foundation.orm import Base

P = ParamSpec("P")
R = TypeVar("R")
RING = "binglian.ring"
REFUSAL_FOR = "binglian.refusal_for"
"""What tells, for the name of a constraint, how whoever ran into it is refused."""
_LAST = "written_last"
_open: ContextVar[bool] = ContextVar("unit_of_work_open", default=False)
_rehearsed: ContextVar[list[Any] | None] = ContextVar("rehearsed", default=None)


class NestedUnitOfWork(RuntimeError):
    """A use-case called another one: their effects could no longer be one transaction."""


class LeftInside(RuntimeError):
    """Something was sent, printed or sealed while a transaction was open that may still be rolled back."""


def leaves_the_house(act: Callable[P, R]) -> Callable[P, R]:
    """Mark what does something outside the database: inside a unit of work it refuses, whoever called it and however."""

    @wraps(act)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R:
        if _open.get():
            raise LeftInside(f"{act.__qualname__} was called inside a unit of work")
        return act(*args, **kwargs)

    return checked


def write_last(session: Session, model: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Have rows that nobody in this unit of work reads back written at its end, all of one table in one statement.

    They are written in the order in which they were given, after everything else, so that they may refer to it.
    """
    if rows:
        session.info.setdefault(_LAST, {}).setdefault(model, []).extend(rows)


@cache
def _insert_into(model: type[Base], *, many: bool) -> Insert:
    """Of many rows something is asked back: only then are they one statement, else each is sent by itself."""
    table = cast(Table, model.__table__)
    return insert(table).returning(*table.primary_key) if many else insert(table)


def _write(session: Session) -> None:
    session.flush()
    waiting: dict[type[Base], list[dict[str, Any]]] = session.info.pop(_LAST, {})
    connection = session.connection()
    shape = tuple((model, tuple(rows[0]), len(rows)) for model, rows in waiting.items())
    if len(shape) > 1 and connection.dialect.name == "postgresql" and all(_fits(*one) for one in shape):
        _write_at_once(connection, shape, waiting)
        return
    for model, rows in waiting.items():
        many = len(rows) > 1
        connection.execute(_insert_into(model, many=many), rows if many else rows[0])


_MOST = 64
"""As many rows of one table as go into the statement of several tables."""
_Shape = tuple[tuple[type[Base], tuple[str, ...], int], ...]


def _fits(model: type[Base], given: tuple[str, ...], count: int) -> bool:
    """Whether rows like these can go with those of other tables: what would be made for each row must be given."""
    made = (
        one for one in cast(Table, model.__table__).columns if one.default is not None and not one.default.is_scalar
    )
    return count <= _MOST and all(one.key in given for one in made)


def _write_at_once(connection: Connection, shape: _Shape, waiting: dict[type[Base], list[dict[str, Any]]]) -> None:
    """Rows of several tables in one statement: each journey to the database costs as much as what it carries."""
    values = {
        _name(place, number, key): value
        for place, rows in enumerate(waiting.values())
        for number, row in enumerate(rows)
        for key, value in row.items()
    }
    connection.execute(_insert_into_all(shape), values)


def _name(place: int, number: int, key: str) -> str:
    return f"v{place}_{number}_{key}"


@lru_cache(maxsize=512)
def _insert_into_all(shape: _Shape) -> Insert:
    """The last table's insert with those of the others before it; PostgreSQL looks at references when all are done."""
    *others, last = (_insert_rows(place, *one) for place, one in enumerate(shape))
    for place, one in enumerate(others):
        last = last.add_cte(one.cte(f"w{place}"))
    return last


def _insert_rows(place: int, model: type[Base], given: tuple[str, ...], count: int) -> Insert:
    table = cast(Table, model.__table__)
    fixed = {
        one.key: one.default.arg for one in table.c if isinstance(one.default, ColumnDefault) and one.key not in given
    }
    keys = [*given, *fixed]
    rows = [
        select(*(_typed(table.c[key], bindparam(_name(place, number, key), type_=table.c[key].type)) for key in given),
               *(_typed(table.c[key], literal(value, table.c[key].type)) for key, value in fixed.items()))
        for number in range(count)
    ]  # fmt: skip
    return insert(table).from_select(keys, union_all(*rows) if count > 1 else rows[0], include_defaults=False)


def _typed(column: Column[Any], value: Any) -> ColumnElement[Any]:
    """A value in a select has a type of its own. Text stays as long as it is: what is too long is refused, not cut."""
    is_text = isinstance(column.type, String)
    return sql_cast(value, String() if is_text else column.type)


@contextmanager
def rehearsal() -> Iterator[list[Any]]:
    """Units of work inside do all they do and leave nothing: rolled back at their end, no bell is rung.

    Yields what was noted meanwhile: the letters that a verb would send, as it would send them. Within another
    rehearsal it is the same one.
    """
    outer = _rehearsed.get()
    noted: list[Any] = [] if outer is None else outer
    token = _rehearsed.set(noted)
    try:
        yield noted
    finally:
        _rehearsed.reset(token)


def note_for_rehearsal(make: Callable[[], Any]) -> None:
    """Keep what `make` makes for whoever rehearses; nothing when it is earnest."""
    noted = _rehearsed.get()
    if noted is not None:
        noted.append(make())


def _refusal(clash: IntegrityError) -> Exception | None:
    refusal_for: Callable[[str], Exception | None] | None = current_app.extensions.get(REFUSAL_FOR)
    return refusal_for(constraint_of(clash)) if refusal_for is not None else None


def _ring(bells: set[str]) -> None:
    ring: Callable[[set[str]], None] | None = current_app.extensions.get(RING)
    if bells and ring is not None:
        ring(bells)
        crash_point("unit.after_ring")


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """A writing session: committed at the end, rolled back on any exception, never nested.

    Rows are written once, at the end (autoflush is off): a use-case that must read what it has just written flushes.

    A row that a table refuses because another was quicker raises the refusal that the house has for it, by name.

    Queues named in `session.info["bells"]` are rung after the commit; a bell that cannot ring (no
    Redis) is not an error, because the outbox row is already stored and the timetable rings again.
    """
    if _open.get():
        raise NestedUnitOfWork("a unit of work is already open")
    token = _open.set(True)
    session = Session(db.engine.execution_options(**WRITING), expire_on_commit=False, autoflush=False)
    try:
        with session, session.begin() as transaction:
            yield session
            crash_point("unit.before_write")
            _write(session)
            crash_point("unit.before_commit")
            if _rehearsed.get() is not None:
                transaction.rollback()
                session.info.pop("bells", None)
        bells: set[str] = session.info.get("bells", set())
    except IntegrityError as clash:
        refusal = _refusal(clash)
        if refusal is None:
            raise
        raise refusal from clash
    finally:
        _open.reset(token)
    crash_point("unit.after_commit")
    _ring(bells)
