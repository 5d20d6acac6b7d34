"""Code of a refusal → its sentence (a Chinese msgid). What can be done about it comes in the same breath."""

from __future__ import annotations

from app.web.presenters.marking import N_

REFUSALS: dict[str, str] = {
    "not_found": N_("没有这一页，或者不归您看。"),
    "not_allowed": N_("您可以看这一页，但是不能办这一步。"),
    "stale": N_("别人刚刚改过，您看到的已经不是最新的。"),
    "invalid": N_("有几处要改，填好的都还在。"),
    "blocked": N_("现在还不能准予：还有 %(count)s 个原因没有解除。"),
    "no_such_move": N_("现在的状态是“%(state)s”，不能办这一步。"),
    "required": N_("这一项必须填。"),
    "unknown_value": N_("没有这个选项，请从列表里选。"),
    "not_a_number": N_("请填数字。"),
    "negative": N_("不能是负数。"),
    "not_a_day": N_("日期要写成 2026-03-09 这样。"),
}
