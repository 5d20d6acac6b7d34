"""What an officer writes to change a date. Names of fields are the names the refusals use."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext
from wtforms import IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.web.day_field import DayField
from app.web.department.forms import REQUIRED, TOO_LONG, TrackForm
from app.web.presenters.labels import label
from app.web.typed_text import lines, one_line
from approvals.domain.clock_facts import ClockName
from approvals.domain.date_reasons import LONGEST, LONGEST_BASIS, REASONS, Change
from approvals.usecases.department.extend_stage import LONGEST_NAME, Approval

CLOCKS = {ClockName.STATUTORY: lazy_gettext("法定期限"), ClockName.COMMITTED: lazy_gettext("承诺期限")}
NOT_OFFERED = lazy_gettext("没有这个选项，请从列表里选。")
CHOOSE = lazy_gettext("请从列表里选一个理由。")


def reason_field(text: Any) -> SelectField:
    """A reason from a list; `offer_reasons` fills it in the language of the page."""
    return SelectField(text, [DataRequired(CHOOSE)], validate_choice=False)


def offer_reasons(field: SelectField, change: Change) -> None:
    """The list of one kind of change, with nothing chosen."""
    listed = [SelectChoice(one.code, label(one)) for one in REASONS[change]]
    field.choices = [SelectChoice("", "—"), *listed]


def remark_field(hint: Any) -> TextAreaField:
    return TextAreaField(
        lazy_gettext("补充说明"),
        [Length(max=LONGEST, message=TOO_LONG)],
        filters=[lines],
        description=hint,
        render_kw={"rows": 2},
    )


def basis_field() -> StringField:
    return StringField(
        lazy_gettext("法律依据"),
        [DataRequired(REQUIRED), Length(max=LONGEST_BASIS, message=TOO_LONG)],
        filters=[one_line],
        render_kw={"autocomplete": "off", "lang": "zh"},
    )


LONGEST_ID = 10


class ExtensionForm(TrackForm):
    """More days for one clock or both; the head's to give (行政许可法 42)."""

    clocks = SelectMultipleField(
        lazy_gettext("延长哪个期限"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    days = IntegerField(
        lazy_gettext("延长多少天"),
        [InputRequired(REQUIRED)],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    reason_code = reason_field(lazy_gettext("延期的理由"))
    reason = remark_field(lazy_gettext("会写进给企业的延期决定书。"))
    basis = basis_field()

    def offer(self, clocks: Iterable[ClockName]) -> None:
        """The clocks that may still be extended."""
        self.clocks.choices = [SelectChoice(one.value, CLOCKS[one]) for one in clocks]
        offer_reasons(self.reason_code, Change.EXTENSION)

    def chosen(self) -> tuple[ClockName, ...]:
        """The ticked clocks, the statutory first; what nobody offered is none."""
        return tuple(one for one in ClockName if one.value in (self.clocks.data or ()))


class StageForm(TrackForm):
    """More days for the whole stage, as the head of the government approved them (行政许可法 42 ¶2)."""

    days = IntegerField(
        lazy_gettext("延长多少个工作日"),
        [InputRequired(REQUIRED)],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    approved_on = DayField(lazy_gettext("批准日期"), [InputRequired(REQUIRED)], render_kw={"autocomplete": "off"})
    approver = StringField(
        lazy_gettext("批准人"),
        [DataRequired(REQUIRED), Length(max=LONGEST_NAME, message=TOO_LONG)],
        filters=[one_line],
        description=lazy_gettext("批准延期的本级人民政府负责人的姓名，会写进给企业的延期决定书。"),
        render_kw={"autocomplete": "off", "lang": "zh"},
    )
    approval = StringField(
        lazy_gettext("批准文件"),
        [DataRequired(REQUIRED), Length(max=LONGEST_BASIS, message=TOO_LONG)],
        filters=[one_line],
        description=lazy_gettext("批准延期的文件的名称和文号。"),
        render_kw={"autocomplete": "off", "lang": "zh"},
    )
    reason_code = reason_field(lazy_gettext("延期的理由"))
    reason = remark_field(lazy_gettext("选“其他原因”时必须写。会写进给企业的延期决定书。"))
    basis = basis_field()

    def offer(self) -> None:
        """The reasons for a whole stage."""
        offer_reasons(self.reason_code, Change.STAGE)

    def approved(self) -> Approval:
        """What was typed, once the form is valid."""
        return Approval(self.days.data, self.approved_on.data, self.approver.data, self.approval.data)


class PauseDaysForm(TrackForm):
    """The true days of a special procedure."""

    pause = SelectField(lazy_gettext("哪一项特别程序"), [DataRequired(REQUIRED)], validate_choice=False)
    started_on = DayField(lazy_gettext("实际开始日"), [InputRequired(REQUIRED)], render_kw={"autocomplete": "off"})
    resumed_on = DayField(
        lazy_gettext("实际恢复计时日"),
        [InputRequired(REQUIRED)],
        description=lazy_gettext("时钟重新走的第一天，也就是收到结论的那天。"),
        render_kw={"autocomplete": "off"},
    )
    conclusion = TextAreaField(
        lazy_gettext("结论"),
        [Length(max=LONGEST, message=TOO_LONG)],
        filters=[lines],
        description=lazy_gettext("还没有结束的必须写；写过的可以空着。"),
        render_kw={"rows": 2},
    )
    reason_code = reason_field(lazy_gettext("更正的理由"))
    reason = remark_field(lazy_gettext("会写进给企业的文书。"))
    basis = basis_field()

    def offer(self, pauses: Iterable[tuple[int, str]]) -> None:
        """The pauses of the track, each with its words."""
        self.pause.choices = [SelectChoice(str(number), words) for number, words in pauses]
        offer_reasons(self.reason_code, Change.PAUSE)

    def place(self) -> int:
        """The id of the chosen pause; 0 for what is none."""
        text = str(self.pause.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_ID else 0


class OverdueForm(TrackForm):
    """Why a limit was not kept (优化营商环境条例 36)."""

    clock = SelectField(
        lazy_gettext("哪个期限"), [DataRequired(REQUIRED), AnyOf(list(ClockName), NOT_OFFERED)], validate_choice=False
    )
    reason_code = reason_field(lazy_gettext("超期的理由"))
    reason = remark_field(lazy_gettext("理由和说明会公开，企业、督查和公众都能看到。"))

    def offer(self, clocks: Iterable[tuple[ClockName, Any]]) -> None:
        """The clocks whose reason is still owed."""
        self.clock.choices = [SelectChoice(one.value, words) for one, words in clocks]
        offer_reasons(self.reason_code, Change.OVERDUE)
