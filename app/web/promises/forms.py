"""What officials write about promises. Names of fields are the names the refusals use."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from app.web.presenters.credit_words import credit_word
from app.web.public.forms import REQUIRED, TOO_LONG
from app.web.typed_text import lines, one_line
from approvals.domain.credit import LONGEST_REASON, RECORDED_BY_HAND, CreditKind


class DayField(StringField):
    """A legal day; `day` is None when nothing readable was typed, and what was typed stays."""

    def __init__(self, label: Any, *, is_required: bool = True, **more: Any) -> None:
        super().__init__(label, filters=[one_line], render_kw={"type": "date", "autocomplete": "off"}, **more)
        self.is_required = is_required
        self.day: dt.date | None = None

    def pre_validate(self, form: Any) -> None:
        text = self.data or ""
        if not text and not self.is_required:
            return
        try:
            self.day = dt.date.fromisoformat(text)
        except ValueError:
            raise ValidationError(gettext("请填日期，例如 2026-03-09。")) from None


def words(label: Any, *, is_required: bool = True, hint: Any = "") -> TextAreaField:
    """A few lines of reasons."""
    checks = [Length(max=LONGEST_REASON, message=TOO_LONG)]
    return TextAreaField(
        label, [DataRequired(REQUIRED), *checks] if is_required else checks, filters=[lines], description=hint,
        render_kw={"rows": 3, "maxlength": LONGEST_REASON, "lang": "zh"},
    )  # fmt: skip


class SanctionForm(FlaskForm):
    """A sanction established elsewhere, or a ban by law."""

    uscc = StringField(
        lazy_gettext("统一社会信用代码"),
        [DataRequired(REQUIRED), Length(max=18, message=TOO_LONG)],
        filters=[one_line],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    kind = SelectField(lazy_gettext("种类"), [DataRequired(REQUIRED)], validate_choice=False)
    reason = words(lazy_gettext("事由"), hint=lazy_gettext("企业会看到这段话。"))
    source = StringField(lazy_gettext("作出认定的机关、文号"), [Length(max=64, message=TOO_LONG)], filters=[one_line])
    items = StringField(
        lazy_gettext("不得再次申请的许可事项"),
        [Length(max=200, message=TOO_LONG)],
        filters=[one_line],
        description=lazy_gettext("只用于禁止申请：写事项目录里的编码，用空格分开；空着就是全部行政许可。"),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    recorded_on = DayField(lazy_gettext("从哪天起"))
    until_on = DayField(lazy_gettext("到哪天止（空着：到修复为止）"), is_required=False)

    def offer(self) -> None:
        """The kinds in the language of the page."""
        self.kind.choices = [SelectChoice(one.value, credit_word(one)) for one in CreditKind if one in RECORDED_BY_HAND]


class RepairForm(FlaskForm):
    """How an entry was repaired."""

    note = words(lazy_gettext("凭什么认定已经修复"))


class ExcuseForm(FlaskForm):
    """Force majeure."""

    reason = words(lazy_gettext("不可抗力的事由和证据"))
    new_on = DayField(lazy_gettext("新的补交日期"))


class VerifyForm(FlaskForm):
    """What was found, and what has to be put right."""

    version = HiddenField()
    verdict = RadioField(lazy_gettext("核查结论"), [DataRequired(REQUIRED)], validate_choice=False)
    findings = words(lazy_gettext("核查情况"))
    evidence = words(lazy_gettext("证据"), hint=lazy_gettext("看了什么、在哪里看的、留存了什么。"))
    requirement = words(
        lazy_gettext("责令改正的要求"), is_required=False, hint=lazy_gettext("不属实时填，企业会看到。")
    )
    rectify_by = DayField(lazy_gettext("改正期限"), is_required=False)

    def offer(self) -> None:
        """The two answers."""
        self.verdict.choices = [
            SelectChoice("true", gettext("属实")), SelectChoice("false", gettext("不属实，责令限期改正"))
        ]  # fmt: skip


class CloseForm(FlaskForm):
    """The second look."""

    version = HiddenField()
    verdict = RadioField(lazy_gettext("复查结论"), [DataRequired(REQUIRED)], validate_choice=False)
    note = words(lazy_gettext("复查情况"))

    def offer(self) -> None:
        """The two answers."""
        self.verdict.choices = [
            SelectChoice("rectified", gettext("已经改正")),
            SelectChoice("false", gettext("逾期没有改正，记入信用记录，再依法撤销决定")),
        ]
