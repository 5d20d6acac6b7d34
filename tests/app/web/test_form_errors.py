from __future__ import annotations

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form, StringField

from app.web.form_errors import show_on
from approvals.domain.refusals import Invalid, Refusal


class Registration(Form):
    uscc = StringField("统一社会信用代码")


@pytest.mark.usefixtures("chinese")
def test_a_sentence_stands_beside_its_field_and_the_input_is_kept() -> None:
    form = Registration(MultiDict({"uscc": "9137"}))

    show_on(form, Invalid({"uscc": ("uscc_length", {"length": 4})}))

    assert form.uscc.errors == ["统一社会信用代码是 18 位，现在是 4 位。"]
    assert form.uscc.data == "9137"


@pytest.mark.usefixtures("chinese")
def test_what_belongs_to_no_field_is_said_of_the_whole_form() -> None:
    form = Registration()

    show_on(form, Refusal("nothing_applies"))

    assert form.form_errors == ["按您的回答，这个阶段没有要办的事项。请核对一下回答。"]
