"""The problems of a catalogue file as sentences, each with the place it stands at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from app.web.presenters.filling import sentence
from app.web.presenters.marking import N_
from departments.domain.catalogue_problems import Problem

PROBLEMS: dict[str, str] = {
    "wrong_type": N_("应该是 %(expected)s，实际是 %(found)s"),
    "missing": N_("缺少这一项"),
    "empty_text": N_("不能是空的"),
    "unreadable_text": N_("有不能保存的字符"),
    "bad_code": N_("%(value)s 不是合格的代码"),
    "unknown_word": N_("%(value)s 不在允许的值里：%(allowed)s"),
    "out_of_range": N_("%(value)s 不在 %(low)s 和 %(high)s 之间"),
    "duplicate": N_("%(value)s 出现了不止一次"),
    "dangling": N_("没有 %(what)s %(value)s"),
    "condition_shape": N_("条件要写成 all、any、not 或者 field、op、value"),
    "too_deep": N_("条件套得太深，最多 %(limit)s 层"),
    "value_type": N_("%(value)s 不能和 %(type)s 类型的字段 %(field)s 比较"),
    "not_offered": N_("%(value)s 不是字段 %(field)s 的可选值"),
    "bad_default": N_("默认值 %(value)s 不是这个字段的合格答案"),
    "enum_without_values": N_("枚举字段要列出可选值"),
    "enum_not_allowed": N_("只有枚举字段才有可选值"),
    "unknown_placeholder": N_("文号格式里有不认识的占位符 %(value)s"),
    "broken_number_format": N_("文号格式里有多余的大括号"),
    "deferral_without_days": N_("可以容缺的材料要写 max_deferral_wd"),
    "days_without_deferral": N_("不能容缺的材料却写了 max_deferral_wd"),
    "deferral_over_committed": N_("容缺 %(value)s 个工作日，超过了承诺期限 %(limit)s"),
    "committed_over_statutory": N_("承诺 %(value)s 个工作日，超过了法定期限 %(limit)s"),
    "warning_over_limit": N_("提前 %(value)s 天预警，放不进 %(limit)s 天的期限"),
    "upstream_without_producer": N_("%(value)s 标为前置产出，但是没有事项产出它"),
    "source_without_producer": N_("item_output 必须写 produced_by，也只有它能写"),
    "self_output": N_("事项要的材料 %(value)s 是它自己的结果"),
    "cycle": N_("这些事项互相等待，成了一个圈：%(items)s"),
    "unsupported_version": N_("不认识 schema_version %(value)s，这里读的是 %(supported)s"),
}
FILE: dict[str, str] = {
    "too_large": N_("文件太大，目录文件不超过 8 MB"),
    "empty": N_("文件是空的"),
    "not_utf8": N_("文件不是 UTF-8 编码"),
    "not_json": N_("不是合格的 JSON：第 %(line)s 行第 %(column)s 列读不下去"),
    "not_an_object": N_("文件最外层要是一个对象"),
}
UNKNOWN = N_("这里不合格")


@dataclass(frozen=True)
class Line:
    """One problem: where, and what."""

    path: str
    words: str


def problem_lines(problems: Iterable[Problem]) -> tuple[Line, ...]:
    """Every problem in the order of the file."""
    return tuple(Line(one.path or "—", sentence(PROBLEMS.get(one.code, UNKNOWN), one.params)) for one in problems)


def unreadable(code: str, **params: Any) -> Line:
    """The one problem of a file that cannot even be read as a catalogue."""
    return Line("—", gettext(FILE[code], **params))
