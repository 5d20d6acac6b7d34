"""Builds the demo city: people, projects, and some months of their life, told through the use-cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from flask import current_app

from app.cli import demo_main_case
from app.cli.demo_course import Course
from app.cli.demo_days import Diary
from app.cli.demo_filing import CLOSING, Filing
from app.cli.demo_names import PLACES, PROJECTS, ProjectRow, representative
from app.cli.demo_package import STORES, a_package
from app.cli.demo_papers import DemoPapers
from app.cli.demo_people import LOCALE, REGION, People, actor, one_hash, phone, settle_people
from app.cli.demo_stories import STORIES
from app.cli.demo_sweep import sweep
from app.foundation.reading import reading
from app.foundation.settings import TIMEZONE
from app.foundation.unit_of_work import RING
from app.foundation.wallclock import local_day
from approvals.domain import credit_code, project_code
from approvals.usecases.enterprise.create_project import create_project
from approvals.usecases.enterprise.register_enterprise import register_enterprise
from approvals.usecases.operations.settle_history import settle_history
from approvals.usecases.steward.assign_steward import assign_steward
from departments.domain.actor import SYSTEM, Actor
from departments.queries.calendar import load_calendar
from departments.queries.catalogue import current_catalogue

FOUNDED = -70
SWEPT_SINCE = -60


@dataclass(frozen=True)
class Settled:
    """A project of the city with those who act for it."""

    row: ProjectRow
    public_id: str
    applicant: Actor
    steward: Actor


def build_city(say: Callable[[str], None], now: dt.datetime) -> None:
    """Build the demo city of a database that has a catalogue, a calendar and no people."""
    with reading() as session:
        calendar, catalogue = load_calendar(session), current_catalogue(session).catalogue
    diary, secret = Diary(calendar, now), one_hash()
    founded = dt.datetime.combine(diary.day(FOUNDED), dt.time(1), dt.UTC)
    with _no_bells():
        people = settle_people(secret, founded)
        projects = _projects(people, secret, founded)
        papers = DemoPapers(current_app.extensions["binglian.files"])
        begun: list[Filing] = []

        def begin(project: str, stage: str) -> Course:
            one = projects[project]
            filing = Filing(
                people,
                papers,
                catalogue,
                one.applicant,
                one.steward,
                one.public_id,
                one.row.theme,
                stage,
                one.row.answers,
            )
            begun.append(filing)
            return Course(diary, filing)

        demo_main_case.tell(begin("main", "S1"))
        for story in STORIES:
            story(begin)
        acts = diary.live(each_day=lambda moment: sweep(moment, CLOSING), since=SWEPT_SINCE)
        yesterday = dt.datetime.combine(diary.day(-1), dt.time(), TIMEZONE)
        settle_history(told_until=yesterday, until=now, actor=SYSTEM, now=now)
    say(f"demo city: {len(projects)} projects, {len(begun)} cases, {acts} acts of their life")


@contextmanager
def _no_bells() -> Iterator[None]:
    """Thousands of moves need no worker's attention one by one: the timetable rings when the house starts."""
    kept = current_app.extensions.get(RING)
    current_app.extensions[RING] = lambda queues: None
    try:
        yield
    finally:
        current_app.extensions[RING] = kept


def _projects(people: People, secret: str, now: dt.datetime) -> Mapping[str, Settled]:
    """Every enterprise with its account, every project with its steward; Zhao has an enterprise and no project."""
    applicants: dict[str, Actor] = {}
    found: dict[str, Settled] = {}
    for number, row in enumerate(PROJECTS, 1):
        if row.enterprise not in applicants:
            index = len(applicants)
            person = ("lin", "林晓") if index == 0 else (f"enterprise{index:02d}", representative(index))
            applicants[row.enterprise] = _enterprise(*person, row.enterprise, index, row.place, secret, now)
        applicant = applicants[row.enterprise]
        project = _project(row, number, applicant, now)
        steward, steward_id = people.stewards[row.steward or "guan"]
        if row.steward:
            assign_steward(project=project, steward=steward_id, actor=people.supervisor, now=now)
        found[row.key] = Settled(row, project, applicant, steward)
    found[STORES.key] = _package(people, applicants[STORES.enterprise], now)
    _enterprise("zhao", "赵川", "济南过路客贸易有限公司", 99, "明水街道", secret, now)
    return found


def _package(people: People, applicant: Actor, now: dt.datetime) -> Settled:
    whole = a_package(applicant, now)
    steward, steward_id = people.stewards[STORES.steward]
    assign_steward(project=whole, steward=steward_id, actor=people.supervisor, now=now)
    return Settled(STORES, whole, applicant, steward)


def _enterprise(
    username: str, name: str, enterprise: str, number: int, place: str, secret: str, now: dt.datetime
) -> Actor:
    account = register_enterprise(
        username=username, password_hash=secret, person_name=name, phone=phone(8000 + number),
        email=f"{username}@binglian.example", uscc=credit_code.build("9", "1", REGION, f"MADEM{number:03d}"),
        enterprise_name=enterprise, legal_representative=name, address=f"济南市章丘区{place}（演示地址）",
        locale=LOCALE, agrees_online=True, now=now,
    )  # fmt: skip
    return actor(account)


def _project(row: ProjectRow, number: int, applicant: Actor, now: dt.datetime) -> str:
    longitude, latitude = PLACES[row.place]
    spread = ((number * 7) % 11 - 5) / 1000
    is_building = row.theme == "SF-BUILD"
    code = project_code.build(local_day(now), REGION, 12340 + number) if is_building and row.key != "second" else None
    return create_project(
        enterprise_id=next(iter(applicant.enterprise_ids)), theme_code=row.theme, name=row.name,
        place=f"济南市章丘区{row.place}", code=code, longitude=round(longitude + spread, 4),
        latitude=round(latitude - spread / 2, 4), investment_wan=row.investment_wan,
        land_area_m2=row.land_m2 or None, actor=applicant, now=now,
    )  # fmt: skip
