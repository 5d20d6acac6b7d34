"""An early look at papers, answered through HTTP: what is left open is named by its paper."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from approvals.usecases.enterprise.ask_precheck import ask_precheck
from tests.factories.drafts import a_draft
from tests.factories.main_job import MONDAY, at, the_cast
from tests.factories.story import settled
from tests.support.visitors import visitor

pytestmark = pytest.mark.starts_from.with_args(settled)


def test_a_paper_without_a_word_is_named_in_the_list_of_what_is_open(app: Flask) -> None:
    with app.app_context():
        cast = the_cast()
        said = {"department": "GAJJ", "question": "", "actor": cast.lin, "now": at(MONDAY)}
        asked = ask_precheck(case=a_draft(cast).case, **said)
    examiner = visitor(app, "chen-GAJJ")
    shown = examiner.get(f"/department/prechecks/{asked}").text
    papers = re.findall(r'<h2 id="h-(p\d+)">([^<]+)</h2>', shown)
    answer = examiner.post(f"/department/prechecks/{asked}", data={"answer": "总的可以"})
    assert answer.status_code == 422 and papers
    for name, paper in papers:
        assert f'<a href="#{name}">{paper}：' in answer.text
