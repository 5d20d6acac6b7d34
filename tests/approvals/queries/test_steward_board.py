"""The board of the steward, read on chosen days."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from app.foundation.reading import reading
from approvals.queries.standings import Standing
from approvals.queries.steward_board import Board, BoardFilter, steward_board
from departments.domain.actor import Actor
from tests.factories.main_job import MONDAY, accept_all, file_case, the_cast
from tests.factories.story import WEEK_ON, week_on
from tests.support.statements import statements_of

pytestmark = pytest.mark.starts_from.with_args(week_on)


def board_of(actor: Actor, *, today: dt.date = WEEK_ON, **wanted: str) -> Board:
    with reading() as session:
        return steward_board(session, actor, BoardFilter(**wanted), today=today)


def test_a_project_stands_against_every_department_that_has_an_item_of_it(in_app: Flask) -> None:
    board = board_of(the_cast().guan)
    assert {column.code for column in board.columns} == {"FGW", "ZRZY", "STHJ", "SW", "GAJJ", "WL"}
    assert [row.name for row in board.rows] == ["章丘国际建材家居城"]


def test_a_cell_shows_the_most_urgent_of_its_items(in_app: Flask) -> None:
    board = board_of(the_cast().guan)
    reform = next(column for column in board.columns if column.code == "FGW")
    cell = board.rows[0].cells[reform.id]
    assert (cell.count, cell.standing) == (2, Standing.ON)


def test_a_department_that_is_done_says_so(in_app: Flask) -> None:
    board = board_of(the_cast().guan)
    ecology = next(column for column in board.columns if column.code == "STHJ")
    assert board.rows[0].cells[ecology.id].standing is Standing.DONE


def test_past_the_law_is_louder_than_past_the_promise(in_app: Flask) -> None:
    board = board_of(the_cast().guan, today=dt.date(2026, 6, 30))
    assert {cell.standing for cell in board.rows[0].cells.values()} == {Standing.OVER, Standing.DONE}
    assert board.overdue == 5


def test_another_steward_sees_an_empty_board(in_app: Flask) -> None:
    board = board_of(the_cast().zhao)
    assert (board.projects, board.rows, board.columns) == (0, (), ())


@pytest.mark.parametrize(
    ("wanted", "rows"),
    [
        ({"words": "明泉"}, 1),
        ({"words": "别的"}, 0),
        ({"stage": "S1"}, 1),
        ({"stage": "S4"}, 0),
        ({"standing": "over"}, 0),
    ],
)
def test_the_board_is_filtered_by_words_stage_and_standing(in_app: Flask, wanted: dict[str, str], rows: int) -> None:
    board = board_of(the_cast().guan, **wanted)
    assert (len(board.rows), board.projects) == (rows, 1)


def test_the_number_of_statements_does_not_grow_with_the_projects(in_app: Flask) -> None:
    cast = the_cast()
    before = statements_of(lambda: board_of(cast.guan))
    for number in range(3):
        accept_all(cast, file_case(cast, name=f"第{number}个项目"), day=MONDAY)
    assert len(statements_of(lambda: board_of(cast.guan))) == len(before)
