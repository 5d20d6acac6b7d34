from __future__ import annotations

from flask import Flask

from app.web.navigation import navigation, start_page, ways_of
from departments.domain.actor import Role


def test_rooms_that_are_not_built_are_left_out(shell: Flask) -> None:
    with shell.test_request_context("/"):
        assert [link.endpoint for link in navigation([])] == ["public.home", "public.guide", "public.verify"]


def test_a_person_with_two_roles_walks_both_ways_once() -> None:
    endpoints = [way.endpoint for way in ways_of([Role.EXAMINER, Role.HEAD, Role.STEWARD])]

    assert endpoints == [
        "department.queue", "department.stages", "department.prechecks", "promises.checks", "promises.broken",
        "supervision.bulletins", "steward.board", "steward.documents",
    ]  # fmt: skip


def test_a_deeper_page_names_the_entry_it_belongs_to(shell: Flask) -> None:
    with shell.test_request_context("/public/guide"):
        links = navigation([Role.APPLICANT], here="enterprise.projects")

    assert [link.is_here for link in links] == [True, False]


def test_everybody_begins_at_the_first_way_that_exists(shell: Flask) -> None:
    with shell.test_request_context("/"):
        assert start_page([Role.EXAMINER]) == "/department/queue"
        assert start_page([Role.ADMIN]) == "/"
