"""Members, agents and papers on file: roles, refusals and where a paper was taken from, in words."""

from __future__ import annotations

from flask_babel import gettext

from app.web.presenters.marking import N_
from approvals.queries.members import ChangeRow

ROLES = {
    "owner": N_("管理人"),
    "representative": N_("法定代表人"),
    "signer": N_("授权签字人"),
    "clerk": N_("经办人"),
    "agent": N_("代办人"),
}
ROLE_MEANS = {
    "owner": N_("什么都能办，还能管理成员和企业档案。"),
    "representative": N_("什么都能办，还能管理成员和企业档案。"),
    "signer": N_("能填报、提交，还能代表企业签承诺。"),
    "clerk": N_("能填报、上传、提交，不能签承诺。"),
    "agent": N_("按授权委托书的范围和期限代办，不能签承诺。"),
}
REFUSALS = {
    "mandate_ended": N_("%(who)s的授权委托书 %(until)s 已经到期：可以看，不能办。请企业的管理人换一份新的。"),
    "mandate_none": N_("%(who)s没有授权委托书：可以看，不能办。请企业的管理人补上。"),
    "mandate_elsewhere": N_("%(who)s的授权委托书没有包括这里：可以看，不能办。"),
    "manage_only": N_("这一步由企业的管理人办理，%(who)s可以看。"),
    "last_owner": N_("这是最后一位管理人，不能移出。先请另一位做管理人。"),
    "mandate_missing": N_("代办人要有授权委托书，请上传盖章的那份。"),
    "mandate_over": N_("委托的截止日已经过了。"),
    "mandate_too_long": N_("委托期最长 %(years)s 年，到期可以换新的。"),
    "account_unknown": N_("没有这个用户名。可以不填用户名，把链接发给对方。"),
    "already_member": N_("这个账号已经是本企业的成员。"),
    "member_is_official": N_("这是审批部门工作人员的账号，不能加入企业。"),
    "invitation_over": N_("这个邀请用过了、过期了或者撤回了，请企业再发一个。"),
    "invitation_not_yours": N_("这个邀请是给另一个账号的，请换那个账号登录。"),
    "paper_unknown": N_("目录里没有这种材料，请从列表里选。"),
    "valid_backwards": N_("截止日不能早于起始日。"),
    "paper_expired": N_("这份材料 %(until)s 已经到期，不能沿用，请交新的。"),
    "papers_over": N_(
        "有 %(count)s 份沿用的材料已经过了有效期（最早的 %(until_on)s 到期）。请到“材料”那一步换一份，或者拿掉，再提交。"
    ),
    "paper_not_there": N_("这份材料现在取不到了，请刷新页面再选，或者上传。"),
    "sharing_down": N_("数据共享暂时连不上，不影响申报：可以过一会儿再取，也可以自己上传。"),
    "sharing_has_none": N_("数据共享里没有本企业的这份材料，请自己上传。"),
    "credit_code_taken": N_("这个代码已经是另一家企业的。"),
    "credit_code_fixed": N_("统一社会信用代码已经核对无误，不用再补。"),
}


def member_role(role: str) -> str:
    """What a member is called."""
    return gettext(ROLES.get(role, ROLES["clerk"]))


def member_means(role: str) -> str:
    """What a member of this role may do."""
    return gettext(ROLE_MEANS.get(role, ROLE_MEANS["clerk"]))


FIELDS = {
    "legal_representative": N_("法定代表人"),
    "address": N_("住所"),
    "contact_name": N_("联系人"),
    "phone": N_("联系电话"),
    "uscc": N_("统一社会信用代码"),
}
CHANGES = {
    "invited": N_("发出邀请：%(role)s %(who)s"),
    "invitation_withdrawn": N_("撤回邀请：%(role)s %(who)s"),
    "joined": N_("%(who)s 加入，%(role)s"),
    "removed": N_("%(who)s 移出，原来是%(role)s"),
    "mandate_renewed": N_("%(who)s 换了授权委托书，到 %(until)s"),
}
CODE_MARKS = {
    "organisation_check": N_("代码第 17 位的校验不符，请对照营业执照"),
    "registration_number": N_("还是 15 位注册号，请换领营业执照后补上统一社会信用代码"),
    "organisation_code": N_("还是组织机构代码，请换领营业执照后补上统一社会信用代码"),
}


def change_words(change: ChangeRow) -> str:
    """One line of the history of an enterprise's file."""
    if change.kind not in CHANGES:
        lines = (
            gettext("%(field)s：%(old)s → %(new)s", field=gettext(FIELDS.get(name, name)), old=change.old.get(name) or "—", new=new or "—")
            for name, new in change.new.items()
        )  # fmt: skip
        return "； ".join(lines)
    facts = {"who": change.new.get("who", ""), "until": change.new.get("until", "")}
    return gettext(CHANGES[change.kind], role=member_role(str(change.new.get("role", ""))), **facts).strip()


def code_mark_words(mark: str) -> str:
    """Why the code of an enterprise is to be looked at again."""
    return gettext(CODE_MARKS.get(mark, CODE_MARKS["organisation_check"]))
