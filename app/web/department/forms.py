"""What an officer writes on a track. Names of fields are the names the refusals use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, IntegerField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError
from wtforms.widgets import HiddenInput

from app.web.day_field import DayField
from app.web.typed_text import lines

REQUIRED = lazy_gettext("这一项必须填。")
TOO_LONG = lazy_gettext("太长了。")
LONGEST = 4000


def _text(label: Any, *, required: bool = True, rows: int = 3, hint: Any = "") -> TextAreaField:
    checks = [Length(max=LONGEST, message=TOO_LONG)]
    first = [DataRequired(REQUIRED)] if required else []
    return TextAreaField(label, [*first, *checks], filters=[lines], description=hint, render_kw={"rows": rows})


class SeenField(IntegerField):
    """What the page showed when the officer pressed; what did not come back as it was sent was seen by nobody: -1."""

    widget = HiddenInput()

    def __init__(self, **options: Any) -> None:
        super().__init__(default=-1, **options)  # a post without any field is no form data at all

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            self.data = int(valuelist[0]) if valuelist else -1
        except ValueError:
            self.data = -1


class TrackForm(FlaskForm):
    """Every verb carries the version of the track the officer saw."""

    version = SeenField()


class AcceptAllForm(FlaskForm):
    """Every unchecked paper the officer saw, as paper:version; one that came meanwhile is not accepted unseen."""

    seen = HiddenField(validators=[DataRequired(REQUIRED)])


class VerdictForm(FlaskForm):
    """One paper: accepted, or returned with the officer's words. `seen` is the number of the version that was shown."""

    seen = SeenField()
    verdict = RadioField(
        lazy_gettext("核对结果"),
        [DataRequired(REQUIRED)],
        choices=[SelectChoice("accepted", lazy_gettext("采纳")), SelectChoice("returned", lazy_gettext("退回"))],
    )
    comment = _text(
        lazy_gettext("退回的原因"),
        required=False,
        rows=2,
        hint=lazy_gettext("退回时必须写。企业会原样看到：哪里不对，改成什么样。"),
    )

    def validate_comment(self, field: TextAreaField) -> None:
        if self.verdict.data == "returned" and not field.data:
            raise ValidationError(lazy_gettext("请写明哪里不对，改成什么样。"))


class ProposeForm(TrackForm):
    """A proposed decision. What a refusal must say is asked by the use-case (行政许可法 38)."""

    outcome = RadioField(
        lazy_gettext("建议"),
        [DataRequired(lazy_gettext("请选一种建议。"))],
        choices=[SelectChoice("grant", lazy_gettext("建议准予")), SelectChoice("refuse", lazy_gettext("建议不予"))],
    )
    findings = _text(lazy_gettext("审查意见"), hint=lazy_gettext("查明的事实，一行一条，会写进文书。"))
    conditions = _text(
        lazy_gettext("附带要求"), required=False, rows=2, hint=lazy_gettext("准予时写，一行一条；没有就空着。")
    )
    participants = _text(
        lazy_gettext("参建单位"),
        required=False,
        rows=4,
        hint=lazy_gettext("照竣工验收报告写，一行一家，勘察、设计、施工、监理都要有，例如「勘察、设计：某某设计院」。"),
    )
    reasons = _text(lazy_gettext("不予的理由"), required=False, hint=lazy_gettext("不予时必须写，一行一条。"))
    basis = _text(lazy_gettext("不予的依据"), required=False, rows=2, hint=lazy_gettext("写到法律的条、款、项。"))
    reapply = _text(
        lazy_gettext("怎样重新申请"), required=False, rows=2, hint=lazy_gettext("企业改好什么以后可以再来申请。")
    )


class ReturnForm(TrackForm):
    """The head gives the proposal back with words."""

    because = _text(lazy_gettext("退回的意见"), hint=lazy_gettext("审查员会看到，照着改。"))


class PauseForm(TrackForm):
    """A special procedure of the item; its choices come from the catalogue."""

    kind = SelectField(lazy_gettext("特别程序"), [DataRequired(REQUIRED)])
    length_days = IntegerField(
        lazy_gettext("预计多少天"),
        [InputRequired(REQUIRED), NumberRange(1, 365, lazy_gettext("请填 1 到 365 的整数。"))],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    length_unit = RadioField(
        lazy_gettext("怎么算"),
        [DataRequired(REQUIRED)],
        choices=[SelectChoice("WD", lazy_gettext("工作日")), SelectChoice("ND", lazy_gettext("自然日"))],
        default="WD",
    )
    reason = _text(lazy_gettext("为什么"), hint=lazy_gettext("会写进给企业的文书：做什么、由谁做。"))

    def offer(self, kinds: Iterable[tuple[str, str]]) -> None:
        """The procedures to choose from, each with its words."""
        self.kind.choices = [SelectChoice(*kind) for kind in kinds]


class ResumeForm(TrackForm):
    """What came of the special procedure."""

    conclusion = _text(lazy_gettext("结论"), hint=lazy_gettext("会写进给企业的文书。"))


class VisitForm(FlaskForm):
    """A record of a visit; the second officer comes from the same department (行政许可法 34)."""

    visited_on = DayField(
        lazy_gettext("踏勘日期"),
        [InputRequired(REQUIRED)],
        render_kw={"autocomplete": "off"},
    )
    second_officer = SelectField(lazy_gettext("第二名工作人员"), [DataRequired(REQUIRED)])
    findings = _text(lazy_gettext("看到的情况"))

    def __init__(self, *args: Any, today: dt.date, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self._today = today

    def offer(self, colleagues: Iterable[tuple[str, str]]) -> None:
        """The colleagues to choose from, each with the name."""
        self.second_officer.choices = [SelectChoice(*colleague) for colleague in colleagues]

    def validate_visited_on(self, field: DateField) -> None:
        if field.data and field.data > self._today:
            raise ValidationError(lazy_gettext("踏勘日期不能在今天以后。"))


class AnswerForm(FlaskForm):
    """An answer to a question of the enterprise."""

    text = _text(lazy_gettext("答复"), hint=lazy_gettext("企业马上能看到。"))
