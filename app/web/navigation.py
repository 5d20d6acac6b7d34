"""The way around, as data: what each audience finds in the main navigation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask import current_app, request, url_for
from flask_babel import gettext

from app.web.presenters.marking import N_
from departments.domain.actor import Role


@dataclass(frozen=True)
class Way:
    """One entry: where it leads and what it is called (a Chinese msgid)."""

    endpoint: str
    words: str


@dataclass(frozen=True)
class Link:
    """An entry ready to be shown."""

    url: str
    words: str
    endpoint: str
    is_here: bool


PUBLIC = (
    Way("public.home", N_("首页")),
    Way("public.guide", N_("办事指南")),
    Way("public.plan", N_("要办什么")),
    Way("public.calculator", N_("算日子")),
    Way("public.progress", N_("查进度")),
    Way("public.verify", N_("验真")),
)
BY_ROLE: dict[Role, tuple[Way, ...]] = {
    Role.APPLICANT: (
        Way("enterprise.projects", N_("我的项目")),
        Way("enterprise.todo", N_("待办")),
        Way("enterprise.documents", N_("批文")),
        Way("companies.mine", N_("企业档案")),
        Way("public.guide", N_("办事指南")),
    ),
    Role.WINDOW: (Way("window.inbox", N_("收件")), Way("promises.broken", N_("违诺"))),
    Role.EXAMINER: (
        Way("department.queue", N_("审查")),
        Way("department.stages", N_("牵头")),
        Way("department.prechecks", N_("预看")),
        Way("promises.checks", N_("核查")),
    ),
    Role.HEAD: (
        Way("department.queue", N_("审查")),
        Way("department.stages", N_("牵头")),
        Way("department.prechecks", N_("预看")),
        Way("promises.checks", N_("核查")),
        Way("promises.broken", N_("违诺")),
        Way("supervision.bulletins", N_("通报")),
    ),
    Role.STEWARD: (Way("steward.board", N_("看板")), Way("steward.documents", N_("批文送达"))),
    Role.SUPERVISOR: (
        Way("supervision.overview", N_("督查")),
        Way("supervision.notices", N_("督办")),
        Way("supervision.bulletins", N_("通报")),
        Way("promises.credit", N_("信用")),
    ),
    Role.ADMIN: (
        Way("admin.catalogue", N_("目录")),
        Way("admin.calendar", N_("日历")),
        Way("admin.people", N_("人员")),
        Way("admin.key_list", N_("重点项目")),
        Way("admin.jobs", N_("作业")),
    ),
}


def ways_of(roles: Iterable[Role]) -> tuple[Way, ...]:
    """What a person with these roles may walk; the public ways for somebody with none."""
    held = frozenset(roles)
    found = {way.endpoint: way for role, ways in BY_ROLE.items() if role in held for way in ways}
    return tuple(found.values()) or PUBLIC


def navigation(roles: Iterable[Role], here: str | None = None) -> list[Link]:
    """The links of the main navigation; a room that is not built yet has none.

    `here` names the entry a deeper page belongs to (the page of a case: `enterprise.projects`).
    """
    current = here or request.endpoint
    return [
        Link(url_for(way.endpoint), gettext(way.words), way.endpoint, way.endpoint == current)
        for way in ways_of(roles)
        if way.endpoint in current_app.view_functions
    ]


def start_page(roles: Iterable[Role]) -> str:
    """Where a person with these roles begins: the first of their ways that exists."""
    return next(_existing(roles), "/")


def _existing(roles: Iterable[Role]) -> Iterator[str]:
    return (url_for(way.endpoint) for way in ways_of(roles) if way.endpoint in current_app.view_functions)
