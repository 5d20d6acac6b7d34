"""Refusals about an item's choice and a result brought along; part of the one table of refusals."""

from __future__ import annotations

from app.web.presenters.marking import N_

CHOICES = {
    "choice_not_open": N_("这个事项现在不能这样选：可能答案改了，或者项目已经在办。"),
    "project_code_fixed": N_("项目代码已经是 %(known)s，登记以后不能再改。"),
    "brought_no_digit": N_("文号里要有数字，请照批文上的写。"),
    "brought_day": N_("日期要在 1949-10-01 和今天之间。"),
    "applying_banned": N_(
        "依照行政许可法第七十八条、第七十九条，%(until_on)s以前不能再次申请：%(items)s。理由：%(reason)s"
        "期限届满自行恢复，不能提前修复；对认定不服的，向作出认定的机关申请复核。"
        "把这几个事项选成“以后再办”，其他事项照常申报。"
    ),
}
