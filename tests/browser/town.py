"""A small town in which every page has something to show: old and late, running, paused, returned, refused, confirmed."""

from __future__ import annotations

import datetime as dt
import itertools

from sqlalchemy import select

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from app.foundation.wallclock import local_day, now
from approvals.domain.bulletin import Month
from approvals.domain.bulletin_words import Remarks
from approvals.domain.choices import Brought, Choice
from approvals.domain.oversight import Demand
from approvals.domain.service import Service
from approvals.domain.states import DocumentState, Outcome
from approvals.models.intake import SavedPlan
from approvals.models.letters import Document
from approvals.models.papers import StoredFile
from approvals.models.traces import OutboxMessage
from approvals.queries.steward_documents import steward_results
from approvals.usecases.amendments.propose_amendment import propose_amendment
from approvals.usecases.calendar.propose_calendar import propose_calendar
from approvals.usecases.counter.open_counter_filing import open_counter_filing
from approvals.usecases.enterprise.ask_precheck import ask_precheck
from approvals.usecases.enterprise.ask_question import ask_question
from approvals.usecases.enterprise.choose_item import choose_item
from approvals.usecases.outbox.note_run import note_run
from approvals.usecases.oversight.publish_bulletin import publish_bulletin
from approvals.usecases.oversight.send_supervision_notice import send_supervision_notice
from approvals.usecases.steward.confirm_case import confirm_case
from approvals.usecases.steward.remind import remind
from approvals.usecases.steward.serve_document import serve_document
from approvals.usecases.window.accept import accept
from approvals.usecases.window.ask_opinions import ask_opinions
from approvals.usecases.window.request_correction import CorrectionAsked, request_correction
from departments.domain.actor import SYSTEM
from departments.domain.calendar_import import Source, take_year
from departments.domain.notice_text import read_notice
from departments.queries.calendar import load_calendar
from tests.factories.clock_town import deliver
from tests.factories.drafts import Draft, a_draft, a_paper, submitted
from tests.factories.handing import ask, haidai
from tests.factories.main_job import MONDAY, Cast, accept_all, at, file_case, settle, the_case
from tests.factories.packages import ESTATES, a_package, a_package_draft, cases_of, estates, the_papers
from tests.factories.work import Work

MALL, PARK, CLINIC = "章丘国际建材家居城", "绣源河智能装备产业园", "百脉泉康养中心"
SCHOOL, TOWER, SHOP, ARTS = "明水第三实验学校", "双山科创大厦", "相公庄家居体验店", "龙山文化创意园"
PEOPLE = ("林晓", "钱窗", "关宁", "管理员", "吴敏", "陈", "赵", "杜")
SECOND_ESTATES = "老旧小区改造第二批"
KEPT = "answers-somebody-kept"
NAMES = (
    MALL,
    PARK,
    CLINIC,
    SCHOOL,
    TOWER,
    SHOP,
    ARTS,
    *PEOPLE,
    ESTATES,
    SECOND_ESTATES,
    *(one.name for one in estates(3)),
    "明泉家居有限公司",
    "海岱家居有限公司",
    "孟海",
    "合并决议.pdf",
    "paper.pdf",
    "文书.pdf",
    "备案.pdf",
)


def a_town() -> None:
    """One project per state of things; days are counted back from today, but the clinic is from last spring."""
    cast = settle()
    days = working_days_back(9)
    the_estates_come_together(cast, days)
    the_clinic_is_confirmed(cast)
    the_park_is_late(cast)
    the_mall_is_at_work(cast, days)
    the_school_must_correct(cast, days[3])
    tower = file_case(cast, day=days[1], name=TOWER, defers=("M018", "M030"), lacks=("M020",))
    ask_opinions(case=tower.case, actor=cast.clerk, now=at(days[1], 15))
    propose_amendment(
        case=the_case(SCHOOL).case, answers={"annual_electricity_kwh": 100}, reason="用电量按初设核过。", actor=cast.clerk,
        now=at(days[1], 16),
    )  # fmt: skip
    haidai()
    ask(tower.case, cast, day=days[1])
    shop = a_draft(cast, day=days[0], theme="SHOP", stage="K1", name=SHOP)
    open_counter_filing(case=shop.case, actor=cast.clerk, now=at(days[0], 14))
    arts = a_draft(cast, day=days[0], name=ARTS, lacks=("M020", "M023"), defers=("M018", "M030"))
    some_items_are_chosen(cast, arts, days[0])
    ask_precheck(case=arts.case, department="ZRZY", question="红线这样画行不行？", actor=cast.lin, now=at(days[0]))
    answers_are_kept(arts)
    the_next_year_is_proposed(cast)
    everything_is_printed(cast)
    the_machine_room(now())


def some_items_are_chosen(cast: Cast, draft: Draft, day: dt.date) -> None:
    """One item is put off, and one result is there already."""
    there = Brought("鲁发改备〔2025〕12号", dt.date(2025, 12, 1), "济南市章丘区发展和改革局")
    choose_item(case=draft.case, item="LX-13", choice=Choice.LATER, actor=cast.lin, now=at(day))
    choose_item(
        case=draft.case, item="LX-01", choice=Choice.HAVE, brought=there, stored=a_paper("备案.pdf"), actor=cast.lin, now=at(day)
    )  # fmt: skip


def the_estates_come_together(cast: Cast, days: list[dt.date]) -> None:
    """One package is with the departments while its members wait at the window; another is being filled in."""
    draft = a_package_draft(cast, a_package(cast, 3, day=days[2]), day=days[2])
    submitted(cast, draft, now=at(days[2]))
    whole = cases_of(draft.case)[0]
    accept(case=whole.case, tracks=list(whole.tracks.values()), actor=cast.clerk, now=at(days[1]))
    second = a_package(cast, 2, name=SECOND_ESTATES, day=days[0])
    a_package_draft(cast, second, lacks=the_papers(), day=days[0])


def answers_are_kept(draft: Draft) -> None:
    """Somebody without an account has kept the same answers, under an address a test can know."""
    with unit_of_work() as session:
        session.add(
            SavedPlan(
                public_id=KEPT, theme_code="SF-BUILD", stage_code="S1", answers=dict(draft.answers), saved_at=now()
            )
        )


def working_days_back(count: int) -> list[dt.date]:
    """The newest working days before today, the latest first."""
    with reading() as session:
        calendar = load_calendar(session)
    today = local_day(now())
    before = (today - dt.timedelta(days=back) for back in itertools.count(1))
    return list(itertools.islice(filter(calendar.is_working, before), count))


def the_clinic_is_confirmed(cast: Cast) -> None:
    work = Work(cast, file_case(cast, day=MONDAY, name=CLINIC))
    work.accept()
    for item in ("LX-01", *(item for item in work.filed.tracks if item != "LX-01")):
        work.decide(item, Outcome.REFUSE if item == "LX-08" else Outcome.GRANT)
    confirm_case(case=work.filed.case, actor=cast.guan, now=at(MONDAY, 16))


def the_park_is_late(cast: Cast) -> None:
    """Nobody has touched it since spring."""
    work = Work(cast, file_case(cast, day=MONDAY, name=PARK, defers=("M018",)))
    work.accept()
    work.claim("LX-08")
    the_supervisor_writes(cast, work)


def the_supervisor_writes(cast: Cast, work: Work) -> None:
    """A notice about an item that is late, and the bulletin of the month before last."""
    moment = now()
    with reading() as session:
        reply_by = load_calendar(session).add(local_day(moment), 3)
    said = {"findings": "超期没有办结", "requirements": "报送原因", "reply_by": reply_by}
    track, demand = work.track("LX-13"), Demand(rule="statutory", level="red", **said)
    send_supervision_notice(track=track.public_id, version=track.version, demand=demand, actor=cast.du, now=moment)
    remarks = Remarks(next_steps="逐件查明原因", copies_to="区政府办公室", praised="", criticised="")
    month = Month.before(Month.before(local_day(moment)).first)  # last month's still waits to be published
    publish_bulletin(division="370114", month=month, remarks=remarks, actor=cast.du, now=moment)


def the_mall_is_at_work(cast: Cast, days: list[dt.date]) -> None:
    filed = file_case(cast, day=days[8], name=MALL, defers=("M018", "M030"))
    work = Work(cast, filed)
    accept_all(cast, filed, day=days[7])
    work.decide("LX-01", day=days[6])
    work.decide("LX-08", Outcome.REFUSE, day=days[6])
    work.claim("LX-04", day=days[5])
    work.judge("LX-04", day=days[5])
    work.propose("LX-04", day=days[4])
    work.claim("LX-05", day=days[5])
    work.judge("LX-05", day=days[5], returned={"M016": "宗地图没有盖章，请盖测绘单位的章。"})
    work.claim("LX-13", day=days[5])
    work.pause("LX-13", "EXPERT_REVIEW", 8, day=days[4])
    track = filed.tracks["LX-13"]
    ask_question(case=filed.case, track=track, text="评审会要我们到场吗？", actor=cast.lin, now=at(days[3]))
    ask_question(case=filed.case, track=None, text="什么时候能拿到证？", actor=cast.lin, now=at(days[2]))
    remind(track=filed.tracks["LX-04"], text="请在本周内签发。", actor=cast.guan, now=at(days[2], 11))


def the_school_must_correct(cast: Cast, day: dt.date) -> None:
    work = Work(cast, file_case(cast, day=day, name=SCHOOL, lacks=("M012", "M028")))
    papers = work.papers()
    asked = [CorrectionAsked(papers[code], "没有收到这份材料。", "请上传盖章的扫描件。") for code in ("M012", "M028")]
    request_correction(case=work.filed.case, lines=asked, actor=cast.clerk, now=at(day, 15))
    work.supply("M012", day=day)


def the_next_year_is_proposed(cast: Cast) -> None:
    """It waits for a second administrator, and would move what ends after New Year."""
    year = local_day(now()).year + 1
    text = f"一、元旦：{year}年1月1日至6日放假调休，共6天。"
    found = read_notice(text, year)
    taken = take_year(year, "国办发明电〔2026〕9号", found.marks, found.faults)
    propose_calendar(taken=taken, source=Source.TEXT, source_text=text, actor=cast.admin, now=now())


def everything_is_printed(cast: Cast) -> None:
    """As if the printing worker had run: letters have a file; one result is served."""
    stored, moment = a_paper("文书.pdf"), now()
    with unit_of_work() as session:
        file = session.scalars(select(StoredFile).where(StoredFile.sha256 == stored.sha256)).first()
        for document in session.scalars(select(Document).where(Document.state == DocumentState.QUEUED)):
            document.state, document.file_id, document.issued_at = (
                DocumentState.ISSUED,
                file.id if file else None,
                moment,
            )
    with reading() as session:
        found = steward_results(session, cast.guan, today=local_day(moment), status="open", words="", page=1)
    document = found.rows[0].public_id
    serve_document(
        document=document,
        service=Service(method="hand", receiver="林晓", second_server="管二"),
        actor=cast.guan,
        now=moment,
    )


def the_machine_room(moment: dt.datetime) -> None:
    """People have been told, a run is noted, and one message cannot be delivered."""
    deliver(moment)
    note_run(job="print_letters", queue="paper", started_at=moment, touched=3, error="", actor=SYSTEM, now=moment)
    with unit_of_work() as session:
        for message in session.scalars(select(OutboxMessage).limit(1)):
            message.done_at, message.dead_at, message.attempts, message.last_error = (
                None,
                moment,
                8,
                "OSError: no route",
            )
