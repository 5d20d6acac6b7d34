"""What is said when a change of a filing, or applying again, is refused."""

from __future__ import annotations

from app.web.presenters.marking import N_

AMENDMENTS = {
    "other_side_only": N_("自己提的变更，要由另一方答复。"),
    "not_to_reapply": N_("这个事项没有以不予许可、终止等方式结束，不用再申报。"),
    "filing_over": N_("这件申报已经办结，不能再变更。要办别的，请再申报一次。"),
    "amendment_open": N_("还有一个变更等着答复，答复以后才能再提。"),
    "amendment_answered": N_("这个变更已经有了答复。"),
    "amendment_changed": N_("您看到的变化已经不是最新的，请再看一遍再决定。"),
    "same_answers": N_("填的和原来一样，没有要变更的。"),
}
