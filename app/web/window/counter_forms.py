"""What the clerk writes at the counter for an applicant who is not in the house yet."""

from __future__ import annotations

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Regexp, ValidationError

from app.web.presenters.refusal_words import reason
from app.web.typed_text import one_line
from app.web.window.forms import REQUIRED, TOO_LONG
from approvals.domain.old_codes import check_for_registration

PHONE = Regexp(r"^$|^[0-9+\-() ]{7,32}$", message=lazy_gettext("电话只写数字，可以带区号和短横线。"))


def _line(name: object, length: int, *more: Regexp, optional: bool = False) -> StringField:
    checks = [Length(max=length, message=TOO_LONG), *more]
    if not optional:
        checks.insert(0, DataRequired(REQUIRED))
    return StringField(name, checks, filters=[one_line], render_kw={"autocomplete": "off"})


def credit_code_wrong(text: str) -> str:
    """What is wrong with a credit code or a code from before 2015, in words; empty when it can be one."""
    checked, _ = check_for_registration(text)
    if checked.failure is None:
        return ""
    return reason(
        f"uscc_{checked.failure}", {"length": checked.length, "found": checked.found, "position": checked.position}
    )


class NewcomerForm(FlaskForm):
    """An enterprise that has no file yet."""

    uscc = StringField(lazy_gettext("统一社会信用代码"), [DataRequired(REQUIRED)], filters=[one_line])
    name = _line(lazy_gettext("企业名称"), 128)
    legal_representative = _line(lazy_gettext("法定代表人"), 64)
    address = _line(lazy_gettext("住所"), 255, optional=True)
    phone = _line(lazy_gettext("企业电话"), 32, PHONE, optional=True)

    def validate_uscc(self, field: StringField) -> None:
        """The code is looked at together with the rest, so that nothing wrong is told in a second round."""
        wrong = credit_code_wrong(field.data or "")
        if wrong:
            raise ValidationError(wrong)


class StageForm(FlaskForm):
    """A project, one that is there or a new one, and its stage."""

    project = SelectField(lazy_gettext("项目"), validate_choice=False)
    name = _line(lazy_gettext("新项目的名称"), 128, optional=True)
    place = _line(lazy_gettext("建设（经营）地点"), 255, optional=True)
    stage = SelectField(lazy_gettext("项目类型和阶段"), [DataRequired(REQUIRED)], validate_choice=False)


class SlipForm(FlaskForm):
    """The signed confirmation."""

    version = HiddenField()
    signer = _line(lazy_gettext("签字人姓名"), 64)
    file = FileField(lazy_gettext("签了字的确认单（扫描件）"), [FileRequired(lazy_gettext("请选扫描件。"))])
