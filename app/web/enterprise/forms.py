"""What the applicant fills in. Names of fields are the names the refusals use."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, HiddenField, PasswordField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from app.web.answer_form import parse_number
from app.web.presenters.rating_words import WORDS as RATINGS
from app.web.presenters.refusal_words import reason
from app.web.public.forms import REQUIRED, TOO_LONG, text
from app.web.typed_text import lines, one_line
from approvals.domain.project_code import check
from approvals.domain.ratings import MOST_WORDS

MOST_QUESTION_CHARACTERS = 2000


class NumberField(StringField):
    """A number as people write it; `value` is None when it was left empty."""

    def __init__(self, label: Any, *, unit: str, low: float = 0, high: float = 1e12, **more: Any) -> None:
        super().__init__(label, filters=[one_line], **more)
        self.unit, self.low, self.high = unit, low, high
        self.value: float | None = None

    def pre_validate(self, form: Any) -> None:
        """Said beside the field; what was typed stays as it is."""
        if not self.data:
            return
        try:
            self.value = parse_number(self.data)
        except ValueError as wrong:
            raise ValidationError(str(wrong)) from None
        if not self.low <= self.value <= self.high:
            raise ValidationError(gettext("要在 %(low)s 和 %(high)s 之间。", low=self.low, high=self.high))


def number(label: Any, unit: str, **more: Any) -> NumberField:
    """An optional number."""
    return NumberField(label, unit=unit, render_kw={"inputmode": "decimal", "autocomplete": "off"}, **more)


class ProjectForm(FlaskForm):
    """A new project; everything but its kind and name may follow."""

    enterprise_id = SelectField(lazy_gettext("申报企业"), coerce=int)
    theme_code = RadioField(lazy_gettext("项目类型"), [DataRequired(REQUIRED)], validate_choice=False)
    name = text(lazy_gettext("项目名称"), 128, render_kw={"autocomplete": "off"})
    place = text(lazy_gettext("建设（经营）地点"), 255, render_kw={"autocomplete": "off"})
    code = StringField(
        lazy_gettext("项目代码"),
        [Length(max=40, message=TOO_LONG)],
        filters=[one_line],
        render_kw={"autocomplete": "off", "inputmode": "numeric", "spellcheck": "false"},
    )
    investment_wan = number(lazy_gettext("总投资额"), "10k CNY")
    land_area_m2 = number(lazy_gettext("用地面积"), "m2")
    longitude = number(lazy_gettext("东经"), "°", low=73, high=136)
    latitude = number(lazy_gettext("北纬"), "°", low=3, high=54)

    def validate_code(self, field: StringField) -> None:
        """A code that was typed must be right; which check failed is said."""
        if field.data:
            checked = check(field.data)
            if checked.failure is not None:
                raise ValidationError(reason(f"project_code_{checked.failure}", {"digits": checked.digits}))


class PaperForm(FlaskForm):
    """One paper: its files, or the choice to hand it in later."""

    file = MultipleFileField(lazy_gettext("文件"))
    action = HiddenField()


class ReviewForm(FlaskForm):
    """The last step: consent, truth, promise, signature."""

    version = HiddenField()
    consents_upstream = BooleanField(
        lazy_gettext("要等前一个事项结果的，我同意：前一个结果出来的那天，才算收到这个事项的申请。")
    )
    truth_declared = BooleanField(lazy_gettext("我确认：表里填的和交上来的都真实、完整，知道虚假申报要承担法律责任。"))
    signs_commitment = BooleanField(lazy_gettext("我已看完上面的承诺书，同意并签署。"))
    password = PasswordField(lazy_gettext("您的密码（代替签名）"), render_kw={"autocomplete": "current-password"})
    code = StringField(
        lazy_gettext("验证码（代替签名）"),
        [Length(max=24, message=TOO_LONG)],
        filters=[one_line],
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"},
    )


class QuestionForm(FlaskForm):
    """A question about the case or one of its items."""

    track = HiddenField()
    text = TextAreaField(
        lazy_gettext("您想问什么"),
        [DataRequired(REQUIRED), Length(max=MOST_QUESTION_CHARACTERS, message=TOO_LONG)],
        filters=[lines],
        render_kw={"rows": 4, "maxlength": MOST_QUESTION_CHARACTERS},
    )


class RatingForm(FlaskForm):
    """How the applicant found the handling of an item."""

    level = RadioField(
        lazy_gettext("这个事项办得怎么样"), [DataRequired(lazy_gettext("请选一项"))],
        choices=[SelectChoice(one.value, lazy_gettext(word)) for one, word in RATINGS.items()],
    )  # fmt: skip
    words = TextAreaField(
        lazy_gettext("想说的话"), [Length(max=MOST_WORDS, message=TOO_LONG)], filters=[lines],
        render_kw={"rows": 3, "maxlength": MOST_WORDS},
    )  # fmt: skip


class StatementForm(FlaskForm):
    """What the holder says before a decision against it."""

    text = TextAreaField(
        lazy_gettext("陈述、申辩意见"),
        [DataRequired(REQUIRED), Length(max=MOST_QUESTION_CHARACTERS, message=TOO_LONG)],
        filters=[lines],
        description=lazy_gettext("只能提一次，会写进决定书。"),
        render_kw={"rows": 6, "maxlength": MOST_QUESTION_CHARACTERS},
    )


class EmptyForm(FlaskForm):
    """A button: nothing but the token."""
