"""The one form of a stage, built from the fields of the catalogue: used by the plan without account and by the filing.

A default of the catalogue is a hint beside the field, never a chosen answer.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from app.web.presenters.labels import answer as answer_words
from app.web.presenters.labels import label, value_words
from app.web.presenters.numbers import number, unit
from departments.domain.catalogue import FormField
from departments.domain.catalogue_words import FieldType

PREFIX = "a_"
YES, NO = "yes", "no"
FEW = 5
LONGEST = 30
LARGEST = Decimal(10) ** 12

Answer = bool | int | float | str
Asked = Callable[[Mapping[str, Any]], Sequence[FormField]]


class AnswerForm(FlaskForm):
    """The base of every stage form; the fields are added per catalogue."""

    def __init__(self, fields: Sequence[FormField], answers: Mapping[str, Any] | None = None, **options: Any) -> None:
        self.catalogue_fields = tuple(fields)
        super().__init__(data={PREFIX + key: as_input(value) for key, value in (answers or {}).items()}, **options)

    def answers(self, asked: Asked | None = None) -> tuple[dict[str, Answer], bool]:
        """Every answer that stands, and whether all of them do; what does not stand is said beside its field.

        `asked` says which questions are still put once these answers are known; the others need none.
        """
        found: dict[str, Answer] = {}
        for field in self.catalogue_fields:
            target = self._fields[PREFIX + field.key]
            try:
                value = read_answer(field, target.data)
            except ValueError as wrong:
                target.errors = [str(wrong)]
                continue
            if value is not None:
                found[field.key] = value
        keys = {field.key for field in (asked(found) if asked else self.catalogue_fields)}
        for field in self.catalogue_fields:
            self._say_open(field.key, field.key in keys, field.key in found)
        return found, keys <= found.keys()

    def _say_open(self, key: str, is_asked: bool, is_answered: bool) -> None:
        target = self._fields[PREFIX + key]
        if not is_asked:
            target.errors = []
        elif not is_answered and not target.errors:
            target.errors = [gettext("请回答这一项。")]

    def unreadable(self) -> set[str]:
        """The questions to which something was typed that is no answer: what stood before stays."""
        fields = (field for field in self.catalogue_fields if (self._fields[PREFIX + field.key].data or "").strip())
        return {field.key for field in fields if self._fields[PREFIX + field.key].errors}


def stage_form(fields: Sequence[FormField], answers: Mapping[str, Any] | None = None, **options: Any) -> AnswerForm:
    """The form of a stage with what was answered so far; `options` are those of the form itself (formdata, meta)."""
    members = {PREFIX + field.key: _input(field) for field in fields}
    return type("StageForm", (AnswerForm,), members)(fields, answers, **options)


def read_answer(field: FormField, raw: str | None) -> Answer | None:
    """What was typed or chosen, as the catalogue wants it; None for nothing; ValueError carries the sentence to show."""
    text = unicodedata.normalize("NFKC", raw or "").strip()
    if not text:
        return None
    if field.type is FieldType.BOOL:
        chosen = {YES: True, NO: False}.get(text)
        if chosen is None:
            raise ValueError(gettext("没有这个选项，请从列表里选。"))
        return chosen
    value: Answer = text if field.type is FieldType.ENUM else parse_number(text)
    refusal = field.refusal_of(value)
    if refusal == "not_whole":
        raise ValueError(gettext("请填整数。"))
    if refusal is not None:
        raise ValueError(gettext("没有这个选项，请从列表里选。"))
    return value


def parse_number(text: str) -> int | float:
    """164,667 and １６４６６７ are numbers; ValueError says why a sign, a word or more than a million million is not."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")
    try:
        exact = Decimal(plain) if len(plain) <= LONGEST else None
    except InvalidOperation:
        exact = None
    if exact is None or not exact.is_finite():
        raise ValueError(gettext("请填数字，不带单位，例如 164667。"))
    if exact < 0:
        raise ValueError(gettext("不能是负数。"))
    if exact > LARGEST:
        raise ValueError(gettext("这个数太大了，请看一下单位。"))
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def _input(field: FormField) -> Any:
    """One WTForms field: a choice is never pre-chosen, a number carries its unit."""
    said = label(field)
    if field.type is FieldType.BOOL:
        return _radios(said, [SelectChoice(YES, gettext("是")), SelectChoice(NO, gettext("否"))])
    if field.type is FieldType.ENUM:
        choices = [SelectChoice(value, value_words(value)) for value in field.enum]
        if len(choices) <= FEW:
            return _radios(said, choices)
        return SelectField(said, choices=[SelectChoice("", gettext("请选择")), *choices], validate_choice=False)
    return StringField(
        said, render_kw={"inputmode": "decimal", "autocomplete": "off", "unit": unit(field.unit), "maxlength": LONGEST}
    )


def _radios(said: str, choices: list[Any]) -> RadioField:
    return RadioField(said, choices=choices, validate_choice=False, render_kw={"inline": True})


def as_input(value: Any) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    return number(value).replace(",", "") if isinstance(value, int | float) else str(value)


def answer_said(field: FormField, value: Any) -> str:
    """An answer as words with its unit: 164,667 m², 是, 备案."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{number(value)} {unit(field.unit)}".strip()
    return answer_words(value)
