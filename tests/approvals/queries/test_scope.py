"""Two districts under one city in one installation: each sees its own, the city sees both."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import event, select, update

from app.foundation.database import db
from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.refusals import Invalid, NotAllowed, NotFound
from approvals.models.applicants import Project
from approvals.models.cases import Case
from approvals.models.traces import Notification
from approvals.queries.access import find_case, find_document, find_project, find_track
from approvals.queries.admin_people import people, projects_to_assign, stewards
from approvals.queries.scope import ADMINISTERS, require_everything, within
from approvals.queries.supervision_overview import supervision_overview
from approvals.queries.window_inbox import InboxAsked, inbox
from approvals.usecases.calendar.close_department import close_department
from approvals.usecases.calendar.open_department import open_department
from approvals.usecases.calendar.withdraw_calendar import withdraw_calendar
from approvals.usecases.clock.correct_truth import correct_truth
from approvals.usecases.journal import tell
from approvals.usecases.letters.void_number import void_number
from approvals.usecases.operations.retry_message import retry_message
from approvals.usecases.steward.assign_steward import assign_steward
from approvals.usecases.window.accept import accept
from departments.domain.actor import Actor, Role
from departments.models.people import Account, Department, Division, Post
from departments.queries.calendar import load_calendar
from departments.queries.closures import closures, department_choices
from tests.factories.clock_town import deliver, forget_notices
from tests.factories.main_job import MARKET, MONDAY, REGION, accept_all, at, file_case, settle, the_case, the_cast
from tests.support.visitors import visitor

OVER_THERE = "历城仓储"
TUESDAY = MONDAY + dt.timedelta(days=1)


def two_districts() -> None:
    """Lin has a case in either district; the clerk, the steward and Du belong to Zhangqiu, the admin to the city."""
    cast = settle()
    file_case(cast, name=MARKET)
    accept_all(cast, file_case(cast, name=OVER_THERE), day=MONDAY)
    file_case(cast, name="历城二期")
    with unit_of_work() as session:
        city = Division(code="370100", name_zh="济南市", name_en="Jinan", level="city")
        session.add(city)
        session.flush()
        other = Division(code="370112", name_zh="历城区", name_en="Licheng", level="district", parent_id=city.id)
        session.add(other)
        session.flush()
        session.execute(update(Division).where(Division.code == REGION).values(parent_id=city.id))
        session.execute(update(Project).where(Project.name != MARKET).values(division_id=other.id))
        session.execute(update(Post).where(Post.account_id == cast.admin.account_id).values(division_id=city.id))


pytestmark = pytest.mark.starts_from.with_args(two_districts)


def sees(actor: Actor, name: str) -> bool:
    filed = the_case(name)
    with reading() as session:
        try:
            find_case(session, filed.case, actor)
            find_project(session, filed.project, actor)
            find_track(session, filed.tracks["LX-10"], actor)
        except NotFound:
            return False
    return True


def overseeing(division: str, *roles: Role) -> Actor:
    """Somebody who holds these roles in a division."""
    with reading() as session:
        place = session.scalars(select(Division.id).where(Division.code == division)).one()
    return Actor(None, "", frozenset(roles), scopes=frozenset((role, place) for role in roles))


@pytest.mark.parametrize("role", [Role.WINDOW, Role.SUPERVISOR, Role.ADMIN])
def test_a_district_sees_its_own_and_the_city_both(in_app: Flask, role: Role) -> None:
    seen = {
        code: (sees(overseeing(code, role), MARKET), sees(overseeing(code, role), OVER_THERE)) for code in DIVISIONS
    }
    assert seen == {REGION: (True, False), "370112": (False, True), "370100": (True, True)}


DIVISIONS = (REGION, "370112", "370100")


def test_a_role_counts_in_its_own_division(in_app: Flask) -> None:
    """Supervisor of the city and clerk of one district: reads both, admits in one."""
    clerk = the_cast().clerk
    both = dataclasses.replace(
        clerk,
        roles=clerk.roles | {Role.SUPERVISOR},
        scopes=clerk.scopes | overseeing("370100", Role.SUPERVISOR).scopes,
    )
    there = the_case("历城二期")
    assert sees(both, OVER_THERE)
    with pytest.raises(NotFound):
        accept(case=there.case, tracks=list(there.tracks.values()), actor=both, now=at(TUESDAY))


def test_a_post_that_only_reads_elsewhere_neither_assigns_nor_administers_there(in_app: Flask) -> None:
    """Administrator here and clerk in the other district: the clerk's post opens no page of the administrator."""
    admin = the_cast().admin
    both = dataclasses.replace(
        admin,
        roles=frozenset({Role.ADMIN, Role.WINDOW}),
        scopes=overseeing(REGION, Role.ADMIN).scopes | overseeing("370112", Role.WINDOW).scopes,
    )
    here, there = the_case(MARKET), the_case(OVER_THERE)
    assert sees(both, OVER_THERE)
    steward = the_cast().public_id(the_cast().zhao)
    assign_steward(project=here.project, steward=steward, actor=both, now=at(TUESDAY))
    with pytest.raises(NotFound):
        assign_steward(project=there.project, steward=steward, actor=both, now=at(TUESDAY))
    with unit_of_work() as session:
        other = session.scalars(select(Division.id).where(Division.code == "370112")).one()
        away = [the_cast().du.account_id, the_cast().guan.account_id]
        session.execute(update(Post).where(Post.account_id.in_(away)).values(division_id=other))
    with pytest.raises(Invalid):
        assign_steward(project=here.project, steward=the_cast().public_id(the_cast().guan), actor=both, now=at(TUESDAY))
    with reading() as session:
        assert projects_to_assign(session, actor=both).total == 1
        assert "du" not in {person.username for person in people(session, actor=both).rows}


def test_two_districts_have_departments_of_the_same_code_and_each_closes_its_own(in_app: Flask) -> None:
    with unit_of_work() as session:
        other = session.scalars(select(Division.id).where(Division.code == "370112")).one()
        twin = Department(
            division_id=other, code="GAJJ", name_zh="公安局", name_en="Police", organ_zh="历城区公安局",
            organ_en="Licheng police", level="district", reconsideration=[],
        )  # fmt: skip
        session.add(twin)
        session.flush()
        theirs = twin.public_id
    days = {"first_on": MONDAY, "last_on": MONDAY, "reason": "搬迁", "now": at(MONDAY)}
    here, city = the_cast().admin, dataclasses.replace(the_cast().admin, scopes=overseeing("370100", Role.ADMIN).scopes)
    here = dataclasses.replace(here, scopes=overseeing(REGION, Role.ADMIN).scopes)
    with pytest.raises(Invalid):
        close_department(department=theirs, actor=here, **days)
    closure = close_department(department=theirs, actor=city, **days)
    with pytest.raises(NotFound):
        open_department(closure=closure, actor=here, now=at(MONDAY))
    with reading() as session:
        own = within(here, Department.division_id, ADMINISTERS)
        assert [one.name_zh for one in closures(session)] == ["公安局"] and closures(session, among=own) == ()
        names = [one.name_zh for one in department_choices(session)]
        assert "历城区 公安局" in names and len(set(names)) == len(names)
        assert theirs not in {one.public_id for one in department_choices(session, own)}


def test_a_bell_rings_at_the_window_of_the_division_and_of_the_city_above_it(in_app: Flask) -> None:
    forget_notices()
    with unit_of_work() as session:
        city = session.scalars(select(Division.id).where(Division.code == "370100")).one()
        session.add(Post(account_id=the_cast().du.account_id, role=Role.WINDOW, division_id=city))
        for name in (MARKET, OVER_THERE):
            case = session.scalars(select(Case).where(Case.public_id == the_case(name).case)).one()
            tell(session, case, "case_filed", now=at(TUESDAY), once="again")
    deliver(at(TUESDAY, 16))
    with reading() as session:
        rung = select(Account.username, Case.public_id).join(Notification, Notification.account_id == Account.id)
        rows = session.execute(rung.join(Case, Case.id == Notification.case_id)).all()
    here, there = (the_case(name).case for name in (MARKET, OVER_THERE))
    windows = {(name, case) for name, case in rows if name in ("clerk", "du")}
    assert windows == {("clerk", here), ("du", here), ("du", there)}


def test_what_counts_for_all_divisions_is_for_who_oversees_them_all(in_app: Flask) -> None:
    with unit_of_work() as session:
        other = session.scalars(select(Division.id).where(Division.code == "370112")).one()
        session.add(
            Department(
                division_id=other, code="GAJJ", name_zh="公安局", name_en="Police", organ_zh="历城区公安局",
                organ_en="Licheng police", level="district", reconsideration=[],
            )
        )  # fmt: skip
    with reading() as session:
        require_everything(session, overseeing("370100", Role.ADMIN))
        for part in (overseeing(REGION, Role.ADMIN), overseeing("370100", Role.SUPERVISOR)):
            with pytest.raises(NotAllowed):
                require_everything(session, part)
    for door in DOORS:
        with pytest.raises(NotAllowed):
            door(dataclasses.replace(the_cast().admin, scopes=overseeing(REGION, Role.ADMIN).scopes))


DOORS = (
    lambda actor: withdraw_calendar(draft="absent", actor=actor, now=at(TUESDAY)),
    lambda actor: retry_message(message=1, actor=actor, now=at(TUESDAY)),
    lambda actor: correct_truth(subject="track", subject_id=1, actor=actor, now=at(TUESDAY)),
    lambda actor: void_number(number="1", reason="错号", actor=actor, now=at(TUESDAY)),
)


def test_lists_hold_what_the_person_oversees(in_app: Flask) -> None:
    city, here = (
        overseeing("370100", Role.SUPERVISOR, Role.WINDOW, Role.ADMIN),
        overseeing(REGION, Role.WINDOW, Role.ADMIN),
    )
    with reading() as session:
        calendar = load_calendar(session)
        inboxes = [inbox(session, InboxAsked(), calendar, TUESDAY, actor).tabs["to_check"] for actor in (here, city)]
        overviews = [supervision_overview(session, actor=actor, today=TUESDAY).open_tracks for actor in (here, city)]
        projects = [projects_to_assign(session, actor=actor).total for actor in (here, city)]
        named = {person.username for person in people(session, actor=overseeing("370112", Role.ADMIN)).rows}
        choices = [len(stewards(session, overseeing(code, Role.ADMIN))) for code in DIVISIONS]
    assert inboxes == [1, 2] and projects == [1, 3]
    assert 0 < overviews[0] < overviews[1]
    assert named == {"lin"} and choices == [2, 0, 2]


def test_one_statement_finds_a_case_of_a_division_below_and_none_more_one_s_own(in_app: Flask) -> None:
    counts = {}
    filed = the_case(MARKET)
    for code in (REGION, "370100"):
        actor, seen = overseeing(code, Role.SUPERVISOR), []
        listen = lambda _c, _cursor, statement, *_rest, into=seen: into.append(statement)  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", listen)
        with reading() as session:
            find_case(session, filed.case, actor)
        event.remove(db.engine, "before_cursor_execute", listen)
        counts[code] = sum("SELECT" in statement for statement in seen)
    assert counts == {REGION: 1, "370100": 2}


def test_through_the_door_another_district_s_case_is_not_there(app: Flask) -> None:
    with app.app_context():
        here, there = the_case(MARKET), the_case("历城二期")
    clerk = visitor(app, "clerk")
    assert clerk.get(f"/window/cases/{here.case}").status_code == 200
    assert clerk.get(f"/window/cases/{there.case}").status_code == 404
    tracks = {"tracks": list(there.tracks.values())}
    assert clerk.post(f"/window/cases/{there.case}/accept", data=tracks).status_code == 404
    page = clerk.get("/window/").text
    assert MARKET in page and "历城" not in page
    assert "历城" not in visitor(app, "du").get("/supervision/").text
    assert "历城二期" in visitor(app, "admin").get("/admin/stewards").text


@pytest.mark.postgresql
def test_postgresql_walks_the_tree_as_well(in_app: Flask) -> None:
    assert sees(overseeing("370100", Role.WINDOW), OVER_THERE) and not sees(overseeing(REGION, Role.WINDOW), OVER_THERE)
    with reading() as session:
        found = inbox(session, InboxAsked(), load_calendar(session), TUESDAY, overseeing("370100", Role.WINDOW))
        case = session.scalars(select(Case.public_id)).first()
        assert found.total == 2 and case is not None
        with pytest.raises(NotFound):
            find_document(session, "absent", overseeing("370100", Role.WINDOW))
