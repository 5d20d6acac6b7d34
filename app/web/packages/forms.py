"""What is filled in for a package. Names of fields are the names the refusals use."""

from __future__ import annotations

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, Length

from app.web.presenters.marking import N_
from app.web.presenters.refusal_words import reason
from app.web.public.forms import REQUIRED, TOO_LONG, text
from app.web.typed_text import pasted
from approvals.domain.package import FEWEST_MEMBERS, MOST_MEMBERS
from approvals.domain.package_list import NAME_CHARACTERS, PLACE_CHARACTERS, LineFault

MOST_CHARACTERS = 300_000
FAULTS = {
    "member_no_name": N_("没有写项目名称。"),
    "member_long_name": N_("项目名称太长了，最多 %(name)s 个字。"),
    "member_no_place": N_("没有写地点。"),
    "member_long_place": N_("地点太长了，最多 %(place)s 个字。"),
    "member_area": N_("用地面积要填数字，单位是平方米。"),
    "member_investment": N_("总投资要填数字，单位是万元。"),
    "member_too_many_cells": N_("多出了几格，每行最多五格：名称、地点、用地面积、总投资、项目代码。"),
    "member_twice": N_("名称和地点都一样的项目，前面已经有一行。"),
    "member_code_twice": N_("这个项目代码前面已经有一行。"),
    "member_code_taken": N_("这个项目代码已经有项目在用。"),
    "member_too_many": N_("一个组包最多 %(most)s 个项目，从这一行起没有读。"),
    "member_too_few": N_("一个组包至少 %(fewest)s 个项目。"),
}


class PackageForm(FlaskForm):
    """The package and the list of its projects, typed, pasted or as a file."""

    enterprise_id = SelectField(lazy_gettext("申报企业"), coerce=int)
    theme_code = RadioField(lazy_gettext("项目类型"), [DataRequired(REQUIRED)], validate_choice=False)
    name = text(lazy_gettext("组包名称"), 100, render_kw={"autocomplete": "off"})
    reason = text(lazy_gettext("为什么可以放在一起"), 255, render_kw={"autocomplete": "off"})
    members = TextAreaField(
        lazy_gettext("项目名单"),
        [Length(max=MOST_CHARACTERS, message=TOO_LONG)],
        filters=[pasted],
        render_kw={"rows": 10, "class": "code", "spellcheck": "false"},
    )
    file = FileField(lazy_gettext("或者选一个文件"))


def fault_words(fault: LineFault) -> str:
    """What is wrong with a line, in a sentence."""
    if fault.code in FAULTS:
        facts = {"name": NAME_CHARACTERS, "place": PLACE_CHARACTERS, "most": MOST_MEMBERS, "fewest": FEWEST_MEMBERS}
        return gettext(FAULTS[fault.code], **facts)
    return reason(fault.code, {"digits": sum(sign.isdigit() for sign in fault.said)})
