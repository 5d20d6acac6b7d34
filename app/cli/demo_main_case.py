"""The main project of the demo city in the middle of its journey: seven items, each at a different point."""

from __future__ import annotations

from app.cli.demo_course import Course
from approvals.domain.ratings import Satisfaction

NOTICE = {
    "M028": ("交通影响评价报告缺少编制单位签章。", "请补充编制单位签章后重新提交全本。"),
    "M020": ("节能报告缺少年用电量计算书。", "请补充计算书，并与申报表中的年用电量保持一致。"),
}
RETURNED = {"M028": "第 5 章停车泊位缺少货车泊位测算，请补一张表。"}
SOIL = "LX-08"
DIG = "LX-10"
TRAFFIC = "LX-13"


def tell(course: Course) -> None:
    """Filed nine working days ago; today one promise is due, one item is late, one is paused, three are done."""
    diary, filing = course.diary, course.filing
    filing.deferred = ("M018", "M030")
    diary.at(-9, 9.2, filing.file)
    diary.at(-9, 10.0, filing.accept, ("LX-01", "LX-07"))
    for code in ("LX-01", "LX-07"):
        diary.at(-9, 11.0, course.desk(code).propose)
        diary.at(-9, 14.5, course.desk(code).sign)
    diary.at(-8, 15.0, filing.ask_for, NOTICE)
    diary.at(-7, 10.0, filing.accept, ("LX-05", SOIL, DIG))
    diary.at(-6, 9.5, course.desk("LX-05").claim)
    diary.at(-6, 10.5, course.desk(SOIL).claim)
    diary.at(-6, 16.0, filing.hand_back, list(NOTICE))
    _examination(course)
    _conversation(course)


def _examination(course: Course) -> None:
    diary, filing = course.diary, course.filing
    diary.at(-5, 9.5, filing.upload, ["M018"])
    diary.at(-5, 10.0, filing.accept, (TRAFFIC,))
    diary.at(-5, 11.0, course.desk("LX-05").propose)
    diary.at(-4, 14.0, course.desk("LX-05").sign)
    diary.at(-4, 9.5, course.desk(TRAFFIC).claim)
    diary.at(-3, 9.5, filing.accept, ("LX-04",))
    diary.at(-3, 10.0, course.desk("LX-04").claim)
    diary.at(-3, 10.5, course.desk(DIG).pause, 9)
    diary.at(-2, 11.5, course.desk("LX-04").judge)
    diary.at(-1, 15.2, course.desk(TRAFFIC).judge, RETURNED)


def _conversation(course: Course) -> None:
    diary, filing = course.diary, course.filing
    diary.at(-8, 16.0, filing.rate, "LX-01", Satisfaction.VERY_GOOD, "半天就备案了，没有跑腿。")
    diary.at(-3, 16.5, filing.rate, "LX-05", Satisfaction.GOOD)
    diary.at(-2, 16.3, filing.ask, DIG, "考古勘探什么时候进场？我们要安排地块清表。")
    diary.at(-1, 9.1, filing.answer, "文物局已定后天上午进场，清表到明天即可，我会到现场。")
    diary.at(-1, 9.5, filing.remind, SOIL, "水土保持方案已超过承诺期限，请今天给出办理时间。")
    diary.at(-1, 16.0, filing.ask, TRAFFIC, "货车泊位测算表需要加盖编制单位公章吗？")
