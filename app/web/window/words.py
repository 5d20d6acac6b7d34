"""The words only the window needs: the finding of the inbox, the five-day clock, the prefilled notice."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from flask_babel import gettext, ngettext

from app.web.presenters.clock_words import Badge, due_badge
from app.web.presenters.dates import short_day
from app.web.presenters.labels import label
from app.web.presenters.marking import N_
from app.web.presenters.refusal_words import refusal_sentence
from approvals.domain.refusals import Refusal
from approvals.domain.window_check import NoticeGap
from approvals.queries.department_papers import PaperRow
from approvals.queries.window_check import CheckPage
from approvals.queries.window_inbox import InboxAsked, InboxPage, NoticeClock

TABS = {"to_check": N_("待核"), "correcting": N_("等企业补正"), "answered": N_("已答复")}
EMPTY = {
    "to_check": (N_("没有等着核对的申报"), N_("企业提交以后会马上出现在这里。")),
    "correcting": (N_("没有等着补正的申报"), N_("发出一次性告知书以后会出现在这里。")),
    "answered": (N_("还没有答复过的申报"), N_("受理或者不予受理以后会出现在这里。")),
}


def finding(page: InboxPage, asked: InboxAsked) -> str:
    """The inbox in one sentence: what to do first."""
    if page.late:
        return ngettext("%(num)s 件已过五日，先答复", "%(num)s 件已过五日，先答复", page.late)
    if page.due_today:
        return ngettext("%(num)s 件今天到期，先答复", "%(num)s 件今天到期，先答复", page.due_today)
    waiting = page.tabs["to_check"]
    return ngettext("%(num)s 件等着核对", "%(num)s 件等着核对", waiting) if waiting else gettext("没有等着核对的申报")


def day_of_five(clock: NoticeClock) -> str:
    """第 3 日，共 5 日."""
    if clock.left_wd < 0:
        return gettext("五日已过")
    return gettext("第 %(day)s 日，共 %(of)s 日", day=clock.day, of=clock.of)


def notice_badge(clock: NoticeClock) -> Badge:
    """The badge of the five-day clock, with its due day under it."""
    shown = due_badge(clock.left_wd)
    return Badge(shown.look, shown.icon, shown.words, gettext("%(day)s 前答复", day=short_day(clock.due_on)))


def heading(page: CheckPage) -> str:
    """The finding of the check page."""
    waiting = len(page.waiting)
    if page.open_notice is not None and not waiting:
        return gettext("等企业补正，%(day)s 前", day=short_day(page.open_notice.respond_by))
    if not waiting:
        return gettext("全部事项都已答复")
    missing = len(page.missing)
    if page.failed:
        wrong = missing + len(page.failed)
        return ngettext("%(num)s 份材料要补正，可以一次性告知", "%(num)s 份材料要补正，可以一次性告知", wrong)
    if missing:
        return ngettext("缺 %(num)s 份材料，可以一次性告知", "缺 %(num)s 份材料，可以一次性告知", missing)
    return ngettext("材料齐，可以受理 %(num)s 项", "材料齐，可以受理 %(num)s 项", waiting)


def prefilled(page: CheckPage) -> tuple[NoticeGap, ...]:
    """What the window itself has to tell: papers that did not come or were found lacking.

    Written in Chinese, like the letter it becomes.
    """
    absent = [(paper, "没有提交。", f"请提交《{paper.material.name_zh}》。") for paper in page.untold]  # zh only
    lacking = [
        (paper, page.checks[paper.paper].comment, f"请改好后重新提交《{paper.material.name_zh}》。")  # zh only
        for paper in page.failed
    ]
    return tuple(
        NoticeGap(paper.paper, paper.paper, defect, asks, by_window=True)
        for paper, defect, asks in (*absent, *lacking)
        if paper in page.correctable
    )


def askers_of(page: CheckPage) -> Callable[[NoticeGap], str]:
    """Who asks for a line, as words: the window, departments, or both."""
    names = {one.department_id: label({"name_zh": one.name_zh, "name_en": one.name_en}) for one in page.opinions}

    def named(gap: NoticeGap) -> str:
        own = [gettext("窗口")] if gap.by_window else []
        return gettext("、").join([*own, *(names[department] for department in gap.asked_by if department in names)])

    return named


ALREADY = frozenset(
    {
        "already_answered", "notice_already_open", "notice_already_sent", "deemed_by_law", "paper_replaced",
        "nothing_to_judge", "opinions_already_asked",
    }
)  # fmt: skip
"""What a click that came too late is told on the page as it stands now."""


def already(refusal: Refusal) -> str:
    """What a second click, or a click after a colleague's or after the law's, is told."""
    code = refusal.code
    if code not in ("already_answered", "notice_already_open", "notice_already_sent"):
        return refusal_sentence(refusal)
    if code == "already_answered":
        return gettext("这些事项已经有人答复过了，下面是现在的情况。")
    if code == "notice_already_open":
        return gettext("一次性告知书已经发出，一件申报只发一次。")
    return gettext("这件申报已经一次性告知过，不能再要求补正。")


def fanned_out(page: CheckPage, tracks: Collection[str]) -> str:
    """已受理 7 个事项，同时送到 6 个部门。"""
    mine = [item for item in page.items if item.track in set(tracks)]
    departments = len({item.department_zh for item in mine})
    items = ngettext("已受理 %(num)s 个事项", "已受理 %(num)s 个事项", len(mine))
    sent = ngettext("同时送到 %(num)s 个部门。", "同时送到 %(num)s 个部门。", departments)
    return gettext("%(items)s，%(sent)s", items=items, sent=sent)


def missing_sentences(page: CheckPage, refusal: Refusal) -> list[str]:
    """One sentence per item that cannot be accepted yet, naming its papers."""
    missing: Mapping[str, Sequence[str]] = refusal.params["items"]
    is_failed = refusal.code == "papers_failed"
    names = {paper.code: paper.material for paper in page.papers}
    return [
        _blocked(
            label(item.item), gettext("、").join(label(names[code]) for code in missing[item.item.code]), is_failed
        )
        for item in page.items
        if item.item.code in missing
    ]


def _blocked(item: str, papers: str, is_failed: bool) -> str:
    if is_failed:
        return gettext("“%(item)s”有材料没有通过核对：%(papers)s", item=item, papers=papers)
    return gettext("“%(item)s”还缺：%(papers)s", item=item, papers=papers)


def items_of(page: CheckPage) -> Callable[[PaperRow], str]:
    """Which waiting items want a paper, as words."""

    def named(paper: PaperRow) -> str:
        return gettext("、").join(
            label(item.item) for item in page.to_tell if paper in item.papers and page.may_tell(item, paper)
        )

    return named
