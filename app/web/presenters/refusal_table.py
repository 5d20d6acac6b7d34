"""Code of a refusal → its sentence (a Chinese msgid). What can be done about it comes in the same breath."""

from __future__ import annotations

from app.web.presenters.marking import N_

_ALWAYS = {
    "not_found": N_("没有这一页，或者不归您看。"),
    "not_allowed": N_("您可以看这一页，但是不能办这一步。"),
    "window_only": N_("这一步由综合窗口办理。"),
    "examine_only": N_("这一步由承办部门的审查员办理。"),
    "decide_only": N_("这一步由承办部门的签发人办理。"),
    "stage_lead_only": N_("整个阶段的延期由牵头部门的签发人登记。"),
    "steward_only": N_("这一步由项目管家办理。"),
    "apply_only": N_("这一步由申报人自己办理。"),
    "supervise_only": N_("这一步由督查专班或管理员办理。"),
    "administer_only": N_("这一步由管理员办理。"),
    "stale": N_("别人刚刚改过，您看到的已经不是最新的。"),
    "invalid": N_("有几处要改，填好的都还在。"),
    "blocked": N_("现在还不能准予：还有 %(count)s 个原因没有解除。"),
    "no_such_move": N_("现在的状态是“%(state)s”，不能办这一步。"),
    "not_dead": N_("这条消息已经有人重试过了。"),
}
_INPUT = {
    "required": N_("这一项必须填。"),
    "too_many_attempts": N_("试的次数太多了，请过 15 分钟再试。"),
    "code_wrong": N_("验证码不对，或者已经用过。请输手机上现在显示的 6 位数字。"),
    "password_wrong": N_("密码不对。"),
    "second_factor_on": N_("二次验证已经开着。"),
    "second_factor_not_begun": N_("请先开始设置二次验证。"),
    "answer_unknown_field": N_("这张表里没有这一项。"),
    "answer_not_yes_or_no": N_("请选“是”或“否”。"),
    "answer_not_a_number": N_("请填数字。"),
    "answer_not_whole": N_("请填整数。"),
    "answer_not_offered": N_("没有这个选项，请从列表里选。"),
    "unknown_theme": N_("没有这个项目类型，请从列表里选。"),
    "unknown_division": N_("目录里的区划 %(code)s 还没有设置，请联系管理员。"),
    "unknown_value": N_("没有这个选项，请从列表里选。"),
    "not_offered": N_("没有这个选项，请从列表里选。"),
    "future_day": N_("日期不能在今天以后。"),
    "unanswered": N_("这一项还没有回答。"),
    "too_long": N_("太长了，最多 %(most)s 个字。"),
    "must_declare": N_("请确认所填的和所交的都是真实的。"),
    "must_sign": N_("有承诺后补的材料，请签署承诺书；不想承诺，就回上一步改为上传。"),
    "username_taken": N_("这个用户名已经有人用了，请换一个。"),
    "enterprise_taken": N_("这家企业已经注册。请本企业的管理人把您加为成员。"),
    "project_code_taken": N_("这个项目代码已经登记过。"),
}
_CREDIT_CODE = {
    "uscc_empty": N_("请填统一社会信用代码，在营业执照上。"),
    "uscc_length": N_("统一社会信用代码是 18 位，现在是 %(length)s 位。"),
    "uscc_alphabet": N_("第 %(position)s 位“%(found)s”不会出现：代码只用数字和大写字母，不用 I、O、S、V、Z。"),
    "uscc_region": N_("第 3 到 8 位应是登记机关的区划代码，这里不是数字或没有这个区划。"),
    "uscc_check_character": N_("最后一位（校验码）不对，请对照营业执照。"),
    "uscc_organisation_check": N_("第 17 位（主体标识的校验码）不对，请对照营业执照。"),
}
_PROJECT_CODE = {
    "project_code_empty": N_("请填项目代码；还没有的，可以先空着。"),
    "project_code_characters": N_("项目代码只有数字和短横线。"),
    "project_code_length": N_("项目代码是 20 位数字，现在是 %(digits)s 位。"),
    "project_code_groups": N_("项目代码的分段不对，应当像 2603-370114-04-01-123453。"),
    "project_code_month": N_("项目代码开头四位是年月，这里的月份不对。"),
    "project_code_check_digit": N_("项目代码最后一位（校验码）不对，请对照赋码凭证。"),
}
_PAPERS = {
    "paper_not_wanted": N_("这次申报不需要这份材料。"),
    "not_deferrable": N_("这份材料是主要材料，不能后补。"),
    "deferral_barred": N_("有失信记录或正在修复期内，暂时不能承诺后补。"),
    "case_ended": N_("这件申报已经结束，不能再交材料。"),
    "file_lost": N_("这份文件现在取不出来，我们已经记下。请过一会儿再试，或者打窗口电话。"),
    "file_missing": N_("请先选一个文件。"),
    "file_type": N_("“%(name)s”的类型不收。可以交：%(allowed)s。"),
    "file_empty": N_("“%(name)s”是空的，0 字节。请重新导出后再传。"),
    "file_mistyped": N_("“%(name)s”的内容不是 %(extension)s 文件，请用原来的软件另存后再传。"),
    "file_locked": N_("“%(name)s”有密码，部门打不开。请去掉密码再传。"),
    "file_broken": N_("“%(name)s”打不开，可能没有传完整。请重新导出后再传。"),
    "file_too_many_pixels": N_("“%(name)s”的像素太多，部门的电脑打不开。请缩小到 %(most)s 百万像素以下再传。"),
    "file_too_large": N_("“%(name)s”太大，请压缩或者分成几个文件。"),
}
_FILING = {
    "catalogue_changed": N_("目录刚刚更新了，改动列在上面。请看过再提交。"),
    "stage_gone": N_("现行目录里没有这个阶段了，这份草稿不能再提交。"),
    "nothing_applies": N_("按您的回答，这个阶段没有要办的事项。请核对一下回答。"),
    "item_already_running": N_("这些事项已经在办：%(items)s。同一个项目不能重复申报。"),
    "department_absent": N_("承办部门还没有设置：%(departments)s。请联系管理员。"),
    "nothing_to_withdraw": N_("没有可以撤回的事项；已经作出的决定不受影响。"),
    "no_open_notice": N_("现在没有等您补正的告知书。"),
    "correction_incomplete": N_("还有 %(count)s 处没有补，共 %(total)s 处。补齐后再提交。"),
}
_WINDOW = {
    "deemed_by_law": N_(
        "五日已过，没有答复的事项依法视为受理：%(items)s，自收件之日 %(accepted_on)s 起计。已经送到各部门，刚才的操作没有执行。"
    ),
    "nothing_chosen": N_("还没有选，请至少选一项。"),
    "already_answered": N_("选中的事项已经答复过，请刷新页面再看。"),
    "papers_missing": N_("主要材料不齐，不能受理。请一次性告知补正，或者不选这些事项。"),
    "notice_already_open": N_("已经发过一次性告知书，正在等申报人补正。"),
    "notice_already_sent": N_("只能一次性告知：这件申报已经告知过，不能再要求补正。"),
}
_DESK = {
    "already_claimed": N_("同事已经认领了。"),
    "not_claimed": N_("还没有人认领。"),
    "not_your_track": N_("这个事项不在您手上，请先认领或者请经办人来办。"),
    "nothing_to_judge": N_("这份材料还没有交来，不能核对。"),
    "nothing_proposed": N_("现在没有等待签发的意见。"),
    "own_proposal": N_("拟办人不能退回自己的意见，请另一位签发人来办。"),
    "second_officer_needed": N_("踏勘要两名工作人员：请选本部门的另一名同事。"),
    "already_answered_question": N_("同事已经答复了这个问题。"),
    "already_decided": N_("已经作出决定，不能再改。"),
}
_STEWARD = {
    "not_a_steward": N_("选中的人不是项目管家。"),
    "not_with_department": N_("这个事项现在不在部门手上，不用提醒。"),
    "case_not_concluded": N_("还有事项没有结果，不能出统一确认书。"),
    "not_issued_yet": N_("文件还在制作和盖章，做好后才能送达。"),
    "no_letter": N_("这一步不发文书，没有可以预览的。"),
    "not_printed_yet": N_("文件 %(number)s 还在制作和盖章，请过一会儿再下载。"),
    "already_served": N_("这份文件已经送达过。"),
    "nothing_to_disclose": N_("这份文件没有待公示的许可结果。"),
}
_CLOCK = {
    "not_accepted": N_("受理之前时钟还没有走，不能暂停。"),
    "no_clock_yet": N_("时钟还没有开始走，没有可以打印的计时明细。"),
    "clock_not_running": N_("时钟没有在走，不用暂停。"),
    "already_paused": N_("已经在暂停中，恢复之后才能再暂停。"),
    "not_paused": N_("现在没有暂停。"),
    "procedure_unknown": N_("目录里这个事项没有这项特别程序，不能据此暂停。"),
    "pause_length": N_("请填需要的天数，最少 1 天；目录规定了上限的，不能超过上限。"),
    "overdue_cannot_pause": N_("已经超期，不能再暂停计时。"),
    "no_such_clock": N_("这个事项没有这个时限。"),
    "already_extended": N_("只能延期一次，已经延过了。"),
    "extension_too_late": N_("延期要在到期之前批准，到期日是 %(due_on)s。"),
    "negative_limit": N_("天数不能是负数。"),
    "negative_extension": N_("天数不能是负数。"),
    "negative_cap": N_("天数不能是负数。"),
    "resumed_before_paused": N_("恢复的日子不能早于暂停的日子。"),
    "decided_before_accepted": N_("决定的日子不能早于受理的日子。"),
}
_CALENDAR = {
    "draft_open": N_("%(year)s年已经有一份等待确认的安排，请先确认、退回或撤回它。"),
    "draft_closed": N_("这份安排已经有人处理过了。"),
    "own_draft": N_("提出安排的人不能自己确认或退回，请另一位管理员来办。"),
    "not_own_draft": N_("只有提出安排的人才能撤回它，或者让日子提前。"),
    "preview_changed": N_("您看过之后，受影响的期限又有变化。请看一遍新的预览再确认。"),
    "past_day": N_("日期不能早于今天。"),
    "ends_before_start": N_("最后一天不能早于第一天。"),
    "closure_too_long": N_("一次最多停办 %(most)s 天。"),
    "closure_overlaps": N_("这个部门在这几天里已经登记过停办。"),
    "closure_past": N_("已经过去的停办日子不能再改。"),
}
_DATES = {
    "no_extension": N_("法律没有规定这个事项可以延期。"),
    "extension_days": N_("延长的天数要在 1 到 %(most)s 之间。"),
    "committed_beyond_statutory": N_(
        "这样承诺期限会比法定期限还长：承诺期限最多再延 %(most)s 日，或者两个期限一起延。"
    ),
    "extension_undone": N_("这样改，%(approved_on)s 批准的延期就晚于到期日 %(due_on)s，等于没有延期，所以不能改。"),
    "approved_before_acceptance": N_("批准的日子不能早于受理（%(accepted_on)s）。"),
    "nothing_changed": N_("日期没有变，不用更正。"),
    "accepted_before_receipt": N_("受理不能早于收到材料的 %(receipt_on)s。"),
    "accepted_too_late": N_("最迟 %(last_on)s 要答复，过了这天就是法律规定的视为受理，不能改到更晚。"),
    "deemed_by_law": N_("这是逾期未告知、依法视为受理的日期，不能更正。"),
    "pause_before_acceptance": N_("特别程序（%(started_on)s 开始）不能早于受理（%(accepted_on)s）。"),
    "pause_beyond_cap": N_("这项特别程序有最长时限，最迟 %(last_on)s 恢复计时。"),
    "overdue_not_cured": N_("%(due_on)s 已经到期。超期以后改日期，到期日不能往后移。"),
    "delay_by_head": N_("这样改，到期日会往后移，要由签发人来办。"),
    "reason_cannot_delay": N_("这个理由只能用来把日期改早。往后移，请选别的理由。"),
    "not_overdue": N_("这个期限没有超期，不用说明理由。"),
    "reason_already_stated": N_("这次超期的理由已经公开说明过。"),
}
_NUMBERS = {
    "number_register_full": N_("文号 %(pattern)s 已经编满，第 %(serial)s 号放不下，请联系管理员。"),
    "number_already_void": N_("文号 %(number)s 的文件已经不再有效，不用再作废。"),
    "number_part_unknown": N_("文号格式 %(pattern)s 里有不认识的部分，请联系管理员。"),
    "number_part_missing": N_("文号 %(pattern)s 缺少一部分，暂时不能编号，请联系管理员。"),
}
REFUSALS: dict[str, str] = {
    **_ALWAYS,
    **_INPUT,
    **_CREDIT_CODE,
    **_PROJECT_CODE,
    **_PAPERS,
    **_FILING,
    **_WINDOW,
    **_DESK,
    **_STEWARD,
    **_CLOCK,
    **_DATES,
    **_CALENDAR,
    **_NUMBERS,
}
