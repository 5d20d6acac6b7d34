"""The other cases of the demo city, grouped by what a page shall be able to show."""

from __future__ import annotations

from collections.abc import Callable

from app.cli.demo_course import Course, Exceptions

Begin = Callable[[str, str], Course]
STAGE_GAP = {"M037": ("总平面图缺少竖向标高。", "请补充竖向设计图后重新提交。")}
DEFERRED = frozenset({"M018", "M030", "M112"})


def finished(begin: Begin) -> None:
    """Concluded and confirmed, stage after stage, some of them with a refusal."""
    for project, stage, day in (
        ("mall1", "S1", -60), ("mall1", "S2", -46), ("mall1", "S3", -33), ("mall1", "S4", -18),
        ("mall3", "S1", -50), ("mall3", "S2", -36), ("plant1", "S1", -52), ("plant1", "S2", -38),
        ("plant1", "S3", -25), ("plant2", "S1", -40), ("depot1", "S1", -45), ("depot1", "S2", -33),
        ("school1", "S1", -44), ("depot2", "S1", -55), ("plant3", "S1", -34), ("shop1", "K1", -30),
        ("shop3", "K1", -18), ("shop6", "K1", -22), ("diner1", "K1", -25),
    ):  # fmt: skip
        refused = {("depot2", "S1"): ("LX-13",), ("diner1", "K1"): ("KD-10",)}.get((project, stage), ())
        course = begin(project, stage)
        course.file(day)
        course.accept(day)
        course.examine(day, Exceptions(refused=refused))
        course.confirm(course.last_day + 1)


def concluded(begin: Begin) -> None:
    """All decided, the one confirmation not yet issued."""
    for project, stage, day, refused in (
        ("shop8", "K1", -6, ()), ("depot4", "S1", -15, ("LX-08",)), ("mall5", "S1", -20, ("LX-10",)),
        ("diner3", "K1", -9, ("KD-05",)),
    ):  # fmt: skip
        course = begin(project, stage)
        course.file(day)
        course.accept(day)
        course.examine(day, Exceptions(refused=refused))


def ended_otherwise(begin: Begin) -> None:
    """Withdrawn whole or in part, not required, inadmissible, lapsed after a notice nobody answered."""
    for project, stage, day in (("idle1", "S1", -28), ("idle2", "S1", -40)):
        course = begin(project, stage)
        course.file(day)
        course.diary.at(day + 1, 15, course.filing.withdraw)
    shop = begin("shop5", "K1")
    shop.file(-8)
    shop.diary.at(-7, 10, shop.filing.turn_away, "KD-09", "店招不突出墙面，按指引自行设置即可。")
    shop.accept(-7)
    shop.examine(-7, Exceptions(turned_away=("KD-09",)))
    diner = begin("diner4", "K1")
    diner.file(-4)
    organ = (
        "经营污水接入的是园区管网，不属于本机关职权。",
        "章丘区园区运营服务中心（演示）",
        "圣井街道园区路 1 号（演示）",
    )
    diner.diary.at(-3, 10, diner.filing.turn_away, "KD-10", *organ)
    diner.accept(-3)
    diner.examine(-3, Exceptions(turned_away=("KD-10",)))
    lapsed = begin("depot2", "S2")
    lapsed.file(-34)
    lapsed.diary.at(-32, 11, lapsed.filing.ask_for, STAGE_GAP)
    lapsed.diary.at(-32, 14, lapsed.filing.accept, ("GC-02",))
    lapsed.diary.at(-32, 15, lapsed.filing.read_notice)
    lapsed.diary.at(-5, 10, lapsed.filing.withdraw, "GC-02")


def late(begin: Begin) -> None:
    """Past the committed day, past the law's day (few), due today, nearly due."""
    for project, day, exceptions in (
        ("mall2", -12, Exceptions(untouched=("LX-08",))),
        ("plant4", -8, Exceptions(claimed=("LX-05",))),
        ("mall4", -7, Exceptions(claimed=("LX-08",))),
        ("depot3", -5, Exceptions(claimed=("LX-08",), untouched=("LX-13",))),
        ("mall7", -6, Exceptions(proposed=("LX-08",), untouched=("LX-04",))),
    ):
        course = begin(project, "S1")
        course.file(day - 1)
        course.accept(day)
        course.examine(day, exceptions)
        slow = next(iter((*exceptions.untouched, *exceptions.claimed)), "")
        if project in ("mall2", "plant4"):
            course.diary.at(-2, 9.7, course.filing.remind, slow, "已超过期限，请说明原因和办结时间。")
            course.diary.at(-1, 10.2, course.filing.ask, slow, "这个事项什么时候能办完？")


def paused(begin: Begin) -> None:
    """Clocks that stand: special procedures of the law, and those that stop the committed clock only."""
    for project, stage, day, items in (
        ("mall6", "S1", -8, (("LX-08", 20), ("LX-10", 15))),
        ("plant2", "S2", -6, (("GC-01", 7),)),
        ("plant5", "S1", -5, (("LX-06", 10), ("LX-13", 8))),
        ("plant6", "S2", -4, (("GC-01", 7),)),
    ):
        course = begin(project, stage)
        course.file(day)
        course.accept(day)
        codes = tuple(code for code, _ in items)
        course.examine(day, Exceptions(untouched=codes))
        for number, (code, days) in enumerate(items):
            course.diary.at(-3, 10 + number, course.desk(code).pause, days)
    resumed = begin("school2", "S1")
    resumed.file(-9)
    resumed.accept(-9)
    resumed.examine(-9, Exceptions(untouched=("LX-13",)))
    desk = resumed.desk("LX-13")
    resumed.diary.at(-6, 10, desk.pause, 5)
    resumed.diary.at(-2, 15, desk.resume)


def promised(begin: Begin) -> None:
    """Deferred papers: kept in time, still open, and broken."""
    for project, day, kept in (
        ("plant6", -8, ("M018",)),
        ("depot5", -2, ()),
        ("shop4", -1, ()),
        ("mall8", -3, ("M018",)),
    ):
        course = begin(project, "K1" if project == "shop4" else "S1")
        course.filing.deferred = DEFERRED & {paper.code for paper in course.filing.plan.papers if paper.deferrable_for}
        course.file(day)
        course.accept(day)
        waiting = ("KD-08",) if project == "shop4" else ("LX-05", "LX-10", "LX-13")
        course.examine(day, Exceptions(claimed=waiting))
        if kept:
            course.diary.at(day + 1, 16, course.filing.upload, kept)


def under_way(begin: Begin) -> None:
    """On time: fresh in the queues, half examined, proposed and waiting for a signature."""
    for project, stage, day, exceptions in (
        ("mall3", "S3", -3, Exceptions(proposed=("SG-01",), claimed=("SG-10",))),
        ("plant1", "S4", -3, Exceptions(proposed=("YS-09",), claimed=("YS-05",))),
        ("depot1", "S3", -2, Exceptions(proposed=("SG-06",), claimed=("SG-01",))),
        ("school1", "S2", -1, Exceptions(untouched=("GC-01", "GC-03", "GC-07", "GC-02"))),
        ("shop2", "K1", -1, Exceptions(proposed=("KD-12",), claimed=("KD-08",))),
        ("shop9", "K1", -1, Exceptions(untouched=("KD-01", "KD-09"))),
    ):
        course = begin(project, stage)
        course.file(day - 1)
        course.accept(day)
        course.examine(day, exceptions)
    deemed = begin("plant3", "S2")
    deemed.file(-9)
    deemed.examine(-2, Exceptions(claimed=("GC-01",), untouched=("GC-07", "GC-02")))


def at_the_window(begin: Begin) -> None:
    """Within the five days, or back with the applicant; and drafts nobody but the applicant sees."""
    for project, stage, day, short in (
        ("school3", "S1", -3, ()), ("shop7", "K1", -1, ()), ("diner2", "K1", -5, ()), ("shop10", "K1", -2, ("M101",)),
        ("stores", "S1", -1, ()),
    ):  # fmt: skip
        course = begin(project, stage)
        course.filing.papers_short = short
        course.file(day)
    for project, stage, day, paper in (("depot3", "S2", -4, "M032"), ("plant5", "S2", -18, "M037")):
        course = begin(project, stage)
        course.filing.papers_short = (paper,)
        course.file(day - 1)
        gap = {paper: ("申请表所列材料未提交。", "请提交加盖公章的扫描件。")}
        course.diary.at(day, 10, course.filing.ask_for, gap)
    for project, stage, day, answered in (("mall3", "S4", -1, None), ("mall5", "S2", -6, 4), ("idle1", "S2", -3, None)):
        course = begin(project, stage)
        course.diary.at(day, 11, course.filing.draft, answered)


STORIES = (finished, concluded, ended_otherwise, late, paused, promised, under_way, at_the_window)
