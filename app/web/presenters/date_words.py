"""The words of changed dates: which due day moves, by how much, what was changed, and why somebody is late."""

from __future__ import annotations

from flask_babel import gettext, ngettext

from app.web.presenters.dates import day, working_days
from app.web.presenters.marking import N_
from approvals.domain.clock_facts import ClockName
from approvals.domain.date_change import Move
from approvals.domain.letters.day_statement import StatedStage

CLOCKS = {ClockName.STATUTORY: N_("法定期限"), ClockName.COMMITTED: N_("承诺期限")}
CHANGES = {
    "extension": N_("延长期限"),
    "stage": N_("延长整个阶段"),
    "acceptance": N_("更正受理日"),
    "pause_start": N_("更正特别程序开始日"),
    "pause_resume": N_("更正恢复计时日"),
}


def clock_name(clock: ClockName | str) -> str:
    """法定期限 / 承诺期限."""
    return gettext(CLOCKS[ClockName(clock)])


def stage_moved(stage: StatedStage) -> str:
    """整个阶段的法定时限延长 15 个工作日，从 5月14日 到 6月4日（章审阶延〔2026〕1号）。"""
    said = {"days": working_days(stage.days), "old": day(stage.old_due_on), "new": day(stage.new_due_on)}
    if stage.letter_no:
        return gettext(
            "整个阶段的法定时限延长 %(days)s，从 %(old)s 延到 %(new)s（%(letter)s）。", letter=stage.letter_no, **said
        )
    return gettext("整个阶段的法定时限延长 %(days)s，从 %(old)s 延到 %(new)s。", **said)


def change_name(what: str) -> str:
    """What kind of change it was."""
    return gettext(CHANGES[what])


def move_words(move: Move) -> str:
    """推后 10 个工作日 / 提前 1 个工作日 / 不变."""
    if not move.is_moved:
        return gettext("不变")
    if not move.days:  # from one day off to another: no working day lies between
        return gettext("变动，之间没有工作日")
    apart = working_days(abs(move.days))
    return gettext("推后 %(days)s", days=apart) if move.days > 0 else gettext("提前 %(days)s", days=apart)


def move_note(move: Move) -> str:
    """What else must be known of the new day: late already, only the earliest, not certain."""
    if move.overdue_by:
        return ngettext("改后已超期 %(num)s 个工作日", "改后已超期 %(num)s 个工作日", move.overdue_by)
    if move.is_open:
        return gettext("暂停没有结束，这是最早的日子")
    if move.provisional:
        return gettext("放假安排未公布，暂定")
    return ""
