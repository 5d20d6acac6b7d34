"""What a visitor may fill in. Names of fields are the names the refusals use."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, Email, EqualTo, Length, Regexp

from app.web.typed_text import one_line

REQUIRED = lazy_gettext("这一项必须填。")
TOO_LONG = lazy_gettext("太长了。")
SHORTEST_PASSWORD = 10


def compact(value: str | None) -> str | None:
    """Blanks and hyphens inside a number or code are never meant; letters are capital."""
    return re.sub(r"[\s\-–—]", "", one_line(value)).upper() if value else value


def text(label: Any, longest: int, *more: Any, **keywords: Any) -> StringField:
    """A required line of text."""
    checks = [DataRequired(REQUIRED), Length(max=longest, message=TOO_LONG), *more]
    return StringField(label, checks, filters=[one_line], **keywords)


class SignInForm(FlaskForm):
    """User name and password; both wrong in the same way."""

    username = StringField(
        lazy_gettext("用户名"),
        [DataRequired(REQUIRED), Length(max=64, message=TOO_LONG)],
        filters=[one_line],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        lazy_gettext("密码"),
        [DataRequired(REQUIRED), Length(max=256, message=TOO_LONG)],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()


class SignInCodeForm(FlaskForm):
    """The code of the telephone, or one of the recovery codes."""

    code = StringField(
        lazy_gettext("验证码"),
        [DataRequired(REQUIRED), Length(max=24, message=TOO_LONG)],
        filters=[one_line],
        description=lazy_gettext("手机验证器上现在显示的 6 位数字。手机不在身边，就输一个恢复码。"),
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"},
    )
    next = HiddenField()


class RegisterForm(FlaskForm):
    """An enterprise and its first account."""

    uscc = StringField(
        lazy_gettext("统一社会信用代码"),
        [DataRequired(REQUIRED)],
        filters=[compact],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "maxlength": 24},
    )
    enterprise_name = text(lazy_gettext("企业名称"), 128, render_kw={"autocomplete": "organization"})
    legal_representative = text(lazy_gettext("法定代表人"), 64, render_kw={"autocomplete": "off"})
    address = text(lazy_gettext("住所"), 255, render_kw={"autocomplete": "street-address"})
    person_name = text(lazy_gettext("经办人姓名"), 64, render_kw={"autocomplete": "name"})
    phone = text(
        lazy_gettext("经办人电话"),
        32,
        Regexp(r"^[0-9+\-() ]{7,32}$", message=lazy_gettext("电话只写数字，可以带区号和短横线。")),
        render_kw={"autocomplete": "tel", "inputmode": "tel"},
    )
    email = text(
        lazy_gettext("经办人邮箱"),
        254,
        Email(message=lazy_gettext("邮箱要写成 name@example.com 这样。")),
        render_kw={"autocomplete": "email", "inputmode": "email"},
    )
    username = text(
        lazy_gettext("用户名"),
        64,
        Regexp(
            r"^[A-Za-z0-9][A-Za-z0-9._\-]{2,63}$",
            message=lazy_gettext("用 3 个以上的字母、数字、点或短横线，字母或数字开头。"),
        ),
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        lazy_gettext("密码"),
        [
            DataRequired(REQUIRED),
            Length(min=SHORTEST_PASSWORD, max=256, message=lazy_gettext("密码要 10 个字符以上。")),
        ],
        render_kw={"autocomplete": "new-password"},
    )
    repeated = PasswordField(
        lazy_gettext("再输一次密码"),
        [DataRequired(REQUIRED), EqualTo("password", message=lazy_gettext("两次输的密码不一样。"))],
        render_kw={"autocomplete": "new-password"},
    )
    agrees_online = BooleanField(
        lazy_gettext("同意网上送达：文书盖章后进入企业账户，能看到就是送达"),
        description=lazy_gettext("可以不同意，文书由管家当面或者邮寄送达；以后也可以在“批文”页改。"),
    )


class ProgressForm(FlaskForm):
    """Case number and progress code."""

    case_no = StringField(
        lazy_gettext("办件编号"),
        [DataRequired(REQUIRED), Length(max=50, message=TOO_LONG)],
        filters=[compact],
        render_kw={"autocomplete": "off", "inputmode": "numeric"},
    )
    code = StringField(
        lazy_gettext("查询码"),
        [DataRequired(REQUIRED), Length(max=16, message=TOO_LONG)],
        filters=[compact],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


class VerifyForm(FlaskForm):
    """Number and code of a document, as the QR code carries them; it may arrive by address, so it asks no token."""

    class Meta:
        csrf = False

    n = StringField(
        lazy_gettext("文号"),
        [DataRequired(REQUIRED), Length(max=128, message=TOO_LONG)],
        filters=[one_line],
        render_kw={"autocomplete": "off"},
    )
    c = StringField(
        lazy_gettext("验证码"),
        [DataRequired(REQUIRED), Length(max=24, message=TOO_LONG)],
        filters=[compact],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


class VerifyFileForm(FlaskForm):
    """The PDF itself; it is compared and thrown away."""

    file = FileField(lazy_gettext("PDF 文件"))
