"""What each reconciliation is called, what it means when it is not 0, and what an operator does then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.web.presenters.marking import N_


@dataclass(frozen=True)
class Words:
    """Chinese msgids: the name, the meaning, what to do; and the command that looks again or puts it right."""

    name: str
    meaning: str
    do: str
    command: str = "reconcile"


RECONCILIATION_WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "due_not_done": Words(
            N_("到期了还没有办"),
            N_("该办的事过了五分钟还没有进程去办，或者试了多次都不行、停下来了；或者到了日子没有人去看。"),
            N_(
                "看上面有没有在工作的进程和定时铃；没有就启动。停下来的在“办不成的”里看原因，排除以后再试。进程都在、还是没有看的，是存着的日子丢了：夜间核对会找出来，可以重算并更正。"
            ),
        ),
        "letters_not_issued": Words(
            N_("文书迟迟没有制成"),
            N_("编了号的文书过了十五分钟还没有制成，多半是盖章的密钥或者签名服务用不了。等承诺办到的不算。"),
            N_("按下面写的原因恢复服务，或者换掉过期的令牌、口令再启动进程。文书会自己出来，不用再点。"),
        ),
        "files_not_looked_at": Words(
            N_("文件迟迟没有查毒"),
            N_("交来的文件过了十五分钟还没有查毒。没有查过的文件，部门打不开。多半是查毒服务用不了。"),
            N_("看下面写的原因，恢复查毒服务。好了以后自己会查，不用再点。"),
        ),
        "decided_without_document": Words(
            N_("有决定没有文书"),
            N_("已经作出决定，却没有编号的文书。决定和文书写在同一个事务里，正常不会出现。"),
            N_("打开事项看记录，从最近的备份比对；先查清原因，再由承办部门重新办理。"),
        ),
        "late_without_alarm": Words(
            N_("过了时限没有提醒"),
            N_("事项过了承诺或者法定时限，办公时间也过了，却从来没有提醒过。"),
            N_("看时钟队列的进程是不是在工作、最近一次有没有出错；夜间核对会找出存错的日子，可以重算并更正。"),
        ),
        "rows_without_file": Words(
            N_("有记录没有文件"),
            N_("材料或者文书有记录，存文件的地方却找不到它：内容丢了。"),
            N_("按列出的指纹从备份里把文件放回原处，再核对一次。"),
        ),
        "files_without_row": Words(
            N_("有文件没有记录"),
            N_("存文件的地方有，却没有记录：进程在写记录之前停了，留下来的。不影响办件。"),
            N_("不用处理；有了备份以后可以删掉。"),
        ),
        "truth": Words(
            N_("存的到期日和重算的不一样"),
            N_("按事实重算出来的到期日、提醒日或者时限状态，和存着的不一样，也没有事件说明。"),
            N_("在“存的和重算的不一样”里逐条重算并更正，更正会记入办件；数量多时用下面的命令。"),
            "clock recompute --fix",
        ),
        "audit": Words(
            N_("办件记录或封签被动过"),
            N_("办件的事件链断了，或者和数据库以外的封签对不上：有人改过、删过或者换过记录。"),
            N_("先不要改任何东西。用下面的命令看清是哪个办件、哪一条，再和备份比对，并上报。"),
            "audit verify",
        ),
    }
)
WHAT: Mapping[str, str] = MappingProxyType(
    {
        "row_waits": N_("等着没有人办"),
        "row_is_dead": N_("试了多次，停下来了"),
        "look_at_track": N_("到了该看时限的时候，没有看"),
        "look_at_case": N_("到了该看收件的时候，没有看"),
        "look_at_duty": N_("到了该看送达、公示的时候，没有看"),
        "correction_lapses": N_("补正期限过了，没有处理"),
        "promise_is_late": N_("承诺补交的日子过了，没有处理"),
        "promise_not_told": N_("承诺补交的日子快到了，没有提醒"),
        "pause_is_capped": N_("特别程序已达最长时限，没有恢复计时"),
        "letter_waits": N_("还没有制成"),
        "letter_is_lost": N_("没有制成，也没有在排队"),
        "file_waits": N_("还没有查毒"),
        "no_letter": N_("有决定，没有文书"),
        "statutory_silent": N_("过了法定时限，没有提醒过"),
        "committed_silent": N_("过了承诺时限，没有提醒过"),
        "rows_without_file": N_("文件不见了"),
        "files_without_row": N_("没有记录提到它"),
        "statutory_due_on": N_("法定到期日"),
        "committed_due_on": N_("承诺到期日"),
        "stage_due_on": N_("阶段到期日"),
        "next_alarm_at": N_("下次提醒日"),
        "light": N_("时限状态"),
        "statutory_alarm": N_("法定超期提醒"),
        "committed_alarm": N_("承诺超期提醒"),
        "edited": N_("第 %(seq)s 条写好以后被改过"),
        "missing": N_("第 %(seq)s 条起少了"),
        "out_of_order": N_("第 %(seq)s 条的位置不对"),
        "unlinked": N_("第 %(seq)s 条接不上前一条"),
        "tail_cut": N_("末尾从第 %(seq)s 条起没有了"),
        "tail_added": N_("末尾从第 %(seq)s 条起多出来了"),
        "head": N_("办件记着的末尾和第 %(seq)s 条对不上"),
        "no_case": N_("事件还在，办件没有了"),
        "sealed_gone": N_("第 %(seal)s 号封签里的第 %(seq)s 条没有了"),
        "sealed_other": N_("第 %(seq)s 条和第 %(seal)s 号封签里的不一样"),
        "unsealed": N_("第 %(seq)s 条早该封签，没有封"),
        "seal_missing": N_("第 %(seal)s 号封签不见了"),
        "seal_broken": N_("第 %(seal)s 号封签的内容被改过"),
        "seal_forged": N_("第 %(seal)s 号封签不是我们的密钥签的"),
        "seal_unlinked": N_("第 %(seal)s 号封签接不上前一号"),
        "seal_other": N_("第 %(seal)s 号封签不是记下来的那一份"),
    }
)
"""What is the matter with one thing found; `seq` an event's number, `seal` a seal's."""
