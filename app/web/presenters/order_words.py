"""Refusals about a filing that is filed by itself once its results are there; part of the one table of refusals."""

from __future__ import annotations

from app.web.presenters.marking import N_

ORDERS = {
    "nothing_awaited": N_("要等的结果已经都有了，现在就可以提交。"),
    "order_incomplete": N_("还缺 %(count)s 份要交的材料。补齐以后再委托，或者自己提交（缺的由窗口一次性告知）。"),
    "order_draft_changed": N_("委托以后草稿又改过，要您重新看过再提交。"),
    "order_member_gone": N_("委托的人已经不再代表这家企业，要由现在的成员提交。"),
    "applicant_changed": N_("项目换了申请人，要由现在的申请人看过再提交。"),
    "order_unanswered": N_("表里有 %(count)s 处现在要回答或者确认，要您看过再提交。"),
}
