"""The monthly bulletin in words: what the supervisor writes into it, and the figures as the paper says them (in Chinese, as
every original)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from approvals.domain.bulletin import Month, Tally
from approvals.domain.letters.frame import Row
from approvals.domain.letters.supervision import Named
from approvals.domain.refusals import Invalid

USUAL_NEXT_STEPS = "对超期事项逐件查明原因，提出办结的日期\n届满前3个工作日由部门负责人签字确认"
USUAL_COPIES = "区政府办公室"
NOTHING = "—"


@dataclass(frozen=True, kw_only=True)
class Remarks:
    """What the supervisor writes, one per line; who is praised or criticised as 名称：原因."""

    next_steps: str
    copies_to: str
    problems: str = ""
    praised: str = ""
    criticised: str = ""


@dataclass(frozen=True)
class Said:
    """The remarks, checked, as the letter takes them."""

    next_steps: tuple[str, ...]
    copies_to: tuple[str, ...]
    problems: tuple[str, ...]
    praised: tuple[Named, ...]
    criticised: tuple[Named, ...]


def check_remarks(remarks: Remarks) -> Said:
    """Raises Invalid without next steps or copies, or for a line that names somebody without saying why."""
    errors: dict[str, tuple[str, dict[str, Any]]] = {
        name: ("required", {}) for name in ("next_steps", "copies_to") if not lines(getattr(remarks, name))
    }
    praised, criticised = _named(remarks.praised), _named(remarks.criticised)
    for field, found in (("praised", praised), ("criticised", criticised)):
        wrong = next((one for one in found if not (one.name and one.because)), None)
        if wrong is not None:
            errors[field] = ("named_without_reason", {"line": wrong.name or wrong.because})
    if errors:
        raise Invalid(errors)
    return Said(lines(remarks.next_steps), lines(remarks.copies_to), lines(remarks.problems), praised, criticised)


def totals(tally: Tally) -> tuple[Row, ...]:
    """The rows of 总体情况."""
    average = f"平均用时{tally.average_wd}个工作日" if tally.average_wd is not None else "没有可以计算用时的事项"
    late = (
        f"承诺期限{tally.overdue_committed}个，法定期限{tally.overdue_statutory}个；月末仍未办结{tally.standing_late}个"
    )
    return (
        Row(label="申报、受理", text=f"申报事项{tally.filed}个，受理{tally.accepted}个", label_en="Filed, accepted"),
        Row(label="办结", text=f"{tally.decided}个，按时办结率{share(tally.rate)}；{average}", label_en="Decided"),
        Row(label="超期", text=f"{tally.overdue}个，其中超过{late}", label_en="Overdue"),
        Row(label="容缺承诺", text=f"到期未交材料{tally.broken}份", label_en="Promises broken"),
        Row(
            label="督办", text=f"发督办通知单{tally.sent}张，收到答复{tally.answered}张", label_en="Supervision notices"
        ),
    )


DETAIL = ("部门", "申报", "受理", "办结", "超承诺", "超法定", "平均用时", "失诺", "督办", "答复")


def detail(department: str, tally: Tally) -> tuple[str, ...]:
    """One row of the annexed table, under `DETAIL`."""
    counts = (tally.filed, tally.accepted, tally.decided, tally.overdue_committed, tally.overdue_statutory)
    more = (tally.broken, tally.sent, tally.answered)
    return (department, *map(str, counts), days(tally.average_wd), *map(str, more))


def detail_title(month: Month) -> str:
    return f"{month.year}年{month.month}月各部门办理情况表"


def share(value: Decimal | None) -> str:
    return NOTHING if value is None else f"{value}%"


def days(value: Decimal | None) -> str:
    return NOTHING if value is None else str(value)


def lines(text: str) -> tuple[str, ...]:
    """The lines that say something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _named(text: str) -> tuple[Named, ...]:
    parts = (line.replace(":", "：", 1).partition("：") for line in lines(text))
    return tuple(Named(name=name.strip(), because=because.strip()) for name, _, because in parts)
