"""What a head writes to change what was decided. Names of fields are the names the refusals use."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app.web.day_field import DayField
from app.web.department.forms import LONGEST, REQUIRED, TOO_LONG, ProposeForm, TrackForm
from app.web.moment_field import MomentField, as_moment
from app.web.presenters.ground_words import ACTS, GROUNDS
from app.web.typed_text import lines, one_line
from approvals.domain.hearing import Convened
from approvals.usecases.department.reopen import Order
from approvals.usecases.department.taking_back import USUAL_EFFECT
from approvals.usecases.department.terminate import PROMISE_BASIS


def _text(label: Any, hint: Any = "", rows: int = 2, default: str | None = None) -> TextAreaField:
    checks = [DataRequired(REQUIRED), Length(max=LONGEST, message=TOO_LONG)]
    look: dict[str, Any] = {"rows": rows}
    return TextAreaField(label, checks, filters=[lines], description=hint, render_kw=look, default=default)


def _line(label: Any, hint: Any = "", *, required: bool = True, longest: int = 255) -> StringField:
    checks = [DataRequired(REQUIRED) if required else Optional(), Length(max=longest, message=TOO_LONG)]
    return StringField(label, checks, filters=[one_line], description=hint, render_kw={"autocomplete": "off"})


def _ground() -> SelectField:
    return SelectField(lazy_gettext("法定情形"), [DataRequired(REQUIRED)], validate_choice=False)


class ChangeForm(TrackForm):
    """A form of this page: `words` are the keyword arguments of its verb, beside track, version, actor and now."""

    verb: ClassVar[str] = ""

    def offer(self) -> None:
        """The grounds of this verb, in the language of the page, with nothing chosen."""
        listed = [SelectChoice(code, gettext(words)) for code, words in GROUNDS.get(self.verb, {}).items()]
        if listed:
            self["ground"].choices = [SelectChoice("", "—"), *listed]

    def words(self) -> dict[str, Any]:
        """What was typed."""
        return {name: part.data for name, part in self._fields.items() if name not in ("version", "csrf_token")}


class ReissueForm(ChangeForm):
    """A slip of the pen in one letter."""

    verb = "reissue"
    document = SelectField(lazy_gettext("哪一份文书"), [DataRequired(REQUIRED)], validate_choice=False)
    wrong = _line(lazy_gettext("写错的字"), lazy_gettext("照文书原文抄，包括标点；每一处都会改。"))
    right = _line(lazy_gettext("应当是"))
    reason = _line(lazy_gettext("更正的理由"), lazy_gettext("会写进新的文书。"))

    def offer_letters(self, letters: Iterable[tuple[str, str]]) -> None:
        """The letters that may be put right, each with its words."""
        self.document.choices = [SelectChoice(public_id, words) for public_id, words in letters]


class RevokeForm(ChangeForm):
    """撤销 (行政许可法 69)."""

    verb = "revoke"
    ground = _ground()
    findings = _text(lazy_gettext("查明的事实"), lazy_gettext("一行一条，会写进决定书。"))
    heard = _text(
        lazy_gettext("听取陈述、申辩的情况"), lazy_gettext("什么时候、怎样告知，当事人说了什么，采纳没有。"), rows=5
    )
    reasons = _text(lazy_gettext("撤销的理由"))
    effect = _text(lazy_gettext("效力和善后"), default=USUAL_EFFECT)


class RecallForm(ChangeForm):
    """撤回 (行政许可法 8 ¶2)."""

    verb = "recall"
    ground = _ground()
    findings = _text(lazy_gettext("查明的事实"), lazy_gettext("一行一条，会写进决定书。"))
    heard = _text(
        lazy_gettext("听取陈述、申辩的情况"), lazy_gettext("什么时候、怎样告知，当事人说了什么，采纳没有。"), rows=5
    )
    reasons = _text(lazy_gettext("撤回的理由"))
    effect = _text(lazy_gettext("效力和善后"), default=USUAL_EFFECT)
    compensation = _text(lazy_gettext("怎样补偿"), lazy_gettext("给企业造成财产损失的，依法给予补偿。"))


class CancelForm(ChangeForm):
    """注销 (行政许可法 70)."""

    verb = "cancel"
    ground = _ground()
    reasons = _text(lazy_gettext("注销的理由"))
    effect = _text(lazy_gettext("效力和善后"), default=USUAL_EFFECT)


class TerminateForm(ChangeForm):
    """终止办理."""

    verb = "terminate"
    ground = _ground()
    reasons = _text(lazy_gettext("终止的理由"), lazy_gettext("一行一条，会写进决定书。"))
    heard = _text(
        lazy_gettext("听取陈述、申辩的情况"), lazy_gettext("什么时候、怎样告知，当事人说了什么，采纳没有。"), rows=5
    )
    basis = _text(lazy_gettext("依据"), default=PROMISE_BASIS)


class ReopenForm(ChangeForm):
    """重新办理."""

    verb = "reopen"
    ground = _ground()
    paper_no = _line(
        lazy_gettext("复议决定或者判决的文号"), lazy_gettext("本机关自行纠正的空着。"), required=False, longest=128
    )
    paper_on = DayField(lazy_gettext("作出的日期"), [Optional()], render_kw={"autocomplete": "off"})
    limit_wd = IntegerField(
        lazy_gettext("要求在多少个工作日内重新作出"),
        [Optional()],
        description=lazy_gettext("没有要求的空着，按这个事项原来的期限从今天重新起算。"),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    reason = _text(lazy_gettext("为什么重新办理"), lazy_gettext("企业和原文书的查验页都会看到。"))

    def words(self) -> dict[str, Any]:
        """The order, as one thing."""
        order = Order(
            self.ground.data, self.reason.data, self.paper_no.data or "", self.paper_on.data, self.limit_wd.data
        )
        return {"order": order}


class HearingRightForm(ChangeForm):
    """听证告知."""

    verb = "hearing-right"
    intended = _text(lazy_gettext("拟作出什么决定"), lazy_gettext("会写进听证告知书。"))
    reasons = _text(lazy_gettext("为什么可以要求听证"), lazy_gettext("一行一条：涉及谁的什么重大利益。"))


class IntentionForm(ChangeForm):
    """What is intended, told before it is decided."""

    verb = "intend"
    act = SelectField(lazy_gettext("拟作出什么决定"), [DataRequired(REQUIRED)], validate_choice=False)
    intended = _text(
        lazy_gettext("决定的内容"), lazy_gettext("会写进告知书：撤销、撤回哪个许可，或者终止哪个事项的办理。")
    )
    reasons = _text(lazy_gettext("事实、理由和依据"), lazy_gettext("一行一条，会写进告知书。"))

    def offer_acts(self, acts: Iterable[str]) -> None:
        """What the state of the item allows."""
        listed = [SelectChoice(act, gettext(ACTS[act])) for act in acts]
        self.act.choices = [SelectChoice("", "—"), *listed]


class HearingCallForm(ChangeForm):
    """听证通知."""

    verb = "hearing-call"
    held_at = MomentField(lazy_gettext("听证的时间"), [InputRequired(REQUIRED)])
    place = _line(lazy_gettext("听证的地点"))
    chair = _line(lazy_gettext("主持人"), lazy_gettext("不能是审查这个事项的人。"), longest=64)
    chair_unit = _line(lazy_gettext("主持人的单位和职务"), required=False)
    is_public = BooleanField(lazy_gettext("公开举行，并发布公告"), default=True)
    closed_because = _line(lazy_gettext("不公开的理由"), required=False)

    def words(self) -> dict[str, Any]:
        """The hearing, as one thing."""
        return {
            "convened": Convened(
                held_at=as_moment(self.held_at.data) or self.held_at.data, place=self.place.data,
                chair=self.chair.data, chair_unit=self.chair_unit.data or "", is_public=self.is_public.data,
                closed_because=self.closed_because.data or "",
            )
        }  # fmt: skip


class HearingCloseForm(ChangeForm):
    """听证笔录."""

    verb = "hearing-close"
    minutes = _text(
        lazy_gettext("听证笔录"), lazy_gettext("谁参加，说了什么，提了什么证据；没有人要求听证的，写明。"), rows=6
    )


class RegisterForm(TrackForm):
    """A result that another system made."""

    number = _line(lazy_gettext("结果的文号"), lazy_gettext("照文书原文抄。"), longest=128)
    dated_on = DayField(lazy_gettext("结果的日期"), [InputRequired(REQUIRED)], render_kw={"autocomplete": "off"})
    file = FileField(
        lazy_gettext("结果文件"),
        [FileRequired(REQUIRED)],
        description=lazy_gettext("OFD 或者 PDF，原样保存，不再盖章。"),
    )
    findings = _text(lazy_gettext("审查意见"), lazy_gettext("查明的事实，一行一条。"))
    conditions = TextAreaField(
        lazy_gettext("附带要求"), [Length(max=LONGEST, message=TOO_LONG)], filters=[lines], render_kw={"rows": 2}
    )
    participants = ProposeForm.participants
