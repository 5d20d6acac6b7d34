"""A page never mixes languages: what the scan finds, and what it lets through."""

from __future__ import annotations

import pytest

from tools.page_text import python_problems, template_problems

MESSAGES = {"提交申报"}


@pytest.mark.parametrize(
    "source",
    [
        "<p>{{ _('提交申报') }}</p>",
        "{% trans %}还差 {{ n }} 份材料{% endtrans %}",
        "{# 这是说明 #}<p>{{ name }}</p>",
        '<a href="/en" lang="zh-Hans-CN">中文</a>',
        "<td>PDF · {{ size }} MB</td>",
        "<kbd>Enter</kbd>",
        "<!doctype html>",
        "{% block body_class %}dense{% endblock %}",
        '<button name="verb" value="refuse">{{ _("提交申报") }}</button>',
    ],
)
def test_a_page_in_one_language_passes(source: str) -> None:
    assert list(template_problems("page.html", source, MESSAGES)) == []


@pytest.mark.parametrize(
    "source",
    [
        "<p>提交申报</p>",
        "<p>{{ '提交申请' }}</p>",
        '<input placeholder="请输入">',
        "<p>Submit</p>",
        '<img alt="The seal">',
        "{% if a > b %}<p>Late</p>{% endif %}",
    ],
)
def test_text_outside_a_message_is_found(source: str) -> None:
    assert len(list(template_problems("page.html", source, MESSAGES))) == 1


def test_the_line_of_the_text_is_told() -> None:
    source = "{# a\n comment #}\n<p>\n{{ x }} 办结\n</p>"
    assert [problem.split(":")[1] for problem in template_problems("page.html", source, set())] == ["4"]


def test_python_may_speak_chinese_in_messages_docstrings_and_marked_lines() -> None:
    source = '"""说明"""\nA = _("提交申报")\nB = {  # zh only\n 1: "周"}\nC = "漏掉"\n'
    assert [problem.split(":")[1] for problem in python_problems("words.py", source, MESSAGES)] == ["5"]
